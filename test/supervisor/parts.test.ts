import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf, secondsOf } from "../../src/apps/cli/quantities.ts";
import { messengerOf, withoutSecrets } from "../../src/supervisor/command-words.ts";
import { LoopLag } from "../../src/supervisor/loop-lag.ts";
import { MemoryGuard } from "../../src/supervisor/memory-guard.ts";
import { logsBefore, logsOfRun } from "../../src/supervisor/own-logs.ts";
import { parseStat } from "../../src/supervisor/proc/proc-files.ts";
import { endpoint, parseConnections } from "../../src/supervisor/proc/sockets.ts";
import { samplerOf } from "../../src/supervisor/sampler.ts";
import { scratch, stop, until } from "./watched.ts";

describe("/proc", () => {
  test("the name of a process may hold anything", () => {
    const line = "42 (a) R 1 (b c) S 7 42 42 0 -1 4194304 100 200 0 0 11 22 33 44 20 0 5 0 9000 1000000 300 18446744073709551615\n";
    expect(parseStat(line)).toEqual({ pid: 42, parent: 7, session: 42, ticks: 110, threads: 5, start: 9000, pages: 300 });
    expect(parseStat("")).toBe(null);
    expect(parseStat("42 (bot) R 1")).toBe(null);
  });

  test("addresses", () => {
    expect(endpoint("0100007F:1F90")).toBe("127.0.0.1:8080");
    expect(endpoint("B80D01200000000067452301EFCDAB89:01BB")).toBe("[2001:db8::123:4567:89ab:cdef]:443");
    expect(endpoint("0000000000000000FFFF00000100007F:0050")).toBe("127.0.0.1:80");
    expect(endpoint("00000000000000000000000001000000:0016")).toBe("[::1]:22");
  });

  test("connections", () => {
    const table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 0100007F:8000 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 1234 1 0000000000000000 20 4 30 10 -1\n cut li";
    expect(parseConnections(table)).toEqual([{ remote: "0100007F:1F90", state: "01", inode: "1234" }]);
  });
});

test("a system without /proc: memory, processes and CPU come from a program of the system", async (context) => {
  if (spawnSync("ps", ["-A", "-o", "ppid,pid"]).status !== 0) return context.skip("there is no ps here");
  const child = spawn(process.execPath, ["-e", "require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => 0, 600000)']); setTimeout(() => 0, 600000)"], { stdio: "ignore" });
  const sampler = await samplerOf(["node"], child.pid!, 1, "darwin");
  await until("both processes are there", async () => ((await sampler.read(0))?.processes ?? 0) >= 2);
  const reading = await sampler.read(0);
  expect(sampler.source).toBe("pidusage");
  expect(reading).toMatchObject({ processes: 2, threads: null, fds: null, sockets: null });
  expect(reading!.rss).toBeGreaterThan(10_000_000);
  expect(reading!.cpu).toBeGreaterThan(0);
  for (const pid of await sampler.left()) stop(pid);
  await until("they are gone", async () => (await sampler.read(0)) === null);
});

describe("the lag that a bot tells", () => {
  test("is found however the output is cut, the worst one since the last question", () => {
    const text = "start\nloop_lag_ms=3.5 x\n{\"loop_lag_ms\": 40}\nINFO loop_lag_ms: 7\nmy_loop_lag_ms_total=900\nloop_lag_ms=none\n";
    fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const lag = new LoopLag();
      const places = [0, ...cuts.sort((a, b) => a - b), text.length];
      for (let i = 1; i < places.length; i++) lag.see(Buffer.from(text.slice(places[i - 1], places[i])));
      expect(lag.take()).toBe(40);
      expect(lag.take()).toBe(null);
    }));
  });
});

