import type { Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { bitOf } from "../guard-kinds.ts";

/** The four filters that stand between a signal and its order, as bits. */
export const FOUR = bitOf("expected-value") | bitOf("gap") | bitOf("breaker") | bitOf("correlation");

/** Statements of a function's own body, nested blocks included, nested functions not. */
export function statementsOf(fn: { readonly body: readonly Node[] }, visit: (statement: Node) => void): void {
  const step = (node: Node): void => {
    if (node.kind === "function" || node.kind === "class") return;
    visit(node);
    children(node, step);
  };
  for (const statement of fn.body) step(statement);
}
