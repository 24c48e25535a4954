import type { RunEvent, RunEventKind } from "../event.ts";
import { DAY } from "../formats/clock.ts";
import type { LogSource, Traceback } from "../run.ts";
import type { BlockDigest, Timed } from "./block-digest.ts";
import { capOf, MOST_REASONS, MOST_TRACEBACKS } from "./caps.ts";

/** Everything that one source showed: its blocks, put together in their order. */
export interface SourceDigest {
  readonly source: LogSource;
  readonly events: readonly Timed<RunEvent>[];
  readonly tracebacks: readonly Timed<Traceback>[];
  readonly tallies: ReadonlyMap<RunEventKind, number>;
  readonly reasons: ReadonlyMap<string, number>;
  readonly linked: number;
  readonly foreign: number;
  readonly earliest: number;
  readonly latest: number;
  readonly steps: number;
  /** As of its format. */
  readonly zoned: boolean;
  /** Its days are told, not counted back from when it was written. */
  readonly dated: boolean;
  /** Lines that were longer than a block. */
  readonly cutLines: readonly number[];
}

export class SourceDigester {
  readonly #events: Timed<RunEvent>[] = [];
  readonly #tracebacks: Timed<Traceback>[] = [];
  readonly #tallies = new Map<RunEventKind, number>();
  readonly #reasons = new Map<string, number>();
  readonly #kept = new Map<RunEventKind, number>();
  readonly #cutLines: number[] = [];
  #lines = 0;
  #records = 0;
  #matched = 0;
  #linked = 0;
  #foreign = 0;
  #earliest = NaN;
  #latest = NaN;
  #last = NaN;
  #steps = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Blocks come in the order of the source. `floating`: their days count from 0. */
  add(block: BlockDigest, cutLine: boolean, floating: boolean): void {
    const shift = floating && this.#last >= 0 ? this.#daysBefore(block.first) : 0;
    const before = this.#latest;
    for (const event of block.events) {
      if (this.#keptOf(event.value.kind) >= capOf(event.value.kind)) continue;
      this.#kept.set(event.value.kind, this.#keptOf(event.value.kind) + 1);
      this.#events.push(this.#placed(event, before, shift));
    }
    for (const one of block.tracebacks) if (this.#tracebacks.length < MOST_TRACEBACKS) this.#tracebacks.push(this.#placed(one, before, shift));
    for (const [kind, count] of block.tallies) this.#tallies.set(kind, (this.#tallies.get(kind) ?? 0) + count);
    for (const [reason, count] of block.reasons) {
      const known = this.#reasons.get(reason);
      if (known !== undefined || this.#reasons.size < MOST_REASONS) this.#reasons.set(reason, (known ?? 0) + count);
    }
    this.#times(block, shift);
    this.#lines += block.lines;
    if (cutLine) this.#cutLines.push(this.#lines);
    this.#records += block.records;
    this.#matched += block.matched;
    this.#linked += block.linked;
    this.#foreign += block.foreign;
  }

  #daysBefore(first: number): number {
    const ofDay = this.#last % DAY;
    return this.#last - ofDay + (first < ofDay - DAY / 2 ? DAY : 0);
  }

  #keptOf(kind: RunEventKind): number {
    return this.#kept.get(kind) ?? 0;
  }

  /** Kinds of which no more will be kept. */
  full(): RunEventKind[] {
    return [...this.#kept].flatMap(([kind, count]) => (count >= capOf(kind) ? [kind] : []));
  }

  #placed<T extends RunEvent | Traceback>({ value, key }: Timed<T>, before: number, shift: number): Timed<T> {
    const { at, time } = value;
    const line = at.line + this.#lines;
    // What came from another thread has a copy of the file's name in each event.
    const moved: RunEvent["at"] = at.endLine === undefined ? { in: "run", file: this.#file, line } : { in: "run", file: this.#file, line, endLine: at.endLine + this.#lines };
    return { value: { ...value, at: moved, time: time === null ? null : time + shift }, key: later(before, key + shift) };
  }

  #times(block: BlockDigest, shift: number): void {
    this.#steps += block.steps + (block.first + shift < this.#last - 1000 ? 1 : 0);
    // Of a block that is passed over only the end counts.
    this.#latest = later(this.#latest, block.latest + shift);
    if (!(block.first >= 0)) return;
    this.#last = block.last + shift;
    this.#earliest = this.#earliest <= block.earliest + shift ? this.#earliest : block.earliest + shift;
  }

  /** `zoned`: its times are certain. `floatsTo`: of a source that has times of day only, when it was written last; its days are counted back from there. */
  result(source: Omit<LogSource, "lines" | "records" | "matched">, { zoned, floatsTo }: { readonly zoned: boolean; readonly floatsTo: number | null }): SourceDigest {
    const shift = floatsTo === null || !(this.#last >= 0) ? 0 : this.#anchor(floatsTo);
    const moved = <T extends RunEvent | Traceback>({ value, key }: Timed<T>): Timed<T> => ({ value: { ...value, time: value.time === null ? null : value.time + shift }, key: key + shift });
    return {
      source: { ...source, lines: this.#lines, records: this.#records, matched: this.#records === 0 ? 1 : this.#matched / this.#records },
      events: shift === 0 ? this.#events : this.#events.map(moved),
      tracebacks: shift === 0 ? this.#tracebacks : this.#tracebacks.map(moved),
      tallies: this.#tallies, reasons: this.#reasons, linked: this.#linked, foreign: this.#foreign,
      earliest: this.#earliest + shift, latest: this.#latest + shift, steps: this.#steps, zoned, dated: floatsTo === null, cutLines: this.#cutLines,
    };
  }

  /** The last line was written on the file's last day, or on the day before when its clock is ahead of that. */
  #anchor(written: number): number {
    const day = Math.floor(written / DAY) * DAY;
    const ofDay = this.#last % DAY;
    return day - (this.#last - ofDay) - (day + ofDay > written + DAY / 2 ? DAY : 0);
  }
}

const later = (a: number, b: number): number => (a >= b || !(b >= 0) ? a : b);
