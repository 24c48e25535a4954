import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secondsOf, storyOf } from "../../../src/facts/run/outages.ts";
import { earlyOf, growthOf, resetsOf } from "../../../src/facts/run/wait-growth.ts";
import type { RunEvent } from "../../../src/run/event.ts";
import { event } from "./run-of.ts";

const up = (second: number): RunEvent => event("connected", second, {}, { pattern: 1 });
const down = (second: number): RunEvent => event("disconnected", second, {}, { pattern: 2 });
const wait = (second: number, delay?: number, attempt?: number): RunEvent =>
  event("reconnect-wait", second, { ...(delay === undefined ? {} : { delay: String(delay) }), ...(attempt === undefined ? {} : { attempt: String(attempt) }) }, { pattern: 3 });

/** One outage: each pause as stated, each attempt fails after `took` seconds, the last one succeeds. */
function outage(from: number, delays: readonly number[], took = 0.2, scale = 1): RunEvent[] {
  const events: RunEvent[] = [];
  let at = from;
  delays.forEach((delay, i) => {
    events.push(down(at), wait(at + 0.01, delay, i + 1));
    at += delay * scale + took;
  });
  return [...events, up(at)];
}

describe("storyOf", () => {
  test("an outage from loss to connection", () => {
    const { outages, mixed, everUp } = storyOf([up(0), ...outage(100, [5, 10, 20])]);
    expect([outages.length, mixed, everUp]).toEqual([1, false, true]);
    expect(outages[0]!.waits.map((one) => one.stated)).toEqual([5, 10, 20]);
    expect(outages[0]!.heldBefore).toBe(100);
    expect(outages[0]!.up).not.toBe(null);
  });
  test("two streams that nothing tells apart", () => {
    expect(storyOf([up(0), up(9)]).mixed).toBe(true);
    expect(storyOf([wait(0, 5, 1), wait(0.1, 5, 1), wait(6, 10, 2), wait(6.1, 10, 2)]).mixed).toBe(true);
  });
  test("a connection that two lines tell is one", () => expect(storyOf([up(0), event("connected", 1, {}, { pattern: 9 })]).mixed).toBe(false));
  test("a counter that stands is one stream", () => expect(storyOf([1, 2, 3, 4].map((i) => wait(i * 6, 5, 1))).mixed).toBe(false));
  test("giving up ends the outage", () => expect(storyOf([up(0), down(5), wait(5, 5), event("gave-up", 11)]).outages[0]!.gaveUp).not.toBe(null));
  test("a pause that two calls tell is one, and a loss told behind it ends none", () => {
    const { outages } = storyOf([wait(0, 5, 1), event("reconnect-wait", 0.1, { delay: "5" }, { pattern: 8 }), down(0.2), up(5.4)]);
    expect(outages[0]!.waits.map((one) => [one.stated, one.measured])).toEqual([[5, 5.4]]);
  });
  test("a start begins anew", () => expect(storyOf([up(0), event("started", 5), up(6)]).mixed).toBe(false));

  test("every pause stands in exactly one outage, and measured pauses are never negative", () => {
    const kinds = fc.array(fc.constantFrom("connected", "disconnected", "reconnect-wait", "gave-up", "started" as const), { maxLength: 60 });
    fc.assert(fc.property(kinds, (given) => {
      const events = given.map((kind, i) => event(kind as RunEvent["kind"], i * 3));
      const { outages } = storyOf(events);
      const waits = outages.flatMap((one) => one.waits);
      expect(waits.map((one) => one.event)).toEqual(events.filter((one) => one.kind === "reconnect-wait"));
      for (const one of waits) if (one.measured !== null) expect(one.measured).toBeGreaterThan(0);
    }));
  });
});

describe("secondsOf", () => {
  test.each([
    ["5.00", "RECONNECT attempt=1 delay=5.00", 5], ["250", "retry in 250ms", 0.25], ["250ms", "retry", 0.25], ["2", "reconnect in 2 min", 120], ["30", "delay_ms=30", 0.03], ["", "reconnecting", null], ["soon", "reconnecting soon", null],
  ])("%s in %s", (delay, text, seconds) => expect(secondsOf(event("reconnect-wait", 0, { delay }, { text }))).toBe(seconds));
});

