import type { Node, NumberLiteral } from "../../../ir/nodes.ts";

const WHOLE: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>(["assign", "augmented", "return", "compare", "parameter", "argument", "entry", "expression"]);

/** The part of the code around a number that a person needs to see: its assignment, comparison, argument. */
export function lineOfNumber(node: NumberLiteral): Node {
  let at: Node = node;
  while (at.parent && (!WHOLE.has(at.kind) || (at.kind === "argument" && at.name === null))) at = at.parent;
  return at;
}
