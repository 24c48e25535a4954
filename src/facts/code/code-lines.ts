import { lineOf, type FunctionNode, type Handler, type Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { index } from "./module-index.ts";

export interface CodeLines {
  /** The innermost function around a line; null where the file is not part of the bot. */
  functionAt(at: Anchor): FunctionNode | null;
  /** The nodes of a function whose source takes in the line, outermost first. */
  on(at: Anchor): readonly Node[];
  /** The handler whose body holds the line: what it tells of was raised in its `try`. */
  handlerAt(at: Anchor): Handler | null;
}

export const codeLines = codeFact({
  name: "code-lines",
  doc: "From a line of the source to what stands there: for places that a run names.",
  requires: { index },
  derive({ index }): CodeLines {
    const spans = (node: Node, at: Anchor): boolean => {
      const { module } = index.modules.get(at.file)!;
      return lineOf(module, node.start) <= at.line && at.line <= lineOf(module, Math.max(node.start, node.end - 1));
    };
    const functionAt = (at: Anchor): FunctionNode | null => {
      const functions = index.modules.get(at.file)?.module.functions ?? [];
      return functions.reduce<FunctionNode | null>((best, fn) => (spans(fn, at) && (best === null || fn.end - fn.start <= best.end - best.start) ? fn : best), null);
    };
    const on = (at: Anchor): readonly Node[] => {
      const fn = functionAt(at);
      const found: Node[] = [];
      const look = (node: Node): void => {
        if (node.kind === "function" || !spans(node, at)) return;
        found.push(node);
        children(node, look);
      };
      fn?.body.forEach(look);
      return found;
    };
    return { functionAt, on, handlerAt: (at) => on(at).findLast((one) => one.kind === "handler") ?? null };
  },
});
