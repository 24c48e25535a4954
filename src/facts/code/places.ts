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
      const text = (program.texts.get(index.moduleOf(node).file) ?? "").slice(node.start, node.end).replace(/\s+/g, " ");
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
