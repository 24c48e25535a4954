import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { python, scratch } from "./watched.ts";

const program = join(import.meta.dirname, "../../bin/golive.mjs");
let bot: string;
beforeEach(() => {
  bot = join(scratch(), "bot");
  mkdirSync(bot);
  writeFileSync(join(bot, "main.py"), "import sys, time\nprint('tick', sys.argv[1:], sys.stdin.read())\nprint('oops', file=sys.stderr)\nopen('own.log', 'a').write('2026-11-23 10:00:00 INFO today\\n')\ntime.sleep(0.3)\nsys.exit(9)\n");
});

function golive(words: readonly string[], cwd = bot) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { cwd, encoding: "utf8", input: "typed", env: { PATH: process.env["PATH"], LANG: "C.UTF-8", GOLIVE_FROM_SOURCE: "1" } });
  return { status, stdout, stderr };
}
const onlyRun = (): string => {
  const runs = readdirSync(join(bot, ".golive/runs"));
  expect(runs.length).toBe(1);
  return join(bot, ".golive/runs", runs[0]!);
};

describe("golive run", () => {
  test("shows the bot's output, then the audit of code and run, whose gate is the exit code", () => {
    const { status, stdout, stderr } = golive(["run", "--interval", "0.1", "--", python, "main.py", "--flag", "--lang", "ru", "-x"]);
    expect(stdout).toMatch(/^tick \['--flag', '--lang', 'ru', '-x'\] typed\nAudit of bot\n/);
    expect(stdout).toContain("ended with exit code 9");
    expect(stderr).toBe("oops\n");
    expect(status).toBe(stdout.includes("NO-GO") ? 1 : 0);
    const run = onlyRun();
    expect(run).toMatch(/runs\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
    expect(readdirSync(run).sort()).toEqual(["stderr.log", "stdout.log", "telemetry.jsonl"]);
    expect(readFileSync(join(run, "stderr.log"), "utf8")).toBe("oops\n");
    expect(readFileSync(join(bot, ".golive/.gitignore"), "utf8")).toBe("*\n");
    if (process.platform !== "win32") expect(statSync(run).mode & 0o77).toBe(0);
    expect(readFileSync(join(run, "telemetry.jsonl"), "utf8").trim().split("\n").at(-1)).toMatch(/^\{"exit":\{"t":\d+,"code":9,"signal":null\}\}$/);
  });

  test("a report for a program has stdout for itself", () => {
    const { stdout, stderr } = golive(["run", "--format", "json", "--no-history", "--", python, "main.py"]);
    expect(JSON.parse(stdout).run.process.exit).toEqual({ code: 9, signal: null });
    expect(stderr).toContain("tick");
  });

  test("of the bot's own logs only this run's lines are audited", () => {
    writeFileSync(join(bot, "own.log"), "2026-11-22 10:00:00 INFO yesterday\n");
    const { stdout } = golive(["run", "--logs", "own.log", "--logs", "none.log", "--no-history", "--format", "json", "--", python, "main.py"]);
    const own = join(onlyRun(), "logs/own.log");
    expect(readFileSync(own, "utf8")).toBe("2026-11-23 10:00:00 INFO today\n");
    expect(JSON.parse(stdout).run.sources.map(({ file }: { file: string }) => file.split("/").at(-1)).sort()).toEqual(["own.log", "stderr.log", "stdout.log"]);
  });

  test("runs from another directory, and keeps the run with the bot", () => {
    const { stdout } = golive(["run", "--dir", bot, "--", python, "bot/main.py"], join(bot, ".."));
    expect(stdout).toContain("Audit of bot");
    expect(existsSync(join(onlyRun(), "telemetry.jsonl"))).toBe(true);
  });

  test("what is wrong is said before the bot is started", () => {
    for (const [words, line] of [[["--format", "pdf"], "there is no format pdf"], [["--section", "nope"], "there is no section nope"], [["--lang", "de"], "golive speaks en and ru"]] as const) {
      const { status, stdout, stderr } = golive(["run", ...words, "--", python, "main.py"]);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(line);
    }
    writeFileSync(join(bot, "golive.yaml"), "exlude: []\n");
    expect(golive(["run", "--", python, "main.py"])).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("golive.yaml:1") });
    expect(existsSync(join(bot, "own.log"))).toBe(false);
  });

  test("a command that cannot be started leaves no run behind", () => {
    expect(golive(["run", "--", "./main.py"])).toEqual({ status: 2, stdout: "", stderr: "golive: the command ./main.py may not be started (EACCES). Is it a program, and executable (chmod +x)?\n" });
    expect(readdirSync(join(bot, ".golive/runs"))).toEqual([]);
  });
});
