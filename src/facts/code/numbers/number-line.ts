import type { Node } from "../../../ir/nodes.ts";
import type { WrittenNumber } from "./written-number.ts";

const WHOLE: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>(["assign", "augmented", "return", "compare", "parameter", "argument", "entry", "expression"]);

/** What stands in their heads is told without their bodies: `for share in [0.9, 0.8]:`. */
const BLOCKS: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>(["for", "while", "if", "with", "match", "function"]);

/** The part of the code around a number that a person needs to see: its assignment, comparison, argument. */
export function lineOfNumber(node: WrittenNumber): Node {
  let at: Node = node;
  while (at.parent && !BLOCKS.has(at.parent.kind) && (!WHOLE.has(at.kind) || (at.kind === "argument" && at.name === null))) at = at.parent;
  return at;
}
