import type { RunEvent, RunEventKind } from "../../run/event.ts";
import { instrumentOf, sameCall, sameOwner, secondsBetween } from "./instruments.ts";

/** Entered again although no exit stands in between. */
export interface Reentry {
  readonly instrument: string;
  readonly first: RunEvent;
  readonly second: RunEvent;
  readonly seconds: number | null;
  /** What shows that the first entry became a position: a fill, a stop that moved. */
  readonly proof: RunEvent;
  /** An order or a fill the other way round in between: the position was closed, and nobody said so. */
  readonly closing: RunEvent | null;
}

/** The whole of a position closed a second time although nothing was opened in between. */
export interface SecondClose {
  readonly instrument: string;
  readonly first: RunEvent;
  readonly second: RunEvent;
  /** What shows that the first close was done; null: both name the same position. */
  readonly proof: RunEvent | null;
}

/** More was closed than had been entered, by a whole factor: fills were counted more than once. */
export interface Oversold {
  readonly instrument: string;
  readonly entry: RunEvent;
  readonly exit: RunEvent;
  readonly factor: number;
}

/** A position that the log saw open and close. */
export interface Closing {
  readonly instrument: string;
  readonly entry: RunEvent;
  readonly exit: RunEvent;
  /** One of the lines about it carries the mandatory tag EXIT_HIT. */
  readonly tagged: boolean;
  /** The log goes on behind it: what there is to say about it has been said. */
  readonly settled: boolean;
  /** Opening orders that the log tells between the last exit and this one. */
  readonly orders: number;
}

export interface PositionBooks {
  readonly entries: number;
  /** Positions whose end the log tells, however often. */
  readonly closed: number;
  /** Entered and not closed when the log ends or the bot starts anew. */
  readonly open: number;
  /** Entries without an end, of which nothing shows that they became positions. */
  readonly unresolved: number;
  readonly firstEntry: RunEvent | null;
  readonly firstExit: RunEvent | null;
  readonly reentries: readonly Reentry[];
  readonly secondCloses: readonly SecondClose[];
  readonly closings: readonly Closing[];
  readonly oversold: readonly Oversold[];
  /** The log goes on behind what the books hold: of some kind there was more than is kept. */
  readonly cut: boolean;
  /** A signal that the bot dropped because it was in the market already: it holds one position at a time. */
  readonly oneAtATime: RunEvent | null;
}

/** The order came to nothing, or what became of it is not known: no position may have come of the entry. */
const VOID: ReadonlySet<RunEventKind> = new Set(["order-canceled", "order-rejected", "order-unresolved", "drift-remove", "drift-add", "exception"]);
/** What only a position has. */
const PROOFS: ReadonlySet<RunEventKind> = new Set(["fill", "trail", "drift-size"]);
const RESTART: ReadonlySet<RunEventKind> = new Set(["started", "stopped"]);
/** More of a position that is there: a plan, not a mistake. */
const ADDS = /\b(add(s|ed|ing|on)?|pyramid\w*|scal(e|ed|ing)[ _-]?in|dca|averag\w*|grid|layer|top[ _-]?up|safety[ _-]?order|re-?buy|leg|ladder|tranche|split|slice|chunk|level|part)\b|\b\d{1,2} ?\/ ?\d{1,2}\b|усредн|докуп|добор|пирамид|сетк/i;
const PARTLY = /\b(partial\w*|tp[ _-]?\d|take[ _-]?profit[ _-]?\d|scal(e|ed|ing)[ _-]?out|reduc\w*|half|\d{1,2} ?%)|частич|половин/i;
const IN_THE_MARKET = /already|in[ _-]?(a[ _-])?position|has[ _-]?position|open[ _-]?position|position[ _-]?(open|exists|held)|busy|duplicate|уже|позици/i;
const EXIT_TAG = /\bEXIT_HIT\b/i;
/** An entry that is dropped again at once was told too early. Seconds. */
const AT_ONCE = 2;

/** Milliseconds after which nothing more is said about a close. */
const SETTLED = 60_000;

