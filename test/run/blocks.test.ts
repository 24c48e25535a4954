import { createHash } from "node:crypto";
import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blockText } from "../../src/run/block-text.ts";
import { digester } from "../../src/run/digest/digester.ts";
import { SourceDigester } from "../../src/run/digest/source-digest.ts";
import type { SourceDigest } from "../../src/run/digest/source-digest.ts";
import { detectFormat } from "../../src/run/formats/format.ts";
import type { Format } from "../../src/run/formats/format.ts";
import { ingest } from "../../src/run/ingest.ts";
import { cutBlocks } from "../../src/run/sources/blocks.ts";
import { patternOf, WRITTEN } from "./records-of.ts";

const patterns = [
  { ...patternOf("Order sent {}"), events: ["order-submitted"] as const }, { ...patternOf("[SKIP] {} reason={}"), events: ["skip"] as const },
  { ...patternOf("Filled {} at {}"), events: ["fill"] as const }, { ...patternOf("Ордер исполнен {}"), events: ["fill"] as const },
];
const digest = digester({ patterns, files: [], formats: [] });

async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield Buffer.from(bytes.subarray(at, at + size));
    at += size;
  }
}

/** What a log shows when it comes in chunks of these sizes and is cut into blocks of this one. */
async function digested(bytes: Buffer, sizes: readonly number[], block: number): Promise<SourceDigest> {
  const source = new SourceDigester("bot.log");
  const format: Format = detectFormat(blockText(bytes, "utf-8").split("\n"), { patterns, formats: [] }, WRITTEN);
  for await (const { bytes: one, cutLine } of cutBlocks(inChunks(bytes, sizes), { formatOf: () => format, allocate: () => Buffer.alloc(block) })) {
    source.add(digest({ bytes: one, reading: { file: "bot.log", format, encoding: "utf-8" }, full: source.full(), since: -Infinity }), cutLine, format.floating);
  }
  return source.result({ file: "bot.log", format: format.name, bytes: bytes.length }, { zoned: format.zoned, floatsTo: format.floating ? WRITTEN : null });
}

