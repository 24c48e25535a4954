import fc from "fast-check";
import { expect, test } from "vitest";
import { blockText, blockTextOf } from "../../src/run/block-text.ts";

/** The lines that a reader of records sees. */
function linesOf(bytes: Buffer): string[] {
  const { text, foreign } = blockTextOf(bytes, "utf-8");
  const apart = new Map(foreign.map(({ from, line }) => [from, line]));
  let at = 0;
  return text.split("\n").map((line) => {
    const own = apart.get(at) ?? line;
    at += line.length + 1;
    return own;
  });
}

const control = fc.constantFrom("", "\0", "\x1b[31m", "\r", "\x1b]0;title\x07", "10%\r20%\r");
const line = fc.oneof({ weight: 8, arbitrary: fc.constant("x".repeat(1500)) }, { weight: 2, arbitrary: fc.tuple(control, fc.string({ unit: "grapheme", maxLength: 30 }), control).map((parts) => parts.join("").replaceAll("\n", "")) }, { weight: 1, arbitrary: fc.constantFrom("РЎРґРµР»РєР° Р·Р°РєСЂС‹С‚Р°", "Сделка ✅", "é") });

test("few lines beyond ASCII are read apart and read the same", () => {
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), fc.boolean(), (lines, broken) => {
    const bytes = Buffer.from(lines.join("\n"));
    if (broken && bytes.length > 3) bytes[bytes.length >> 1] = 0xff;
    expect(linesOf(bytes)).toEqual(blockText(bytes, "utf-8").split("\n"));
  }), { numRuns: 400 });
});

test("a log with one line of Cyrillic is not twice as large", () => {
  const { text, foreign } = blockTextOf(Buffer.from(`${"a".repeat(5000)}\nСделка закрыта\n${"b".repeat(5000)}\n`), "utf-8");
  expect(foreign.map((one) => one.line)).toEqual(["Сделка закрыта"]);
  expect(/^[\0-\xff]*$/.test(text)).toBe(true);
});
