import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formsOf } from "../../../src/run/link/forms.ts";
import { fits, Spans } from "../../../src/run/link/matching.ts";
import { Matcher } from "../../../src/run/link/matcher.ts";
import type { LogPattern } from "../../../src/run/log-pattern.ts";
import { recordOf } from "./record-of.ts";

const patternOf = (pieces: LogPattern["pieces"], more: Partial<LogPattern> = {}): LogPattern => ({
  at: { in: "code", file: "bot.py", line: 1 }, fn: "bot.py:run", printedBy: { file: "bot.py", fn: "run", line: 1, endLine: 1 }, level: 20, pieces, keys: [], events: [], ...more,
});

const word = fc.stringMatching(/^[a-z]{4,9}$/);
const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((one) => ({ text: one.toFixed(2), format: ".2f" })), fc.string({ maxLength: 12 }).map((text) => ({ text: text.replace(/[^\w. -]/g, ""), format: null })));

describe("matching", () => {
  test("whatever a pattern prints, it fits", () => {
    fc.assert(fc.property(word, fc.array(fc.record({ value, word }), { minLength: 1, maxLength: 5 }), (first, parts) => {
      const pieces = [`${first} `, ...parts.flatMap(({ value: { format }, word }) => [{ words: "x", format }, ` ${word}: `])];
      const text = `${first} ${parts.map(({ value: { text }, word }) => `${text} ${word}: `).join("")}`.trim();
      return fits(formsOf(patternOf(pieces), 0)[0]!, text, new Spans());
    }));
  });

  test("of many patterns the one that printed a line is found, or a rival that prints the same", () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(word, word), { minLength: 2, maxLength: 30, selector: ([a, b]) => `${a} ${b}` }), fc.nat(), fc.integer(), (texts, pick, number) => {
      const patterns = texts.map(([a, b], i) => patternOf([`${a} `, { words: "n", format: "d" }, ` ${b}`], { at: { in: "code", file: "bot.py", line: i + 1 }, printedBy: { file: "bot.py", fn: "run", line: i + 1, endLine: i + 1 } }));
      const chosen = pick % texts.length;
      const found = new Matcher(patterns).match(recordOf(""), `${texts[chosen]![0]} ${number} ${texts[chosen]![1]}`);
      return found?.patterns.includes(chosen) === true && found.patterns.length === 1;
    }));
  });

  test("never throws, whatever the text", () => {
    const matcher = new Matcher([patternOf(["order ", { words: "id", format: null }, " at ", { words: "px", format: ".2f" }]), patternOf([{ words: "x", format: null }, "==", { words: "y", format: null }])]);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void matcher.match(recordOf(text), text)));
  });

  test("the more specific pattern is the one", () => {
    const patterns = [patternOf(["order ", { words: "rest", format: null }]), patternOf(["order ", { words: "id", format: null }, " is filled"], { at: { in: "code", file: "bot.py", line: 2 }, printedBy: { file: "bot.py", fn: "run", line: 2, endLine: 2 } })];
    expect(new Matcher(patterns).match(recordOf(""), "order 7 is filled")?.patterns).toEqual([1]);
    expect(new Matcher(patterns).match(recordOf(""), "order 7 is open")?.patterns).toEqual([0]);
  });

  test("a number is found behind a text of several words", () => {
    const spans = new Spans();
    const [form] = formsOf(patternOf([{ words: "message", format: null }, " ", { words: "pct", format: ".2f" }, "%"]), 0);
    expect(fits(form!, "price went up 3.50%", spans)).toBe(true);
    expect("price went up 3.50%".slice(spans.at[0], spans.at[1])).toBe("price went up");
  });
});
