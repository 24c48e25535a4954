import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sinceOf } from "../../src/apps/cli/since.ts";
import { ingest } from "../../src/run/ingest.ts";
import type { Run } from "../../src/run/run.ts";
import { patternOf } from "./records-of.ts";

let directory = "";
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "golive-since-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const patterns = [{ ...patternOf("Order sent {}"), events: ["order-submitted"] as const }];
const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 22, 20);
const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
/** An order each minute of eight hours, over midnight. */
const LINES = Array.from({ length: 481 }, (_, i) => `${stamp(START + i * 60_000)} | INFO     | bot.main:run:4 - Order sent ${i}\n`).join("");

async function since(asked: string, log: string | Buffer = LINES, name = "bot.log", jobs = 1): Promise<Run> {
  writeFileSync(join(directory, name), log);
  return ingest({ root: directory, logs: [join(directory, name)], telemetry: null, patterns, files: [], jobs, since: sinceOf(asked) });
}

describe("of a log only what is newer", () => {
  test.each([
    ["2h", START + 6 * HOUR, 121], ["1h30m", START + 6.5 * HOUR, 91], ["90s", START + 8 * HOUR - 60_000, 2], ["30d", START, 481],
    ["2026-11-23", START + 4 * HOUR, 241], ["2026-11-23 03:00", START + 7 * HOUR, 61], ["2026-11-23T05:00+02:00", START + 7 * HOUR, 61], ["03:30", START + 7.5 * HOUR, 31], ["21:00", START + HOUR, 421],
  ])("%s", async (asked, start, count) => {
    const run = await since(asked);
    expect([run.start, run.tallies["order-submitted"]?.count, run.records]).toEqual([start, count, count]);
    expect(run.end).toBe(START + 8 * HOUR);
    // Lines are those of the file.
    expect(run.events[0]!.at.line).toBe(481 - count + 1);
    expect(run.notRead).toEqual([]);
  });

  test("from an archive, and with what has no time of its own", async () => {
    const run = await since("1h", gzipSync(LINES.replaceAll(/(Order sent \d+)\n/g, "$1\n[TAG] Order sent by hand\n")), "bot.log.gz");
    expect([run.start, run.tallies["order-submitted"]?.count]).toEqual([START + 7 * HOUR, 122]);
  });

  test("a large one in threads, of which most is passed over", async () => {
    const filler = "x".repeat(400);
    const log = Array.from({ length: 20_000 }, (_, i) => `${stamp(START + i * 1000)} | INFO     | bot.main:run:4 - ${i % 2 ? `Order sent ${i}` : filler}\n`).join("");
    const one = await since("1h", log, "big.log");
    const two = await since("1h", log, "big.log", 2);
    expect(one.tallies["order-submitted"]?.count).toBe(1801);
    expect(two).toEqual(one);
  });

  test("everything is older: an empty run, and that is told by its numbers", async () => {
    const run = await since("2027-01-01");
    expect([run.records, run.events.length, run.start, run.sources[0]!.lines]).toEqual([0, 0, null, 481]);
  });

  test.each([["no time at all", "Order sent 1\nOrder sent 2\n"], ["times of day", LINES.replaceAll(/^\d{4}-\d\d-\d\d /gm, "")]])("a log with %s is read whole, and that is said", async (_, log) => {
    const run = await since("1h", log);
    expect(run.tallies["order-submitted"]!.count).toBeGreaterThan(1);
    expect(run.notRead.map(({ why, blocks }) => [why.en, blocks])).toEqual([["Its lines have no date, so it was read whole in spite of --logs-since.", false]]);
  });
});

test.each(["HEAD", "", "2", "h", "25:00", "2026-13-01", "-2h", "0h", "yesterday"])("%j is no time", (asked) => expect(() => sinceOf(asked)).toThrow("--logs-since takes"));
