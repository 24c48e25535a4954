import { isForced, measurable, type Measurable, type Measured } from "../../../facts/code/metrics/measurable.ts";
import { metricCover, type MetricCover } from "../../../facts/code/metrics/metric-cover.ts";
import { metrics, type Metric } from "../../../facts/code/metrics/metrics.ts";
import { entryPoints } from "../../../facts/code/entry-points.ts";
import { paidAt } from "../../../facts/code/order-answers.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { paperOnly } from "../../../facts/roots.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import type { MetricKind } from "../../../knowledge/metric-words.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence, type See } from "../../../sdk/evidence.ts";
import { ASKED, isOrderLatency } from "../judged-metrics.ts";
import { askedText, both, computedAt, KINDS } from "../metric-texts.ts";
import { say } from "./messages.ts";

/** Whose orders a clock would time. */
const orderers = (one: Measured): Measured["askers"] => (one.askers.length > 0 ? one.askers : [one]);

const untimedOf = (where: readonly Measured[], found: readonly Metric[], cover: MetricCover): Measured["askers"] =>
  where.flatMap((one) => (one.handed ? [] : orderers(one))).filter((one) => !found.some((each) => cover.times(each, one.fn)));

/** The place certainly has the metric. */
const proves = (kind: MetricKind, metric: Metric, one: Measured, cover: MetricCover): boolean =>
  kind === "latency" ? orderers(one).every((each) => cover.clocks(metric, each.fn)) : one.desk === null ? metric.ofFill || kind === "trail-distance" : cover.proves(metric, one.desk);

/** A close that the bot decides first, then other orders, then what it is forced to. */
const weightOf = (fn: FunctionNode): number => (isForced(fn) ? 0 : /close|exit|flatten/i.test(fn.name) ? 2 : 1);

const TEXT = { "slippage": "slippage", "exit-slippage": "exit", "trail-distance": "trail", "latency": "latency" } as const;

/** What a bot fills by itself has no slippage and no delay but those that it makes up: what is left to look at. */
function onPaper(measurable: Measurable, places: Places, see: See<"metric-kind">): readonly MetricKind[] {
  for (const kind of KINDS) {
    const [first] = kind === "trail-distance" ? [] : (measurable.where.get(kind) ?? []);
    if (first) see.unclear({ kind: "metric-kind", id: kind }, both((values) => say("paper", values), kind), [{ at: firstLineOf(places.at(first.node)), note: say("spoken") }]);
  }
  return KINDS.filter((kind) => kind === "trail-distance");
}

