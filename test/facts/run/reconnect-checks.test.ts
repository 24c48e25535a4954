import { describe, expect, test } from "vitest";
import type { LogPattern } from "../../../src/run/log-pattern.ts";
import type { RunEvent } from "../../../src/run/event.ts";
import type { Verdict } from "../../../src/sdk/finding.ts";
import { event, verdictOf } from "./run-of.ts";

const bot = (pause: string, failure = "pass"): Record<string, string> => ({
  "bot.py": `
import asyncio
import logging
import websockets

log = logging.getLogger(__name__)


class Stream:
    async def run(self):
        attempts = 0
        while True:
            try:
                async with websockets.connect("wss://ws.okx.com:8443/ws/v5/public") as ws:
                    attempts = 0
                    log.info("stream connected")
                    async for message in ws:
                        print(message)
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as exc:
                log.warning("stream lost: %r", exc)
                ${failure}
            delay = ${pause}
            attempts += 1
            log.info("reconnect in %.1f s", delay)
            await asyncio.sleep(delay)


asyncio.run(Stream().run())
`,
});

const pattern = (line: number, kind: RunEvent["kind"]): LogPattern => ({ at: { in: "code", file: "bot.py", line }, fn: "bot.py:Stream.run", printedBy: null, level: 20, pieces: ["x"], keys: [], events: [kind] }) as unknown as LogPattern;
const patterns = [pattern(16, "connected"), pattern(20, "disconnected"), pattern(24, "reconnect-wait")];
const up = (second: number): RunEvent => event("connected", second, {}, { pattern: 0 });
const down = (second: number): RunEvent => event("disconnected", second, {}, { pattern: 1 });
const wait = (second: number, delay: number): RunEvent => event("reconnect-wait", second, { delay: String(delay) }, { pattern: 2 });
const work = (second: number): RunEvent => event("signal", second);

function outage(from: number, delays: readonly number[]): RunEvent[] {
  let at = from;
  const events = delays.flatMap((delay) => {
    const lines = [down(at), wait(at, delay)];
    at += delay + 0.1;
    return lines;
  });
  return [...events, up(at)];
}

const DOUBLING = bot("min(5 * 2**attempts, 300)");
const look = (files: Record<string, string>, events: readonly RunEvent[]): Verdict => verdictOf("reconnect", files, { records: 50, patterns, events });
const findings = (verdict: Verdict): string[] => verdict.findings.map((one) => `${one.check.slice(10)} ${one.evidenceStatus}${one.analysisGap ? " gap" : ""}`);
const held = (verdict: Verdict, check: string): string[] => verdict.held.filter((one) => one.check === `reconnect/${check}`).map((one) => one.evidenceStatus);

describe("reconnects in a run", () => {
  test("a run without a loss proves nothing", () => {
    const verdict = look(DOUBLING, [up(0), work(60)]);
    expect(verdict.notExercised.length).toBe(2);
    expect(findings(verdict).filter((one) => !one.startsWith("unbounded"))).toEqual([]);
  });

  test("pauses that double are proved by the run", () => {
    const verdict = look(DOUBLING, [up(0), ...outage(100, [5, 10, 20, 40]), ...outage(600, [5, 10]), work(900)]);
    expect(findings(verdict).filter((one) => !one.startsWith("unbounded"))).toEqual([]);
    expect(held(verdict, "no-backoff")).toEqual(["proven"]);
    expect(held(verdict, "counter-never-reset")).toEqual(["proven"]);
    expect(held(verdict, "stream-stays-down")).toEqual(["proven"]);
    expect(held(verdict, "pause-cut-short")).toEqual(["proven"]);
  });

  test("five seconds each time are confirmed", () => {
    const verdict = look(bot("5"), [up(0), ...outage(100, [5, 5, 5, 5]), work(900)]);
    expect(findings(verdict)).toContain("no-backoff confirmed");
  });

  test("a bench that pins the pause of a loop that doubles it is no finding", () => {
    expect(findings(look(DOUBLING, [up(0), ...outage(100, [0.1, 0.1, 0.1, 0.1]), work(900)])).filter((one) => !one.startsWith("unbounded"))).toEqual([]);
  });

  test("a failure that ends the loop is confirmed by the silence after it", () => {
    const verdict = look(bot("min(5 * 2**attempts, 300)", "return"), [up(0), down(100), work(9000)]);
    expect(findings(verdict)).toContain("attempt-ends-loop confirmed");
    expect(findings(verdict).some((one) => one.startsWith("stream-stays-down"))).toBe(false);
  });

  test("silence that the code does not explain is a finding of the run", () => {
    expect(findings(look(DOUBLING, [up(0), down(100), wait(100, 5), work(9000)]))).toContain("stream-stays-down confirmed");
  });

  test("silence at the end of the run is none", () => {
    expect(findings(look(DOUBLING, [up(0), down(100), wait(100, 5), work(108)])).filter((one) => !one.startsWith("unbounded"))).toEqual([]);
    expect(findings(look(DOUBLING, [up(0), event("shutdown", 90), down(100), work(9000)])).filter((one) => !one.startsWith("unbounded"))).toEqual([]);
  });

  test("attempts that come long before their pause is over", () => {
    const events = [up(0), down(9), wait(10, 5), wait(15.1, 10), wait(25.2, 20), wait(26, 40), wait(27, 80), up(110), work(900)];
    expect(findings(look(DOUBLING, events))).toContain("pause-cut-short confirmed");
  });

  test("a position opened after the stream gave up", () => {
    const files = { "bot.py": DOUBLING["bot.py"]!.replace("            await asyncio.sleep(delay)", "            if attempts > 3:\n                return\n            await asyncio.sleep(delay)") };
    const gaveUp = event("gave-up", 140, {}, { pattern: 1 });
    const down3 = [up(0), down(100), wait(100, 5), wait(106, 10), wait(117, 20), gaveUp];
    expect(findings(look(files, [...down3, event("entry", 200, { symbol: "A" })]))).toContain("giving-up-unhandled confirmed");
    expect(findings(look(files, [...down3, work(200)]))).not.toContain("giving-up-unhandled confirmed");
    expect(findings(look(files, [...down3, up(150), event("entry", 200, { symbol: "A" })]))).not.toContain("giving-up-unhandled confirmed");
  });
});