const second = fc.integer({ min: 0, max: 86_399 });
const stamp = (at: number): string => new Date(Date.UTC(2026, 10, 23) + at * 1000).toISOString().slice(0, 19).replace("T", " ");
const words = fc.oneof(
  fc.integer({ min: 0, max: 999 }).map((i) => `Order sent ${i}`), fc.constant("[SKIP] BTC reason=spread"), fc.constant("Filled BTC at 5.0"), fc.constant("Ордер исполнен 7"),
  fc.constant("✅ nothing"), fc.string({ maxLength: 40 }).map((text) => text.replace(/[\n\r\x1b\0]/g, "?")),
);
const trace = 'failed\nTraceback (most recent call last):\n  File "/app/bot.py", line 3, in run\n    go()\nKeyError: \'BTC\'';
const message = fc.oneof({ weight: 9, arbitrary: words }, { weight: 1, arbitrary: fc.constant(trace) }, { weight: 1, arbitrary: fc.constant("box\n┌───┐\n│ a │\n└───┘") });
const ways: readonly ((at: number, text: string) => string)[] = [
  (at, text) => `${stamp(at)} | INFO     | bot.main:run:4 - ${text}`,
  (at, text) => `${stamp(at)},123 [WARNING] bot.orders: ${text}`,
  (at, text) => JSON.stringify({ time: stamp(at), level: "info", msg: text }),
  (at, text) => text.split("\n").map((line) => `Nov 23 03:17:${String(10 + (at % 50))} host bot[7]: ${line}`).join("\n"),
  (_, text) => text.split("\n").map((line) => JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2026-11-23T03:17:59Z" })).join("\n"),
];
const log = fc.tuple(fc.constantFrom(...ways), fc.array(fc.tuple(second, message), { minLength: 5, maxLength: 120 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([way, records, end, last]) => Buffer.from((records.map(([at, text]) => way(at, text)).join("\n") + (last ? "\n" : "")).replaceAll("\n", end)));
const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 5 });

const shown = ({ source, events, tracebacks, tallies, reasons }: SourceDigest) => ({ source, events: [...events].sort((a, b) => a.value.at.line - b.value.at.line).map(({ value }) => value), tracebacks: tracebacks.map(({ value }) => value), tallies: [...tallies].sort(), reasons: [...reasons].sort() });

test("how bytes come in chunks and how they are cut into blocks makes no difference", async () => {
  await fc.assert(fc.asyncProperty(log, sizes, fc.integer({ min: 1500, max: 9000 }), async (bytes, chunks, block) => {
    const whole = await digested(bytes, [bytes.length], bytes.length + 1);
    expect(shown(await digested(bytes, chunks, block))).toEqual(shown(whole));
  }), { numRuns: 150 });
});

test("an object with an empty message is a record, wherever a block ends", async () => {
  const line = (msg: string): string => `${JSON.stringify({ time: "2026-11-23 00:00:00", level: "info", msg })}\r\n`;
  const bytes = Buffer.from([...Array.from({ length: 16 }, () => line("Filled BTC at 5.0")), line("[SKIP] BTC reason=spread"), ...Array.from({ length: 12 }, () => line(""))].join(""));
  const whole = await digested(bytes, [bytes.length], bytes.length + 1);
  expect(whole.source).toMatchObject({ lines: 29, records: 29 });
  for (let block = 1500; block < bytes.length; block += 20) expect(shown(await digested(bytes, [bytes.length], block))).toEqual(shown(whole));
});

test("a container's lines that come in pieces are not torn by the blocks", async () => {
  const piece = (log: string): string => `${JSON.stringify({ log, stream: "stdout", time: "2026-11-23T03:17:59Z" })}\n`;
  const bytes = Buffer.from(Array.from({ length: 60 }, (_, i) => (i % 3 ? piece(`${stamp(i)} | INFO | Order sent ${i}\n`) : piece(`Filled BTC at ${"5".repeat(8000)}`) + piece(`${"5".repeat(8000)}`) + piece(`${i}\n`))).join(""));
  const whole = await digested(bytes, [bytes.length], bytes.length + 1);
  expect(whole.source).toMatchObject({ lines: 100, records: 60 });
  for (const block of [30_000, 47_000, 90_000]) expect(shown(await digested(bytes, [bytes.length], block))).toEqual(shown(whole));
});

test("any bytes: nothing throws, every line is counted, events point at lines that are there", async () => {
  const bytes = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.array(fc.constantFrom("\n", "\r", "\x1b[3", "{", '{"log":', "2026-11-23 03:17:59 ", "INFO ", "| ", "Traceback (most recent call last):\n", " ", "ü", "\0", "a=b", "[", "Order sent 1"), { minLength: 1, maxLength: 80 }).map((parts) => Buffer.from(parts.join(""))))
    .map((one) => Buffer.from(one));
  await fc.assert(fc.asyncProperty(bytes, sizes, fc.integer({ min: 64, max: 2000 }), async (one, chunks, block) => {
    const { source, events } = await digested(one, chunks, block);
    let newlines = 0;
    for (const byte of one) if (byte === 10) newlines++;
    expect(source.lines).toBe(newlines + (one.at(-1) === 10 ? 0 : 1));
    for (const { value } of events) expect(value.at.line).toBeLessThanOrEqual(source.lines);
  }), { numRuns: 300 });
});

test("lines longer than a block are cut, and counted as one", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 12 }), sizes, fc.boolean(), async (lengths, chunks, last) => {
    const bytes = Buffer.from(lengths.map((length) => "x".repeat(length)).join("\n") + (last ? "\n" : ""));
    if (bytes.length === 0) return;
    const { source, cutLines } = await digested(bytes, chunks, 700);
    expect(source.lines).toBe(lengths.length - (!last && lengths.at(-1) === 0 ? 1 : 0));
    for (const line of cutLines) expect(lengths[line - 1]!).toBeGreaterThanOrEqual(699);
  }), { numRuns: 150 });
});

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "golive-threads-"));
  let text = "";
  for (let i = 0; i < 160_000; i++) {
    const say = i % 50 === 0 ? trace : i % 7 === 0 ? `Order sent ${i}` : i % 5 === 0 ? `[SKIP] BTC reason=spread ${i % 3}` : i % 3 === 0 ? `Filled BTC at ${i}` : `tick ${i} Запрос`;
    text += `${new Date(Date.UTC(2026, 10, 23) + i * 100).toISOString().slice(0, 23).replace("T", " ")} | INFO     | bot:run:1 - ${say}\n`;
  }
  writeFileSync(join(directory, "bot.log"), text);
  writeFileSync(join(directory, "bot.log.1"), text.slice(0, 2_000_000));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("the number of threads makes no difference", async () => {
  const [one, two, three] = await Promise.all([1, 2, 3].map((jobs) => ingest({ root: directory, logs: [directory], telemetry: null, patterns, files: [], jobs })));
  expect(one!.sources[1]).toMatchObject({ lines: 172_800, matched: 1 });
  expect(one!.tallies.fill!.count).toBeGreaterThan(one!.tallies.fill!.kept);
  // Compared by their hashes: a difference would print megabytes.
  const [first, ...rest] = [one, two, three].map((run) => createHash("sha256").update(JSON.stringify(run)).digest("hex"));
  expect(rest).toEqual([first, first]);
});
