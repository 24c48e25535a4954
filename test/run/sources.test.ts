import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ingest } from "../../src/run/ingest.ts";
import type { Run } from "../../src/run/run.ts";
import { discover } from "../../src/run/sources/discover.ts";
import { openPart, readPlain } from "../../src/run/sources/read-part.ts";
import { patternOf } from "./records-of.ts";

let root = "";
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "golive-logs-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, content: string | Buffer): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const patterns = [{ ...patternOf("Order sent {}"), events: ["order-submitted"] as const }];
const read = (...logs: string[]): Promise<Run> => ingest({ root, logs: logs.map((one) => (one === "-" ? one : join(root, one))), telemetry: null, patterns, files: [], jobs: 1 });

const START = Date.UTC(2026, 10, 23);
/** Lines `from` to `to` of a log, one each second. */
function lines(from: number, to: number, say = (i: number): string => `Order sent ${i}`): string {
  let text = "";
  for (let i = from; i < to; i++) text += `${new Date(START + i * 1000).toISOString().slice(0, 23).replace("T", " ")} | INFO     | bot:run:1 - ${say(i)}\n`;
  return text;
}

const texts = (run: Run): string[] => run.events.filter(({ kind }) => kind === "order-submitted").map(({ text }) => text);
const expected = (to: number): string[] => Array.from({ length: to }, (_, i) => `Order sent ${i}`);
const why = (run: Run): string[] => run.notRead.map((one) => `${one.file}: ${one.why.en} ${one.blocks ? "blocks" : ""}`.trim());

describe("several sinks of one logger", () => {
  const at = (i: number): string => `2026-11-23 00:00:${String(10 + i).padStart(2, "0")}`;
  const sink = (count: number, say: (i: number) => string): string => Array.from({ length: count }, (_, i) => `${say(i)}\n`).join("");
  const context = (i: number): string => (i % 2 ? "[]" : `[SIG_${i}]`);

  test("a record stands in each of them, in another order of fields and without fractions: it happened once", async () => {
    put("main.log", sink(40, (i) => `${at(i)}.250 | INFO     | ${context(i)} | pkg.bot:run:1 | Order sent ${i}`));
    put("info.log", sink(40, (i) => `${at(i)}.250 | INFO     | ${context(i)} | pkg.bot:run | Order sent ${i}`));
    put("console.log", sink(40, (i) => `${at(i)} | INFO     | pkg.bot:run | ${context(i)} | Order sent ${i}`));
    for (const names of [["main.log", "info.log", "console.log"], ["console.log", "main.log"], ["console.log", "info.log"]]) {
      const run = await read(...names);
      expect(texts(run).map((text) => text.trim())).toEqual(expected(40));
      expect(run.linked).toBe(40 * names.length);
    }
  });

  test("two orders within a second are two", async () => {
    put("main.log", sink(2, (i) => `${at(0)}.${250 + i} | INFO     | Order sent 1`) + sink(1, () => `${at(0)}.900 | INFO     | Order sent 2`));
    put("console.log", sink(2, () => `${at(0)} | INFO     | Order sent 1`) + sink(1, () => `${at(0)} | INFO     | Order sent 2`));
    expect(texts(await read("console.log", "main.log"))).toEqual(["Order sent 1", "Order sent 1", "Order sent 2"]);
  });
});

