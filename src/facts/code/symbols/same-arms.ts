import type { Expr, If, Node, Stmt } from "../../../ir/nodes.ts";

/** `if "BTC" in asset: tick = 0.01` and `else: tick = 0.01`: whatever the market is called, the same happens. */
export function armsAreSame(test: Node): boolean {
  let at: Node | null = test;
  while (at && at.kind !== "if" && at.kind !== "conditional" && at.kind !== "function") at = at.parent;
  if (at?.kind === "conditional") return isSame(at.then, at.otherwise);
  if (at?.kind !== "if") return false;
  const arms = armsOf(at);
  return arms !== null && arms.every((one) => sayTheSame(one, arms[0]!));
}

/** The bodies of the chain from here on, the last one included; null: there is no last one. */
function armsOf(first: If): (readonly Stmt[])[] | null {
  const arms: (readonly Stmt[])[] = [];
  for (let at = first; ; ) {
    arms.push(at.body);
    if (at.otherwise.length === 0) return null;
    const next: Stmt = at.otherwise[0]!;
    if (at.otherwise.length > 1 || next.kind !== "if") return [...arms, at.otherwise];
    at = next;
  }
}

function sayTheSame(one: readonly Stmt[], other: readonly Stmt[]): boolean {
  const [a, b] = [one[0], other[0]];
  if (one.length !== 1 || other.length !== 1 || !a || !b) return false;
  if (a.kind === "return" && b.kind === "return") return a.value !== null && b.value !== null && isSame(a.value, b.value);
  return a.kind === "assign" && b.kind === "assign" && isSame(a.targets[0]!, b.targets[0]!) && isSame(a.value, b.value);
}

function isSame(a: Expr, b: Expr): boolean {
  switch (a.kind) {
    case "number": case "string": case "boolean": return a.kind === b.kind && a.value === (b as typeof a).value;
    case "none": return b.kind === "none";
    case "name": return b.kind === "name" && a.id === b.id;
    case "attribute": return b.kind === "attribute" && a.name === b.name && isSame(a.object, b.object);
    case "call": return b.kind === "call" && isSame(a.callee, b.callee) && a.args.length === b.args.length && a.args.every((one, i) => one.name === b.args[i]!.name && isSame(one.value, b.args[i]!.value));
    default: return false;
  }
}
