import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Expr } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { fieldsOf } from "./order-fields.ts";
import { snake } from "./snake.ts";
import type { PathStep } from "./trade-steps.ts";

/** Ways whose order names the worst price that it takes: no jump fills it far from there. */
export interface BoundedPrices {
  /** The step that says it is a limit order; null: none does, or another says that it is a market order. */
  of(steps: readonly PathStep[]): PathStep | null;
}

export const boundedPrices = codeFact({
  name: "bounded-prices",
  doc: "Ways to an order that say it is a limit order.",
  requires: { index },
  derive({ index }): BoundedPrices {
    return {
      of(steps) {
        const told = steps.map((step) => ({ step, type: step.at.kind === "call" ? typeOf(step.at, index) : null }));
        return told.some(({ type }) => type === "market") ? null : (told.find(({ type }) => type === "limit")?.step ?? null);
      },
    };
  },
});

type OrderType = "limit" | "market";

const TYPE_KEY = /^(order_?type|ord_?type|type|time_?in_?force|tif)$/i;
const LIMIT = /^(limit(_\w+)?|post_?only|limit_?maker|gtx|maker)$/i;
const MARKET = /^market/i;

function typeOf(call: Call, index: Index): OrderType | null {
  const name = snake(calledName(call));
  if (/(^|_)(limit|post_only)(_\w+)?_orders?$/.test(name)) return "limit";
  if (/(^|_)market(_\w+)?_orders?$|(^|_)order_market/.test(name)) return "market";
  const given = fieldsOf(call, index).flat().flatMap(({ key, value }) => (TYPE_KEY.test(key) ? [value] : []));
  const types = (given.length > 0 ? given : /(^|_)orders?$/.test(name) ? call.args.flatMap(({ name: key, value }) => (key === null ? [value] : [])) : []).map((one) => said(one, index, 0));
  return types.includes("market") ? "market" : (types.find((one) => one !== null) ?? null);
}

/** `"limit"`, `OrderType.LIMIT`, and a name that only holds such; what may be both is a market order. */
function said(value: Expr, index: Index, hops: number): OrderType | null {
  // `"market" if kind == "market" else "limit"`: as whoever calls it says.
  if (value.kind === "conditional") return null;
  if (value.kind === "name" && hops < 2) {
    const values = (bindingsOf(value, index.modules.get(index.moduleOf(value).file)!) ?? []).flatMap((one) => (one.kind === "value" && one.item < 0 ? [said(one.expr, index, hops + 1)] : []));
    if (values.length > 0) return both(values);
  }
  const word = value.kind === "string" ? value.value : value.kind === "attribute" && value.name === "value" ? ownName(value.object) : ownName(value);
  return MARKET.test(word) ? "market" : LIMIT.test(word) ? "limit" : null;
}

const both = (types: readonly (OrderType | null)[]): OrderType | null => (types.includes("market") ? "market" : types.includes(null) ? null : "limit");
