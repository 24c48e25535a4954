import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LogWatch } from "../../src/log-watch.ts";
import { RotatedParts } from "../../src/run/sources/rotated-parts.ts";

let directory = "";
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), "golive-follow-"))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const CODE = `import asyncio, logging
logger = logging.getLogger("bot")

async def main():
    while True:
        try:
            await work()
        except Exception:
            logger.exception("work failed")
        await asyncio.sleep(1)

async def work():
    price = float("")
    logger.info("price %s", price)

asyncio.run(main())
`;
const line = (i: number): string => `2026-11-23 03:00:${String(i).padStart(2, "0")},000 INFO bot: price ${i}\n`;
const failed = (i: number): string => `2026-11-23 03:00:${String(i).padStart(2, "0")},000 ERROR bot: work failed\nTraceback (most recent call last):\n  File "main.py", line 7, in main\n    await work()\n  File "main.py", line 13, in work\n    price = float("")\nValueError: could not convert string to float: ''\n`;

/** Resolves when the process has said it, however long the machine takes. */
async function said(child: ChildProcessWithoutNullStreams, heard: () => string, words: string | RegExp): Promise<void> {
  while (!(typeof words === "string" ? heard().includes(words) : words.test(heard()))) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${heard()}`);
    await sleep(50);
  }
}

test("a log that grows and is rotated is reported again when it is silent, and a last time at Ctrl-C", { timeout: 300_000 }, async () => {
  const log = join(directory, "bot.log");
  const json = join(directory, "audit.json");
  writeFileSync(join(directory, "main.py"), CODE);
  writeFileSync(log, line(1) + line(2));
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../bin/golive.mjs"), "audit", directory, "--logs", log, "--follow", "--no-history", "--lang", "en", "--format", "terminal", `json=${json}`, "--jobs", "1"], { env: { ...process.env, GOLIVE_FROM_SOURCE: "1" } });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const run = (): { records: number; sources: readonly { file: string }[] } => JSON.parse(readFileSync(json, "utf8")).run;
  const exited = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await said(child, () => err, "following");
  expect(run().records).toBe(2);
  const first = out.length;
  appendFileSync(log, line(3));
  await said(child, () => err, "1 more line, the findings are the same");
  while (run().records !== 3) await sleep(50);
  expect(out.length).toBe(first);
  renameSync(log, `${log}.1`);
  writeFileSync(log, failed(4));
  await said(child, () => err, /more lines?, [1-9]\d* new finding/);
  await said(child, () => out.slice(first), "could not convert string to float");
  expect(run().sources.map(({ file }) => file)).toEqual(["bot.log.1", "bot.log"]);
  appendFileSync(log, line(5));
  child.kill("SIGINT");
  expect(await exited).toBe(1);
  expect(run().records).toBe(5);
});

test("silence is waited for, a log that is never silent is looked at all the same, and the end comes at once", async () => {
  const log = join(directory, "bot.log");
  writeFileSync(log, "before\n");
  const watch = new LogWatch({ idle: 200, busy: 2000, look: 10 });
  watch.follow([log, log]);
  await sleep(100);
  appendFileSync(log, "a\nb\n");
  await watch.due(0);
  expect(watch.take()).toBe(2);
  const writing = setInterval(() => appendFileSync(log, "c\n"), 20);
  await watch.due(0);
  clearInterval(writing);
  expect(watch.take()).toBeGreaterThan(0);
  appendFileSync(log, "last\n");
  await watch.end();
  await watch.due(0);
  expect(watch.take()).toBeGreaterThan(0);
});

test("of a log that is rotated, what was put aside since belongs to it, under whatever name", () => {
  const at = (name: string): string => join(directory, name);
  for (const name of ["bot.log", "bot.log.1", "other.log", "errors.log.1"]) writeFileSync(at(name), `${name}\n`);
  const parts = new RotatedParts(at("bot.log"));
  const names = (): string[] => parts.paths().map((path) => path.slice(directory.length + 1)).sort();
  expect(names()).toEqual(["bot.log"]);
  renameSync(at("bot.log.1"), at("bot.log.2"));
  renameSync(at("bot.log"), at("bot.log.1"));
  expect(names()).toEqual(["bot.log.1"]);
  writeFileSync(at("bot.log"), "new\n");
  expect(names()).toEqual(["bot.log", "bot.log.1"]);
  renameSync(at("bot.log.2"), at("bot.log.3"));
  renameSync(at("bot.log"), at("bot.log.2"));
  writeFileSync(at("bot.log.1.gz"), gzipSync("packed\n"));
  expect(names()).toEqual(["bot.log.1", "bot.log.1.gz", "bot.log.2"]);
});
