import type { BlockText } from "../block-text.ts";
import type { Classified } from "../classified.ts";
import type { Classifier } from "../classify.ts";
import type { RunEvent, RunEventKind } from "../event.ts";
import type { LogRecord } from "../record.ts";
import type { Traceback } from "../run.ts";
import type { QuietSink } from "../quiet/quiet-block.ts";
import { readRecords, RecordReader } from "../read-records.ts";
import type { Reading, ReadLines } from "../read-records.ts";
import { EVERYTHING } from "../since.ts";
import { capOf, LONGEST_TEXT, MOST_REASONS, MOST_TRACEBACKS } from "./caps.ts";

/** What one block of a log showed. Lines count from 1 at the block's start; plain data. */
export interface BlockDigest {
  readonly lines: number;
  readonly strange: number;
  readonly records: number;
  readonly matched: number;
  readonly linked: number;
  readonly foreign: number;
  readonly events: readonly Timed<RunEvent>[];
  readonly tracebacks: readonly Timed<Traceback>[];
  readonly tallies: readonly (readonly [RunEventKind, number])[];
  readonly reasons: readonly (readonly [string, number])[];
  /** Earliest and latest time, NaN where nothing has one; and the first and the last in the order of lines. */
  readonly earliest: number;
  readonly latest: number;
  readonly first: number;
  readonly last: number;
  /** How often time went back by more than a second. */
  readonly steps: number;
}

export interface Timed<T> {
  readonly value: T;
  /** The latest time up to here within the block, NaN before the first: what keeps events in the order of the file. */
  readonly key: number;
}

/** Threads write lines a little out of order; that is no clock that was set. */
const STEP = 1000;

export interface Telling {
  readonly classify: Classifier;
  /** Kinds of which enough were kept before this block; they are still counted. */
  readonly full: ReadonlySet<RunEventKind>;
  /** Records before it are passed over, and what has no time behind them. */
  readonly since: number;
}

export function digestBlock(text: BlockText, reading: Reading, telling: Telling): BlockDigest {
  const digest = new Digest(telling);
  const read = readRecords(text, reading, (record, understood) => digest.add(record, understood));
  return digest.result(read);
}

/** The same, by the bytes of the block: `read` gives the lines that tell nothing to the second sink. */
export function digestBytes(reading: Reading, telling: Telling, read: (reader: RecordReader, quiet: QuietSink) => ReadLines): BlockDigest {
  const digest = new Digest(telling);
  const reader = new RecordReader(reading, (record, understood) => digest.add(record, understood));
  return digest.result(read(reader, (time, says) => digest.quiet(time, says)));
}

class Digest {
  readonly #events: Timed<RunEvent>[] = [];
  readonly #tracebacks: Timed<Traceback>[] = [];
  readonly #tallies = new Map<RunEventKind, number>();
  readonly #reasons = new Map<string, number>();
  readonly #classify: Classifier;
  readonly #full: ReadonlySet<RunEventKind>;
  readonly #since: number;
  #passing = false;
  #records = 0;
  #matched = 0;
  #linked = 0;
  #foreign = 0;
  #earliest = NaN;
  #latest = NaN;
  #first = NaN;
  #last = NaN;
  #steps = 0;

  constructor({ classify, full, since }: Telling) {
    this.#classify = classify;
    this.#full = full;
    this.#since = since;
  }

  /** Whether a record is to be passed over; it tells all the same until when the log goes. */
  #isBefore(time: number): boolean {
    if (time < this.#since) {
      this.#passing = true;
      if (!(this.#latest >= time)) this.#latest = time;
    } else if (time >= this.#since) this.#passing = false;
    return this.#passing;
  }

  add(record: LogRecord, understood: boolean): void {
    if (this.#since !== EVERYTHING && this.#isBefore(record.time ?? NaN)) return;
    this.#records++;
    if (understood) this.#matched++;
    if (record.time !== null) this.#time(record.time);
    const { pattern, by, events, traceback } = this.#classify(record, this.#full);
    if (pattern !== null) this.#linked++;
    else if (by === "library") this.#foreign++;
    if (traceback !== null && this.#tracebacks.length < MOST_TRACEBACKS) {
      this.#tracebacks.push({ key: this.#latest, value: { at: placeOf(record), time: record.time, ...traceback } });
    }
    for (let i = 0; i < events.length; i++) this.#event(record, pattern, events[i]!.kind, events[i]!.fields);
  }

  quiet(time: number, { pattern, by, events }: Classified): void {
    if (this.#since !== EVERYTHING && this.#isBefore(time)) return;
    this.#records++;
    this.#matched++;
    if (time >= 0) this.#time(time);
    if (pattern !== null) this.#linked++;
    else if (by === "library") this.#foreign++;
    for (let i = 0; i < events.length; i++) this.#tallies.set(events[i]!.kind, (this.#tallies.get(events[i]!.kind) ?? 0) + 1);
  }

  #time(time: number): void {
    if (time < this.#last - STEP) this.#steps++;
    this.#last = time;
    if (!(this.#first >= 0)) this.#first = this.#earliest = time;
    if (time < this.#earliest) this.#earliest = time;
    if (!(this.#latest >= time)) this.#latest = time;
  }

  #event(record: LogRecord, pattern: number | null, kind: RunEventKind, fields: RunEvent["fields"]): void {
    const count = (this.#tallies.get(kind) ?? 0) + 1;
    this.#tallies.set(kind, count);
    if (kind === "skip" && fields.reason !== undefined) this.#reason(fields.reason);
    if (count > capOf(kind) || this.#full.has(kind)) return;
    const { time, level, message } = record;
    this.#events.push({ key: this.#latest, value: { kind, at: placeOf(record), time, level, text: message.slice(0, LONGEST_TEXT), pattern, fields } });
  }

  #reason(reason: string): void {
    const known = this.#reasons.get(reason);
    if (known !== undefined || this.#reasons.size < MOST_REASONS) this.#reasons.set(reason, (known ?? 0) + 1);
  }

  result({ lines, strange }: ReadLines): BlockDigest {
    return {
      lines, strange, records: this.#records, matched: this.#matched, linked: this.#linked, foreign: this.#foreign,
      events: this.#events, tracebacks: this.#tracebacks, tallies: [...this.#tallies], reasons: [...this.#reasons],
      earliest: this.#earliest, latest: this.#latest, first: this.#first, last: this.#last, steps: this.#steps,
    };
  }
}

const placeOf = ({ file, line, endLine }: LogRecord): RunEvent["at"] => (endLine > line ? { in: "run", file, line, endLine } : { in: "run", file, line });