describe("where logs are found", () => {
  test("rotated and packed parts of one log in the order of time, beside another log", async () => {
    put("logs/bot.log", lines(6, 8));
    put("logs/bot.log.1", lines(4, 6));
    put("logs/bot.log.2.gz", gzipSync(lines(2, 4)));
    put("logs/bot.log.10.zst", zstdCompressSync(lines(0, 2)));
    put("logs/errors.log", "Connected\n");
    put("logs/state.json", "{\"positions\": {\n}}");
    put("logs/main.py", "print()");
    const run = await read("logs");
    expect(run.sources.map(({ file }) => file)).toEqual(["logs/bot.log.10.zst", "logs/bot.log.2.gz", "logs/bot.log.1", "logs/bot.log", "logs/errors.log"]);
    expect(texts(run)).toEqual(expected(8));
    expect(why(run)).toEqual([]);
  });

  test("dated parts, loguru's and TimedRotatingFileHandler's", async () => {
    put("bot.2026-11-22_00-00-00_000001.log", lines(0, 1));
    put("bot.2026-11-23_00-00-00_000001.log.zip", "");
    put("bot.log", lines(3, 4));
    put("x.log", "a\n");
    put("bot.log.2026-11-23", lines(1, 3));
    const found = discover(root, [join(root, "bot*")]);
    expect(found.parts.map(({ file }) => file)).toEqual(["bot.2026-11-22_00-00-00_000001.log", "bot.log.2026-11-23", "bot.log"]);
    expect(texts(await read("bot*"))).toEqual(expected(4));
  });

  test("what is not there is refused, each path once", async () => {
    put("a.log", lines(0, 2));
    await expect(read("nothing.log")).rejects.toThrow("There is no log");
    await expect(read("*.txt")).rejects.toThrow("No file matches");
    mkdirSync(join(root, "empty"));
    await expect(read("empty")).rejects.toThrow("There are no logs");
    expect((await read("a.log", "a.log", "*.log", "")).sources).toHaveLength(1);
  });
});

describe("what stands in several logs happened once", () => {
  test("a second sink of the logger, and a link to the log", async () => {
    put("logs/bot.log", lines(0, 10) + lines(9, 10));
    put("logs/orders.log", lines(5, 12));
    symlinkSync("bot.log", join(root, "logs/current.log"));
    symlinkSync(".", join(root, "logs/archive"));
    const run = await read("logs");
    expect(run.sources.map(({ file }) => file)).toEqual(["logs/bot.log", "logs/orders.log"]);
    expect(texts(run)).toEqual([...expected(10), "Order sent 9", "Order sent 10", "Order sent 11"]);
    expect(run.tallies["order-submitted"]).toEqual({ count: 13, kept: 13 });
  });
});

describe("what is packed", () => {
  test("zstd of many frames, with a skippable one between: none is lost", async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    const frames = Array.from({ length: 30 }, (_, i) => [zstdCompressSync(lines(i * 10, i * 10 + 10)), skippable]).flat();
    put("bot.log.zst", Buffer.concat(frames));
    expect(texts(await read("bot.log.zst"))).toEqual(expected(300));
  });

  test("gzip of several members; names lie", async () => {
    put("bot.log", Buffer.concat([gzipSync(lines(0, 500)), gzipSync(lines(500, 900))]));
    const run = await read("bot.log");
    expect(texts(run)).toEqual(expected(900));
    expect(why(run)).toEqual([]);
  });

  test("an archive that was cut off gives what is there, and blocks", async () => {
    const gz = gzipSync(lines(0, 5000));
    put("a.log.gz", gz.subarray(0, gz.length - 3000));
    const zst = zstdCompressSync(Buffer.concat([Buffer.from(lines(0, 90_000))]));
    put("b.log.zst", zst.subarray(0, zst.length - 100));
    for (const name of ["a.log.gz", "b.log.zst"]) {
      const run = await read(name);
      expect(run.records).toBeGreaterThan(1000);
      expect(why(run)).toEqual([expect.stringMatching(/damaged or cut off .* blocks$/)]);
    }
  });

  test.skipIf(!existsSync("/usr/bin/zip"))("zip with several logs, one of them encrypted elsewhere", async () => {
    put("one/bot.log", lines(0, 50));
    put("one/ws.log", lines(50, 60));
    execFileSync("zip", ["-qr", "logs.zip", "one"], { cwd: root });
    const run = await read("logs.zip");
    expect(run.sources.map(({ file, lines: count }) => [file, count])).toEqual([["logs.zip/one/bot.log", 50], ["logs.zip/one/ws.log", 10]]);
    expect(texts(run)).toEqual(expected(60));
    execFileSync("zip", ["-q", "-P", "x", "secret.zip", "one/bot.log"], { cwd: root });
    expect(why(await read("secret.zip"))).toEqual([expect.stringContaining("encrypted")]);
  });

  test("an archive that was made to fill a disk ends soon", async () => {
    const zeros = zstdCompressSync(Buffer.alloc(64 << 20));
    put("bot.log.zst", Buffer.concat([zstdCompressSync(lines(0, 10)), ...Array.from({ length: 40 }, () => zeros)]));
    const run = await read("bot.log.zst");
    expect(texts(run).slice(0, 9)).toEqual(expected(9));
    expect(why(run).some((one) => /unpacks to more than 2,?000 times.*blocks/.test(one))).toBe(true);
  });

  test("what cannot be unpacked says so", async () => {
    put("bot.log.xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2]));
    put("bot.zip", Buffer.from("PK\x03\x04 not a zip at all"));
    expect(why(await read("bot.log.xz"))).toEqual([expect.stringMatching(/cannot unpack xz.*blocks/)]);
    expect(why(await read("bot.zip"))).toHaveLength(1);
  });
});

