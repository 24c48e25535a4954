import { describe, expect, test } from "vitest";
import { booksOf } from "../../src/facts/run/position-books.ts";
import { fillsOf } from "../../src/facts/run/repeated-fills.ts";
import { withoutCopies } from "../../src/facts/run/told-once.ts";
import { event, findingOf, found, traceback, verdictOf } from "../facts/run/run-of.ts";

const BTC = { symbol: "BTC-USDT-SWAP" };

/** A bot whose sync and ticks share the positions. */
const BOT = `import asyncio
import logging

logger = logging.getLogger(__name__)


class Bot:
    def __init__(self, rest):
        self.rest = rest
        self.positions = {}
        self.filled = {}

    async def on_tick(self, symbol, price):
        await self.rest.post("/api/v5/account/balance")
        position = self.positions[symbol]
        position["best"] = max(position["best"], price)

    async def sync(self):
        while True:
            for symbol in self.positions:
                await self.rest.get("/api/v5/account/positions")
            self.positions.pop("gone", None)
            await asyncio.sleep(30)

    async def on_close(self, symbol):
        del self.positions[symbol]

    async def ticks(self):
        while True:
            await self.on_tick("BTC-USDT-SWAP", 1.0)
            await asyncio.sleep(1)

    async def closes(self):
        while True:
            await asyncio.sleep(1)
            for symbol in list(self.positions):
                await self.on_close(symbol)


async def main():
    bot = Bot(object())
    asyncio.create_task(bot.sync())
    asyncio.create_task(bot.closes())
    await bot.ticks()


asyncio.run(main())
`;
const lineOf = (text: string): number => BOT.split("\n").findIndex((one) => one.includes(text)) + 1;

describe("the books of a run", () => {
  const entry = (second: number, more: object = {}) => event("entry", second, { ...BTC, side: "buy", ...more });
  const exit = (second: number, more: object = {}) => event("exit", second, { ...BTC, side: "buy", size: "1", ...more });
  const fill = (second: number, side = "buy") => event("fill", second, { ...BTC, side });

  test("entries, exits and what is open", () => {
    const books = booksOf([entry(0), fill(1), exit(9), entry(20), fill(21), event("entry", 30, { symbol: "ETH-USDT-SWAP" })]);
    expect([books.entries, books.closed, books.open, books.reentries.length]).toEqual([3, 1, 2, 0]);
  });

  test("an entry while the last one is open, and only where the last one became a position", () => {
    expect(booksOf([entry(0), fill(1), entry(20)]).reentries.map((one) => one.seconds)).toEqual([20]);
    expect(booksOf([entry(0), entry(20)]).reentries).toEqual([]);
    expect(booksOf([entry(0), event("order-canceled", 2, BTC), entry(20), fill(21)]).reentries).toEqual([]);
    expect(booksOf([entry(0), fill(1), event("started", 2), entry(20)]).reentries).toEqual([]);
  });

  test("the other side, an add, another spelling, a retelling", () => {
    expect(booksOf([entry(0), fill(1), entry(20, { side: "sell" })]).reentries).toEqual([]);
    expect(booksOf([entry(0), fill(1), event("entry", 20, BTC, { text: "entry: DCA add BTC" })]).reentries).toEqual([]);
    expect(booksOf([entry(0), fill(1), event("entry", 20, { symbol: "BTC/USDT:USDT" })]).reentries.length).toBe(1);
    expect(booksOf([entry(0), event("entry", 1, BTC, { pattern: 7 }), fill(1)]).reentries).toEqual([]);
  });

  test("a second close needs the same size and proof that the first one was done", () => {
    const closed = event("exit", 11, { ...BTC, size: "1" }, { text: "POSITION_CLOSED BTC" });
    expect(booksOf([entry(0), exit(10), closed, exit(12)]).secondCloses.length).toBe(1);
    expect(booksOf([entry(0), exit(10), exit(12)]).secondCloses).toEqual([]);
    expect(booksOf([entry(0), exit(10, { "position-id": "p1" }), exit(12, { "position-id": "p1" })]).secondCloses.length).toBe(1);
    expect(booksOf([entry(0), exit(10), closed, exit(12, { size: "0.5" })]).secondCloses).toEqual([]);
    expect(booksOf([entry(0), exit(10), closed, entry(11), exit(12)]).secondCloses).toEqual([]);
  });

  test("a position of the run before is closed: no defect", () => {
    const books = booksOf([exit(3), entry(5)]);
    expect([books.entries, books.closed, books.open, books.secondCloses.length]).toEqual([1, 0, 1, 0]);
  });
});

