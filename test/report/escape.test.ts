import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ascii, markdownText, plain, sourceLine } from "../../src/report/escape.ts";

// eslint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;
const hostile = fc.string({ unit: fc.oneof(fc.string({ unit: "binary", maxLength: 1 }), fc.constantFrom("\u001b[31m", "\u202e", "`", "|", "<b>", "\r\n", "\u009b2J", "\u2066")), maxLength: 40 });

describe("text of the bot", () => {
  test("never reaches a terminal as a command", () => {
    fc.assert(fc.property(hostile, (text) => {
      expect(plain(text)).not.toMatch(OBEYED);
      expect(sourceLine(text)).not.toMatch(OBEYED);
    }));
  });

  test("shows what was hidden", () => {
    expect(plain("a\u001b[31mb\u202ec\u200bd\ne")).toBe("a\\x1b[31mb\\u202ec\\u200bd e");
    expect(sourceLine("\tx = 1\r")).toBe("    x = 1");
    expect(plain("Сигнал 🔴 ⚠️ 信号")).toBe("Сигнал 🔴 ⚠️ 信号");
  });

  test("cannot become markup", () => {
    expect(markdownText("a|b <script> [x](http://y) *z* _q_ risk_manager.py & @all")).toBe("a\\|b &lt;script&gt; \\[x\\](http&#58;//y) \\*z\\* \\_q\\_ risk_manager.py &amp; &#64;all");
    expect(markdownText("`a|b` and ` alone")).toBe("`a\\|b` and \\` alone");
    expect(markdownText("# title")).toBe("\\# title");
  });

  test("has no bare pipe in a table's cell, whatever it is", () => {
    fc.assert(fc.property(hostile, (text) => { expect(markdownText(text).replace(/\\\\/g, "").replace(/\\\|/g, "")).not.toContain("|"); }));
  });

  test("falls back to ASCII signs", () => expect(ascii("a → b … «c» — 🔴")).toBe('a -> b ... "c" - ?'));
});
