import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { renderFinding } from "../../src/report/explain.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import type { Audit } from "../../src/sdk/audit-result.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { code, finding, SAMPLE, verdict } from "./sample-audit.ts";
import { RUN } from "./sample-run.ts";

/** What a log may hold that somebody else wrote: a coin's name, a chat's message, an answer of a venue. */
const FRAGMENTS = [
  "\u001b[2J\u001b[31m", "\u001b]0;title\u0007", "\u009b31m", "\u202egnp.exe", "\u2066", "\u200f", "\r\n", "\n", "\n\n# heading\n", "\u2028", "\u0000", "\ufeff",
  "| a | b |", "\\|", "\\", "`", "``", "```\n", "`|`", "<script>alert(1)</script>", "<b>", "</td>", "<!--", "<img src=x onerror=x>", "&lt;", "&#x3c;", "[x](http://y.example)", "![i](http://y.example/i.png)",
  "http://y.example", "https://y.example/?a=1&b=2", "www.y.example", "me@y.example", "@everyone", "*bold*", "_it_", "__b__", "~~s~~", "# x", "- x", "+ x", "1. x", "> q", "---", "$x$", "{x}", "|---|", "|", " ", "a",
];
const hostile = fc.array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join(""));
// eslint-disable-next-line no-control-regex
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** An audit in which every word that can come from a log is this one. */
function audit(words: string): Audit {
  const at = { in: "run", file: `logs/${words}.log`, line: 3 } as const;
  const says = { subject: { kind: "fill", id: words }, view: "broken", says: verbatim(words), evidence: [{ at, note: verbatim(words) }] } as const;
  const seen = [
    finding({ check: "logs/a", fingerprint: "aaaa", at, message: { en: `fill: ${words}`, ru: `fill: ${words}` }, fix: verbatim(words), group: words, evidence: [{ at, note: verbatim(words) }], run: [says], analysisGap: true }),
    finding({ check: "logs/b", fingerprint: "bbbb", at: code("a.py", 3), message: verbatim("in the code"), evidence: [{ at: code("a.py", 3), note: verbatim("here") }, { at, note: verbatim(words) }], run: [says] }),
  ];
  return {
    ...SAMPLE, bot: { ...SAMPLE.bot, notAnalysed: [{ file: words, line: 3, endLine: null, why: verbatim(words), blocks: true }] },
    verdicts: [verdict({ number: 3, section: "logs", title: verbatim("Logs"), status: "red", findings: seen, notExercised: [verbatim(words)] })],
    run: {
      ...RUN, sources: [{ file: words, format: words, lines: 3, records: 3, matched: 1 }], process: { file: words, samples: 1, exit: { code: null, signal: words }, guard: null },
      funnel: { ...RUN.funnel, skipReasons: [{ reason: words, count: 3 }] }, series: [{ ...RUN.series[2]!, name: words, unit: words }],
      tracebacks: [{ exception: words, message: words, count: 2, at, code: null }],
    },
  };
}

const options = { language: "en", limit: Infinity, comparison: null } as const;
const markdown = new MarkdownIt({ html: true, linkify: true });

/** Tags of all elements, in order; the text is left out. */
function skeleton(text: string): string[] {
  const found: string[] = [];
  const visit = (tokens: ReturnType<typeof markdown.parse>): void => {
    for (const token of tokens) {
      if (token.type !== "text" && token.type !== "code_inline" && token.type !== "inline" && token.type !== "softbreak") found.push(token.type);
      if (token.children) visit(token.children);
    }
  };
  visit(markdown.parse(text, {}));
  return found;
}

describe("a line of a log", () => {
  test("never reaches a terminal as a command", () => {
    fc.assert(fc.property(hostile, fc.boolean(), (words, unicode) => {
      const style = { colour: false, unicode, width: 100 };
      const said = audit(words);
      expect(renderTerminal(said, options, style)).not.toMatch(OBEYED);
      expect(renderFinding(said.verdicts[0]!.findings[0]!, null, "en", () => ({ first: 1, lines: [words, words, words] }), style)).not.toMatch(OBEYED);
    }), { numRuns: 150 });
  });

  test("makes no element of Markdown", () => {
    const expected = skeleton(renderMarkdown(audit("words"), options));
    expect(expected.filter((type) => type === "td_open").length).toBe(2 * 5);
    fc.assert(fc.property(hostile.filter((words) => words.trim() !== ""), (words) => { expect(skeleton(renderMarkdown(audit(words), options))).toEqual(expected); }), { numRuns: 300 });
  });

  test("stays inside of its strings in JSON", () => {
    fc.assert(fc.property(hostile, (words) => {
      const text = renderJson(audit(words));
      expect(text).not.toMatch(OBEYED);
      expect(JSON.parse(text).run.funnel.skipReasons).toEqual([{ reason: expect.any(String), count: 3 }]);
    }), { numRuns: 150 });
  });
});
