import type { ClassNode, FunctionNode } from "../../ir/nodes.ts";
import { LimitError } from "./parser.ts";
import type { ExprNode, Token } from "./tree.ts";

/** How deep a lowered tree may be (nesting and chain links together), so that whoever walks it can know how much stack to have. */
export const maxTreeDepth = 25_000;

/** What travels through the lowering of one file. */
export interface Lowering {
  readonly text: string;
  readonly functions: FunctionNode[];
  readonly classes: ClassNode[];
  /** Links of the chains that are being lowered, innermost last (see lower-chain.ts). */
  readonly spine: ExprNode[];
  /** Depth in the tree being built. */
  depth: number;
  /** Of the enclosing function or class, with a dot; "" at the top level. */
  prefix: string;
  /** Has the function that is being lowered a `yield`? */
  generator: boolean;
  /** How many names of ours (`%0`, `%1` ...) the file has. */
  temporaries: number;
}

export function deeper(cx: Lowering, levels: number): void {
  cx.depth += levels;
  if (cx.depth > maxTreeDepth) throw new LimitError(`the tree is deeper than ${maxTreeDepth} levels`);
}

interface Ranged extends Token { readonly bare?: { readonly start: number; readonly end: number } }

/** Where a node starts and ends without the parentheses around it. */
export function from(node: Ranged): number {
  return node.bare === undefined ? node.start : node.bare.start;
}
export function to(node: Ranged): number {
  return node.bare === undefined ? node.start + node.length : node.bare.end;
}
/** Where a node ends with the parentheses around it. */
export function past(node: Token): number {
  return node.start + node.length;
}