describe("the memory guard", () => {
  const MB = 2 ** 20;

  test("asks once, tells once, kills once and only if it may", () => {
    const guard = new MemoryGuard({ limit: 100 * MB, grace: 30, killAfter: 60 });
    expect([[100 * MB, 0], [null, 1000], [101 * MB, 2000], [500 * MB, 3000], [1, 31_999], [1, 32_000], [null, 40_000], [null, 62_000], [null, 63_000]].map(([rss, now]) => guard.look(rss!, now!)))
      .toEqual([null, null, "terminate", null, null, "tell", null, "kill", null]);
    guard.ended(64_000);
    expect(guard.line()).toEqual({ guard: { limit: 100 * MB, trippedAt: 2000, stoppedAfter: null } });
    const patient = new MemoryGuard({ limit: 1, grace: 0, killAfter: null });
    expect([0, 1, 1e9].map((now) => patient.look(2, now))).toEqual(["terminate", "tell", null]);
    patient.ended(2e9);
    expect(patient.line()).toEqual({ guard: { limit: 1, trippedAt: 0, stoppedAfter: 2e6 } });
  });

  test("has nothing to tell of a bot that stayed below", () => {
    const guard = new MemoryGuard({ limit: 5, grace: 1, killAfter: 1 });
    expect(guard.look(5, 0)).toBe(null);
    guard.ended(1);
    expect(guard.line()).toEqual({ guard: { limit: 5, trippedAt: null, stoppedAfter: null } });
  });
});

describe("the bot's own logs", () => {
  test("only what this run wrote belongs to it", async () => {
    const bot = scratch();
    const run = join(bot, "run");
    mkdirSync(join(bot, "logs"));
    mkdirSync(run);
    const log = (name: string): string => join(bot, "logs", name);
    for (const name of ["grown.log", "old.log", "rotated.log", "emptied.log"]) writeFileSync(log(name), "yesterday\n");
    const before = logsBefore(bot, [join(bot, "logs")]);
    appendFileSync(log("grown.log"), "today\n");
    appendFileSync(log("rotated.log"), "today before midnight\n");
    renameSync(log("rotated.log"), log("rotated.log.1"));
    writeFileSync(log("rotated.log"), "today after midnight\n");
    writeFileSync(log("emptied.log"), "new\n");
    writeFileSync(log("fresh.log"), "today\n");
    const paths = await logsOfRun(bot, [join(bot, "logs")], before, run);
    expect(paths.map((path) => [path.slice(bot.length + 1), readFileSync(path, "utf8")]).sort()).toEqual([
      ["logs/emptied.log", "new\n"], ["logs/fresh.log", "today\n"], ["logs/rotated.log", "today after midnight\n"],
      ["run/logs/grown.log", "today\n"], ["run/logs/rotated.log.1", "today before midnight\n"],
    ]);
  });

  test("need not be there", async () => {
    const bot = scratch();
    expect([...logsBefore(bot, [join(bot, "logs"), join(bot, "*.log")])]).toEqual([]);
    expect(await logsOfRun(bot, [join(bot, "logs")], new Map(), bot)).toEqual([]);
  });
});

test("secrets in a command", () => {
  expect(withoutSecrets(["bot", "--passphrase", "x", "-k", "y", "--secret", "--paper", "OKX_API_KEY=z", "--keys=a", "monkey", "turkey=1"])).toEqual(["bot", "--passphrase", "***", "-k", "y", "--secret", "--paper", "OKX_API_KEY=***", "--keys=***", "monkey", "turkey=***"]);
});

test("programs that start the bot where golive does not see it", () => {
  expect([["docker", "run", "bot"], ["sudo", "-E", "/usr/bin/docker", "compose", "up"], ["env", "A=1", "ssh", "host", "python main.py"], ["docker.exe", "run", "x"]].map(messengerOf)).toEqual(["docker", "docker", "ssh", "docker"]);
  expect([["python", "docker"], ["./docker.sh"], ["sudo", "python3", "ssh.py"], []].map(messengerOf)).toEqual([null, null, null, null]);
});

describe("quantities", () => {
  test.each([["600MB", 600 * 2 ** 20], ["600mb", 600 * 2 ** 20], ["1.5GiB", 1.5 * 2 ** 30], ["2g", 2 ** 31], ["1048576", 2 ** 20]])("%s", (text, bytes) => expect(bytesOf("--memory-limit", text)).toBe(bytes));
  test.each(["", "0", "MB", "-5MB", "6 00", "1e9", "5PB"])("%j is no amount of memory", (text) => expect(() => bytesOf("--memory-limit", text)).toThrow(/takes an amount/));
  test("seconds", () => {
    expect(secondsOf("--interval", undefined, 0.1, 60)).toBe(null);
    expect(secondsOf("--interval", "0.5", 0.1, 60)).toBe(0.5);
    expect(secondsOf("--interval", "30s", 0.1, 60)).toBe(30);
    for (const text of ["0", "61", "x", "1e1", "-1", ""]) expect(() => secondsOf("--interval", text, 0.1, 60)).toThrow(/takes seconds/);
  });
});
