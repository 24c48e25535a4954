import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runtimeWarningsOf } from "../../../src/facts/run/runtime-warnings.ts";
import { flatSockets, socketSteps } from "../../../src/facts/run/socket-steps.ts";
import type { RunEvent } from "../../../src/run/event.ts";
import type { Telemetry, TelemetrySample } from "../../../src/run/telemetry.ts";
import { event, findingOf, found, START, verdictOf } from "./run-of.ts";

const warning = (second: number, text: string): RunEvent => event("runtime-warning", second, {}, { text, level: 40 });
const DESTROYED = "Task was destroyed but it is pending!\ntask: <Task pending name='Task-9' coro=<Stream.ping() running at /srv/bot/bot.py:20> wait_for=<Future pending>>";
const FINISHED = "Task exception was never retrieved\nfuture: <Task finished name='Task-40' coro=<Stream.ping() done, defined at /srv/bot/bot.py:17> exception=ConnectionClosedError(None, None, None)>";
const brief = (events: readonly RunEvent[]) => runtimeWarningsOf(events).map((one) => [one.what, one.coroutine ?? one.resource, one.atWork]);

describe("runtimeWarningsOf", () => {
  test.each([
    [DESTROYED, ["task-destroyed", "Stream.ping", false]],
    [FINISHED, ["task-exception", "Stream.ping", false]],
    ["/srv/bot/bot.py:31: RuntimeWarning: coroutine 'Trader.close_all' was never awaited", ["never-awaited", "Trader.close_all", false]],
  ])("%s", (text, wanted) => expect(brief([warning(0, text)])).toEqual([wanted]));
  test("an open session", () => expect(brief([event("runtime-warning", 0, { name: "unclosed-session" }, { text: "Unclosed client session\nclient_session: <aiohttp.client.ClientSession object at 0x7fb296e0ce10>" })])).toEqual([["unclosed", "client session", false]]));
  test("what is told while the bot works", () => expect(brief([warning(0, DESTROYED), event("signal", 60)])).toEqual([["task-destroyed", "Stream.ping", true]]));
  test("work of the next start is no work of this life", () => expect(brief([warning(0, DESTROYED), event("started", 30), event("signal", 60)])).toEqual([["task-destroyed", "Stream.ping", false]]));
  test("any text is read in time", () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => {
      const started = performance.now();
      runtimeWarningsOf([warning(0, `unclosed ${text} was never awaited coro=<${text}`)]);
      expect(performance.now() - started).toBeLessThan(50);
    }));
  });
});

const sample = (second: number, sockets: number, fds = 10): TelemetrySample =>
  ({ line: second + 2, time: START + second * 1000, rss: 1e8, processes: 1, threads: 3, fds, sockets: { established: sockets, closeWait: 0, timeWait: 0, other: 0, peers: {} }, cpu: 1, loopLag: null });
const up = (second: number): RunEvent => event("connected", second, {}, { pattern: 1 });
const reconnectsAt = [0, 100, 200, 300, 400].map(up);
/** A count for each second, by how many reconnects were before. */
const samples = (countOf: (reconnects: number, second: number) => number): TelemetrySample[] => Array.from({ length: 500 }, (_, second) => sample(second, countOf(Math.floor(second / 100), second)));

