import fc from "fast-check";
import { expect, test } from "vitest";
import { blockText } from "../../src/run/block-text.ts";
import type { BlockDigest } from "../../src/run/digest/block-digest.ts";
import { digester } from "../../src/run/digest/digester.ts";
import type { RunEventKind } from "../../src/run/event.ts";
import { detectFormat } from "../../src/run/formats/format.ts";
import type { LogPattern } from "../../src/run/log-pattern.ts";
import { KnownSources } from "../../src/run/quiet/known-sources.ts";
import { patternOf, WRITTEN } from "./records-of.ts";

const at = (file: string, line: number, text: string, more: Partial<LogPattern> = {}): LogPattern => {
  const fn = file === "bot/feed.py" ? "on_tick" : "run";
  return { ...patternOf(text), at: { in: "code", file, line }, fn: `${file}:${fn}`, printedBy: { file, fn, line, endLine: line }, ...more };
};
const numbered = (text: string): LogPattern["pieces"] => text.split("{}").flatMap((piece, i) => [...(i > 0 ? [{ words: i === 1 ? "symbol" : "price", format: i === 1 ? null : ".2f" }] : []), ...(piece === "" ? [] : [piece])]);

const patterns: readonly LogPattern[] = [
  at("bot/feed.py", 10, "tick {} at {}", { level: 10, pieces: numbered("tick {} at {}") }), at("bot/feed.py", 12, "тик {} по {}", { level: 10 }), at("bot/feed.py", 14, "✅ книга {}", { level: 20 }),
  at("bot/main.py", 4, "Evaluated {}: score={}", { level: 20 }), at("bot/main.py", 5, "{}: {}", { level: 20 }), at("bot/main.py", 6, "ok", { level: 20 }), at("bot/main.py", 7, "=====", { level: 20 }),
  at("bot/main.py", 20, "[SKIP] {} reason={}", { level: 20, events: ["skip"], pieces: ["[SKIP] ", { words: "symbol", format: null }, " reason=", { words: "reason", format: null }] }),
  at("bot/main.py", 21, "Filled {} at {}", { level: 20, events: ["fill"] }), at("bot/main.py", 22, "Order sent {}", { level: 20, events: ["order-submitted"] }), at("bot/main.py", 23, "order {} state {}", { level: 20 }),
  at("bot/orders.py", 9, "Evaluated {}: score={}", { level: 20 }), at("bot/orders.py", 30, "extra", { level: 20, keys: ["a"] }),
];
const files = ["bot/feed.py", "bot/main.py", "bot/orders.py"].map((file) => ({ file, functions: [] }));

const word: fc.Arbitrary<string> = fc.oneof(fc.constantFrom("BTC", "ETH-USDT", "1.50", "7", "nan", "None", "шорт", "a b", "", " ", "ё", "🚀", "reason=x", "\u00a0", "\t"), fc.string({ maxLength: 12 }).map((text) => text.replace(/[\n\r\x1b\0]/g, "?")));
const texts = ["tick {} at {}", "tick {} at {}", "tick {} at {}", "Evaluated {}: score={}", "Evaluated {}: score={}", "тик {} по {}", "✅ книга {}", "{}: {}", "ok", "=====", "[SKIP] {} reason={}", "Filled {} at {}", "Order sent {}", "order {} state {}", "extra", "{}", "nobody said {}", "Task was destroyed but it is pending {}", "order {} filled", "heartbeat {}", "пульс {} идёт", "heartbeat", "order_filled", "close"];
const said = fc.tuple(fc.constantFrom(...texts), fc.array(word, { minLength: 2, maxLength: 2 }), fc.constantFrom("", "", "", " ", "\t")).map(([text, [a, b], end]) => {
  let hole = 0;
  return text.replace(/\{\}/g, () => [a!, b!][hole++ % 2]!) + end;
});
const sites = ["bot.feed:on_tick:10", "bot.feed:on_tick:12", "bot.feed:on_tick:14", "bot.main:run:4", "bot.main:run:5", "bot.main:run:6", "bot.main:run:20", "bot.main:run:21", "bot.main:run:23", "bot.orders:run:9", "aiohttp.client:get:5"];
const loggers = ["bot.feed", "bot.main", "bot.orders", "aiohttp.client", "asyncio", "ccxt"];
const levels = ["DEBUG", "INFO", "INFO", "INFO", "WARNING", "ERROR"];
const time = fc.integer({ min: 0, max: 2 * 86_400_000 });
const stamp = (ms: number): string => new Date(Date.UTC(2026, 10, 22) + ms).toISOString();