describe("how text is written", () => {
  const ru = (i: number): string => `Order sent ${i} по рынку`;

  test("UTF-16 from PowerShell, with and without its mark; UTF-8 with a mark; CRLF; colours", async () => {
    const text = lines(0, 20).replaceAll("\n", "\r\n");
    const all = {
      "le.log": Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, "utf-16le")]), "bare.log": iconv.encode(text, "utf-16le"),
      "be.log": Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(text, "utf-16be")]), "bom.log": Buffer.from(`\ufeff${text}`),
      "colours.log": Buffer.from(text.replaceAll("INFO", "\x1b[1;32mINFO\x1b[0m")),
    };
    for (const [name, bytes] of Object.entries(all)) {
      put(name, bytes);
      const run = await read(name);
      expect([name, texts(run)]).toEqual([name, expected(20)]);
      expect(run.sources[0]).toMatchObject({ lines: 20, matched: 1 });
    }
  });

  test("windows-1251, and UTF-8 that was read as windows-1251 and saved again", async () => {
    put("old.log", iconv.encode(lines(0, 30, ru), "windows-1251"));
    put("twice.log", Buffer.from(iconv.decode(Buffer.from(lines(0, 30, ru)), "windows-1251")));
    for (const name of ["old.log", "twice.log"]) expect(texts(await read(name))[3]).toBe("Order sent 3 по рынку");
  });

  test("bytes that are no UTF-8 harm only themselves", async () => {
    put("bot.log", Buffer.concat([Buffer.from(lines(0, 5)), Buffer.from([0xc3, 0x28, 0xff, 10]), Buffer.from(lines(5, 9, ru))]));
    const run = await read("bot.log");
    expect(texts(run).slice(5)).toEqual([5, 6, 7, 8].map(ru));
    expect(run.sources[0]!.lines).toBe(10);
  });

  test("a hole of zero bytes where a log was cut short while its writer went on", async () => {
    put("bot.log", Buffer.concat([Buffer.alloc(3_000_000), Buffer.from(lines(0, 5)), Buffer.alloc(5000), Buffer.from(lines(5, 9))]));
    expect(texts(await read("bot.log"))).toEqual(expected(9));
  });
});

