import type { NotAnalysed } from "../ir/program.ts";
import type { Timed } from "./digest/block-digest.ts";
import { capOf, MOST_REASONS_TOLD, MOST_TRACEBACKS } from "./digest/caps.ts";
import type { SourceDigest } from "./digest/source-digest.ts";
import type { RunEvent, RunEventKind } from "./event.ts";
import { RUN_EVENT_KINDS } from "./event.ts";
import type { LogPattern } from "./log-pattern.ts";
import type { LogSource, Run, Tally, Traceback } from "./run.ts";
import { note } from "./sources/notes.ts";
import type { Telemetry } from "./telemetry.ts";

interface Ranked<T> extends Timed<T> {
  /** The place of its source among all. */
  readonly source: number;
}

const mirrorKey = ({ value }: Timed<RunEvent | Traceback>): string =>
  "kind" in value ? `${value.kind}\0${value.time}\0${value.text}` : `\0${value.time}\0${value.exception}\0${value.message}\0${value.frames.length}`;

/** Beyond it, what is new in later sources is not compared with each other: memory is bounded. */
const MOST_MIRRORED = 300_000;

/**
 * Several sinks of one logger write the same record into several files (bot.log and errors.log): it happened once. What a source
 * has in common with one before it, by time and text, is taken out as often as it stood there.
 */
class Mirrors {
  readonly #before = new Map<string, number>();

  /** @returns what of a source is not told by one before it. */
  unseen<T extends RunEvent | Traceback>(own: readonly Timed<T>[]): Timed<T>[] {
    const counts = new Map<string, number>();
    const kept = own.filter((one) => {
      // Without a time nothing says that two lines are one record.
      if (one.value.time === null) return true;
      const key = mirrorKey(one);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count > (this.#before.get(key) ?? 0);
    });
    for (const [key, count] of counts) if (count > (this.#before.get(key) ?? 0) && this.#before.size < MOST_MIRRORED) this.#before.set(key, count);
    return kept;
  }
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
  #records = 0;
  #linked = 0;
  #foreign = 0;
  #earliest = NaN;
  #latest = NaN;

  add(digest: SourceDigest): void {
    const source = this.#sources.push(digest.source) - 1;
    const unseen = this.#mirrors.unseen(digest.events);
    if (unseen.length < digest.events.length) this.#discount(digest.events, unseen);
    for (const { value, key } of unseen) {
      const kept = this.#events.get(value.kind);
      if (kept) kept.push({ value, key, source });
      else this.#events.set(value.kind, [{ value, key, source }]);
    }
    for (const [kind, kept] of this.#events) if (kept.length > capOf(kind)) this.#events.set(kind, kept.sort(inTime).slice(0, capOf(kind)));
    for (const { value, key } of this.#mirrors.unseen(digest.tracebacks)) this.#tracebacks.push({ value, key, source });
    if (this.#tracebacks.length > MOST_TRACEBACKS) this.#tracebacks = this.#tracebacks.sort(inTime).slice(0, MOST_TRACEBACKS);
    for (const [kind, count] of digest.tallies) this.#tallies.set(kind, (this.#tallies.get(kind) ?? 0) + count);
    for (const [reason, count] of digest.reasons) this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + count);
    this.#records += digest.source.records;
    this.#linked += digest.linked;
    this.#foreign += digest.foreign;
    if (!(this.#earliest <= digest.earliest) && digest.earliest >= 0) this.#earliest = digest.earliest;
    if (!(this.#latest >= digest.latest) && digest.latest >= 0) this.#latest = digest.latest;
    for (const line of digest.cutLines) this.#notes.push(note("longLine", digest.source.file, { limit: 1 }, line));
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

  /** The time that the logs cover; null where no line has a time. */
  span(): { readonly from: number; readonly to: number } | null {
    return this.#earliest >= 0 ? { from: this.#earliest, to: this.#latest } : null;
  }

  result(patterns: readonly LogPattern[], telemetry: Telemetry | null, notRead: readonly NotAnalysed[]): Run {
    const events = [...this.#events.values()].flat().sort(inTime).map(({ value }) => value);
    const samples = telemetry?.samples ?? [];
    return {
      sources: this.#sources, patterns, events, tallies: this.#talliesOf(), skipReasons: this.#skipReasons(),
      tracebacks: this.#tracebacks.sort(inTime).map(({ value }) => value),
      start: least(this.#earliest, samples[0]?.time ?? NaN), end: most(this.#latest, telemetry?.exit?.time ?? samples.at(-1)?.time ?? NaN),
      records: this.#records, linked: this.#linked, foreign: this.#foreign, telemetry, notRead: [...notRead, ...this.#notes],
    };
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

const least = (a: number, b: number): number | null => (a <= b || !(b >= 0) ? (a >= 0 ? a : null) : b);
const most = (a: number, b: number): number | null => (a >= b || !(b >= 0) ? (a >= 0 ? a : null) : b);
