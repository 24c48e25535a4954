import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../src/run/event.ts";
import { bytesOf, type MemorySample } from "../../../src/facts/run/memory-samples.ts";
import { memoryTrend } from "../../../src/facts/run/memory-trend.ts";

const ASKED = { growthPercent: 5, warmUpMinutes: 10, leastMinutes: 60 };
const MB = 2 ** 20;

/** One sample each ten seconds; `at` gives megabytes by the minute. */
const samples = (minutes: number, at: (minute: number, i: number) => number, processes: number | null = 1): MemorySample[] =>
  Array.from({ length: minutes * 6 }, (_, i) => ({ time: i * 10_000, rss: at(i / 6, i) * MB, processes, life: 0, at: { in: "run", file: "run.jsonl", line: i + 2 } }));

const ripple = (i: number): number => ((i * 7919) % 13) / 6 - 1;

describe("memoryTrend", () => {
  test("steady memory of a long run is proved steady", () => expect(memoryTrend(samples(180, (_, i) => 200 + ripple(i)), ASKED).view).toBe("steady"));
  test("a leak of 10 % in two hours is found", () => expect(memoryTrend(samples(180, (minute, i) => 200 + minute / 6 + ripple(i)), ASKED).view).toBe("grows"));
  test("the first ten minutes do not count", () => expect(memoryTrend(samples(180, (minute, i) => (minute < 10 ? 50 + minute * 15 : 200) + ripple(i)), ASKED).view).toBe("steady"));
  test("a cache that fills and stops is no leak", () => expect(memoryTrend(samples(300, (minute, i) => 200 + 40 * Math.min(1, minute / 100) + ripple(i)), ASKED).view).not.toBe("grows"));
  test("nor is what slows down", () => expect(memoryTrend(samples(240, (minute, i) => 200 + 20 * Math.log1p(minute / 5) + ripple(i) / 2), ASKED).view).toBe("levels"));
  test("a child that starts is a step and no trend", () => {
    const both = [...samples(100, (_, i) => 200 + ripple(i)), ...samples(190, (_, i) => 320 + ripple(i), 2).slice(600)];
    expect(memoryTrend(both, ASKED).view).toBe("steady");
  });

  test("a short run decides nothing, whatever its memory does, and says how long it would take", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 69 }), fc.integer({ min: 0, max: 50 }), (minutes, growth) => {
      const found = memoryTrend(samples(minutes, (minute, i) => 200 + growth * minute + ripple(i)), ASKED);
      expect(found.view).toBe("open");
      expect(found.needed).toBeGreaterThanOrEqual(70);
    }));
  });

  test("what is too noisy is left open", () => {
    const found = memoryTrend(samples(80, (_, i) => 200 + 60 * Math.sin(i / 40)), ASKED);
    expect(found.view).toBe("open");
    expect(found.needed).toBeGreaterThan(80);
  });

  test("the order of the samples and their unit do not matter", () => {
    fc.assert(fc.property(fc.integer({ min: 61, max: 200 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 9 }), (minutes, growth, scale) => {
      const given = samples(minutes, (minute, i) => 200 + (growth * minute) / 6 + ripple(i));
      const { view, percent } = memoryTrend(given, ASKED);
      expect(memoryTrend([...given].reverse(), ASKED).view).toBe(view);
      const scaled = memoryTrend(given.map((one) => ({ ...one, rss: one.rss * scale })), ASKED);
      expect(scaled.view).toBe(view);
      if (percent) expect(scaled.percent!.middle).toBeCloseTo(percent.middle, 4);
    }), { numRuns: 20 });
  });
});

describe("bytesOf", () => {
  const event = (text: string, fields: RunEvent["fields"] = {}): RunEvent => ({ kind: "memory", at: { in: "run", file: "a.log", line: 1 }, time: 0, level: 20, text, pattern: null, fields });
  test.each([
    ["HEALTH rss=120MB", 120 * MB], ["memory usage: 1.5 GB", 1.5 * 2 ** 30], ["Memory: 512.3 MiB", 512.3 * MB], ["Память: 310,5 МБ", 310.5 * MB],
    ["rss=120", null], ["MEMORY_LIMIT rss=620MB limit=600MB", 620 * MB], ["available memory: 900 MB", null], ["memory limit: 600 MB", null], ["no number here", null],
  ])("%s", (text, bytes) => expect(bytesOf(event(text))).toBe(bytes));
  test("fields with a unit", () => expect(bytesOf(event("HEALTH", { metric: "rss", value: "64", unit: "MB" }))).toBe(64 * MB));
});
