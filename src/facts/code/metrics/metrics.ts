import type { Binary, Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { FORESEEN, LATENCY_NAME, SLIPPAGE_NAME, UNMEASURED_FILE } from "../../../knowledge/metric-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { snake } from "../guard-kinds.ts";
import { infer } from "../inference/infer.ts";
import { logCalls } from "../logs/log-calls.ts";
import { index, type Index } from "../module-index.ts";
import { neverTaken, type NeverTaken } from "../never-taken.ts";
import { orderSites } from "../order-sites.ts";
import { reach } from "../reach.ts";
import { tradingCode } from "../trading-code.ts";
import { comparisonOf, type Comparison } from "./comparisons.ts";
import { follower } from "../value-follower.ts";
import { nameOf } from "./price-roles.ts";
import { isHeld } from "./held-distances.ts";
import { birthOf, type MetricBirth } from "./metric-births.ts";
import { markOf, operated, type Mark } from "./metric-units.ts";
import { carriersOf, isTransport } from "./order-carriers.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A metric of execution quality: where it is computed, and what becomes of it. */
export interface Metric extends MetricBirth {
  readonly comparisons: readonly Comparison[];
  /** Comparisons that the bot never gets to: they stand in a branch that is never taken. */
  readonly idle: readonly IdleComparison[];
  /** Comparisons by a rule that is set up elsewhere: `value > threshold` beside `value < threshold`, both handed in. */
  readonly rules: readonly Comparison[];
  /** Log lines that carry the value, whether it was compared or not, with their level and the unit that they print. */
  readonly logged: readonly { readonly call: Call; readonly level: number | null; readonly mark: Mark }[];
  /** It is computed in what carries every order to the venue. */
  readonly carried: boolean;
  /** Its value in the unit that its uses see. */
  readonly mark: Mark;
}

export interface IdleComparison {
  readonly comparison: Comparison;
  readonly never: NeverTaken;
}

export interface Metrics {
  readonly live: readonly Metric[];
  /** In code that nothing of the running bot gets to. */
  readonly dead: readonly Metric[];
}

/** A function that sends an order itself, or through one other. */
const NEAR_ORDER = 2;
/** Between two clocks around an order stand few calls; more is a whole cycle of work. */
const MOST_BETWEEN = 8;

export const metrics = codeFact({
  name: "metrics",
  doc: "Where slippage, trailing distance and order latency are computed, in which unit, and what each is compared with.",
  requires: { program, index, infer, callGraph, constants, logCalls, orderSites, tradingCode, neverTaken, reach, follow: follower },
  derive({ program, index, infer, callGraph, constants, logCalls, orderSites, tradingCode, neverTaken, reach, follow }): Metrics {
    const sites = new Set(orderSites.flatMap((one) => (one.role === "cancel" ? [] : [one.call])));
    const sends = (call: Call): boolean => sites.has(call) || callGraph.runs(call).some((fn) => tradingCode.distance(fn) < NEAR_ORDER);
    // What carries every request to the venue carries orders.
    const carriers = carriersOf(sites, index, callGraph);
    const ordersBetween = (fn: FunctionNode, from: number, to: number, waits: boolean): boolean => {
      const module = index.modules.get(index.moduleOf(fn).file)!;
      const inside = (node: { readonly start: number }): boolean => node.start >= from && node.start <= to;
      const calls = module.calls[fn.index]!.filter(inside);
      if (carriers.has(fn) && calls.some(isTransport)) return true;
      return waits ? calls.length <= 2 * MOST_BETWEEN && calls.some(sends) : calls.length <= MOST_BETWEEN && module.yields[fn.index]!.filter(inside).length <= 2 && calls.some(sends) && !calls.some((call) => /^(sleep|wait|wait_for_fill)$/.test(nameOf(call.callee)));
    };
    const hearing = { graph: callGraph, logs: logCalls, constants, follower: follow };
    const [live, dead]: [Metric[], Metric[]] = [[], []];
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot") || UNMEASURED_FILE.test(file)) continue;
      for (const node of one.byKind.get("binary") ?? []) {
        if (node.kind !== "binary" || node.op !== "-") continue;
        const birth = birthOf({ on: infer, graph: callGraph, ordersBetween }, node as Binary & { op: "-" });
        // `price - slip`: a slippage that is assumed, not one that is measured.
        if (!birth || FORESEEN.test(snake(birth.fn.qualname.replace(/\./g, "_"))) || (birth.kind !== "latency" && [node.left, node.right].some((one) => SLIPPAGE_NAME.test(nameOf(one)))) || isAnothers(birth)) continue;
        const values = follow.from<Mark>(node, markOf(birth), (parent, child, mark) => operated(constants, parent, child, mark));
        const metric = gathered(birth, values);
        if (metric) (reach.of(birth.fn) === "dead" || neverTaken.around(node) ? dead : live).push(metric);
      }
    }
    return { live, dead };

    function gathered(birth: MetricBirth, values: ReadonlyMap<Expr, Mark>): Metric | null {
      const comparisons: Comparison[] = [];
      const rules: Comparison[] = [];
      const idle: IdleComparison[] = [];
      const logged: { call: Call; level: number | null; mark: Mark }[] = [];
      let last = markOf(birth);
      for (const [expr, mark] of values) {
        if (birth.kind === "trail-distance" && isHeld(expr, birth.names.join("_"))) return null;
        if (mark.divided) last = mark;
        const compared = comparisonOf(hearing, expr, mark);
        const never = compared && neverTaken.around(compared.node);
        if (compared && never) idle.push({ comparison: compared, never });
        else if (compared) (isRule(index, compared) ? rules : comparisons).push(compared);
        const call = loggingCall(expr);
        const log = call && logCalls.of(call);
        if (log?.kind === "log" && !logged.some((each) => each.call === call) && !neverTaken.around(log.call)) logged.push({ call: log.call, level: log.level, mark });
      }
      const named = birth.kind === "latency" || last.divided || birth.names.slice(0, 1).some((one) => /slip/.test(one));
      const carried = birth.kind === "latency" && carriers.has(birth.fn);
      return named ? { ...birth, aroundOrder: birth.aroundOrder || carried, carried, comparisons, rules, idle, logged, mark: last } : null;
    }
  },
});

