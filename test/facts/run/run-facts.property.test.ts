import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failuresOf } from "../../../src/facts/run/conversion-failures.ts";
import { driftsOf } from "../../../src/facts/run/drifts.ts";
import { printedFieldsOf } from "../../../src/facts/run/lacking-fields.ts";
import { booksOf } from "../../../src/facts/run/position-books.ts";
import { changesOf, flapsOf } from "../../../src/facts/run/regime-changes.ts";
import { fillsOf } from "../../../src/facts/run/repeated-fills.ts";
import { leaksOf } from "../../../src/facts/run/signal-funnel.ts";
import { rhythmOf } from "../../../src/facts/run/sync-rhythm.ts";
import { wholePart, withoutCopies } from "../../../src/facts/run/told-once.ts";
import { RUN_EVENT_KINDS, type RunEvent } from "../../../src/run/event.ts";
import { START } from "./run-of.ts";

const SYMBOLS = ["BTC-USDT", "ETH-USDT", "SOL-USDT"];
const symbol = fc.constantFrom(...SYMBOLS);
const anyText = fc.oneof(fc.string(), fc.constantFrom("FILL", "EXIT_HIT symbol=BTC", "from=a to=b", "reduce=True", "could not convert string to float: ''", "\u001b[31m{x}", "a → b"));
const field = fc.option(fc.oneof(symbol, fc.constantFrom("buy", "sell", "1", "0.5", "", "NaN", "7"), fc.string()), { nil: undefined });

/** Whatever a log may hold: hostile fields, no time, any kind. */
const anyEvents: fc.Arbitrary<RunEvent[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...RUN_EVENT_KINDS), gap: fc.integer({ min: 0, max: 90_000 }), timed: fc.boolean(), level: fc.constantFrom(null, 10, 20, 30, 40), text: anyText,
    pattern: fc.constantFrom(null, 0, 1, 99), symbol: field, side: field, size: field, reason: field, trade: field, position: field, regime: field,
  }),
  { maxLength: 60 },
).map((rows) => {
  let time = START;
  return rows.map((row, i): RunEvent => {
    time += row.gap;
    const fields = Object.fromEntries(Object.entries({ symbol: row.symbol, side: row.side, size: row.size, reason: row.reason, "trade-id": row.trade, "position-id": row.position, regime: row.regime }).filter(([, value]) => value !== undefined));
    return { kind: row.kind, at: { in: "run", file: "run.log", line: i + 1 }, time: row.timed ? time : null, level: row.level, text: row.text, pattern: row.pattern, fields };
  });
});

let made = 0;
const told = (kind: RunEvent["kind"], second: number, fields: RunEvent["fields"], text = `${kind} ${fields.symbol ?? ""}`): RunEvent =>
  ({ kind, at: { in: "run", file: "run.log", line: ++made * 3 }, time: START + second * 1000, level: 20, text, pattern: 1, fields });

/** A market that is entered, filled and closed, again and again, the last time perhaps not. */
const correctMarket = (name: string) => fc.record({ rounds: fc.integer({ min: 1, max: 6 }), closed: fc.boolean(), pace: fc.integer({ min: 1, max: 400 }) }).map(({ rounds, closed, pace }) =>
  Array.from({ length: rounds }, (_, i) => {
    const at = i * pace * 4;
    const fields = { symbol: name, side: "buy", size: "1" };
    const opening = [told("signal", at, fields), told("entry", at + pace, fields), { ...told("fill", at + pace + 0.5, { ...fields, "trade-id": `${name}${i}` }), pattern: 2 }];
    return closed || i < rounds - 1 ? [...opening, { ...told("exit", at + 2 * pace, fields, "EXIT_HIT"), pattern: 3 }, { ...told("exit", at + 2 * pace + 0.1, fields, "POSITION_CLOSED"), pattern: 4 }] : opening;
  }).flat());
const correctRun = fc.tuple(...SYMBOLS.map(correctMarket)).map((markets) => markets.flat().sort((a, b) => a.time! - b.time! || a.at.line - b.at.line));

