import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ingest } from "../../src/run/ingest.ts";
import { zoneShift } from "../../src/run/zone-shift.ts";
import { patternOf } from "./records-of.ts";

const HOUR = 3_600_000;
const span = (from: number, to: number) => ({ from: from * HOUR, to: to * HOUR });

test("the zone of a log is what lies between its end and the telemetry's", () => {
  expect(zoneShift(span(13, 15), span(10, 12))).toBe(-3 * HOUR);
  expect(zoneShift(span(5, 7), span(10.5, 12.5))).toBe(5.5 * HOUR);
  expect(zoneShift(span(10, 12), span(10, 12))).toBe(0);
  // Appended to for days.
  expect(zoneShift(span(-100, 15), span(10, 12))).toBe(-3 * HOUR);
  // A bot that fell silent three hours before its end.
  expect(zoneShift(span(2, 9), span(2, 12))).toBe(0);
  // Behind UTC, and so long a run that the log seems to lie within it.
  expect(zoneShift(span(-3, 7), span(2, 12))).toBe(5 * HOUR);
  // Of another run.
  expect(zoneShift(span(13, 15.2), span(10, 12))).toBe(0);
});

test("events of a log in local time stand beside the samples that were taken with them", async () => {
  const root = mkdtempSync(join(tmpdir(), "golive-zone-"));
  const start = Date.UTC(2026, 10, 23);
  const local = (ms: number): string => new Date(start + 3 * HOUR + ms).toISOString().slice(0, 23).replace("T", " ");
  writeFileSync(join(root, "bot.log"), `${local(100)} | INFO | Order sent 1\n${local(5000)} | INFO | Order sent 2\n`);
  writeFileSync(join(root, "utc.log"), `${new Date(start + 300).toISOString()} INFO up\n`);
  const samples = [0, 1000, 5500].map((t) => JSON.stringify({ t: start + t, rss: 1, procs: 1 }));
  writeFileSync(join(root, "run.jsonl"), `${JSON.stringify({ golive: "telemetry", version: 1, command: ["x"], started: start, interval: 1 })}\n${samples.join("\n")}\n`);
  const patterns = [{ ...patternOf("Order sent {}"), events: ["order-submitted"] as const }];
  const run = await ingest({ root, logs: [root], telemetry: join(root, "run.jsonl"), patterns, files: [], jobs: 1 });
  rmSync(root, { recursive: true });
  expect(run.events.map(({ time }) => time)).toEqual([start + 100, start + 5000]);
  expect([run.start, run.end]).toEqual([start, start + 5500]);
  expect(run.notRead.map(({ file, why, blocks }) => [file, why.en.includes("-3 h"), blocks])).toEqual([["bot.log", true, false]]);
});
