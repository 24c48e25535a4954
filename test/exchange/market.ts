import { asText, instrument, INSTRUMENTS } from "./instruments.ts";

/** The venue's own clock starts here in every run and moves with its bars, not with the machine. */
const EPOCH = Date.UTC(2026, 0, 5, 8);
const HISTORY_BARS = 100;
/** Last changes of the history run with the drift, those before against it: the market of the last hour went nowhere. */
const RECENT_BARS = 30;

export type Direction = 1 | -1;

export interface Tick {
  readonly id: string;
  readonly last: number;
  /** Of the price. */
  readonly spread: number;
  readonly ts: number;
}

interface Book {
  last: number;
  spread: number;
  /** Start of the bar that is being made. */
  bar: number;
  ticksInBar: number;
  readonly history: readonly (readonly number[])[];
}

/** Prices of all instruments. Every tick is asked for by the script: nothing moves by itself. */
export class Market {
  readonly barMs: number;
  private readonly books = new Map<string, Book>();
  private now = EPOCH;

  constructor(barMs: number) {
    this.barMs = barMs;
    for (const { id, start, step } of INSTRUMENTS) {
      const history = makeHistory(start, start * step, barMs);
      const last = history.at(-1)![4]!;
      this.books.set(id, { last, spread: 0.00002, bar: EPOCH, ticksInBar: 0, history });
    }
  }

  /** Milliseconds of the venue, never the same twice. */
  stamp(): number {
    this.now += 1;
    return this.now;
  }

  last(id: string): number {
    return this.book(id).last;
  }

  /** The price change of one calm bar. */
  unit(id: string): number {
    return instrument(id).start * instrument(id).step;
  }

  bid(id: string): number {
    const { last, spread } = this.book(id);
    return onTick(id, last * (1 - spread / 2));
  }

  ask(id: string): number {
    const { last, spread } = this.book(id);
    return onTick(id, last * (1 + spread / 2));
  }

  /** Newest first, as the venue answers; the first row is the bar that is not closed yet. */
  candles(id: string, limit: number): string[][] {
    const { history, last } = this.book(id);
    const rows = history.slice(-limit).map(([ts, ...prices]) => [String(ts), ...prices.map(asText), "100", "100", "100", "1"]);
    const now = asText(last);
    return [[String(EPOCH), now, now, now, now, "1", "1", "1", "0"], ...rows.reverse()];
  }

  /** Another tick of the same bar. */
  tick(id: string, price: number, spread = 0.00002): Tick {
    const book = this.book(id);
    book.last = onTick(id, price);
    book.spread = spread;
    book.ticksInBar += 1;
    const ts = book.bar + Math.min(book.ticksInBar, this.barMs - 1);
    this.now = Math.max(this.now, ts);
    return { id, last: book.last, spread, ts };
  }

  /** The first tick of the next bar: the bot sees that the one before is closed. */
  nextBar(id: string, price = this.last(id)): Tick {
    const book = this.book(id);
    book.bar += this.barMs;
    book.ticksInBar = 0;
    return this.tick(id, price);
  }

  private book(id: string): Book {
    const book = this.books.get(id);
    if (!book) throw new Error(`no market ${id}`);
    return book;
  }
}

export const onTick = (id: string, price: number): number => {
  const { tick } = instrument(id);
  return Number((Math.round(price / tick) * tick).toPrecision(12));
};

/** Two steps with the drift for one back, each a calm bar: neither a trend nor noise, and as far down as up. */
function makeHistory(start: number, unit: number, barMs: number): number[][] {
  let close = start;
  return Array.from({ length: HISTORY_BARS }, (_, index) => {
    const left = HISTORY_BARS - index;
    const drift = left <= RECENT_BARS ? 1 : left <= 2 * RECENT_BARS ? -1 : index % 2 === 0 ? 1 : -1;
    const open = close;
    close += calmStep(index, drift) * unit;
    return [EPOCH - left * barMs, open, Math.max(open, close), Math.min(open, close), close];
  });
}

/** Of a unit: efficiency about 0.2 over thirty bars, RSI about 60 with the drift. */
export const calmStep = (index: number, drift: Direction): number => (index % 2 === 0 ? 1.2 : -0.8) * drift;

export const tickRow = ({ id, last, spread, ts }: Tick) => ({
  instType: "SWAP", instId: id, last: asText(last), lastSz: "1", askPx: asText(onTick(id, last * (1 + spread / 2))), askSz: "10",
  bidPx: asText(onTick(id, last * (1 - spread / 2))), bidSz: "10", open24h: "", high24h: "", low24h: "", vol24h: "1", volCcy24h: "1", ts: String(ts),
});