/** `if condition == ">": return value > threshold`, `elif condition == "<": return value < threshold`. */
function isRule(index: Index, { node, fn }: Comparison): boolean {
  const { left, right } = node;
  const given = (expr: Expr): boolean => expr.kind === "name" && fn.params.some((one) => one.name === expr.id);
  return given(left) && given(right) && (index.modules.get(index.moduleOf(fn).file)!.byKind.get("compare") ?? []).some((one) =>
    one.kind === "compare" && one.start >= fn.start && one.end <= fn.end && one.op[0] !== node.op[0] && /^[<>]/.test(one.op) && nameOf(one.left) === nameOf(left) && nameOf(one.right) === nameOf(right));
}

/**
 * What walking the order book would cost, what a decorator measures of any function, what a page sums up when somebody asks for it:
 * none is about an order that was just sent.
 */
function isAnothers({ kind, fn, names }: MetricBirth): boolean {
  if (fn.decorators.some(isRoute)) return true;
  if (kind !== "latency") return fn.params.some((one) => BOOK.test(snake(one.name)));
  return fn.params.filter((one) => one.flavour === "rest" || one.flavour === "keyword-rest").length === 2 && !LATENCY_NAME.test(names[0] ?? "");
}

/** `@router.get("/api/slippage")` */
const isRoute = (decorator: Expr): boolean => decorator.kind === "call" && decorator.callee.kind === "attribute" && decorator.callee.name === "get";

const BOOK = /(^|_)(levels|bids|asks|order_?book|book|depth)$/;

/** The call whose argument (or whose argument's text) the value is. */
function loggingCall(expr: Expr): Call | null {
  let at = expr.parent;
  for (let i = 0; i < 6 && at; i++) {
    if (at.kind === "call") return at;
    if (at.kind !== "interpolation" && at.kind !== "template" && at.kind !== "argument" && at.kind !== "binary" && at.kind !== "conditional") return null;
    at = at.parent;
  }
  return null;
}
