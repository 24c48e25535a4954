import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditSchema } from "../../src/report/audit-schema.ts";

const program = join(import.meta.dirname, "../../bin/golive.mjs");
// What is tested is what stands in src, built or not.
const environment = { PATH: process.env["PATH"], LANG: "C.UTF-8", GOLIVE_FROM_SOURCE: "1" };
let bot: string;
beforeEach(() => {
  bot = join(mkdtempSync(join(tmpdir(), "golive-cli-")), "bot");
  mkdirSync(bot);
  writeFileSync(join(bot, "main.py"), "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n\n\nif __name__ == '__main__':\n    asyncio.run(main())\n");
});
afterEach(() => { rmSync(join(bot, ".."), { recursive: true, force: true }); });

function golive(words: readonly string[], env: Record<string, string> = {}, input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { cwd: bot, encoding: "utf8", env: { ...environment, ...env }, input });
  return { status, stdout, stderr };
}

describe("bad usage is one clear line and exit code 2", () => {
  test.each([
    [["bogus"], "unknown command bogus"], [["--bogus"], "unknown option --bogus"], [["audit", "--bogus"], "unknown option --bogus. See golive audit --help"],
    [["audit", "nowhere"], "there is no directory nowhere"], [["audit", "main.py"], "main.py is a file"], [["audit", "a", "b"], "too many arguments"],
    [["audit", "--lang", "de"], "golive speaks en and ru, not de"], [["audit", "--jobs", "0"], "--jobs takes a number"], [["audit", "--section", "nope"], "there is no section nope"],
    [["audit", "--format", "sarif"], "there is no format sarif"], [["audit", "--format", "json", "--format", "markdown"], "only one format"],
    [["audit", "--format", "json=/nowhere/x.json", "--no-history"], "/nowhere/x.json cannot be written (ENOENT)"],
    [["audit", "--logs", "x.log"], "there is no log x.log"], [["audit", ".", "--logs", "main.py", "logs/"], "there is no log logs/"], [["audit", "--telemetry", "x"], "there is no telemetry file x"],
    [["audit", "--telemetry", "."], ". is a directory"], [["explain", "0123abcd", "--logs", "x.log"], "there is no log x.log"], [["audit", "--logs", "main.py", "--logs-since", "HEAD"], "--logs-since takes how long before the end"], [["audit", "--logs-since", "2h"], "--logs-since belongs to --logs"], [["audit", "--logs", "-", "--logs-since", "2h"], "standard input can be read only once"],
    [["run"], "run needs the command that starts the bot"], [["run", "--", "no-such-bot"], "the command no-such-bot was not found"], [["run", "--interval", "no", "--", "true"], "--interval takes seconds from 0.1 to 3600, not no"],
    [["run", "--memory-limit", "much", "--", "true"], "--memory-limit takes an amount of memory"], [["run", "--grace", "3", "--", "true"], "--grace belongs to --memory-limit"], [["run", "--dir", "nowhere", "--", "true"], "there is no directory nowhere"], [["explain"], "explain needs a check"], [["explain", "no/such"], "there is no check no/such"],
    [["explain", "0123abcd"], "has no finding 0123abcd"], [["audit", "--lang"], "needs a value"],
  ])("%j", (words, line) => {
    const { status, stdout, stderr } = golive(words);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split("\n").length).toBe(1);
    if (!words.includes("json=/nowhere/x.json")) expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("in Russian too", () => expect(golive(["audit", "nowhere", "--lang", "ru"]).stderr).toBe("golive: нет каталога nowhere. Укажите каталог бота\n"));

  test("with the line of golive.yaml that is wrong", () => {
    writeFileSync(join(bot, "golive.yaml"), "language: en\nexlude: []\n");
    expect(golive(["audit"])).toEqual({ status: 2, stdout: "", stderr: "golive: golive.yaml:2: `exlude` is not a setting of golive. Did you mean `exclude`?\n" });
  });

  test("when there is nothing to audit", () => {
    rmSync(join(bot, "main.py"));
    const { status, stderr } = golive(["audit"]);
    expect([status, stderr.trimEnd().split("\n").length]).toEqual([2, 1]);
  });
});

describe("help", () => {
  test.each([[], ["audit"], ["map"], ["explain"], ["history"], ["init"], ["run"]].map((words) => [words]))("of %j has an example", (words) => {
    for (const lang of ["en", "ru"]) {
      const { status, stdout, stderr } = golive([...words, "--help", "--lang", lang]);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(lang === "en" ? /Examples:\n {2}golive / : /Примеры:\n {2}golive /);
    }
  });

  test("appears without loading anything heavy", () => {
    const { stderr } = spawnSync(process.execPath, ["--import", "data:text/javascript,import%20module%20from%20'node:module';module.registerHooks({resolve(s,c,n){const r=n(s,c);process.stderr.write(r.url+'\\n');return r}})", program, "--help"], { encoding: "utf8", env: environment });
    expect(stderr).toContain("commander");
    expect(stderr).not.toMatch(/zod|kysely|better-sqlite3|cli-table3|intl-messageformat|src\/facts|src\/languages/);
  });
});

describe("audit", () => {
  test("writes the report to stdout, nothing to stderr, and the gate into the exit code", () => {
    const { status, stdout, stderr } = golive(["audit"]);
    expect(stderr).toBe("");
    expect(stdout).toContain("Audit of bot");
    expect(stdout).not.toContain("\u001b");
    expect(status).toBe(stdout.includes("NO-GO") ? 1 : 0);
    expect(existsSync(join(bot, ".golive", "history.db"))).toBe(true);
  });

  test("writes JSON that its schema knows, the same bytes each time and with any --jobs", () => {
    const first = golive(["audit", "--format", "json"]);
    expect(auditSchema.parse(JSON.parse(first.stdout))).toEqual(JSON.parse(first.stdout));
    expect(golive(["audit", "--format", "json", "--jobs", "1"], { LANG: "ru_RU.UTF-8", TZ: "Asia/Tokyo" }).stdout).toBe(first.stdout);
  });

  test("writes several formats at once, and the table beside the files", () => {
    const { stdout } = golive(["audit", "--format", "json=a.json", "--format", "markdown=a.md", "--no-history"]);
    expect(stdout).toContain("Audit of bot");
    expect(JSON.parse(readFileSync(join(bot, "a.json"), "utf8")).schema).toBe(1);
    expect(readFileSync(join(bot, "a.md"), "utf8")).toContain("| # | Section | File:line | Status | Comment |");
    expect(existsSync(join(bot, ".golive"))).toBe(false);
  });

  test("takes sections by name and number, also before the directory", () => {
    const { stdout } = golive(["audit", "--format", "json", "--section", "races", "10", "."]);
    const { sections, notes } = JSON.parse(stdout);
    expect(sections.map(({ id }: { id: string }) => id)).toEqual(["races", "casts"]);
    expect(notes.length).toBe(1);
  });

  test("goes on without its history, and says why", () => {
    writeFileSync(join(bot, ".golive"), "in the way");
    const { status, stdout } = golive(["audit", "--format", "markdown"]);
    expect(stdout).toContain("the history was not written");
    expect(status).not.toBe(2);
  });

  test("ends quietly when nobody reads on", async () => {
    const child = spawn(process.execPath, [program, "audit", "--all", "--no-history"], { cwd: bot, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (text) => { complaint += text; });
    child.stdout.destroy();
    const code = await new Promise((resolve) => child.on("exit", resolve));
    expect(complaint).toBe("");
    expect([0, 1]).toContain(code);
  });

  test("names the revision that it was told", () => {
    expect(JSON.parse(golive(["audit", "--format", "json", "--revision", "v1.2", "--no-history"]).stdout).bot.revision).toBe("v1.2");
  });
});

describe("history", () => {
  test("is the table of audits", () => {
    expect(golive(["history"])).toMatchObject({ status: 0, stdout: "No audit of this bot is on record yet.\n" });
    golive(["audit", "--comment", "before | after"]);
    golive(["audit"]);
    const { status, stdout } = golive(["history", "--format", "markdown"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\| Date \| Result \| Comment \|\n\|---\|---\|---\|\n\| \S+ \S+ \| ⚠️ \d+ \/ 🔴 \d+ \| Nothing new \|\n.* before \\\| after \|\n$/);
    expect(JSON.parse(golive(["history", "--format", "json"]).stdout).audits.length).toBe(2);
  });

  test("that is damaged is one clear line", () => {
    mkdirSync(join(bot, ".golive"));
    writeFileSync(join(bot, ".golive", "history.db"), "no database at all, but long enough to be looked at ".repeat(40));
    const { status, stdout, stderr } = golive(["history"]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^golive: the history .* is damaged .*\n$/);
  });
});

describe("init", () => {
  test("writes a golive.yaml that golive accepts, once", () => {
    expect(golive(["init"])).toEqual({ status: 0, stdout: "Wrote golive.yaml\n", stderr: "" });
    const text = readFileSync(join(bot, "golive.yaml"), "utf8");
    expect(text).toContain("main.py");
    expect(golive(["audit", "--no-history"]).status).not.toBe(2);
    writeFileSync(join(bot, "golive.yaml"), text.replace(/^# (?=(entry_points|exclude|waivers|concepts|not_applicable):|  [^*]| {4})/gm, "").replace(/^ {2}"section\/name"[\s\S]*?5$/m, "").replace(/^#? ?checks:$/m, ""));
    expect(golive(["audit", "--no-history"])).toMatchObject({ stderr: "" });
    expect(golive(["init"]).stderr).toContain("golive.yaml exists already");
  });
});

describe("a run", () => {
  const log = [
    "2026-11-20 10:00:00,000 [INFO] bot - started", "2026-11-20 10:00:01,000 [ERROR] bot - \u001b[2Jlost | <b>", "Traceback (most recent call last):", '  File "main.py", line 5, in main',
    "    x['BTC']", "KeyError: 'BTC'", "2026-11-20 10:00:09,500 [ERROR] asyncio - Task was destroyed but it is pending!", "",
  ].join("\n");
  beforeEach(() => { writeFileSync(join(bot, "run.log"), log); });

  test("is audited with the code: the same bytes each time, in JSON that its schema knows", () => {
    const first = golive(["audit", "--logs", "run.log", "--format", "json", "--no-history"]);
    expect(first.stderr).toBe("");
    const document = JSON.parse(first.stdout);
    expect(auditSchema.parse(document)).toEqual(document);
    expect(document.run).toMatchObject({ start: "2026-11-20T10:00:00.000Z", seconds: 9.5, sources: [{ file: "run.log", lines: 7, matched: 1 }], process: null });
    expect(document.run.tracebacks).toMatchObject([{ exception: "KeyError", at: { file: "run.log", line: 2 }, code: { file: "main.py", line: 5 } }]);
    // Options before the directory, and standard input.
    expect(golive(["audit", "--no-history", "--format", "json", "--jobs", "1", "--logs", "run.log", "."], { TZ: "Asia/Tokyo" }).stdout).toBe(first.stdout);
    expect(JSON.parse(golive(["audit", "--logs", "-", "--format", "json", "--no-history"], {}, log).stdout).run).toMatchObject({ records: document.run.records, seconds: 9.5 });
  });

  test("is shown in the table's report without a sign that a terminal obeys", () => {
    for (const lang of ["en", "ru"]) for (const format of ["terminal", "markdown"]) {
      const { stdout } = golive(["audit", "--logs", "run.log", "--lang", lang, "--format", format, "--no-history"]);
      expect(stdout).toMatch(lang === "en" ? /The run: 9\.5 s from 2026-11-20 10:00:00 UTC/ : /Запуск: 9,5 с, начало 2026-11-20 10:00:00 UTC/);
      expect(stdout).toMatch(/KeyError: 'BTC' (at|в) main\.py:5/);
      expect(stdout).not.toContain("\u001b");
    }
  });

  test("that cannot be read is told and blocks go-live", () => {
    writeFileSync(join(bot, "run.log"), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]));
    const { bot: audited, gate } = JSON.parse(golive(["audit", "--logs", "run.log", "--format", "json", "--no-history"]).stdout);
    expect(audited.notAnalysed).toMatchObject([{ file: "run.log", blocks: true }]);
    expect(gate).toBe("no-go");
  });

  test("is explained with the lines of the log around each step", () => {
    const { findings } = JSON.parse(golive(["audit", "--logs", "run.log", "--format", "json", "--no-history"]).stdout);
    const inRun = findings.find((one: { at: { in: string } }) => one.at.in === "run");
    expect(inRun).toBeDefined();
    const { status, stdout } = golive(["explain", inRun.fingerprint, "--logs", "run.log"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/run\.log:7[\s\S]*> 7 \| 2026-11-20 10:00:09,500 \[ERROR\] asyncio - Task was destroyed/);
    expect(stdout).not.toContain("\u001b");
  });

  test("leaves nothing of its words in the history", () => {
    golive(["audit", "--logs", "run.log"]);
    expect(readFileSync(join(bot, ".golive", "history.db")).includes("destroyed")).toBe(false);
    expect(golive(["history"]).stdout).not.toContain("KeyError");
  });
});

test("map is drawn in the format that was asked for", () => {
  expect(golive(["map", "--format", "mermaid"]).stdout).toMatch(/^flowchart LR\n/);
  expect(golive(["map", "--format", "dot"]).stdout).toMatch(/^digraph golive \{/);
  const { status, stdout, stderr } = golive(["map", "--format", "html=map.html", "--format", "json", ".", "--lang", "ru"]);
  expect([status, stderr, JSON.parse(stdout).schema]).toEqual([0, "", 1]);
  expect(readFileSync(join(bot, "map.html"), "utf8")).toMatch(/^<!doctype html>\n<html lang="ru">/);
  expect(golive(["map", "--format", "html=other.html"]).stdout).toBe("");
  expect(golive(["map", "--format", "sarif"])).toMatchObject({ status: 2, stdout: "" });
});

test("map shows what was recognised", () => {
  const { status, stdout } = golive(["map"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/Recognised in bot[\s\S]*main\.py:/);
});