describe("hostile logs", () => {
  test("binary data, directories of devices and files without permission are told and block", async () => {
    put("a.log", Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)));
    put("b.log", lines(0, 1));
    chmodSync(join(root, "b.log"), 0o000);
    const binary = await read("a.log");
    expect(why(binary)).toEqual([expect.stringMatching(/Binary data.*blocks/)]);
    if (process.getuid?.() !== 0) expect(why(await read("b.log"))).toEqual([expect.stringMatching(/could not be read.*blocks/)]);
  });

  test("a line of 40 MB is cut with a note; the lines after it keep their numbers", async () => {
    put("bot.log", Buffer.concat([Buffer.from(lines(0, 3)), Buffer.from("2026-11-23 00:00:03.000 | INFO     | bot:run:1 - "), Buffer.alloc(40 << 20, 120), Buffer.from("\n"), Buffer.from(lines(4, 6))]));
    const run = await read("bot.log");
    expect(run.notRead.map(({ line, blocks }) => [line, blocks])).toEqual([[4, false]]);
    expect(run.events.map(({ at }) => at.line)).toEqual([1, 2, 3, 5, 6]);
    expect(run.sources[0]!.lines).toBe(6);
  });

  test("a file that is one line without an end, and an empty one", async () => {
    put("one.log", "x".repeat(700_000));
    put("empty.log", "");
    expect((await read("one.log")).sources[0]).toMatchObject({ lines: 1, records: 1 });
    const run = await read("empty.log");
    expect(why(run)).toEqual([expect.stringContaining("empty")]);
  });

  test("text that would be slow for a careless pattern", async () => {
    const nasty = ["[".repeat(50_000), "a=".repeat(50_000), " ".repeat(100_000), "\x1b]".repeat(50_000), "1".repeat(100_000), `${"\"\\".repeat(50_000)}`, `{${"\"a\":{".repeat(20_000)}`, "a.".repeat(50_000), "Traceback (most recent call last):", "\r".repeat(100_000), "Р°".repeat(50_000)];
    put("bot.log", `${lines(0, 3)}${nasty.join("\n")}\n${lines(3, 5)}${nasty.map((one) => lines(6, 7, () => one)).join("")}`);
    const start = performance.now();
    expect((await read("bot.log")).sources[0]!.lines).toBe(5 + 2 * nasty.length);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test("a clock that was set back keeps the order of the file, and is told", async () => {
    put("bot.log", lines(100, 103) + lines(0, 2) + lines(103, 104));
    const run = await read("bot.log");
    expect(texts(run)).toEqual([100, 101, 102, 0, 1, 103].map((i) => `Order sent ${i}`));
    expect(why(run)).toEqual([expect.stringContaining("went back")]);
  });
});

describe("logs that change while they are read", () => {
  const collect = async (chunks: AsyncIterable<Buffer>, during: (read: number) => void): Promise<string> => {
    let text = "";
    for await (const chunk of chunks) {
      text += chunk.toString();
      during(text.length);
    }
    return text;
  };

  test("a log that grows as fast as it is read has an end, at a line's end", async () => {
    const path = put("bot.log", lines(0, 40_000) + "2026-11-23 00:00");
    const { file } = await openPart(discover(root, [path]).parts[0]!);
    const text = await collect(readPlain(file, () => undefined), () => appendFileSync(path, `:01.000 | INFO | last\n${lines(0, 20_000)}`));
    await file.close();
    expect(text.startsWith(lines(0, 40_000))).toBe(true);
    expect(text.slice(lines(0, 40_000).length)).toBe("2026-11-23 00:00:01.000 | INFO | last\n");
  });

  test("a log that is rotated after it was found is read under its new name", async () => {
    const path = put("bot.log", lines(0, 10));
    const [part] = discover(root, [path]).parts;
    renameSync(path, `${path}.1`);
    put("bot.log", "another\n");
    const { file } = await openPart(part!);
    expect(await collect(readPlain(file, () => undefined), () => undefined)).toBe(lines(0, 10));
    await file.close();
    rmSync(`${path}.1`);
  });
});

test("times of day get their date from when the file was written", async () => {
  const path = put("bot.log", "23:59:58 INFO Order sent 0\n00:00:01 INFO Order sent 1\n");
  utimesSync(path, START / 1000 + 100, START / 1000 + 100);
  const run = await read("bot.log");
  expect([run.start, run.end]).toEqual([START - 2000, START + 1000]);
  expect(run.events.map(({ time }) => time)).toEqual([START - 2000, START + 1000]);
});

test("a log that begins with pages of prints, and one that goes on in another format", async () => {
  const banner = Array.from({ length: 9000 }, (_, i) => `loading module number ${i} of the strategy`).join("\n");
  put("a.log", `${banner}\n${lines(0, 9000)}`);
  put("b.log", `${lines(0, 5000)}${lines(5000, 15_000).replaceAll(" | INFO     | bot:run:1 - ", ",123 [INFO] bot: ")}`);
  expect(texts(await read("a.log")).slice(-2)).toEqual(["Order sent 8998", "Order sent 8999"]);
  const second = await read("b.log");
  expect(second.sources[0]!.matched).toBeGreaterThan(0.99);
  expect(texts(second)).toHaveLength(10_000);
});