interface Line { readonly ms: number; readonly level: string; readonly site: string; readonly logger: string; readonly text: string }
/** As Python's json writes it. */
const spaced = (object: Readonly<Record<string, unknown>>): string => `{${Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ")}}`;
/** What else an object may hold, odd things among it. */
const beside = (ms: number): Readonly<Record<string, unknown>> =>
  [{}, { symbol: "BTC-USDT", price: 1.5, filled: true, id: null }, { extra: { a: [1, "x", { b: "" }], c: {} } }, { exc_info: null }, { exception: 'Traceback (most recent call last):\n  File "/app/bot/main.py", line 3, in run\n    go()\nKeyError: 1' },
    { note: "Traceback (most recent call last): on one line" }, { status: "open" }, { t: "x", date: "2026" }, { hostname: "h" }, { signals: 3, orders_sent: 1 }, { stats: { fills: 2, exits_total: 1 } }, { fills: 2 }, { path: "C:\\bot" }, { record: { a: 1 } }, { exc_info: true }][ms % 26] ?? {};
const ways: readonly ((line: Line) => string)[] = [
  ({ ms, level, logger, text }) => spaced({ timestamp: stamp(ms), level, logger, message: text, ...beside(ms) }),
  ({ ms, level, logger, text }) => spaced({ ...beside(ms), event: text, level: level.toLowerCase(), logger, timestamp: Date.UTC(2026, 10, 22) / 1000 + ms / 1000 }),
  ({ ms, level, text }) => JSON.stringify({ level: level === "DEBUG" ? 20 : level === "ERROR" ? 50 : 30, time: Date.UTC(2026, 10, 22) + ms, pid: 7, ...(ms % 5 > 0 ? { hostname: "h" } : {}), msg: text, ...beside(ms) }),
  ({ ms, level, site, text }) => JSON.stringify({ level, ...(ms % 4 === 0 ? { level: "INFO" } : {}), module: site.split(":")[0], funcName: site.split(":")[1], lineno: Number(site.split(":")[2]), asctime: stamp(ms).slice(0, 23).replace("T", " "), message: text }) + (ms % 31 === 0 ? " " : ""),
  ({ ms, level, logger, text }) => `${stamp(ms)} [${level.toLowerCase().padEnd(8)}] ${text.padEnd(30)} [${logger}] symbol=BTC-USDT a='x y' b=${ms % 7 === 0 ? "" : ms}${ms % 17 === 0 ? " signals=4" : ""}${ms % 34 === 0 ? " skipped=2" : ""}${ms % 11 === 0 ? " tail" : ""}`,
  ({ ms, level, text }) => `${stamp(ms)} [${level.toLowerCase().padEnd(8)}] ${text.padEnd(30)} symbol=${ms % 5 === 0 ? '"a\\"b' : "BTC"}${ms % 13 === 0 ? "\tq=1" : ""} price=1.5`,
  ({ ms, level, site, text }) => `\x1b[32m${stamp(ms).slice(0, 23).replace("T", " ")}\x1b[0m | \x1b[1m${level.padEnd(8)}\x1b[0m | \x1b[36m${site.replaceAll(":", "\x1b[0m:\x1b[36m")}\x1b[0m - \x1b[1m${text}\x1b[0m${ms % 500 === 7 ? "\x1b]0;title\x07" : ""}`,
  ({ ms, level, site, text }) => `${stamp(ms).slice(0, 23).replace("T", " ")} | ${level.padEnd(8)} | ${site} - ${text}`,
  ({ ms, level, logger, text }) => `${stamp(ms).slice(0, 23).replace("T", " ").replace(".", ",")} - ${logger} - ${level} - ${text}`,
  ({ ms, level, logger, text }) => `${stamp(ms).slice(0, 19)}+03:00 [${level}] ${logger}: ${text}`,
  ({ ms, level, text }) => `[${stamp(ms).slice(0, 19).replace("T", " ")}] ${level} ${text}`,
  ({ ms, level, text }) => `${stamp(ms)} ${level.padEnd(8)} ${text}`,
  ({ ms, level, text }) => `[${stamp(ms).slice(0, 19).replace("T", " ")} ${ms % 40 === 0 ? "CET" : "JST"}] ${level} ${text}`,
  ({ ms, text }) => `${stamp(ms).slice(0, 19).replace("T", " ")} ${text}`,
  ({ level, logger, text }) => `${level}:${logger}:${text}`,
  ({ ms, level, text }) => `${level} ${stamp(ms).slice(0, 19).replace("T", " ")} [${ms % 3}] ${text}`,
];
const rest = fc.oneof({ weight: 12, arbitrary: fc.constant("") }, { weight: 1, arbitrary: fc.constantFrom('\nTraceback (most recent call last):\n  File "/app/bot/main.py", line 3, in run\n    go()\nKeyError: 1', "\n  continued", "\n┌──┐\n└──┘", "\n", "\n[TAG] a print", "\nno prefix at all", "\nРџСЂРёРІРµС‚ мир") });
const any = fc.record({ ms: time, level: fc.constantFrom(...levels), site: fc.constantFrom(...sites), logger: fc.constantFrom(...loggers), text: said });
/** As the bot prints them. */
const own = fc.tuple(fc.constantFrom(...patterns), fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom("BTC-USDT", "1.50", "12.25", "лонг") }, word), { minLength: 2, maxLength: 2 }), fc.integer({ min: 0, max: 80_000_000 })).map(([pattern, values, ms]): Line => {
  const { file, fn, line: number } = pattern.printedBy;
  let hole = 0;
  const module = file.replace(".py", "").replace("/", ".");
  return { ms, level: pattern.level === 10 ? "DEBUG" : "INFO", site: `${module}:${fn}:${number}`, logger: module, text: pattern.pieces.map((one) => (typeof one === "string" ? one : one.format !== null && ms % 8 > 0 ? `${ms % 1000}.50` : values[hole++ % 2]!)).join("") };
});
const line = fc.oneof({ weight: 4, arbitrary: own }, { weight: 1, arbitrary: any });
/** As Docker keeps what a container prints; Go writes signs of HTML as numbers. */
const kept = (text: string, other: number): string =>
  text.split("\n").map((line, i) => JSON.stringify({ log: `${line}${i === other && line.length % 2 === 0 ? "" : "\n"}`, stream: i === other ? "stdout" : "stderr", time: `${stamp(i * 1000 + 50_000_000).slice(0, -1)}123456Z` }).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)).join("\n");
