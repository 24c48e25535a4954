import { readFileSync } from "node:fs";
import { join } from "node:path";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { auditSchema } from "../../src/report/audit-schema.ts";
import { renderFinding } from "../../src/report/explain.ts";
import { renderHistoryMarkdown, renderHistoryTerminal } from "../../src/report/history-report.ts";
import { renderJson } from "../../src/report/json.ts";
import { renderMap } from "../../src/report/map-report.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { styleOf } from "../../src/report/terminal-style.ts";
import type { Anchor } from "../../src/sdk/evidence.ts";
import { LANGUAGES, verbatim } from "../../src/sdk/text.ts";
import { schemaFiles } from "../../tools/schema-files.ts";
import { sparkline } from "../../src/report/sparkline.ts";
import { code, SAMPLE } from "./sample-audit.ts";
import { RUN, WITH_RUN } from "./sample-run.ts";

const plainStyle = { colour: false, unicode: true, width: 100 };
const five = { language: "en", limit: 5, comparison: undefined } as const;

describe("JSON", () => {
  const document = JSON.parse(renderJson(SAMPLE));

  test("is what the schema says, and nothing that it does not name", () => {
    expect(auditSchema.parse(document)).toEqual(document);
  });

  test("of the first version is still read", () => {
    const golden = JSON.parse(readFileSync(join(import.meta.dirname, "golden", "audit-1.json"), "utf8"));
    expect(() => auditSchema.parse(golden)).not.toThrow();
    const missing = (old: unknown, now: unknown, path: string): string[] => {
      if (typeof old !== "object" || old === null) return [];
      if (typeof now !== "object" || now === null) return [path];
      return Object.entries(old).flatMap(([key, value]) => (key in now ? missing(value, (now as Record<string, unknown>)[key], `${path}.${key}`) : [`${path}.${key}`]));
    };
    expect(missing(golden, document, "$")).toEqual([]);
  });

  test("orders findings by section, status, file, line, check", () => {
    const shuffled = { ...SAMPLE, verdicts: SAMPLE.verdicts.map((verdict) => ({ ...verdict, findings: [...verdict.findings].reverse() })) };
    expect(renderJson(shuffled)).toBe(renderJson(SAMPLE));
    expect(document.findings.map((one: { status: string; at: { file: string; line: number } }) => `${one.status} ${one.at.file}:${one.at.line}`).slice(0, 4)).toEqual([
      "red src/risk/risk_manager.py:75", "red src/strategy/sizing.py:12", "warn src/strategy/entry.py:10", "warn src/strategy/entry.py:20",
    ]);
  });

  test("carries waived findings with their waiver", () => {
    expect(document.findings.filter((one: { waiver: unknown }) => one.waiver)).toMatchObject([{ at: { line: 99 }, waiver: { owner: "ann" } }]);
  });

  test("holds no character that a terminal obeys", () => expect(renderJson(SAMPLE)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/));
});

test("the published schemas are current (npm run schema)", () => {
  for (const [file, text] of schemaFiles()) expect(readFileSync(join(import.meta.dirname, "../../schema", file), "utf8"), file).toBe(text);
});

describe("the table", () => {
  test("has the user's columns, one row for a section that is all right, five at most for one that is not", () => {
    const lines = renderMarkdown(SAMPLE, five).split("\n");
    expect(lines).toContain("| # | Section | File:line | Status | Comment |");
    expect(lines).toContain("| 1 | Hard-coded numbers | risk_manager.py:75 | 🔴 | `= 5` sets the number of open positions → move it into the config as `risk.max_open_positions` (also sizing.py:12) |");
    expect(lines.filter((line) => line.startsWith("| 1 |")).length).toBe(6);
    expect(lines).toContain("| 1 | Hard-coded numbers | — |  | and 2 more (--all shows all) |");
    expect(lines).toContain("| 2 | Hard-coded symbols | — | ✅ | None found |");
    expect(lines).toContain("| 9 | Drift | — | ➖ | spot only |");
    expect(lines).toContain("| 12 | Backoff at reconnect | ws.py:40 | ✅ | 5, 10, 20, … 300 s |");
    expect(renderMarkdown(SAMPLE, { ...five, limit: Infinity }).split("\n").filter((line) => line.startsWith("| 1 |")).length).toBe(7);
  });

  test("tells in both languages what was not analysed and what would settle the rest", () => {
    expect(renderMarkdown(SAMPLE, five)).toContain("- src/x.py, lines 12–14: syntax error (blocks go-live)");
    expect(renderMarkdown(SAMPLE, { ...five, language: "ru" })).toContain("- src/x.py, строки 12–14: синтаксическая ошибка (мешает go-live)");
    expect(renderTerminal(SAMPLE, { ...five, language: "ru" }, plainStyle)).toContain("#3: эта версия не проверяет");
  });

  test.each([40, 64, 80, 100, 140, 200])("fits %i columns", (width) => {
    for (const language of LANGUAGES) for (const unicode of [true, false]) {
      const widest = Math.max(...renderTerminal(SAMPLE, { ...five, language }, { colour: false, unicode, width }).split("\n").map((line) => stringWidth(line)));
      // Hints hold a command that must not be broken.
      expect(widest).toBeLessThanOrEqual(Math.max(width, 90));
    }
  });

  test("is whole: no word of a comment is lost", () => {
    const text = renderTerminal(SAMPLE, five, { ...plainStyle, width: 80 }).replace(/[│\s]+/g, "");
    expect(text).not.toContain("……");
    for (const word of ["holdonelock", "two", "\\u202egnp.exe"]) expect(text).toContain(word);
  });

  test("says without Unicode what it says with it", () => {
    const text = renderTerminal(SAMPLE, five, { colour: false, unicode: false, width: 100 });
    expect([...text].filter((character) => character > "~")).toEqual([]);
    expect(text).toMatch(/\| RED +\|/);
  });

  test("marks what is new and lists what is fixed", () => {
    const comparison = { date: "2026-11-20 10:00", revision: null, fresh: ["src/risk/risk_manager.py-75"], fixed: [{ fingerprint: "q", check: "a/b", at: code("src/a.py", 3), message: verbatim("gone") }] };
    const text = renderMarkdown(SAMPLE, { ...five, comparison });
    expect(text).toContain("| NEW: `= 5` sets");
    expect(text).toContain("Since the audit of 2026-11-20 10:00: 1 new, 1 fixed");
    expect(text).toContain("- fixed: a.py:3 gone");
  });
});

