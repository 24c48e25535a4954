import { CLOSING_LINE, LINE_UNITS, NOT_A_READING, NOT_A_READING_AFTER, ORDER_LINE, OTHER_LATENCY, READING_NAMES, SUMMARY_LINE } from "../../knowledge/metric-lines.ts";
import { PRICE_UNITS, TIME_UNITS, type MetricKind } from "../../knowledge/metric-words.ts";
import type { RunEvent } from "../../run/event.ts";

/** A metric of execution quality that a log line tells of one event. */
export interface MetricReading {
  readonly kind: MetricKind;
  readonly event: RunEvent;
  /** As the line writes it, sign included. */
  readonly written: number;
  /** The unit that the line states, as units to a fraction of the price or to a second; null: none. */
  readonly stated: number | null;
  /** The line is about an order, a fill or a position; a price may be of an instrument that it names. Settings that are printed at the start are not. */
  readonly ofOrder: boolean;
}

const UNIT = String.raw`%|bps?|pct|percent|ms|msec|мс|sec(?:onds?)?|сек|us|µs|μs|s|с`;
const VALUE = new RegExp(String.raw`^(?<rest>[\p{L}_]{0,16}?)(?:\s(?:ордера|исполнения|заявки|входа|of order|on entry))?(?:_(?<suffix>pct|percent|perc|bps|frac|fraction|ratio|ms|sec|seconds|s|us))?\s*(?:[([](?<inside>${UNIT})[)\]])?["']?\s*(?:[:=→-]|is|was|of|->)?\s*["']?(?<value>[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?)\s?(?<unit>${UNIT})?(?![\p{L}\d])`, "iu");

/** A cheap look before the others: most lines of a log tell no metric. */
const ANY_NAME = /slip|latenc|rtt|trip|trail|tsl|delay|elapsed|time|duration|проскальз|задержк|расстояни|дистанци/i;
const EVERYWHERE: ReadonlyMap<RegExp, RegExp> = new Map(READING_NAMES.map(([, name]) => [name, new RegExp(name.source, `g${name.flags}`)]));

/** Lines about orders that were not sent yet, or not at all, tell what was foreseen. */
const FORESEEING: ReadonlySet<string> = new Set(["signal", "skip", "order-submitted", "order-rejected", "order-canceled"]);
const UNDONE = /(?:^|[^\p{L}])(?:skip(?:ped|ping)?|reject(?:ed|ing)?|abort(?:ed|ing)?|would|simulated?|paper|dry[- _]?run|backtest|пропуск\p{L}*|отклон\p{L}*|отмен\p{L}*|бумажн\p{L}*)(?:[^\p{L}]|$)/iu;

/** Pure: the metrics that one event's line tells, each once. */
export function readingsOf(event: RunEvent): MetricReading[] {
  if (FORESEEING.has(event.kind) || !(ANY_NAME.test(event.text) || ANY_NAME.test(event.fields.metric ?? "")) || UNDONE.test(event.text)) return [];
  const { metric, value, unit } = event.fields;
  const told = metric !== undefined && value !== undefined ? fromFields(event, metric, value, unit) : null;
  const found = told ? [told] : [];
  if (SUMMARY_LINE.test(event.text)) return found;
  for (const [kind, name] of READING_NAMES) {
    const reading = inText(event, kind, name);
    if (reading && !found.some((one) => one.kind === reading.kind || one.written === reading.written)) found.push(reading);
  }
  return found;
}

function fromFields(event: RunEvent, metric: string, value: string, unit: string | undefined): MetricReading | null {
  const kind = READING_NAMES.find(([, name]) => name.test(metric))?.[0];
  const written = Number(value.replace(",", "."));
  if (!kind || value.trim() === "" || !Number.isFinite(written) || SUMMARY_LINE.test(event.text)) return null;
  const [before = "", after = ""] = metric.split(READING_NAMES.find(([one]) => one === kind)![1]);
  if (NOT_A_READING.test(before) || NOT_A_READING_AFTER.test(after) || isOther(kind, before)) return null;
  return { kind: settled(kind, event), event, written, stated: scaleOf(kind, [unit, snakeEnd(metric)]), ofOrder: isOfOrder(event, kind) };
}

function inText(event: RunEvent, kind: MetricKind, name: RegExp): MetricReading | null {
  for (const hit of event.text.matchAll(EVERYWHERE.get(name)!)) {
    const before = event.text.slice(Math.max(0, hit.index - 24), hit.index);
    const after = event.text.slice(hit.index + hit[0].length, hit.index + hit[0].length + 60);
    if (NOT_A_READING.test(before) || NOT_A_READING_AFTER.test(after) || isOther(kind, before)) continue;
    const found = VALUE.exec(after)?.groups;
    const written = found ? Number(found.value!.replace(",", ".")) : NaN;
    if (!found || !Number.isFinite(written)) continue;
    return { kind: settled(kind, event), event, written, stated: scaleOf(kind, [found.unit, found.inside, found.suffix]), ofOrder: isOfOrder(event, kind) };
  }
  return null;
}

const isOther = (kind: MetricKind, before: string): boolean => kind === "latency" && OTHER_LATENCY.test(before);

const ABOUT_ORDERS: ReadonlySet<string> = new Set(["fill", "order-accepted", "entry", "exit", "trail"]);

const isOfOrder = (event: RunEvent, kind: MetricKind): boolean =>
  ABOUT_ORDERS.has(event.kind) || ORDER_LINE.test(event.text) || (kind !== "latency" && (event.fields.symbol !== undefined || CLOSING_LINE.test(event.text)));

const settled = (kind: MetricKind, event: RunEvent): MetricKind =>
  kind === "slippage" && (event.kind === "exit" || CLOSING_LINE.test(event.text)) ? "exit-slippage" : kind;

const snakeEnd = (name: string): string => name.slice(name.lastIndexOf("_") + 1);

function scaleOf(kind: MetricKind, words: readonly (string | undefined)[]): number | null {
  const unit = kind === "latency" ? "time" : "price";
  for (const word of words) {
    if (!word) continue;
    const known = LINE_UNITS[unit].find(([one]) => one.test(word)) ?? (unit === "time" ? TIME_UNITS : PRICE_UNITS).find(([one]) => one.test(word.toLowerCase()));
    if (known) return known[1];
  }
  return null;
}
