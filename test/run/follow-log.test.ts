import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followLog } from "../../src/run/sources/follow-log.ts";

let directory = "";
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "golive-follow-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function followed(write: (path: string) => Promise<void>): Promise<string[]> {
  const path = join(directory, "bot.log");
  const stop = new AbortController();
  let text = "";
  const reading = (async () => {
    for await (const chunk of followLog(path, { signal: stop.signal, every: 5 })) text += chunk.toString();
  })();
  await write(path);
  stop.abort();
  await reading;
  return text.split("\n").slice(0, -1);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => `line ${i}`);

test("a log that does not exist yet, grows, and is rotated often loses no line and repeats none", async () => {
  const got = await followed(async (path) => {
    for (let i = 0; i < 600; i++) {
      appendFileSync(path, `line ${i}\n`);
      if (i % 40 === 39) {
        for (let old = 8; old > 0; old--) try { renameSync(`${path}.${old}`, `${path}.${old + 1}`); } catch { /* not there yet */ }
        renameSync(path, `${path}.1`);
      }
      if (i % 7 === 0) await pause(1);
    }
  });
  expect(got).toEqual(lines(600));
});

test("two rotations between two looks: the file in the middle is read as well", async () => {
  const got = await followed(async (path) => {
    writeFileSync(path, "line 0\n");
    await pause(40);
    appendFileSync(path, "line 1\n");
    renameSync(path, `${path}.2`);
    writeFileSync(`${path}.1`, "line 2\n");
    writeFileSync(path, "line 3\n");
    await pause(40);
  });
  expect(got).toEqual(lines(4));
});

test("copied and truncated: what is written afterwards is read from the start", async () => {
  const got = await followed(async (path) => {
    writeFileSync(path, "line 0\nline 1\n");
    await pause(40);
    copyFileSync(path, join(directory, "copy"));
    truncateSync(path, 0);
    await pause(40);
    appendFileSync(path, "line 2\n");
    await pause(40);
  });
  expect(got).toEqual(lines(3));
});