/** What is known of one market. */
interface Line {
  open: RunEvent | null;
  proof: RunEvent | null;
  closing: RunEvent | null;
  exit: RunEvent | null;
  /** Of the exit: what shows that it was done. */
  done: RunEvent | null;
  doubtful: boolean;
  /** The comparison with the exchange told that it is not there any more. */
  gone: boolean;
  /** The position that was closed last. */
  last: Writable<Closing> | null;
  /** Opening orders since the last exit. */
  orders: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const empty = (): Line => ({ open: null, proof: null, closing: null, exit: null, done: null, doubtful: false, gone: false, last: null, orders: 0 });

/** Reads the events of a run in the order of time and keeps a line for each market. */
export class Bookkeeper {
  readonly #books: Pick<Writable<PositionBooks>, "entries" | "closed" | "open" | "unresolved" | "firstEntry" | "firstExit" | "oneAtATime"> =
    { entries: 0, closed: 0, open: 0, unresolved: 0, firstEntry: null, firstExit: null, oneAtATime: null };
  readonly #reentries: Reentry[] = [];
  readonly #secondCloses: SecondClose[] = [];
  readonly #closings: Closing[] = [];
  #lines = new Map<string, Line>();
  #end: number | null = null;

  read(one: RunEvent): void {
    this.#end = one.time ?? this.#end;
    if (RESTART.has(one.kind)) return this.#restart();
    if (one.kind === "skip" && IN_THE_MARKET.test(one.fields.reason ?? "")) this.#books.oneAtATime ??= one;
    const instrument = instrumentOf(one);
    if (instrument === "") {
      // Whose order came to nothing is not told: it may be anybody's.
      if (VOID.has(one.kind)) for (const line of this.#lines.values()) doubt(line, one);
      return;
    }
    let line = this.#lines.get(instrument);
    if (!line) this.#lines.set(instrument, (line = empty()));
    if (one.kind === "entry") this.#entry(instrument, line, one);
    else if (one.kind === "exit") this.#exit(instrument, line, one);
    else follow(line, one);
  }

  close(): Omit<PositionBooks, "cut"> {
    this.#restart();
    return { ...this.#books, reentries: this.#reentries, secondCloses: this.#secondCloses, closings: this.#closings, oversold: oversoldIn(this.#closings) };
  }

  #restart(): void {
    for (const { open, gone, last } of this.#lines.values()) {
      if (last && this.#end !== null && last.exit.time !== null && this.#end - last.exit.time >= SETTLED) last.settled = true;
      if (open && gone) this.#books.closed++;
      else if (open) this.#books.open++;
    }
    this.#lines = new Map();
  }

  #entry(instrument: string, line: Line, one: RunEvent): void {
    if (line.open && !sameCall(line.open, one)) return void (line.proof ??= one);
    const again = reentry(instrument, line, one);
    if (again) this.#reentries.push(again);
    if (line.open && line.gone) this.#books.closed++;
    else if (line.open && line.doubtful) this.#books.entries--;
    else if (line.open && !again) this.#books.unresolved++;
    this.#books.entries++;
    this.#books.firstEntry ??= one;
    if (line.last) line.last.settled = true;
    Object.assign(line, empty(), { open: one, doubtful: ADDS.test(one.text), orders: line.orders });
  }

  #exit(instrument: string, line: Line, one: RunEvent): void {
    const twice = secondClose(instrument, line, one);
    if (twice) this.#secondCloses.push(twice);
    if (line.open) {
      this.#books.closed++;
      line.last = { instrument, entry: line.open, exit: one, tagged: false, settled: false, orders: line.orders };
      this.#closings.push(line.last);
    }
    if (line.last && EXIT_TAG.test(one.text)) line.last.tagged = true;
    this.#books.firstExit ??= one;
    if (line.exit && !sameCall(line.exit, one)) line.done = one;
    else Object.assign(line, { exit: one, done: null, doubtful: false });
    Object.assign(line, { open: null, gone: false, orders: 0 });
  }
}

/** Only where one order is all that the position was made of, and entries and exits are told in one unit: some were closed with just the size that they were entered with. */
function oversoldIn(closings: readonly Closing[]): Oversold[] {
  const factorOf = ({ entry, exit }: Closing): number => Number(exit.fields.size) / Number(entry.fields.size);
  const plain = closings.filter(({ entry, exit, orders }) => orders === 1 && !PARTLY.test(exit.text) && !ADDS.test(entry.text) && Number(entry.fields.size) > 0 && Number(exit.fields.size) > 0);
  if (!plain.some((one) => factorOf(one) === 1)) return [];
  return plain.flatMap((one): Oversold[] => {
    const factor = factorOf(one);
    const isWhole = factor >= 2 && factor <= 4 && Math.abs(factor - Math.round(factor)) < 1e-6;
    return isWhole ? [{ instrument: one.instrument, entry: one.entry, exit: one.exit, factor: Math.round(factor) }] : [];
  });
}

/** An entry that is known to have become a position stays one; an error that names no market concerns the entry that was just made. */
function doubt(line: Line, one: RunEvent): void {
  if (line.open && line.proof) return;
  if (one.kind === "exception" && line.open && (secondsBetween(line.open, one) ?? 0) > AT_ONCE) return;
  line.doubtful = true;
}

/** What else the log tells about a market between its entries and exits. */
function follow(line: Line, one: RunEvent): void {
  if (one.kind === "drift-remove" && line.open) Object.assign(line, { gone: true, doubtful: true });
  else if (VOID.has(one.kind)) doubt(line, one);
  else if (one.kind === "skip" && line.open && (secondsBetween(line.open, one) ?? 0) <= AT_ONCE) line.doubtful = line.proof === null;
  else if (one.kind === "order-submitted") {
    if (line.open && closes(line.open, one)) line.closing ??= one;
    else if (!REDUCES.test(one.text)) line.orders++;
  } else if (PROOFS.has(one.kind)) {
    if (line.open && one.kind === "fill" && closes(line.open, one)) line.closing ??= one;
    if (line.open) line.proof ??= one;
    else if (line.exit && one.kind === "fill") line.done ??= one;
  }
}

/** `reduce=True`, or the other side. */
const REDUCES = /reduce[_ ]?(only)?["']?\s*[=:]\s*["']?true/i;
const closes = (entry: RunEvent, one: RunEvent): boolean => REDUCES.test(one.text) || (sideOf(entry) !== null && sideOf(one) !== null && sideOf(entry) !== sideOf(one));

function sideOf({ fields }: RunEvent): "buy" | "sell" | null {
  if (/^(buy|long|bid)/i.test(fields.side ?? "")) return "buy";
  return /^(sell|short|ask)/i.test(fields.side ?? "") ? "sell" : null;
}

function reentry(instrument: string, { open, proof, closing, doubtful }: Line, second: RunEvent): Reentry | null {
  if (!open || !proof || doubtful || !sameCall(open, second) || ADDS.test(second.text) || differ(open, second, "side") || !sameOwner(open, second)) return null;
  if (sameValue(open, second, "order-id") || sameValue(open, second, "client-order-id") || sameValue(open, second, "position-id")) return null;
  return { instrument, first: open, second, seconds: secondsBetween(open, second), proof, closing };
}

function secondClose(instrument: string, { open, exit, done, doubtful }: Line, second: RunEvent): SecondClose | null {
  if (open || !exit || doubtful || !sameCall(exit, second) || !sameOwner(exit, second) || PARTLY.test(exit.text) || PARTLY.test(second.text)) return null;
  if (differ(exit, second, "side") || differ(exit, second, "size") || differ(exit, second, "position-id")) return null;
  const sameOrder = sameValue(exit, second, "order-id") || sameValue(exit, second, "client-order-id");
  const samePosition = sameValue(exit, second, "position-id");
  if (sameOrder || !(samePosition || (done !== null && sameValue(exit, second, "size")))) return null;
  return { instrument, first: exit, second, proof: samePosition ? null : done };
}

type Named = "side" | "size" | "order-id" | "client-order-id" | "position-id";

const sameValue = (one: RunEvent, other: RunEvent, field: Named): boolean => one.fields[field] !== undefined && one.fields[field] !== "" && one.fields[field] === other.fields[field];
const differ = (one: RunEvent, other: RunEvent, field: Named): boolean => one.fields[field] !== undefined && other.fields[field] !== undefined && one.fields[field]!.toLowerCase() !== other.fields[field]!.toLowerCase();
