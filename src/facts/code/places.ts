import { lineOf, type Module, type Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import type { Anchor, Subject } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { index } from "./module-index.ts";

export interface Places {
  /** Where a node stands, for evidence. */
  at(node: Node): Anchor;
  /** The node's source on one line, shortened. */
  snippet(node: Node, most?: number): string;
  /** A subject that survives unrelated edits: file, enclosing function, the node's own words. */
  subject<K extends string>(kind: K, node: Node, words?: string): Subject<K>;
  /** The source of the line that the node starts on. */
  moduleOf(node: Node): Module;
}

export const places = codeFact({
  name: "places",
  doc: "From IR nodes to file:line, source text and stable subjects.",
  requires: { program, index },
  derive({ program, index }): Places {
    const snippet = (node: Node, most = 80): string => {
      const text = oneLine((program.texts.get(index.moduleOf(node).file) ?? "").slice(node.start, node.end));
      return text.length > most ? `${text.slice(0, most - 1)}…` : text;
    };
    return {
      snippet,
      moduleOf: index.moduleOf,
      at(node) {
        const module = index.moduleOf(node);
        return { in: "code", file: module.file, line: lineOf(module, node.start), endLine: lineOf(module, Math.max(node.start, node.end - 1)) };
      },
      subject(kind, node, words = snippet(node, 200)) {
        const fn = node.kind === "function" ? node : enclosingFunction(node);
        return { kind, id: `${index.moduleOf(node).file}#${fn?.qualname ?? ""}#${words}` };
      },
    };
  },
});

const STRING = String.raw`"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const COMMENT = new RegExp(String.raw`(${STRING})|[ \t]*#[^\n]*`, "g");
const BREAK = new RegExp(String.raw`(${STRING})|([([{])\s*\n\s*|,?\s*\n\s*([)\]}])|\s+`, "g");

/** Source without its line breaks, and without the comments between them: neither says what the code does. */
function oneLine(source: string): string {
  if (!source.includes("\n")) return source.replace(/\s+/g, " ");
  return source.replace(COMMENT, "$1").replace(BREAK, (_, text: string | undefined, opens: string | undefined, closes: string | undefined) => text?.replace(/\s+/g, " ") ?? opens ?? closes ?? " ");
}
