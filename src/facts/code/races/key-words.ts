import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";

/**
 * The words of an expression, so that equal keys are told: `position.symbol` after `symbol = position.symbol` reads the same.
 * Only names with one definition in their function are replaced.
 */
export function keyWords(index: Index, key: Expr): string {
  const fn = enclosingFunction(key);
  return words(index, key, fn, 0);
}

const MAX_HOPS = 3;

function words(index: Index, expr: Expr, fn: FunctionNode | null, hops: number): string {
  switch (expr.kind) {
    case "name": {
      const own = fn ? index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) : undefined;
      const [only] = own ?? [];
      if (own?.length === 1 && only!.kind === "value" && only!.item < 0 && hops < MAX_HOPS && isStable(only!.expr)) return words(index, only!.expr, fn, hops + 1);
      return expr.id;
    }
    case "attribute": return `${words(index, expr.object, fn, hops)}.${expr.name}`;
    case "subscript": return `${words(index, expr.object, fn, hops)}[${words(index, expr.index, fn, hops)}]`;
    case "string": return JSON.stringify(expr.value);
    case "number": return expr.text;
    case "tuple": return expr.items.map((one) => words(index, one, fn, hops)).join(",");
    case "template": return expr.parts.map((one) => (one.kind === "string" ? one.value : words(index, one.value, fn, hops))).join("|");
    case "call": return `${words(index, expr.callee, fn, hops)}(${expr.args.map((one) => words(index, one.value, fn, hops)).join(",")})`;
    default: return `${expr.kind}@${expr.start}`;
  }
}

/** Reads the same again later: no call whose result may change. */
const isStable = (expr: Expr): boolean => expr.kind === "name" || expr.kind === "attribute" || expr.kind === "template" || expr.kind === "string" || expr.kind === "tuple";

/** A key that varies: a literal key names a field of a record, not an entry of a registry. */
export function isVariable(key: Node): boolean {
  switch (key.kind) {
    case "string": case "number": case "boolean": case "none": case "slice": return false;
    case "unary": return isVariable(key.operand);
    case "name": return !/^[A-Z][A-Z0-9_]+$/.test(key.id);
    case "attribute": return !/^[A-Z][A-Z0-9_]+$/.test(key.name);
    default: return true;
  }
}