describe("socketSteps", () => {
  test("one more after each reconnect", () => {
    const steps = socketSteps(reconnectsAt, samples((reconnects) => 2 + reconnects))!;
    expect([steps.what, steps.from, steps.to, steps.reconnects.length]).toEqual(["sockets", 2, 6, 4]);
  });
  test("requests under way are no steps", () => expect(socketSteps(reconnectsAt, samples((_, second) => 2 + (second % 7 === 0 ? second / 100 : 0)))).toBe(null));
  test("three more at once and then none is no leak of reconnects", () => expect(socketSteps(reconnectsAt, samples((reconnects) => (reconnects > 1 ? 5 : 2)))).toBe(null));
  test("what grows between reconnects too is no leak of theirs", () => expect(socketSteps(reconnectsAt, samples((_, second) => 2 + Math.floor(second / 40)))).toBe(null));
  test("what is missing while a stream is down hides no step", () => {
    const down = (second: number): boolean => reconnectsAt.slice(1).some((one) => second * 1000 < one.time! - START && second * 1000 >= one.time! - START - 5_000);
    const telemetry = samples((reconnects, second) => 2 + reconnects - (down(second) ? 1 : 0));
    expect(socketSteps(reconnectsAt, telemetry, "", reconnectsAt.slice(1).map((one) => one.time! - 5_000))).not.toBe(null);
  });
  test("four reconnects that leave none behind are told", () => {
    expect(flatSockets(reconnectsAt, samples(() => 2))).toMatchObject({ from: 2, to: 2 });
    expect(flatSockets(reconnectsAt, samples((reconnects) => 2 + reconnects))).toBe(null);
    expect(flatSockets(reconnectsAt.slice(0, 3), samples(() => 2))).toBe(null);
  });
  test("two reconnects prove nothing", () => expect(socketSteps(reconnectsAt.slice(0, 3), samples((reconnects) => 2 + reconnects))).toBe(null));

  test("what comes back to where it was is never a leak", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 5, maxLength: 5 }), (counts) => {
      const steps = socketSteps(reconnectsAt, samples((reconnects) => counts[Math.min(4, reconnects)]!));
      const grows = counts.every((one, i) => i === 0 || one > counts[i - 1]!);
      expect(steps !== null).toBe(grows);
    }));
  });
});

const BOT = {
  "bot.py": `
import asyncio
import logging
import websockets

log = logging.getLogger(__name__)


class Stream:
    async def run(self):
        while True:
            self.ws = await websockets.connect("wss://ws.okx.com:8443/ws/v5/public")
            asyncio.create_task(self.ping())
            log.info("stream connected")
            try:
                async for message in self.ws:
                    print(message)
            except websockets.WebSocketException:
                pass
            await asyncio.sleep(5)

    async def ping(self):
        while True:
            await asyncio.sleep(20)
            await self.ws.ping()


asyncio.run(Stream().run())
`,
};

describe("leaks in a run", () => {
  test("a run that shows nothing gates nothing", () => {
    const verdict = verdictOf("leaks", BOT, { records: 5 });
    expect(verdict.notExercised.length).toBe(3);
    expect(verdict.reasons.filter((one) => /memory-grows|sockets-pile-up|work-lost/.test(one.check ?? ""))).toEqual([]);
  });

  test("the task whose handle is dropped is confirmed by its own warning", () => {
    const verdict = verdictOf("leaks", BOT, { records: 5, events: [warning(5, FINISHED), event("signal", 90)] });
    expect(found(verdict)).toContain("leaks/task-handle-dropped confirmed");
    expect(found(verdict)).not.toContain("leaks/work-lost confirmed");
  });

  test("a coroutine that never ran", () => {
    const verdict = verdictOf("leaks", BOT, { records: 5, events: [warning(5, "/srv/bot/bot.py:31: RuntimeWarning: coroutine 'Stream.ping' was never awaited")] });
    expect(findingOf(verdict, "leaks/work-lost").grade).toBe("fail");
  });

  test("sockets that pile up", () => {
    const telemetry: Telemetry = { file: "run.jsonl", command: [], samples: samples((reconnects) => 2 + reconnects), exit: null, guard: null };
    const patterns = [{ at: { in: "code", file: "bot.py", line: 13 }, fn: "bot.py:Stream.run", printedBy: null, level: 20, pieces: ["stream connected"], keys: [], events: ["connected"] }] as never;
    const lost = (second: number): RunEvent => event("disconnected", second, {}, { pattern: 0 });
    const events = [0, 100, 200, 300, 400].flatMap((second) => [...(second > 0 ? [lost(second - 1)] : []), event("connected", second, {}, { pattern: 0 })]);
    const verdict = verdictOf("leaks", BOT, { records: 5, patterns, events, telemetry });
    expect(found(verdict).filter((one) => /sockets-pile-up|connection-replaced/.test(one)).map((one) => one.split(" ")[1])).toEqual(["confirmed"]);
  });
});

test("a future that runs no coroutine is no task of the bot", () => {
  const text = "Future exception was never retrieved\nfuture: <Future finished exception=ClientOSError(1, '[SSL: APPLICATION_DATA_AFTER_CLOSE_NOTIFY]')>";
  expect(runtimeWarningsOf([{ kind: "runtime-warning", at: { in: "run", file: "bot.log", line: 1 }, time: 0, level: 40, text, pattern: null, fields: { name: "task-exception" } }])).toEqual([]);
});