export const metricMissing = defineCheck({
  name: "warnings/metric-missing",
  claim: "Slippage, exit slippage, trailing distance and latency are computed where the bot trades.",
  impact: "blind",
  about: "metric-kind",
  options: ASKED,
  code: {
    requires: { metrics, measurable, metricCover, places, entryPoints, paperOnly },
    look({ metrics, measurable, metricCover, places, entryPoints, paperOnly }, see, asked) {
      if (KINDS.every((kind) => (measurable.where.get(kind) ?? []).length === 0)) {
        const start = entryPoints.all.find((one) => one.live) ?? entryPoints.all[0];
        if (!start) return see.notApplicable(say("nothing"));
        const at = places.at(start.module.root);
        return see.unclear({ kind: "metric-kind", id: "orders" }, say("noOrders"), [{ at: { ...at, endLine: at.line }, note: say("noOrders") }]);
      }
      const explained = new Set<Node>([...metrics.live, ...metrics.dead].flatMap((one) => [...one.comparisons, ...one.idle.map((each) => each.comparison)].map((each) => each.node)));
      for (const kind of paperOnly ? onPaper(measurable, places, see) : KINDS) {
        const where = measurable.where.get(kind) ?? [];
        const found = metrics.live.filter((one) => measures(one, kind));
        const subject = { kind: "metric-kind", id: kind } as const;
        const bare = where.filter(({ desk }) => !found.some((one) => desk === null || metricCover.covers(one, desk)));
        const untimed = kind === "latency" ? untimedOf(where, found, metricCover) : [];
        if (found[0] && untimed.length > 0) partly(found, found[0], untimed);
        else if (found[0] && where.length > 0 && bare.length === 0) computed(kind, found, where);
        const dead = metrics.dead.filter((one) => measures(one, kind));
        const named = found[0] || bare.length === 0 ? undefined : namedLike(measurable, kind, explained);
        if (named) {
          const says = both((values) => say("named", values), kind, { code: places.snippet(named, 60) });
          see.unclear(subject, says, [{ at: places.at(named), note: says }]);
        } else for (const one of kind.endsWith("slippage") ? measurable.together(bare) : bare) missing(kind, one, (dead.find((each) => each.fn === one.fn) ?? dead[0])?.node);
      }

      /** Proved where each place of the kind has a metric that certainly sees its orders. */
      function computed(kind: MetricKind, found: readonly Metric[], where: readonly Measured[]): void {
        const proof = found.filter((metric) => where.some((one) => proves(kind, metric, one, metricCover)));
        const evidence = [computedAt(proof[0] ?? found[0]!, places), ...where.slice(0, 8).map((one) => ({ at: firstLineOf(places.at(one.node)), note: say("spoken") }))] as const;
        if (proof.length > 0 && where.every((one) => proof.some((metric) => proves(kind, metric, one, metricCover)))) see.holds({ kind: "metric-kind", id: kind }, both((values) => say("holds", values), kind, { count: String(where.length) }), evidence);
        else see.unclear({ kind: "metric-kind", id: kind }, both((values) => say("loose", values), kind), evidence);
      }

      /** Orders by one client, some of them timed: the rest is one finding. */
      function partly(found: readonly Metric[], timed: Metric, untimed: Measured["askers"]): void {
        const [first, ...others] = [...untimed].sort((a, b) => weightOf(b.fn) - weightOf(a.fn)) as [Measured["askers"][number], ...Measured["askers"]];
        const values = { asked: askedText("latency", asked), fn: first.fn.qualname, timed: [...new Set(found.map((one) => one.fn.qualname))].slice(0, 3).join("`, `") };
        see.broken(places.subject("metric-kind", first.fn, `latency ${first.fn.qualname}`), both((words) => say("partly", words), "latency", values),
          [{ at: firstLineOf(places.at(first.node)), note: say("here") }, ...others.slice(0, 8).map((one) => ({ at: firstLineOf(places.at(one.node)), note: say("more") })), { at: computedAt(timed, places).at, note: say("timed") }], { fix: both((words) => say("fix", words), "latency", values), group: "latency" });
      }

      function missing(kind: MetricKind, { fn, node, desk, more, handed }: Measured, dead: Node | undefined): void {
        const subject = places.subject("metric-kind", fn, `${kind} ${fn.qualname}`);
        const values = { asked: askedText(kind, asked), fn: fn.qualname };
        if (kind === "latency" && handed) return see.unclear(subject, say("handed", { fn: fn.qualname }), [{ at: firstLineOf(places.at(node)), note: say("here") }]);
        const unused = dead ? [{ at: firstLineOf(places.at(dead)), note: say("dead") }] : [];
        see.broken(subject, both((words) => say(kind === "trail-distance" && handed ? "venue" : TEXT[kind], words), kind, values), [{ at: firstLineOf(places.at(node)), note: say("here") }, ...orderOf(places, fn, node, desk), ...unused, ...more.slice(0, 6).map((one) => ({ at: firstLineOf(places.at(one)), note: say(kind === "trail-distance" ? "moved" : "more") }))],
          { fix: both((words) => say("fix", words), kind, values), group: kind });
      }
    },
  },
});

/** Where the order goes out, and where the price of the trade is known. */
function orderOf(places: Places, fn: FunctionNode, node: Node, desk: Measured["desk"]): Evidence[] {
  const paid = desk?.call === node ? paidAt(fn, node) : null;
  return [...(desk && desk.site.call !== node ? [{ at: places.at(desk.site.call), note: say("sent", { by: desk.site.by }) }] : []), ...(paid ? [{ at: firstLineOf(places.at(paid)), note: say("paid") }] : [])];
}

/** One formula for entries and exits measures both; the latency of market data says nothing about orders. */
const measures = (metric: Metric, kind: MetricKind): boolean => (metric.kind === kind && isOrderLatency(metric)) || (kind === "exit-slippage" && metric.kind === "slippage" && metric.both);

/** A comparison by the metric's name that no recognised metric explains. */
function namedLike({ named }: Measurable, kind: MetricKind, explained: ReadonlySet<Node>): Node | undefined {
  const all = [...(named.get(kind) ?? []), ...(kind === "exit-slippage" ? (named.get("slippage") ?? []) : [])];
  return all.find((one) => !explained.has(one));
}