describe("events that are told once", () => {
  test("a second log of the same run, and a logger with two handlers", () => {
    const one = event("fill", 1, BTC);
    expect(withoutCopies([one, { ...one, at: { ...one.at, file: "console.log" } }]).length).toBe(1);
    const lines = [1, 2, 3, 4].flatMap((second) => {
      const first = event("fill", second, BTC);
      return [first, { ...first, at: { ...first.at, line: first.at.line + 1 } }];
    });
    expect(withoutCopies(lines.map((each, i) => ({ ...each, at: { ...each.at, line: i + 1 } }))).length).toBe(4);
  });

  test("two fills are two fills", () => {
    expect(withoutCopies([event("fill", 1, BTC), event("fill", 2, BTC)]).length).toBe(2);
  });

  test("one execution told twice by one call", () => {
    const told = (second: number, trade: string, pattern = 1) => event("fill", second, { ...BTC, "trade-id": trade, price: "100", size: "1" }, { pattern });
    expect(fillsOf([told(1, "a"), told(2, "a")]).repeated.length).toBe(1);
    expect(fillsOf([told(1, "a"), told(2, "b"), told(3, "a", 2)]).repeated).toEqual([]);
    const [entry, exit] = [told(1, "a"), { ...told(9, "a"), fields: { ...BTC, "trade-id": "a", price: "101", size: "1" } }];
    expect(fillsOf([entry, exit]).repeated).toEqual([]);
  });
});

describe("races in a run", () => {
  test("a KeyError confirms the subscript that the code half speaks of", () => {
    const verdict = verdictOf("races", { "bot.py": BOT }, { tracebacks: [traceback(1, "KeyError", "'BTC-USDT-SWAP'", ["bot.py", lineOf("await self.on_tick("), "ticks"], ["bot.py", lineOf("position = self.positions[symbol]"), "on_tick"])] });
    const finding = findingOf(verdict, "races/unguarded-subscript");
    expect([finding.evidenceStatus, finding.analysisGap, finding.evidence.at(-1)?.at.in]).toEqual(["confirmed", false, "run"]);
  });

  test("a broken loop confirms the loop", () => {
    const verdict = verdictOf("races", { "bot.py": BOT }, { tracebacks: [traceback(1, "RuntimeError", "dictionary changed size during iteration", ["bot.py", lineOf("for symbol in self.positions:"), "sync"])] });
    const finding = findingOf(verdict, "races/iteration-across-await");
    expect([finding.evidenceStatus, finding.analysisGap]).toEqual(["confirmed", false]);
  });

  test("a KeyError of a payload is no race", () => {
    const code = found(verdictOf("races", { "bot.py": BOT }, {}));
    expect(found(verdictOf("races", { "bot.py": BOT }, { tracebacks: [traceback(1, "KeyError", "'best'", ["bot.py", lineOf('position["best"]'), "on_tick"])] }))).toEqual(code);
  });

  test("a double entry is red where the bot's own rule is one position at a time", () => {
    const twice = [event("entry", 0, { ...BTC, side: "buy" }), event("fill", 0.5, { ...BTC, side: "buy" }), event("entry", 0.8, { ...BTC, side: "buy" })];
    const rule = event("skip", 3, { ...BTC, reason: "already_in_position" });
    expect(findingOf(verdictOf("races", { "bot.py": "x = 1\n" }, { events: [...twice, rule] }), "races/double-entry").evidenceStatus).toBe("confirmed");
    expect(found(verdictOf("races", { "bot.py": "x = 1\n" }, { events: twice }))).toEqual([]);
    expect(found(verdictOf("races", { "bot.py": "x = 1\n" }, { events: [...twice, rule] }, { "races/double-entry": { adds_allowed: true } }))).toEqual([]);
  });

  test("an execution that was processed twice", () => {
    const fills = [1, 2].map((second) => event("fill", second, { ...BTC, "trade-id": "7", price: "100", size: "1" }));
    expect(found(verdictOf("races", { "bot.py": "x = 1\n" }, { events: fills }))).toEqual(["races/fill-processed-twice confirmed"]);
  });
});
