import type { NotAnalysed } from "../ir/program.ts";
import { appendTo } from "../sdk/append.ts";
import type { Timed } from "./digest/block-digest.ts";
import { capOf, MOST_REASONS_TOLD, MOST_TRACEBACKS } from "./digest/caps.ts";
import type { SourceDigest } from "./digest/source-digest.ts";
import type { RunEvent, RunEventKind } from "./event.ts";
import { RUN_EVENT_KINDS } from "./event.ts";
import type { LogPattern } from "./log-pattern.ts";
import type { LogSource, Run, Tally, Traceback } from "./run.ts";
import { note } from "./sources/notes.ts";
import { BLOCK_BYTES } from "./sources/blocks.ts";
import type { Telemetry } from "./telemetry.ts";
import { zoneShift } from "./zone-shift.ts";
import type { Span } from "./zone-shift.ts";

interface Ranked<T> extends Timed<T> {
  /** The place of its source among all. */
  readonly source: number;
}

const SECOND = 1000;
const mirrorKey = ({ value }: Timed<RunEvent | Traceback>, time: number): string =>
  "kind" in value ? `${value.kind}\0${time}\0${value.text.trim()}` : `\0${time}\0${value.exception}\0${value.message}\0${value.frames.length}`;

/** Beyond it, what is new in later sources is not compared with each other: memory is bounded. */
const MOST_MIRRORED = 300_000;

/**
 * Several sinks of one logger write the same record into several files (bot.log and errors.log, and the console without
 * milliseconds): it happened once. What a source has in common with one before it, by time and text, is taken out as often as it
 * stood there.
 */
class Mirrors {
  readonly #exact = new Map<string, number>();
  /** By the second: what sources told without fractions, and what all told. */
  readonly #bySecond = { whole: new Map<string, number>(), all: new Map<string, number>() };