describe("a run", () => {
  const document = JSON.parse(renderJson(WITH_RUN));

  test("is published as the schema says", () => {
    expect(auditSchema.parse(document)).toEqual(document);
    expect(document.run.funnel).toMatchObject({ signals: 1200, canceled: null, open: 1 });
    expect(document.sections.find((one: { id: string }) => one.id === "reconnect").notExercised.length).toBe(1);
  });

  test("shows the line of the log beside what it proves", () => {
    const lines = renderMarkdown(WITH_RUN, five).split("\n");
    expect(lines).toContain("| 2 | Hard-coded symbols | bot.log:4021 | 🔴 | a fill of 1,204 ms has no WARNING · FILL BTC-USDT-SWAP latency=1204.5ms |");
    expect(lines).toContain("| 2 | Hard-coded symbols | risk_manager.py:75 | 🔴 | a position is read after it is gone · bot.log:812: KeyError: 'BTC-USDT-SWAP' |");
  });

  test("is told in numbers, from signals to exits", () => {
    const text = renderTerminal(WITH_RUN, five, { ...plainStyle, width: 120 });
    for (const line of [
      "The run: 2 h 13 min from 2026-11-20 10:00:03 UTC", "12,345 log records, 98 % traced to the code", "logs/bot.log: loguru, 12,400 lines, 99.8 % understood", "telemetry, 7,980 samples, ended by SIGTERM",
      "the memory guard of 600 MB tripped after 2 h 0 min, the bot stopped within 4.2 s", "signals 1,200 → skips 1,180 → orders 20 → fills 18 → exits 17", "entries 18 = exits 17 + open 1",
      "orders: rejected 2, without an answer 1", "skipped because: cooldown (900); spread too wide (280)", "events: syncs 133, disconnects 3, reconnect waits 4", "120 MB → 480 MB, peak 490 MB",
      "median 82 ms, p95 310 ms, max 1,205 ms (18)", "Gaps in golive's own analysis, please report them", "KeyError: 'BTC-USDT-SWAP' at risk_manager.py:75, first in bot.log:812 (3 times)", "#12: no connection was lost in this run",
    ]) expect(text).toContain(line);
    expect(renderTerminal(WITH_RUN, { ...five, language: "ru" }, { ...plainStyle, width: 120 })).toContain("сигналы 1\u00a0200 → пропуски 1\u00a0180 → ордера 20 → исполнения 18 → выходы 17");
  });

  test("says what its log does not show, and what does not add up", () => {
    const funnel = { ...RUN.funnel, fills: null, exits: 20, entries: 18, open: -2 };
    const text = renderTerminal({ ...WITH_RUN, run: { ...RUN, start: null, seconds: null, funnel } }, five, { ...plainStyle, width: 160 });
    expect(text).toContain("orders 20 → exits 20 (not in the log: fills)");
    expect(text).toContain("exits 20, but entries 18");
    expect(text).toContain("no time stands in its lines");
  });

  test.each([40, 64, 80, 100, 160])("fits %i columns", (width) => {
    for (const language of LANGUAGES) for (const unicode of [true, false]) {
      const widest = Math.max(...renderTerminal(WITH_RUN, { ...five, language }, { colour: false, unicode, width }).split("\n").map((line) => stringWidth(line)));
      expect(widest).toBeLessThanOrEqual(Math.max(width, 90));
    }
  });
});

describe("bars over the run", () => {
  test("go from the lowest to the highest, with gaps", () => expect(sparkline([0, 1, null, 7], "unicode")).toBe("▁▂ █"));
  test("stay low where nothing moves", () => expect(sparkline([5, 5], "ascii")).toBe("__"));
  test("keep peaks when there is no room", () => expect(sparkline([0, 7, 0, 0], "unicode", 2)).toBe("█▁"));
});

