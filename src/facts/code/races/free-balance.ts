import { calledName } from "../../../ir/names.ts";
import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import type { Index } from "../module-index.ts";
import type { OrderSite } from "../order-sites.ts";

/** `create_market_sell_order(symbol, balance["BTC"]["free"])`: after it nothing is left that a second one could sell. */
export function sellsFreeBalance(index: Index, site: OrderSite): boolean {
  const sells = /sell/i.test(site.method) || site.sent.some(({ value }) => value.kind === "string" && /^sell$/i.test(value.value));
  return sells && site.sent.some(({ value }) => isFree(index, value, site.fn, 0));
}

const MOST_STEPS = 4;

/** What a balance calls free, as it is or rounded; a name, where each of its values is that. */
function isFree(index: Index, expr: Expr, fn: FunctionNode, steps: number): boolean {
  if (steps > MOST_STEPS) return false;
  switch (expr.kind) {
    case "subscript": return isWordFree(expr.index);
    case "call": {
      const name = calledName(expr);
      const [first] = expr.args;
      if (name === "get") return first !== undefined && isWordFree(first.value);
      return ROUNDING.test(name) && expr.args.some(({ value }) => isFree(index, value, fn, steps + 1));
    }
    case "name": {
      const values = index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) ?? [];
      return values.length > 0 && values.every((one) => one.kind === "value" && one.item < 0 && isFree(index, one.expr, fn, steps + 1));
    }
    default: return false;
  }
}

const isWordFree = (expr: Expr): boolean => expr.kind === "string" && expr.value === "free";

const ROUNDING = /^(float|str|Decimal|round|floor|\w*to_precision|round_\w+|floor_\w+|truncate)$/;
