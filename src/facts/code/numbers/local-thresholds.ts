import { calledName, ownName } from "../../../ir/names.ts";
import type { Compare, Expr, FunctionNode, Node, NumberLiteral } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { ModuleIndex } from "../module-index.ts";

/** A local name that a deciding comparison holds something against, and the number that it is set to. */
export interface LocalThreshold {
  readonly compare: Compare;
  /** What the comparison decides: a branch, a verdict. */
  readonly site: Node;
  readonly name: string;
}

/** `entry_threshold = 2.0 if choppy else 1.5`, and then `if bands < -entry_threshold:`. */
export function localThresholds(module: ModuleIndex, decidedBy: (test: Compare) => Node | null): (number: NumberLiteral) => LocalThreshold | null {
  let known: Map<FunctionNode, Map<string, LocalThreshold>> | null = null;
  return (number) => {
    const name = nameSetTo(number);
    const fn = name === null ? null : enclosingFunction(number);
    // At the top of a module a name is a constant.
    if (name === null || !fn || fn.parent === null) return null;
    return (known ??= find(module, decidedBy)).get(fn)?.get(name) ?? null;
  };
}

function find(module: ModuleIndex, decidedBy: (test: Compare) => Node | null): Map<FunctionNode, Map<string, LocalThreshold>> {
  const found = new Map<FunctionNode, Map<string, LocalThreshold>>();
  for (const compare of module.byKind.get("compare") ?? []) {
    if (compare.kind !== "compare" || !/^[<>]=?$/.test(compare.op)) continue;
    const fn = enclosingFunction(compare)!;
    for (const side of [compare.left, compare.right]) {
      const name = bareName(side);
      if (name === "" || found.get(fn)?.has(name)) continue;
      const site = decidedBy(compare);
      if (!site) continue;
      const mine = found.get(fn) ?? new Map<string, LocalThreshold>();
      found.set(fn, mine);
      mine.set(name, { compare, site, name });
    }
  }
  return found;
}

/** `limit`, `-limit`. */
const bareName = (side: Expr): string => (side.kind === "name" ? side.id : side.kind === "unary" && side.operand.kind === "name" ? side.operand.id : "");

/** The local name that the number is put into: as it is, as one of two arms, as a bound or a part of a sum. */
function nameSetTo(number: NumberLiteral): string | null {
  let child: Node = number;
  for (let at = number.parent; at; child = at, at = at.parent) {
    if (at.kind === "assign") return at.value === child && at.targets.length === 1 && at.targets[0]!.kind === "name" ? ownName(at.targets[0]!) : null;
    const passes = at.kind === "unary" || at.kind === "binary" || at.kind === "argument" || (at.kind === "conditional" && at.test !== child) || (at.kind === "call" && /^(min|max)$/.test(calledName(at)));
    if (!passes) return null;
  }
  return null;
}