describe("facts of a run", () => {
  test("no log breaks them, and they do not touch what they are given", () => {
    fc.assert(fc.property(anyEvents, (events) => {
      const before = JSON.stringify(events);
      const once = withoutCopies(events);
      booksOf(once);
      fillsOf(once);
      driftsOf(once);
      rhythmOf(once, START);
      flapsOf(changesOf(once).changes, 60);
      leaksOf(once);
      printedFieldsOf(once, []);
      failuresOf({ events: once, tracebacks: [], patterns: [] });
      return JSON.stringify(events) === before;
    }));
  });

  test("a second log of the same run changes nothing", () => {
    fc.assert(fc.property(anyEvents, (events) => {
      const timed = events.filter((one) => one.time !== null);
      const console = timed.map((one) => ({ ...one, at: { ...one.at, file: "z-console.log" } }));
      expect(withoutCopies([...timed, ...console].sort((a, b) => a.time! - b.time!))).toEqual(withoutCopies(timed));
    }));
  });

  test("told once is told once", () => {
    fc.assert(fc.property(anyEvents, (events) => void expect(withoutCopies(withoutCopies(events))).toEqual(withoutCopies(events))));
  });
});

describe("the books", () => {
  test("of a correct run add up, and nothing is found in it", () => {
    fc.assert(fc.property(correctRun, (events) => {
      const books = booksOf(events);
      expect([books.entries, books.reentries, books.secondCloses, books.oversold, books.unresolved]).toEqual([books.closed + books.open, [], [], [], 0]);
      expect(books.closings.every((one) => one.tagged)).toBe(true);
      expect(fillsOf(events).repeated).toEqual([]);
      expect(leaksOf(events).ordersAfterSkip).toEqual([]);
    }));
  });

  test("of any run account for each entry that counts", () => {
    fc.assert(fc.property(anyEvents, (events) => {
      const { entries, closed, open, unresolved, reentries } = booksOf(events);
      return entries === closed + open + unresolved + reentries.length;
    }));
  });

  test("a run cut off anywhere, or started in the middle, is no defect", () => {
    fc.assert(fc.property(correctRun, fc.nat(), fc.nat(), (events, a, b) => {
      const part = events.slice(Math.min(a, b) % (events.length + 1), Math.max(a, b) % (events.length + 1));
      const books = booksOf(part);
      expect([books.reentries, books.secondCloses, books.oversold]).toEqual([[], [], []]);
    }));
  });

  test("an exit that is taken away is missed where another entry follows it", () => {
    fc.assert(fc.property(correctRun, fc.nat(), (events, which) => {
      const { closings } = booksOf(events);
      const followed = closings.filter(({ instrument, exit }) => events.some((one) => one.kind === "entry" && one.time! > exit.time! && one.fields.symbol!.replace("-", "") === instrument));
      fc.pre(followed.length > 0);
      const lost = followed[which % followed.length]!;
      const without = events.filter((one) => !(one.kind === "exit" && one.fields.symbol!.replace("-", "") === lost.instrument && one.time! >= lost.exit.time! && one.time! <= lost.exit.time! + 150));
      expect(booksOf(without).reentries.map((one) => one.instrument)).toEqual([lost.instrument]);
    }));
  });
});

describe("what was not kept", () => {
  test("is not judged: the part that is left holds every event of the kinds", () => {
    fc.assert(fc.property(anyEvents, fc.constantFrom(...RUN_EVENT_KINDS), fc.nat({ max: 30 }), (events, kind, kept) => {
      const timed = events.filter((one) => one.time !== null);
      const all = timed.filter((one) => one.kind === kind);
      const left = timed.filter((one) => one.kind !== kind || all.indexOf(one) < kept);
      const whole = wholePart(left, { [kind]: { count: all.length, kept: Math.min(kept, all.length) } }, [kind]);
      const end = whole.at(-1)?.time ?? -Infinity;
      expect(whole.filter((one) => one.kind === kind && one.time! < end)).toEqual(all.filter((one) => one.time! < end));
    }));
  });
});
