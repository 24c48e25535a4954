import type { Call, Node, NumberLiteral } from "../../../ir/nodes.ts";

/** A number as the code writes it: `0.05`, or the whole of `Decimal("0.05")`. */
export type WrittenNumber = NumberLiteral | Call;

export const isWritten = (node: Node): boolean => node.kind === "number" || (node.kind === "call" && decimalOf(node) !== null);

/** Its value; NaN for what is no number. */
export const valueOf = (node: Node): number => (node.kind === "number" ? node.value : node.kind === "call" ? (decimalOf(node) ?? NaN) : NaN);

/** `5`, `Decimal("5")`; not `5.0`. */
export const isWhole = (node: Node): boolean => (node.kind === "number" ? node.integer : Number.isInteger(valueOf(node)));

/** `Decimal("0.05")`: the exact way to write 0.05. `Decimal(5)` converts a number that stands there. */
function decimalOf(call: Call): number | null {
  const { callee, args } = call;
  const name = callee.kind === "name" ? callee.id : callee.kind === "attribute" ? callee.name : "";
  const given = name === "Decimal" || name === "D" ? args[0]?.value : undefined;
  if (given?.kind !== "string" || args.length > 2 || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(given.value)) return null;
  return Number(given.value);
}