describe("the style of the terminal", () => {
  const terminal = { isTTY: true, columns: 90 };
  test.each([
    [{}, terminal, { colour: true, unicode: true, width: 90 }],
    [{ NO_COLOR: "1" }, terminal, { colour: false, unicode: true, width: 90 }],
    [{ TERM: "dumb" }, terminal, { colour: false, unicode: false, width: 90 }],
    [{ LANG: "C" }, terminal, { colour: true, unicode: false, width: 90 }],
    [{ LC_ALL: "C.UTF-8", LANG: "C" }, terminal, { colour: true, unicode: true, width: 90 }],
    [{ LANG: "ru_RU.KOI8-R" }, terminal, { colour: true, unicode: false, width: 90 }],
    [{}, {}, { colour: false, unicode: true, width: 120 }],
    [{ FORCE_COLOR: "1", COLUMNS: "70" }, {}, { colour: true, unicode: true, width: 70 }],
  ])("%j %j", (environment, stream, style) => expect(styleOf(environment, stream)).toEqual(style));
});

test("a finding is explained with the source around each step", () => {
  const finding = { ...SAMPLE.verdicts[0]!.findings[0]!, evidence: [{ at: code("a.py", 3), note: verbatim("the order") }, { at: code("gone.py", 1), note: verbatim("elsewhere") }] };
  const lines = ({ file }: Anchor) => (file === "a.py" ? { first: 1, lines: ["one", "two", "    three()", "four", "five", "six"] } : null);
  expect(renderFinding(finding, null, "en", lines, plainStyle)).toContain(`1. a.py:3
   the order
     1 | one
     2 | two
   > 3 |     three()
       |     ^^^^^^^
     4 | four
     5 | five

2. gone.py:1
   elsewhere
   (the source line cannot be shown)`);
});

test("a finding of the run is explained with the lines of the log around each step", () => {
  const at = { in: "run", file: "bot.log", line: 4021 } as const;
  const lines = () => ({ first: 4019, lines: ["a", "b", "FILL \u001b[31mBTC latency=1204.5ms", "c"] });
  const text = renderFinding({ ...SAMPLE.verdicts[0]!.findings[0]!, at, evidence: [{ at, note: verbatim("FILL BTC") }, { at: { ...at, line: 9 }, note: verbatim("gone") }] }, null, "en", lines, plainStyle);
  expect(text).toContain("1. bot.log:4021\n   FILL BTC\n     4019 | a\n     4020 | b\n   > 4021 | FILL \\x1b[31mBTC latency=1204.5ms\n     4022 | c\n");
  expect(text).toContain("2. bot.log:9\n   gone\n   (the line of the log cannot be shown)");
});

test("the map names each thing, its place and why, then how far calls were followed", () => {
  const map = {
    entries: [{ concept: "order-open", at: code("a.py", 3), what: verbatim("place()"), why: { en: "calls ccxt", ru: "вызывает ccxt" } }],
    calls: { inProject: 8, resolved: 7, unresolvedReasons: [{ why: { en: "made by getattr", ru: "через getattr" }, count: 1, examples: [code("b.py", 9)] }] },
  };
  expect(renderMap(SAMPLE, map, "en", plainStyle)).toContain("opening orders (order-open, 1)\n  a.py:3  place()\n      because calls ccxt");
  expect(renderMap(SAMPLE, map, "ru", plainStyle)).toContain("разрешено 7 из 8 (87.5 %)");
});

test("the map folds starts of tools into their folders and speaks the reader's language", () => {
  const start = (file: string, aside: object) => ({ concept: "entry-point", at: code(file, 1), what: verbatim(file), why: verbatim("x"), detail: { en: "live", ru: "рабочая" }, ...aside });
  const entries = [start("run.py", {}), start("tools/a.py", { aside: true }), start("tools/b.py", { aside: true }), start("c.py", { aside: true })];
  const text = renderMap(SAMPLE, { entries, calls: { inProject: 0, resolved: 0, unresolvedReasons: [] } }, "ru", plainStyle);
  expect(text).toContain("точки входа (entry-point, 4)\n  run.py:1  run.py: рабочая\n");
  expect(text).toContain("разовые скрипты): tools (2), . (1)");
  expect(text).not.toContain("tools/a.py");
});

test("the history is the user's own table", () => {
  const audits = [{ at: "2025-12-01T10:11:12.000Z", revision: "f2f4e90c12", gate: "no-go", counts: { red: 0, warn: 2, unproven: 1, waived: 0 }, comment: { en: "First audit", ru: "Первый аудит" } } as const];
  expect(renderHistoryMarkdown(audits, "ru")).toBe("| Дата | Результат | Комментарий |\n|---|---|---|\n| 2025-12-01 10:11 | ⚠️ 3 / 🔴 0 | Первый аудит · f2f4e90c |\n");
  expect(renderHistoryTerminal(audits, "en", { ...plainStyle, unicode: false })).toContain("WARN 3 / RED 0");
});