describe("growthOf", () => {
  const view = (events: readonly RunEvent[]) => growthOf(storyOf(events).outages)?.view ?? null;
  test("doubling is exponential", () => expect(view(outage(0, [5, 10, 20, 40]))).toBe("exponential"));
  test("five more each time is linear", () => expect(view(outage(0, [5, 10, 15, 20]))).toBe("linear"));
  test("5, 10, 15 may be either", () => expect(view(outage(0, [5, 10, 15]))).toBe(null));
  test("five seconds each time is constant", () => expect(view(outage(0, [5, 5, 5, 5]))).toBe("constant"));
  test("three of them prove nothing", () => expect(view(outage(0, [5, 5, 5]))).toBe(null));
  test("the cap is no lack of growth", () => expect(view([...outage(0, [5, 10, 20, 20, 20]), ...outage(900, [20, 20, 20, 20])])).toBe(null));
  test("without stated delays the clock tells", () => expect(view([0, 5, 10, 15, 20, 25].map((at) => wait(at)))).toBe("constant"));

  test("a measured pause may be longer on a busy machine", () => expect(view([0, 5, 10, 16.5, 21.5, 26.5].map((at) => wait(at)))).toBe("constant"));
  test("one that is a step longer is no stall", () => expect(view([0, 5, 10, 15, 20, 30].map((at) => wait(at)))).toBe(null));
  test("a measured cap is no lack of growth", () => expect(view([0, 5, 25, 45, 65, 85].map((at) => wait(at)))).toBe(null));

  test("a faster clock changes nothing", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.constantFrom(1, 2), fc.integer({ min: 4, max: 9 }), fc.constantFrom(1, 0.1, 0.02), (base, factor, count, scale) => {
      const delays = Array.from({ length: count }, (_, i) => base * factor ** i);
      const scaled = delays.map((one) => one * scale);
      expect(view(outage(0, scaled))).toBe(view(outage(0, delays)));
    }));
  });
});

describe("resetsOf", () => {
  const view = (events: readonly RunEvent[]) => resetsOf(storyOf(events).outages)?.view ?? null;
  test("the delay goes on where it was", () => expect(view([up(0), ...outage(100, [5, 10, 20]), ...outage(900, [20, 40])])).toBe("kept"));
  test("the delay starts over", () => expect(view([up(0), ...outage(100, [5, 10, 20]), ...outage(900, [5, 10])])).toBe("reset"));
  test("a connection of a moment need not set it back", () => expect(view([up(0), ...outage(100, [5, 10, 20]), ...outage(137, [40])])).toBe(null));
});

describe("earlyOf", () => {
  test("an attempt after one second where twenty were stated", () => {
    const events = [down(0), wait(0, 5, 1), down(5.1), wait(5.1, 10, 2), down(15.2), wait(15.2, 20, 3), up(16.2)];
    expect(earlyOf(storyOf(events).outages).map((one) => one.wait.attempt)).toEqual([3]);
  });
  test("a bench whose clock runs twenty times faster is not early", () => expect(earlyOf(storyOf(outage(0, [5, 10, 20, 40, 80], 0, 0.05)).outages)).toEqual([]));

  test("a line behind its pause tells what was waited", () => {
    const events = [5, 10, 20].flatMap((delay, i) => [down(i * 100), wait(i * 100 + delay, delay, i + 1), up(i * 100 + delay + 0.3)]);
    expect(earlyOf(storyOf(events).outages)).toEqual([]);
  });
  test("milliseconds without their unit are no hours", () => {
    const events = [down(0), wait(0, 250, 1), wait(0.5, 5000, 2), wait(5.7, 20000, 3), up(26)];
    expect(earlyOf(storyOf(events).outages)).toEqual([]);
  });

  test("who waits as long as he says is never early", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 12 }), fc.double({ min: 0, max: 20, noNaN: true }), (delays, took) => {
      expect(earlyOf(storyOf(outage(0, delays, took)).outages)).toEqual([]);
    }));
  });
});
