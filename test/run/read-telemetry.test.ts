import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTelemetry } from "../../src/run/read-telemetry.ts";
import { thinSamples } from "../../src/run/thin-samples.ts";
import type { TelemetrySample } from "../../src/run/telemetry.ts";

let bot: string;
beforeEach(() => { bot = mkdtempSync(join(tmpdir(), "golive-telemetry-")); });
afterEach(() => { rmSync(bot, { recursive: true, force: true }); });

const HEADER = '{"golive":"telemetry","version":1,"command":["python","main.py"],"started":1000,"interval":1}';
function file(text: string | Buffer, name = "run.jsonl"): string {
  writeFileSync(join(bot, name), text);
  return join(bot, name);
}
const read = (text: string | Buffer) => readTelemetry(file(text), bot);
const refusal = async (path: string): Promise<{ says: string; remedy: string }> => readTelemetry(path, bot).then(
  () => ({ says: "accepted", remedy: "" }),
  (error: { name: string; says?: { en: string }; remedy?: { en: string } }) => ({ says: `${error.name}: ${error.says?.en}`, remedy: error.remedy?.en ?? "" }),
);

describe("a telemetry file", () => {
  test("becomes samples, the guard and the end", async () => {
    const { telemetry, notRead } = await read(`${HEADER}
{"guard":{"limit":1000,"trippedAt":null,"stoppedAfter":null}}
{"t":1000,"rss":500,"procs":2,"threads":9,"fds":20,"sockets":{"established":2,"closeWait":1,"timeWait":0,"other":3,"peers":{"1.2.3.4:443":2}},"cpu":0.5,"loopLag":12.5}
{"t":2000,"rss":1500,"procs":2,"threads":9,"fds":20,"cpu":0.6,"loopLag":null}
{"guard":{"limit":1000,"trippedAt":2000,"stoppedAfter":1.5}}
{"exit":{"t":3500,"code":null,"signal":"SIGTERM"}}
`);
    expect(notRead).toEqual([]);
    expect(telemetry).toEqual({
      file: "run.jsonl", command: ["python", "main.py"],
      samples: [
        { line: 3, time: 1000, rss: 500, processes: 2, threads: 9, fds: 20, sockets: { established: 2, closeWait: 1, timeWait: 0, other: 3, peers: { "1.2.3.4:443": 2 } }, cpu: 0.5, loopLag: 12.5 },
        { line: 4, time: 2000, rss: 1500, processes: 2, threads: 9, fds: 20, sockets: null, cpu: 0.6, loopLag: null },
      ],
      guard: { line: 5, limit: 1000, trippedAt: 2000, stoppedAfter: 1.5 },
      exit: { line: 6, time: 3500, code: null, signal: "SIGTERM" },
    });
  });

  test("a torn last line is told and blocks nothing", async () => {
    const { telemetry, notRead } = await read(`${HEADER}\n{"t":1000,"rss":1}\n{"t":2000,"rs`);
    expect(telemetry.samples.length).toBe(1);
    expect(notRead).toMatchObject([{ file: "run.jsonl", line: 3, blocks: false, why: { en: expect.stringContaining("torn"), ru: expect.stringContaining("оборвана") } }]);
  });

  test("damage in the middle is told and blocks go-live", async () => {
    const { telemetry, notRead } = await read(`${HEADER}\n{"t":1000,"rs{"t":1000,"rss":1}\n\0\0\0\n{"t":2000,"rss":1}\n`);
    expect(telemetry.samples.map(({ line }) => line)).toEqual([4]);
    expect(notRead).toMatchObject([{ line: 2, blocks: true, why: { en: expect.stringContaining("2 lines of the telemetry") } }]);
  });

  test("values that cannot be are no values", async () => {
    const { telemetry } = await read(`${HEADER}\n${[
      '{"t":1,"rss":-5,"procs":1.5,"threads":"9","fds":1e400,"cpu":null,"loopLag":{}}', '{"t":2,"sockets":[],"rss":9007199254740993}', '{"t":"3"}', '{"t":-4}', '{"t":1e300}', "[1]", "null", '{"t":5,"sockets":{"established":"many","closeWait":0}}',
      '{"t":6,"sockets":{"established":1,"closeWait":0,"peers":{"a":-1,"__proto__":7,"b":2}},"rss":1}',
    ].join("\n")}\n`);
    expect(telemetry.samples.map(({ line, time, sockets, ...rest }) => [time, ...Object.values(rest)])).toEqual([1, 2, 5, 6].map((time) => [time, time === 6 ? 1 : null, null, null, null, null, null]));
    expect(telemetry.samples.at(-1)!.sockets?.peers).toMatchObject({ b: 2 });
    expect(({} as Record<string, unknown>)["b"]).toBe(undefined);
  });

  test("what a newer golive writes beside is passed over, what it lost is told", async () => {
    const { telemetry, notRead } = await read(`${HEADER}\n{"left":[1]}\n{"lost":{"samples":3,"why":"ENOSPC"}}\n{"lost":{"log":"stdout.log","bytes":10,"why":"ENOSPC"}}\n{"t":1,"gpu":3}\n`);
    expect(telemetry.samples.length).toBe(1);
    expect(notRead.map(({ line, blocks, why }) => [line, blocks, why.en])).toEqual([
      [3, true, "3 samples were lost here: the disk of the run took no more (ENOSPC)."],
      [4, true, "stdout.log begins in the middle: the disk of the run was full, and its first 10 bytes were given up so that the bot could go on (ENOSPC)."],
    ]);
  });

  test("a second run in the same file is not mixed into the first", async () => {
    const { telemetry, notRead } = await read(`${HEADER}\n{"t":1,"rss":1}\n${HEADER}\n{"t":2,"rss":1}\n`);
    expect(telemetry.samples.length).toBe(1);
    expect(notRead).toMatchObject([{ line: 3, blocks: true }]);
  });

  test("what saw less than /proc does is told", async () => {
    for (const [source, line] of [["proc", null], ["pidusage", "Sampled without /proc"], ["none", "The bot's process was not sampled"]] as const) {
      const { notRead } = await read(`${HEADER.replace('"interval"', `"source":"${source}","interval"`)}\n{"t":1,"rss":1}\n`);
      expect(notRead.map(({ why, blocks }) => [why.en.startsWith(line ?? "nothing"), blocks])).toEqual(line === null ? [] : [[true, false]]);
    }
  });

  test("is found in the directory of its run", async () => {
    mkdirSync(join(bot, "run"));
    file(`${HEADER}\n`, "run/telemetry.jsonl");
    expect((await readTelemetry(join(bot, "run"), bot)).telemetry.file).toBe("run/telemetry.jsonl");
  });

  test("a line of 40 MB is passed over", async () => {
    const { telemetry, notRead } = await read(Buffer.concat([Buffer.from(`${HEADER}\n{"t":1,"rss":"`), Buffer.alloc(40_000_000, "x"), Buffer.from('"}\n{"t":2,"rss":7}\n')]));
    expect(telemetry.samples.map(({ rss }) => rss)).toEqual([7]);
    expect(notRead.length).toBe(1);
  });
});

