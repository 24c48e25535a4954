import { READING_NAMES } from "../../knowledge/metric-lines.ts";
import type { MetricKind } from "../../knowledge/metric-words.ts";
import type { RunEvent } from "../../run/event.ts";
import type { MetricReading } from "./metric-readings.ts";

/** What is known about a reading besides its line: from the logging call that printed it. */
export interface Reckoning {
  /** Units to a fraction of the price or to a second, that the code prints; null: the code does not tell. */
  readonly scale: number | null;
  /** The code shows that the value is of an order. */
  readonly ofOrder: boolean;
  /** The code warns about this value by a threshold as strict as asked, wherever that line went. */
  readonly warns: boolean;
  /** The value has no such unit: a difference of prices. */
  readonly unmeasured: boolean;
}

export interface Crossing {
  readonly reading: MetricReading;
  /** In fractions of the price, or seconds. */
  readonly base: number;
}

/** What the lines of one logging call, or one wording, say of one metric. */
export interface Crossings {
  readonly kind: MetricKind;
  /** Survives another run: the metric and the words of its lines. */
  readonly key: string;
  readonly silent: readonly Crossing[];
  readonly warned: readonly { readonly crossing: Crossing; readonly by: RunEvent }[];
  /** Readings on the right side of the threshold. */
  readonly within: number;
  /** Readings whose unit nobody tells. */
  readonly unitless: readonly MetricReading[];
}

/** Milliseconds between a reading and its WARNING. */
const NEAR = 1000;
const WARNING = 30;

/** Pure. `thresholds` are in fractions of the price, or seconds; `fnOf` names the function that printed an event. */
export function crossingsOf(
  readings: readonly MetricReading[], events: readonly RunEvent[], thresholds: Readonly<Record<MetricKind, number>>, reckoningOf: (one: MetricReading) => Reckoning,
  fnOf: (one: RunEvent) => string | null,
): Crossings[] {
  const loud = events.filter((one) => (one.level ?? 0) >= WARNING && one.time !== null).sort((a, b) => a.time! - b.time!);
  const groups = new Map<string, { kind: MetricKind; key: string; silent: Crossing[]; warned: { crossing: Crossing; by: RunEvent }[]; within: number; unitless: MetricReading[] }>();
  const badSign = signsOf(readings);
  // Lines of one logging call are worded alike: the first stands for all.
  const wordings = new Map<number, string>();
  const worded = ({ pattern, text }: RunEvent): string => {
    if (pattern === null) return wording(text);
    let known = wordings.get(pattern);
    if (known === undefined) wordings.set(pattern, (known = wording(text)));
    return known;
  };
  for (const reading of readings) {
    const known = reckoningOf(reading);
    if (!reading.ofOrder && !known.ofOrder) continue;
    const key = `${reading.kind} ${worded(reading.event)}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { kind: reading.kind, key, silent: [], warned: [], within: 0, unitless: [] }));
    const scale = known.scale ?? reading.stated;
    const threshold = thresholds[reading.kind];
    if (scale === null) {
      // What the code warns about needs no unit here.
      if (!known.warns && !known.unmeasured) group.unitless.push(reading);
      continue;
    }
    const base = (reading.kind === "slippage" || reading.kind === "exit-slippage" ? reading.written * badSign.get(reading.kind)! : reading.written) / scale;
    if (!isBeyond(reading.kind, base, threshold)) {
      group.within += 1;
      continue;
    }
    const crossing = { reading, base };
    const by = (reading.event.level ?? 0) >= WARNING ? reading.event : warningFor(reading, loud, fnOf);
    if (by) group.warned.push({ crossing, by });
    else if (!known.warns) group.silent.push(crossing);
  }
  return [...groups.values()];
}

/** A distance of nothing is a stop that was not set yet. What a line rounds to the threshold is within it. */
function isBeyond(kind: MetricKind, base: number, threshold: number): boolean {
  if (kind === "trail-distance") return base > 0 && base < threshold * (1 - 1e-9);
  return base > threshold * (1 + 1e-9);
}

/** Which sign is the bad one: the bot's own warnings tell; else plus. */
function signsOf(readings: readonly MetricReading[]): Map<MetricKind, 1 | -1> {
  const signs = new Map<MetricKind, 1 | -1>();
  for (const kind of ["slippage", "exit-slippage"] as const) {
    const told = readings.filter((one) => one.kind === kind && (one.event.level ?? 0) >= WARNING && one.written !== 0);
    signs.set(kind, told.length > 0 && told.every((one) => one.written < 0) ? -1 : 1);
  }
  return signs;
}

/** A WARNING within a second, about the same symbol or order, that names the metric or its value, or comes from the same function. */
function warningFor(reading: MetricReading, loud: readonly RunEvent[], fnOf: (one: RunEvent) => string | null): RunEvent | null {
  const { event } = reading;
  const fn = fnOf(event);
  const fits = (one: RunEvent): boolean => sameKey(event, one) && (speaksOf(reading, one) || (fn !== null && fnOf(one) === fn));
  if (event.time === null) return loud.find(fits) ?? null;
  for (let i = firstFrom(loud, event.time - NEAR); i < loud.length && loud[i]!.time! <= event.time + NEAR; i++) {
    const one = loud[i]!;
    if (fits(one)) return one;
  }
  return null;
}

function firstFrom(loud: readonly RunEvent[], time: number): number {
  let [low, high] = [0, loud.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (loud[middle]!.time! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

const KEYS = ["symbol", "order-id", "client-order-id", "trade-id"] as const;

function sameKey(a: RunEvent, b: RunEvent): boolean {
  const both = KEYS.filter((one) => a.fields[one] !== undefined && b.fields[one] !== undefined);
  return both.every((one) => a.fields[one] === b.fields[one]);
}

function speaksOf(reading: MetricReading, warning: RunEvent): boolean {
  const shared = KEYS.some((one) => reading.event.fields[one] !== undefined && reading.event.fields[one] === warning.fields[one]);
  const named = READING_NAMES.some(([kind, name]) => sameMetric(kind, reading.kind) && name.test(`${warning.fields.metric ?? ""} ${warning.text}`));
  return named || (shared && new RegExp(`(?<![\\d.])${String(reading.written).replace(".", "\\.")}(?!\\d|\\.\\d)`).test(warning.text));
}

const sameMetric = (a: MetricKind, b: MetricKind): boolean => a === b || (a !== "latency" && b !== "latency" && a !== "trail-distance" && b !== "trail-distance");

/** The words of a line without what changes from event to event. */
export const wording = (text: string): string =>
  text.split("\n", 1)[0]!.replace(/[A-Z0-9]{2,}(?:[-_/:][A-Z0-9]+)+/g, "*").replace(/=\S+/g, "=*").replace(/\S*\d\S*/g, "*").replace(/\s+/g, " ").slice(0, 100);
