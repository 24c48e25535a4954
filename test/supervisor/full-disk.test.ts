import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readTelemetry } from "../../src/run/read-telemetry.ts";
import { TelemetryFile } from "../../src/supervisor/telemetry-file.ts";
import { pythonBot, scratch } from "./watched.ts";

/** A disk of one megabyte, seen by this command only. Needs the right to mount. */
const small = (script: string, words: readonly string[]): string[] => ["unshare", "-m", "/bin/sh", "-c", `mount -t tmpfs -o size=1m none "$0/disk" && mkdir "$0/disk/run" && ${script}; cp -r "$0/disk/." "$0/seen/"`, ...words];
const mayMount = spawnSync("unshare", ["-m", "/bin/sh", "-c", "mount -t tmpfs none /tmp"]).status === 0;

/** Runs a bot whose run is kept on a disk of one megabyte; what was kept lies in `seen`. */
function onSmallDisk(source: string): { readonly seen: string; readonly outcome: { readonly exit: unknown; readonly told: string[] }; readonly shown: string } {
  const directory = scratch();
  for (const name of ["disk", "seen"]) mkdirSync(join(directory, name));
  const [command, ...words] = small(`"$@"`, [directory, process.execPath, join(import.meta.dirname, "watch.ts"), join(directory, "disk/run"), "{}", ...pythonBot(source)]);
  const { stdout } = spawnSync(command!, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  return { seen: join(directory, "seen"), outcome: JSON.parse(readFileSync(join(directory, "seen/run.json"), "utf8")), shown: stdout };
}

describe.runIf(mayMount)("on a full disk", () => {
  test("a bot that prints more than fits runs to its end, and what was given up is told", async () => {
    const { outcome, seen, shown } = onSmallDisk("import time\nfor i in range(300):\n    print(str(i) * 10, 'x' * 5000)\n    time.sleep(0.01)\n");
    expect(outcome.exit).toEqual({ code: 0, signal: null });
    expect(outcome.told.join("\n")).toMatch(/warning: the disk of .* is full: 0\.\d MB of the bot's kept output were given up/);
    expect(shown.split("\n").filter((line) => line !== "").length).toBe(300);
    const { telemetry, notRead } = await readTelemetry(join(seen, "run/telemetry.jsonl"), seen);
    expect(telemetry.exit?.code).toBe(0);
    expect(notRead.length).toBeGreaterThan(0);
    expect(notRead[0]).toMatchObject({ blocks: true, why: { en: expect.stringMatching(/^stdout\.log begins in the middle/) } });
  });

  test("a bot that fills it within a second runs to its end", () => {
    const { outcome, shown } = onSmallDisk("import time\nfor i in range(15000):\n    print(i, 'x' * 200, flush=True)\n    if i % 500 == 0: time.sleep(0.05)\n");
    expect(outcome.exit).toEqual({ code: 0, signal: null });
    expect(shown).toMatch(/^14999 x+$/m);
    expect(outcome.told.filter((line) => line.includes("were given up")).length).toBeLessThanOrEqual(2);
  });

  test("somebody else's file fills it: samples wait until there is room, the bot runs on", async () => {
    const { outcome, seen } = onSmallDisk(`
import os, time, sys
where = os.path.join(os.path.dirname(os.readlink("/proc/self/fd/1")), "filler")
time.sleep(0.3)
with open(where, "wb", buffering=0) as filler:
    try:
        while True: filler.write(b"x" * 1000)
    except OSError as error:
        pass
    try:
        while True: filler.write(b"x")
    except OSError as error:
        pass
time.sleep(6)
os.remove(where)
time.sleep(1)
`);
    expect(outcome.exit).toEqual({ code: 0, signal: null });
    const { telemetry, notRead } = await readTelemetry(join(seen, "run/telemetry.jsonl"), seen);
    const times = telemetry.samples.map(({ time }) => time);
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(6000);
    expect(times.length).toBeGreaterThan(20);
    expect(notRead.filter(({ blocks }) => !blocks)).toEqual([]);
    if (outcome.told.length > 1) expect(outcome.told[1]).toMatch(/telemetry cannot be written to .* \(ENOSPC\)/);
  });
});

test.skipIf(mayMount)("a disk of one megabyte: this user may not mount one, so it was not tried", () => undefined);

describe("a telemetry file whose disk takes nothing", () => {
  /** A disk with so much room; null: no end. */
  function disk(): { room: number | null; text: string; write: (bytes: Uint8Array) => number } {
    const one = {
      room: null as number | null, text: "",
      write(bytes: Uint8Array): number {
        if (one.room === 0) throw Object.assign(new Error("full"), { code: "ENOSPC" });
        const count = one.room === null ? bytes.length : Math.min(one.room, bytes.length);
        if (one.room !== null) one.room -= count;
        one.text += Buffer.from(bytes.subarray(0, count)).toString();
        return count;
      },
    };
    return one;
  }

  test("tells it once, loses no line, and a line that was cut is written again", () => {
    const on = disk();
    const told: string[] = [];
    const file = new TelemetryFile(join(scratch(), "t.jsonl"), (code) => told.push(code), on.write);
    file.append({ t: 1 });
    on.room = 3;
    file.append({ t: 2 });
    file.append({ t: 3 });
    expect(told).toEqual(["ENOSPC"]);
    on.room = null;
    file.append({ t: 4 });
    expect(on.text).toBe('{"t":1}\n{"t\n{"t":2}\n{"t":3}\n{"t":4}\n');
    on.room = 0;
    file.append({ t: 5 });
    expect(told).toEqual(["ENOSPC", "ENOSPC"]);
    file.close();
  });

  test("keeps the last hour, and tells how many samples are gone", () => {
    const on = disk();
    const file = new TelemetryFile(join(scratch(), "t.jsonl"), () => undefined, on.write);
    on.room = 0;
    for (let t = 0; t < 4000; t++) file.append({ t });
    on.room = null;
    file.append({ t: 4000 });
    const lines = on.text.trim().split("\n");
    expect(lines[0]).toBe('{"lost":{"samples":401,"why":"ENOSPC"}}');
    expect(lines.slice(1).map((line) => JSON.parse(line).t)).toEqual(Array.from({ length: 3600 }, (_, i) => i + 401));
    file.close();
  });
});