const printed = fc.tuple(fc.constantFrom(...ways), fc.array(fc.tuple(line, rest), { minLength: 30, maxLength: 150 }), fc.constantFrom("\n", "\n", "\r\n"), fc.constantFrom("", "\n", "\r", "\n\r"))
  .map(([way, lines, newline, end]) => (lines.map(([one, more]) => way(one) + more).join("\n") + end).replaceAll(/\r?\n/g, newline));
const log = fc.tuple(printed, fc.constantFrom(null, null, -1, -1, 17)).map(([text, other]) => (other === null ? text : kept(text, other)));

const shown = ({ tallies, reasons, ...digest }: BlockDigest) => ({ ...digest, tallies: [...tallies].sort(), reasons: [...reasons].sort() });

/** A zero byte is nothing to a reader, but a block that has one is read as text, every line of it. */
const asText = (text: string): Buffer => Buffer.from(text.replace(/(?=[\r\n]|$)/, "\0"));

test("lines that are told by their bytes are what they are as text", () => {
  let quiet = 0;
  const { learnt } = KnownSources.prototype;
  KnownSources.prototype.learnt = (count) => void (quiet += count);
  try {
    fc.assert(fc.property(log, fc.constantFrom<readonly RunEventKind[]>([], [], ["skip", "fill"], ["skip", "fill", "order-submitted", "exception"]), fc.constantFrom(-Infinity, -Infinity, Date.UTC(2026, 10, 22, 11), Infinity), (text, full, since) => {
      const reading = { file: "bot.log", format: detectFormat(blockText(Buffer.from(text), "utf-8").split("\n"), { patterns, formats: [] }, WRITTEN), encoding: "utf-8" };
      const digest = digester({ patterns, files, formats: [] });
      const expected = shown(digest({ bytes: asText(text), reading, full, since }));
      // The first time prefixes are learnt, then they are known. Blocks lie in memory that is filled again.
      const memory = Buffer.alloc(Buffer.byteLength(text));
      for (let round = 0; round < 3; round++) {
        memory.fill(round);
        memory.write(text);
        expect(shown(digest({ bytes: memory, reading, full, since }))).toEqual(expected);
      }
    }), { numRuns: 300 });
  } finally {
    KnownSources.prototype.learnt = learnt;
  }
  expect(quiet).toBeGreaterThan(2_500);
});
