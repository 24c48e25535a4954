import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, thinned, trendOf, type Point } from "../../../src/facts/run/trend.ts";

/** A generator of noise that is the same in every run. */
function noise(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
}

const line = (n: number, start: number, slope: number, wobble = (): number => 0): Point[] =>
  Array.from({ length: n }, (_, i) => ({ time: i * 10, value: start + slope * i * 10 + wobble() }));

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const points = fc.uniqueArray(fc.record({ time: fc.integer({ min: 0, max: 100_000 }), value: number }), { minLength: 3, maxLength: 60, selector: (one) => one.time });

describe("trendOf", () => {
  test("a line is found exactly", () => {
    fc.assert(fc.property(fc.integer({ min: 10, max: 600 }), fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -50, max: 50 }), (n, start, slope) => {
      const found = trendOf(line(n, start, slope))!;
      expect(found.slope).toBeCloseTo(slope, 6);
      expect(found.low).toBeLessThanOrEqual(slope + 1e-6);
      expect(found.high).toBeGreaterThanOrEqual(slope - 1e-6);
    }));
  });

  test("the interval holds the slope", () => {
    fc.assert(fc.property(points, (given) => {
      const found = trendOf(given)!;
      expect(found.low).toBeLessThanOrEqual(found.slope);
      expect(found.high).toBeGreaterThanOrEqual(found.slope);
    }));
  });

  test("the order of the points does not matter", () => {
    fc.assert(fc.property(points, (given) => {
      expect(trendOf([...given].reverse())).toEqual(trendOf(given));
    }));
  });

  test("a line added to the points adds to the slope", () => {
    fc.assert(fc.property(points, fc.integer({ min: -20, max: 20 }), (given, added) => {
      const [before, after] = [trendOf(given)!, trendOf(given.map((one) => ({ ...one, value: one.value + added * one.time })))!];
      expect(after.slope).toBeCloseTo(before.slope + added, 3);
    }));
  });

  test("a fifth of wild outliers does not move it far", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 9 }), (seed, slope) => {
      const random = noise(seed);
      const given = line(120, 500, slope, random).map((one, i) => (i % 5 === 2 ? { ...one, value: one.value + 1e5 * random() } : one));
      expect(Math.abs(trendOf(given)!.slope - slope)).toBeLessThan(0.5);
    }));
  });

  test("flat noise is no trend, 19 times of 20", () => {
    let wrong = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { low, high } = trendOf(line(150, 500, 0, noise(seed * 7919)))!;
      if (low > 0 || high < 0) wrong += 1;
    }
    expect(wrong).toBeLessThan(12);
  });

  test("memory that wanders is no trend most of the time: neighbours count as little as they tell", () => {
    let wrong = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = noise(seed * 104_729);
      let at = 500;
      const { low, high } = trendOf(line(200, 0, 0, () => (at += random())))!;
      if (low > 0 || high < 0) wrong += 1;
    }
    expect(wrong).toBeLessThan(30);
  });

  test("two points are no trend", () => expect(trendOf(line(2, 1, 1))).toBe(null));
});

describe("thinned", () => {
  test("keeps at most 240 points, in the order of time", () => {
    fc.assert(fc.property(fc.array(fc.record({ time: fc.integer({ min: 0, max: 5000 }), value: number }), { maxLength: 2000 }), (given) => {
      const thin = thinned(given);
      expect(thin.length).toBeLessThanOrEqual(240);
      for (let i = 1; i < thin.length; i++) expect(thin[i]!.time).toBeGreaterThan(thin[i - 1]!.time);
    }));
  });
});

test("median", () => {
  expect([median([]), median([3]), median([1, 2]), median([1, 5, 9])]).toEqual([0, 3, 1.5, 5]);
});