  /** @returns what of a source is not told by one before it. */
  unseen<T extends RunEvent | Traceback>(own: readonly Timed<T>[]): Timed<T>[] {
    const whole = own.every(({ value }) => value.time === null || value.time % SECOND === 0);
    const exact = new Map<string, number>();
    const bySecond = new Map<string, number>();
    const kept = own.filter((one) => {
      const { time } = one.value;
      // Without a time nothing says that two lines are one record.
      if (time === null) return true;
      const second = mirrorKey(one, Math.floor(time / SECOND) * SECOND);
      const nth = add(bySecond, second);
      if (whole) return nth > (this.#bySecond.all.get(second) ?? 0);
      const key = mirrorKey(one, time);
      const exactNth = add(exact, key);
      return exactNth > (this.#exact.get(key) ?? 0) && nth > (this.#bySecond.whole.get(second) ?? 0);
    });
    keepMost(this.#exact, exact);
    keepMost(this.#bySecond.all, bySecond);
    if (whole) keepMost(this.#bySecond.whole, bySecond);
    return kept;
  }
}

function add(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

function keepMost(known: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [key, count] of counts) if (count > (known.get(key) ?? 0) && known.size < MOST_MIRRORED) known.set(key, count);
}

/**
 * Sources come one after another; what is kept of them is bounded: of each kind the earliest. The earliest of all are the earliest
 * of the earliest of each, so the order in which sources come makes no difference.
 */
export class RunAssembler {
  #events = new Map<RunEventKind, Ranked<RunEvent>[]>();
  #tracebacks: Ranked<Traceback>[] = [];
  readonly #sources: LogSource[] = [];
  readonly #tallies = new Map<RunEventKind, number>();
  readonly #reasons = new Map<string, number>();
  readonly #notes: NotAnalysed[] = [];
  readonly #mirrors = new Mirrors();
  readonly #ends: number[] = [];
  #records = 0;
  #linked = 0;
  #foreign = 0;
  /** Of each source; NaN where nothing in it has a time. */
  readonly #spans: (Span & { readonly zoned: boolean })[] = [];

  add(digest: SourceDigest): void {
    const source = this.#sources.push(digest.source) - 1;
    const unseen = this.#mirrors.unseen(digest.events);
    if (unseen.length < digest.events.length) this.#discount(digest.events, unseen);
    for (const { value, key } of unseen) {
      appendTo(this.#events, value.kind, { value, key, source });
    }
    for (const [kind, kept] of this.#events) if (kept.length > capOf(kind)) this.#events.set(kind, kept.sort(inTime).slice(0, capOf(kind)));
    for (const { value, key } of this.#mirrors.unseen(digest.tracebacks)) this.#tracebacks.push({ value, key, source });
    if (this.#tracebacks.length > MOST_TRACEBACKS) this.#tracebacks = this.#tracebacks.sort(inTime).slice(0, MOST_TRACEBACKS);
    for (const [kind, count] of digest.tallies) this.#tallies.set(kind, (this.#tallies.get(kind) ?? 0) + count);
    for (const [reason, count] of digest.reasons) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + count);
    this.#records += digest.source.records;
    this.#linked += digest.linked;
    this.#foreign += digest.foreign;
    if (digest.dated) this.#ends.push(digest.latest);
    this.#spans.push({ from: digest.earliest, to: digest.latest, zoned: digest.zoned });
    for (const line of digest.cutLines) this.#notes.push(note("longLine", digest.source.file, { limit: BLOCK_BYTES / 1024 }, line));
    if (digest.steps > 0) this.#notes.push(note("clockSteps", digest.source.file, { count: digest.steps }));
  }

  #discount(all: readonly Timed<RunEvent>[], unseen: readonly Timed<RunEvent>[]): void {
    const kept = new Set(unseen);
    for (const event of all) {
      if (kept.has(event)) continue;
      const { kind, fields } = event.value;
      this.#tallies.set(kind, (this.#tallies.get(kind) ?? 0) - 1);
      if (kind === "skip" && fields.reason !== undefined) this.#reasons.set(fields.reason, (this.#reasons.get(fields.reason) ?? 0) - 1);
    }
  }

  /** The last time of all logs whose lines have a date, what was passed over included; NaN for none. */
  end(): number {
    return this.#ends.reduce((a, b) => (a >= b || !(b >= 0) ? a : b), NaN);
  }

  /** The time that the logs cover; null where no line has a time. */
  span(): Span | null {
    return covered(this.#spans);
  }

  result(patterns: readonly LogPattern[], telemetry: Telemetry | null, notRead: readonly NotAnalysed[]): Run {
    const samples = telemetry?.samples ?? [];
    const seen: Span = { from: samples[0]?.time ?? NaN, to: telemetry?.exit?.time ?? samples.at(-1)?.time ?? NaN };
    const shifts = this.#shifts(seen);
    const logs = covered(this.#spans.map(({ from, to }, i) => ({ from: from + shifts[i]!, to: to + shifts[i]! })));
    return {
      sources: this.#sources, patterns, events: inOrder([...this.#events.values()].flat(), shifts), tallies: this.#talliesOf(), skipReasons: this.#skipReasons(),
      tracebacks: inOrder(this.#tracebacks, shifts), start: least(logs?.from ?? NaN, seen.from), end: most(logs?.to ?? NaN, seen.to),
      records: this.#records, linked: this.#linked, foreign: this.#foreign, telemetry, notRead: [...notRead, ...this.#notes],
    };
  }

  /** Of each source, what its times are moved by: all logs without a zone are of one machine. */
  #shifts(seen: Span): number[] {
    const local = covered(this.#spans.filter(({ zoned }) => !zoned));
    const shift = local && seen.to >= 0 ? zoneShift(local, seen) : 0;
    return this.#spans.map(({ zoned, from }, i) => {
      if (zoned || shift === 0 || !(from >= 0)) return 0;
      this.#notes.push(note("zone", this.#sources[i]!.file, { hours: String(shift / 3_600_000) }));
      return shift;
    });
  }

  #talliesOf(): Run["tallies"] {
    const tallies: Partial<Record<RunEventKind, Tally>> = {};
    for (const kind of RUN_EVENT_KINDS) {
      const count = this.#tallies.get(kind);
      if (count !== undefined && count > 0) tallies[kind] = { count, kept: this.#events.get(kind)?.length ?? 0 };
    }
    return tallies;
  }

  #skipReasons(): Run["skipReasons"] {
    return [...this.#reasons].filter(([, count]) => count > 0).map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)).slice(0, MOST_REASONS_TOLD);
  }
}

const before = (key: number): number => (key >= 0 ? key : -1);

function inTime<T extends RunEvent | Traceback>(a: Ranked<T>, b: Ranked<T>): number {
  return before(a.key) - before(b.key) || a.source - b.source || a.value.at.line - b.value.at.line;
}

/** By time, with what their sources are moved by. */
function inOrder<T extends RunEvent | Traceback>(all: readonly Ranked<T>[], shifts: readonly number[]): T[] {
  const moved = shifts.some((one) => one !== 0) ? all.map(({ value, key, source }) => ({ value: { ...value, time: value.time === null ? null : value.time + shifts[source]! }, key: key + shifts[source]!, source })) : [...all];
  return moved.sort(inTime).map(({ value }) => value);
}

function covered(spans: readonly Span[]): Span | null {
  const timed = spans.filter(({ from }) => from >= 0);
  return timed.length === 0 ? null : { from: timed.reduce((a, { from }) => Math.min(a, from), Infinity), to: timed.reduce((a, { to }) => Math.max(a, to), 0) };
}

const least = (a: number, b: number): number | null => (a <= b || !(b >= 0) ? (a >= 0 ? a : null) : b);
const most = (a: number, b: number): number | null => (a >= b || !(b >= 0) ? (a >= 0 ? a : null) : b);
