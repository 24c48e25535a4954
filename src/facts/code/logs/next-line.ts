import { blockOf, statementOf } from "../../../ir/blocks.ts";
import type { Call, Expr, Node, Stmt } from "../../../ir/nodes.ts";

/** So many statements further on a line still speaks of what was done. */
const NEAR = 5;

type Lines = ReadonlySet<Call>;

/**
 * The first call among `lines` that runs after `node` whenever the node went well: in the same block, or behind the `try` or
 * `with` that the node ends. Never in a branch, a loop or a handler of its own.
 */
export function lineAfter(node: Node, lines: Lines): Call | null {
  for (let at: Node | null = statementOf(node), left = NEAR; at && left > 0; ) {
    const block = blockOf(at);
    if (!block) return null;
    for (let i = block.indexOf(at as Stmt) + 1; i < block.length && left > 0; i++, left--) {
      const next = block[i]!;
      const found = lineIn(next, lines);
      if (found) return found;
      if (next.kind === "return" || next.kind === "raise" || next.kind === "break" || next.kind === "continue" || next.kind === "while" || next.kind === "for") return null;
    }
    const outer: Node | null = at.parent;
    const leaves: boolean = outer !== null && (outer.kind === "with" || (outer.kind === "try" && (outer.body as readonly Node[]).includes(at)));
    at = leaves ? outer : null;
  }
  return null;
}

/** All lines that stand directly in a block. */
export function linesIn(block: readonly Stmt[], lines: Lines): Call[] {
  return block.flatMap((one) => lineIn(one, lines) ?? []);
}

function lineIn(statement: Stmt, lines: Lines): Call | null {
  if (statement.kind !== "expression") return null;
  let value: Expr = statement.value;
  while (value.kind === "await") value = value.value;
  return value.kind === "call" && lines.has(value) ? value : null;
}

/** The handler that it stands in; null: none within its function. */
export function handlerAround(node: Node): Node | null {
  for (let at: Node | null = node; at && at.kind !== "function"; at = at.parent) if (at.kind === "handler") return at;
  return null;
}
