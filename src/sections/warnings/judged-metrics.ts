import type { Comparison } from "../../facts/code/metrics/comparisons.ts";
import { WARNING, type Loudness } from "../../facts/code/metrics/loudness.ts";
import { statedUnit, type Mark } from "../../facts/code/metrics/metric-units.ts";
import type { Metric } from "../../facts/code/metrics/metrics.ts";
import { nameOf } from "../../facts/code/metrics/price-roles.ts";
import type { Thresholds } from "../../facts/code/metrics/thresholds.ts";
import type { Constant } from "../../facts/code/constants.ts";
import type { Expr } from "../../ir/nodes.ts";
import type { MetricKind } from "../../knowledge/metric-words.ts";

/** What is asked of each metric: options of the checks. */
export interface Asked {
  readonly slippagePercent: number;
  readonly exitSlippagePercent: number;
  readonly trailDistancePercent: number;
  readonly latencyMs: number;
}

export const ASKED: Asked = { slippagePercent: 0.2, exitSlippagePercent: 0.3, trailDistancePercent: 0.05, latencyMs: 300 };

/** In fractions of the price, or seconds. */
export function askedOf(kind: MetricKind, asked: Asked): number {
  switch (kind) {
    case "slippage": return asked.slippagePercent / 100;
    case "exit-slippage": return asked.exitSlippagePercent / 100;
    case "trail-distance": return asked.trailDistancePercent / 100;
    case "latency": return asked.latencyMs / 1000;
  }
}

export type Unit = "price" | "time";
export const unitKind = (kind: MetricKind): Unit => (kind === "latency" ? "time" : "price");

/** A comparison with what is known about its threshold. */
export interface Judged {
  readonly comparison: Comparison;
  readonly constant: Constant | null;
  /** The threshold as a positive number, in the metric's unit; null: not known. */
  readonly value: number | null;
  /** Which way of the comparison speaks, and how loudly. */
  readonly said: Loudness | null;
  /** What the metric is when that is said. */
  readonly speaksWhen: "above" | "below" | null;
}

export function judgedComparisons(metric: Metric, thresholds: Thresholds): Judged[] {
  return metric.comparisons.map((comparison) => {
    const constant = thresholds.of(comparison.threshold);
    const number = typeof constant?.value === "number" ? constant.value : null;
    const negative = number === null ? comparison.threshold.kind === "unary" && comparison.threshold.op === "-" : number < 0;
    const { whenTrue, whenFalse } = comparison;
    const isTrue = (whenTrue?.level ?? 0) > (whenFalse?.level ?? 0);
    const said = isTrue ? whenTrue : whenFalse;
    const asks = negative ? opposite(comparison.asks) : comparison.asks;
    return { comparison, constant, value: number === null ? null : Math.abs(number), said, speaksWhen: said ? (isTrue ? asks : opposite(asks)) : null };
  });
}

const opposite = (way: "above" | "below"): "above" | "below" => (way === "above" ? "below" : "above");

/** The side on which a warning belongs. */
export const wanted = (kind: MetricKind): "above" | "below" => (kind === "trail-distance" ? "below" : "above");

export const warns = (one: Judged): boolean => (one.said?.level ?? 0) >= WARNING;

/** The same, and in the log: an alert or an exception is loud, too, and is not asked for. */
export const warnsInLog = (one: Judged): boolean => warns(one) && one.said!.logged;

/** A difference in units rather than in opinions: what a threshold of this unit would mean is absurd. */
export function unitsDiffer(metric: Metric, one: Judged, asked: Asked): boolean {
  const { mark } = one.comparison;
  if (one.value === null || one.value === 0 || !mark.divided) return false;
  const stated = statedUnit(unitKind(metric.kind), thresholdName(one));
  const ratio = one.value / (askedOf(metric.kind, asked) * mark.scale);
  return metric.kind === "latency" ? timesDiffer(metric, mark, one.value, stated) : sharesDiffer(mark, ratio, stated);
}

/** From a twentieth to twenty times of what is asked is an opinion; more needs a name or a hundredfold to be a unit. */
function sharesDiffer(mark: Mark, ratio: number, stated: number | null): boolean {
  if (stated !== null && stated === mark.scale) return false;
  if (stated !== null) return stated > mark.scale ? ratio > 15 : ratio < 1 / 15;
  return ratio >= 60 || ratio <= 1 / 60;
}

/** No bot waits for an order that long before it warns: such a number is in other units. */
const ABSURD_SECONDS = 100;

function timesDiffer(metric: Metric, mark: Mark, value: number, stated: number | null): boolean {
  const named = statedUnit("time", metric.names[0] ?? "");
  if (stated !== null && stated !== mark.scale) return stated > mark.scale ? value >= 20 : value <= 20;
  if (named !== null && named !== mark.scale) return named > mark.scale ? value >= 20 : value <= 20;
  if (isOrderLatency(metric) && value / mark.scale >= ABSURD_SECONDS) return true;
  return stated === null && mark.scale === 1000 && value < 1;
}

/** What the threshold is called: itself and its setting. */
export const thresholdName = (one: Judged): string => {
  const setting = one.constant?.setting?.key.toLowerCase().replace(/\./g, "_") ?? "";
  return `${nameOf(one.comparison.threshold)}_${setting}`;
};

/** A limit that is looser than asked: above it for what must stay small, below it for what must stay large. */
export function isLooser(metric: Metric, one: Judged, asked: Asked): boolean {
  if (one.value === null || !one.comparison.mark.divided) return false;
  const ratio = one.value / (askedOf(metric.kind, asked) * one.comparison.mark.scale);
  return metric.kind === "trail-distance" ? ratio < 0.999 : ratio > 1.001;
}

/** A tolerance: so small a difference of prices is told for another purpose (stops that are shifted to the fill), not because it is bad. */
export const isTolerance = (metric: Metric, one: Judged, asked: Asked): boolean =>
  unitKind(metric.kind) === "price" && metric.kind !== "trail-distance" && one.value !== null && one.comparison.mark.divided && one.value / one.comparison.mark.scale < askedOf(metric.kind, asked) / 10;

const ORDER_WORDS = /(^|_)(order\w*|fill\w*|exec\w*|ack|submit\w*|place\w*|rtt|sent|send)(_|$)/;

/** Whether the latency is one of orders: others (of market data, of a computation) have limits of their own. */
export const isOrderLatency = (metric: Metric): boolean =>
  metric.kind !== "latency" || metric.aroundOrder || metric.names.some((one) => ORDER_WORDS.test(one)) || operandWords(metric.node).some((one) => ORDER_WORDS.test(one));

const operandWords = (node: Expr): string[] => (node.kind === "binary" ? [nameOf(node.left), nameOf(node.right), objectName(node.right)] : []);
const objectName = (expr: Expr): string => (expr.kind === "attribute" ? nameOf(expr.object) : "");

/** The sign of a slippage says better or worse only where it follows the side. */
export const signIgnoresSide = (one: Judged): boolean => !one.comparison.mark.absolute && !one.comparison.mark.side;
