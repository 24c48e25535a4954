import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { logLines } from "../../src/log-lines.ts";
import { linesAround } from "../../src/run/lines-around.ts";

/** An archive with one entry. */
function zipOf(name: string, text: Buffer): Buffer {
  const packed = deflateRawSync(text);
  const sizes = (at: number, header: Buffer): Buffer => {
    header.writeUInt16LE(8, at);
    header.writeUInt32LE(crc32(text), at + 6);
    header.writeUInt32LE(packed.length, at + 10);
    header.writeUInt32LE(text.length, at + 14);
    header.writeUInt16LE(name.length, at + 18);
    return header;
  };
  const local = Buffer.concat([sizes(8, Buffer.from("PK\x03\x04".padEnd(30, "\0"), "latin1")), Buffer.from(name), packed]);
  const central = Buffer.concat([sizes(10, Buffer.from("PK\x01\x02".padEnd(46, "\0"), "latin1")), Buffer.from(name)]);
  const end = Buffer.from("PK\x05\x06".padEnd(22, "\0"), "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

const root = mkdtempSync(join(tmpdir(), "golive-lines-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const log = Array.from({ length: 500 }, (_, i) => `2026-11-20 10:00:${String(i % 60).padStart(2, "0")} [INFO] bot - line ${i + 1} стоп`).join("\n") + "\n";
mkdirSync(join(root, "logs"));
writeFileSync(join(root, "logs", "bot.log"), log);
writeFileSync(join(root, "logs", "bot.log.1.gz"), gzipSync(log));
writeFileSync(join(root, "logs", "wide.log"), Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(log, "utf16le")]));
writeFileSync(join(root, "logs", "long.log"), `${log}${"x".repeat(3_000_000)}\n\u001b[31mred\u001b[0m\nlast`);
writeFileSync(join(root, "logs", "old.zip"), zipOf("deep/bot.log", Buffer.from(log)));
writeFileSync(join(root, "run.jsonl"), `{"golive":"telemetry","version":1}\n{"t":1}\n{"t":2}\n`);

const at = (file: string, line: number, endLine?: number) => ({ file, line, ...(endLine === undefined ? {} : { endLine }) });
const read = (places: ReturnType<typeof at>[], logs = [join(root, "logs")]) => linesAround(root, logs, join(root, "run.jsonl"), places, 2);
const numbers = (found: Awaited<ReturnType<typeof read>>): number[] => found.map((one) => one.line);

test.each(["logs/bot.log", "logs/bot.log.1.gz", "logs/wide.log", "logs/old.zip/deep/bot.log"])("the lines around a place are read from %s", async (file) => {
  const found = await read([at(file, 1), at(file, 400), at(file, 500)]);
  expect(numbers(found)).toEqual([1, 2, 3, 398, 399, 400, 401, 402, 498, 499, 500]);
  expect(found.find((one) => one.line === 400)).toEqual({ file, line: 400, text: "2026-11-20 10:00:39 [INFO] bot - line 400 стоп" });
});

test("a line of megabytes is cut, one without an end is read, colours are gone", async () => {
  const found = await read([at("logs/long.log", 502)]);
  expect(numbers(found)).toEqual([500, 501, 502, 503]);
  expect(found.map((one) => one.text.length).slice(1)).toEqual([4096, 3, 4]);
});

test("a record is read as a whole, up to a limit", async () => {
  expect(numbers(await read([at("logs/bot.log", 10, 14)]))).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16]);
  expect((await read([at("logs/bot.log", 10, 400)])).length).toBe(45);
});

test("telemetry has lines too", async () => { expect((await read([at("run.jsonl", 3)])).map((one) => one.text)).toEqual(['{"golive":"telemetry","version":1}', '{"t":1}', '{"t":2}']); });

test("what is not there, and standard input, are left out", async () => {
  expect(await read([at("logs/other.log", 3), at("logs/bot.log", 9999)])).toEqual([]);
  expect(await read([at("-", 3)], ["-"])).toEqual([]);
});

test("each place gets its own lines, with the number of the first", async () => {
  const around = await logLines(root, { logs: [join(root, "logs")] }, [at("logs/bot.log", 2), at("logs/bot.log", 100)], 2);
  expect(around(at("logs/bot.log", 2))).toMatchObject({ first: 1, lines: { length: 4 } });
  expect(around(at("logs/bot.log", 100))).toMatchObject({ first: 98, lines: { length: 5 } });
  expect(around(at("logs/gone.log", 1))).toBe(null);
});
