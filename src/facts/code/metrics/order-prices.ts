import type { Expr } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { EXPECTED_PRICE, PRESENT_PRICE } from "../../../knowledge/metric-words.ts";
import type { CallGraph } from "../call-graph.ts";
import { definitionsOf } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { nameOf, type PriceRole } from "./price-roles.ts";

/** A price that is there before an order goes out: what was expected, or what the market says now. `reference_price.price` says so by its owner. */
export const isBefore = (expr: Expr): boolean => {
  const own = nameOf(expr);
  const words = expr.kind === "attribute" && /^(price|px|value)$/.test(own) ? nameOf(expr.object) : own;
  return EXPECTED_PRICE.test(words) || PRESENT_PRICE.test(words);
};

/** One price is of the fill, the other was expected, and whatever that is it never comes from the fill. */
export function isOfFill(on: Inference, graph: CallGraph, [a, left]: readonly [Expr, PriceRole], [b, right]: readonly [Expr, PriceRole]): boolean {
  if (left.fill && !right.fill && right.expected) return !standsIn(on, graph, b, 2);
  return right.fill && !left.fill && left.expected && !standsIn(on, graph, a, 2);
}

const isNothing = (expr: Expr | undefined): boolean => expr === undefined || expr.kind === "none" || expr.kind === "number";

const MOST_CALLERS = 8;
const CONVERTS = /^(float|decimal|round|abs)$/;

/** `order.price or fill["avg_price"]`: where the first is missing another value stands in. */
function standsIn(on: Inference, graph: CallGraph, expr: Expr, hops: number): boolean {
  if (expr.kind === "logical" || expr.kind === "conditional") return true;
  if (expr.kind === "call") {
    const [first] = expr.args;
    const name = nameOf(expr.callee);
    return first && CONVERTS.test(name) ? standsIn(on, graph, first.value, hops) : !/^(get|pop)$/.test(name) || !isNothing(expr.args[1]?.value);
  }
  if (expr.kind !== "name" || hops === 0) return false;
  const fn = enclosingFunction(expr);
  const position = fn?.params.findIndex((one) => one.name === expr.id) ?? -1;
  if (fn && position >= 0) {
    const sites = graph.callersOf(fn);
    return sites.length > MOST_CALLERS || sites.some(({ call }) => {
      // `func(*args)`: what a decorator hands on is what somebody else gave.
      if (call.args.some((one) => one.spread !== "none")) return false;
      const given = argumentOf(call, fn, position);
      return given == null || standsIn(on, graph, given, hops - 1);
    });
  }
  return (definitionsOf(on, expr) ?? []).some((one) => standsIn(on, graph, one, hops - 1));
}
