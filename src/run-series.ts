import type { RunEvent } from "./run/event.ts";
import type { Run } from "./run/run.ts";
import type { TelemetrySample } from "./run/telemetry.ts";
import type { RunSeries, SeriesKind } from "./sdk/run-summary.ts";

/** Parts of the run in a sparkline. */
const PARTS = 48;
const MOST_METRICS = 12;
const LONGEST_NAME = 60;

interface Point {
  readonly time: number | null;
  readonly value: number;
}

/** What can be drawn over the run: first what the process used, then what the bot measured, the most frequent first. */
export function seriesOf(run: Run): RunSeries[] {
  const samples = run.telemetry?.samples ?? [];
  const watched: (RunSeries | null)[] = [
    sampled("memory", "B", samples, (one) => one.rss, run),
    sampled("sockets", "", samples, (one) => one.sockets && one.sockets.established + one.sockets.closeWait + one.sockets.timeWait + one.sockets.other, run),
    sampled("files", "", samples, (one) => one.fds, run),
    sampled("threads", "", samples, (one) => one.threads, run),
    sampled("lag", "ms", samples, (one) => one.loopLag, run),
  ];
  const logged = watched[0] ? null : drawn("memory", "memory", "B", run.events.filter((one) => one.kind === "memory").flatMap(memoryPoint), run);
  return [...watched, logged, ...metricsOf(run)].filter((one) => one !== null);
}

function sampled(kind: SeriesKind, unit: string, samples: readonly TelemetrySample[], read: (one: TelemetrySample) => number | null, run: Run): RunSeries | null {
  return drawn(kind, kind, unit, samples.flatMap((one) => {
    const value = read(one);
    return value === null || !Number.isFinite(value) ? [] : [{ time: one.time, value }];
  }), run);
}

/** One for each metric and unit that the log names. */
function metricsOf(run: Run): (RunSeries | null)[] {
  const groups = new Map<string, { name: string; unit: string; points: Point[] }>();
  for (const event of run.events) {
    if (event.kind !== "metric") continue;
    const { value, metric, name, unit = "" } = event.fields;
    const number = numberIn(value);
    const called = (metric ?? name ?? "").trim().slice(0, LONGEST_NAME);
    if (number === null || called === "") continue;
    const key = JSON.stringify([called.toLowerCase(), unit]);
    const known = groups.get(key) ?? { name: called, unit: unit.slice(0, 12), points: [] };
    groups.set(key, known);
    known.points.push({ time: event.time, value: number });
  }
  const most = [...groups.values()].sort((a, b) => b.points.length - a.points.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).slice(0, MOST_METRICS);
  return most.map(({ name, unit, points }) => drawn("metric", name, unit, points, run));
}

const BYTES: Readonly<Record<string, number>> = { b: 1, kb: 1024, kib: 1024, mb: 1024 ** 2, mib: 1024 ** 2, gb: 1024 ** 3, gib: 1024 ** 3 };

/** A memory line without a unit says nothing that can be drawn. */
function memoryPoint({ fields, time }: RunEvent): Point[] {
  const number = numberIn(fields.value);
  const scale = BYTES[(fields.unit ?? "").toLowerCase()];
  return number === null || scale === undefined ? [] : [{ time, value: number * scale }];
}

/** `12.5`, `1,204`, `-3e-4`; null for anything else. */
function numberIn(text: string | undefined): number | null {
  const bare = text?.trim().replace(/(?<=\d),(?=\d{3}(\D|$))/g, "");
  if (!bare || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare)) return null;
  const value = Number(bare);
  return Number.isFinite(value) ? value : null;
}

function drawn(kind: SeriesKind, name: string, unit: string, points: readonly Point[], { start, end }: Run): RunSeries | null {
  if (points.length === 0) return null;
  const sorted = points.map((one) => one.value).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return {
    kind, name, unit, count: points.length, first: tidy(points[0]!.value), last: tidy(points.at(-1)!.value),
    min: tidy(sorted[0]!), median: tidy(at(0.5)), p95: tidy(at(0.95)), max: tidy(sorted.at(-1)!), points: kind === "metric" ? parted(points, start, end) : held(parted(points, start, end)),
  };
}

/** By time where every point has one, else by their order. */
function parted(points: readonly Point[], start: number | null, end: number | null): (number | null)[] {
  const timed = start !== null && end !== null && end > start && points.every((one) => one.time !== null);
  const parts = new Array<number | null>(timed ? PARTS : Math.min(PARTS, points.length)).fill(null);
  points.forEach(({ time, value }, i) => {
    const share = timed ? (time! - start) / (end - start) : i / points.length;
    const part = Math.min(parts.length - 1, Math.max(0, Math.floor(share * parts.length)));
    parts[part] = Math.max(parts[part] ?? -Infinity, value);
  });
  return parts.map((one) => (one === null ? null : tidy(one)));
}

/** A level holds until it is measured again: a part between two samples has the one before it. */
function held(parts: readonly (number | null)[]): (number | null)[] {
  const last = parts.findLastIndex((one) => one !== null);
  let level: number | null = null;
  return parts.map((one, i) => (level = one ?? (i < last ? level : null)));
}

/** Six significant digits of a fraction: sums of binary fractions are not news. */
const tidy = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(6)));
