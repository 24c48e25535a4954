import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { booksOf } from "../../src/facts/run/position-books.ts";
import { printedFieldsOf } from "../../src/facts/run/lacking-fields.ts";
import { event, findingOf, found, verdictOf } from "../facts/run/run-of.ts";

const BTC = { symbol: "BTC-USDT-SWAP", side: "buy" };
const entry = (second: number) => event("entry", second, BTC);
const fill = (second: number, side = "buy") => event("fill", second, { ...BTC, side });
const tagged = (second: number) => event("exit", second, BTC, { text: "EXIT_HIT symbol=BTC-USDT-SWAP" });
const closed = (second: number) => event("exit", second, BTC, { text: "POSITION_CLOSED symbol=BTC-USDT-SWAP" });
const rule = event("skip", 0, { ...BTC, reason: "already_in_position" });

/** A bot whose only way to close writes nothing. */
const BOT = readFileSync(join(import.meta.dirname, "../../src/sections/logs/exit-silent/fixtures/bot_bad.py"), "utf8");

describe("the log of a run adds up", () => {
  test("or an exit has no EXIT_HIT: a new entry shows it", () => {
    const verdict = verdictOf("logs", { "bot.py": "x = 1\n" }, { events: [rule, entry(0), fill(1), entry(60), fill(61), tagged(90)] });
    expect(findingOf(verdict, "logs/books-do-not-balance")).toMatchObject({ evidenceStatus: "confirmed", grade: "fail" });
  });

  test("or a line with another wording shows it, where the others have the tag", () => {
    const books = booksOf([entry(0), tagged(10), closed(11), entry(20), closed(30)]);
    expect(books.closings.map((one) => one.tagged)).toEqual([true, false]);
    expect(booksOf([entry(0), closed(9), tagged(10)]).closings.map((one) => one.tagged)).toEqual([true]);
  });

  test("the one function that closes in silence is confirmed by it", () => {
    const verdict = verdictOf("logs", { "bot.py": BOT }, { events: [rule, entry(0), fill(1), entry(60), fill(61), tagged(90)] });
    expect(findingOf(verdict, "logs/exit-silent")).toMatchObject({ evidenceStatus: "confirmed", analysisGap: false });
    expect(found(verdict).some((one) => one.startsWith("logs/books"))).toBe(false);
  });

  test("open at the end, a bot that adds, a position of the run before: nothing", () => {
    for (const events of [[rule, entry(0), fill(1), tagged(5), entry(60)], [entry(0), fill(1), entry(60), fill(61)], [rule, tagged(3), entry(5)]]) {
      const verdict = verdictOf("logs", { "bot.py": "x = 1\n" }, { events });
      expect(found(verdict)).toEqual([]);
    }
  });

  test("what did not happen is not exercised", () => {
    const verdict = verdictOf("logs", { "bot.py": BOT }, { events: [rule, entry(0)] });
    expect(verdict.notExercised.map((one) => one.en).join("; ")).toContain("no position was closed");
  });
});

describe("fields of printed lines", () => {
  const line = (text: string, fields = {}) => event("fill", 1, fields, { text });
  test("are named, or have a shape, or were understood", () => {
    expect(printedFieldsOf([line("FILL symbol=BTC price=1 size=2 latency=12ms")], []).lacking).toEqual([]);
    expect(printedFieldsOf([line("FILL BTC-USDT buy 0.5 @ 60000 in 12ms")], []).lacking).toEqual([]);
    expect(printedFieldsOf([line("FILL BTC-USDT buy 0.5 @ 60000")], []).lacking.map((one) => one.fields)).toEqual([["latency"]]);
    expect(printedFieldsOf([line("order filled: 7")], []).lacking).toEqual([]);
  });
});