describe("what is no telemetry is refused in one line that says what to do", () => {
  test.each([
    ["", "is no telemetry of golive"], ["2026-11-23 INFO started\n", "is no telemetry"], ['{"level":"info"}\n', "is no telemetry"], [Buffer.from([0, 255, 254, 10, 0]), "is no telemetry"],
    ['{"golive":"telemetry","version":2}\n', "written by a newer golive (version 2, this one knows 1)"], [Buffer.alloc(3_000_000), "is no telemetry"],
  ])("%j", async (text, line) => {
    const { says, remedy } = await refusal(file(text));
    expect(says).toContain(`InputError: `);
    expect(says).toContain(line);
    expect(remedy).not.toBe("");
  });

  test("a file that is not there, a directory without one, a device", async () => {
    expect((await refusal(join(bot, "none"))).says).toContain("there is no telemetry");
    expect((await refusal(bot)).says).toContain("there is no telemetry");
    if (process.platform !== "win32") expect((await refusal("/dev/zero")).says).toContain("is no telemetry");
  });
});

describe("a run of months", () => {
  test("is thinned: bounded, and every extreme is kept", async () => {
    const path = join(bot, "long.jsonl");
    const out = openSync(path, "w");
    writeSync(out, `${HEADER}\n`);
    const count = 400_000;
    const highest = 123_457;
    for (let from = 0; from < count; from += 10_000) {
      writeSync(out, Array.from({ length: 10_000 }, (_, i) => {
        const n = from + i;
        return `{"t":${n * 1000},"rss":${n === highest ? 9_000_000 : 1_000_000 + (n % 977)},"procs":1,"threads":${n === 77_777 ? 99 : 3},"fds":${n === 250_001 ? 1 : 20}}\n`;
      }).join(""));
    }
    closeSync(out);
    const { telemetry: { samples } } = await readTelemetry(path, bot);
    expect(samples.length).toBeLessThanOrEqual(100_000);
    expect(samples.length).toBeGreaterThan(10_000);
    expect(samples[0]!.time).toBe(0);
    expect(samples.at(-1)!.time).toBe((count - 1) * 1000);
    expect(samples.find(({ rss }) => rss === 9_000_000)?.line).toBe(highest + 2);
    expect(samples.find(({ threads }) => threads === 99)?.line).toBe(77_779);
    expect(samples.find(({ fds }) => fds === 1)?.line).toBe(250_003);
    expect(samples.every(({ time }, i) => i === 0 || time > samples[i - 1]!.time)).toBe(true);
  });

  test("thinning takes most away, whatever the values are", () => {
    const flat = Array.from({ length: 3200 }, (_, i): TelemetrySample => ({ line: i, time: i, rss: 1, processes: 1, threads: 1, fds: null, sockets: null, cpu: null, loopLag: null }));
    expect(thinSamples(flat).length).toBeLessThanOrEqual(110);
    const empty = flat.map((one) => ({ ...one, rss: null, threads: null }));
    expect(thinSamples(empty).length).toBeLessThanOrEqual(110);
    expect(thinSamples([])).toEqual([]);
  });
});
