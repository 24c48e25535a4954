import { execFile, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Audit } from "../../src/sdk/audit-result.ts";
import { pastAudits, record } from "../../src/store/history.ts";
import { HistoryError } from "../../src/store/history-error.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { code, finding, SAMPLE, verdict } from "../report/sample-audit.ts";
import { RUN } from "../report/sample-run.ts";

const at = "2026-11-23T10:20:30.000Z";
const whole = { at, scope: [], comment: null };
let bot: string;
beforeEach(() => { bot = mkdtempSync(join(tmpdir(), "golive-history-")); });
afterEach(() => { rmSync(bot, { recursive: true, force: true }); });

const without = (audit: Audit, fingerprint: string): Audit => ({
  ...audit, verdicts: audit.verdicts.map((verdict) => ({ ...verdict, findings: verdict.findings.filter((finding) => finding.fingerprint !== fingerprint) })),
});
const refusal = async (work: Promise<unknown>): Promise<string> => work.then(() => "accepted", (error: unknown) => (error instanceof HistoryError ? error.message : `other: ${error}`));
const file = (): string => join(bot, ".golive", "history.db");

describe("the history", () => {
  test("starts empty, then tells the audits, the newest first", async () => {
    expect(await pastAudits(bot)).toEqual([]);
    expect(existsSync(join(bot, ".golive"))).toBe(false);
    expect(await record(bot, SAMPLE, whole)).toBe(null);
    expect(await record(bot, SAMPLE, { ...whole, comment: "after the fix" })).toMatchObject({ fresh: [], fixed: [] });
    const audits = await pastAudits(bot);
    expect(audits.map(({ comment }) => comment.en)).toEqual(["after the fix", "First audit"]);
    expect(audits[0]).toMatchObject({ at, gate: "no-go", counts: SAMPLE.counts, revision: SAMPLE.bot.revision });
    expect(readFileSync(join(bot, ".golive", ".gitignore"), "utf8")).toBe("*\n");
  });

  test("tells what is new and what is fixed; a waived finding is neither", async () => {
    const [first, second] = SAMPLE.verdicts[0]!.findings.map(({ fingerprint }) => fingerprint) as [string, string];
    await record(bot, without(SAMPLE, first), whole);
    const comparison = await record(bot, without(SAMPLE, second), whole);
    expect(comparison?.fresh).toEqual([first]);
    expect(comparison?.fixed.map(({ fingerprint }) => fingerprint)).toEqual([second]);
    const waived = SAMPLE.verdicts[0]!.findings[0]!;
    const accepting: Audit = { ...without(SAMPLE, first), waived: [{ finding: waived, waiver: SAMPLE.waived[0]!.waiver }] };
    expect((await record(bot, accepting, whole))?.fixed).toEqual([]);
  });

  test("keeps nothing of a log but counts and places, and calls nothing fixed that only a run can show", async () => {
    const at = { in: "run", file: "bot.log", line: 7 } as const;
    const says = verbatim("order of SECRET-WORD rejected");
    const one = { subject: { kind: "order", id: "SECRET-WORD" }, view: "broken", says, evidence: [{ at, note: verbatim("SECRET-WORD") }] } as const;
    const seen = [
      finding({ check: "logs/only-run", fingerprint: "only-run", at, message: says, run: [one], evidence: one.evidence }),
      finding({ check: "logs/both", fingerprint: "both", at: code("a.py", 3), message: says, run: [one], code: [{ ...one, says: verbatim("the code's own words"), evidence: [{ at: code("a.py", 3), note: verbatim("here") }] }] }),
    ];
    const audit: Audit = { ...SAMPLE, run: RUN, verdicts: [verdict({ number: 3, section: "logs", title: verbatim("Logs"), status: "red", findings: seen })] };
    await record(bot, audit, whole);
    expect(readFileSync(file()).includes("SECRET-WORD")).toBe(false);
    for (const { reason } of RUN.funnel.skipReasons) expect(readFileSync(file()).includes(reason)).toBe(false);
    const { run: _, ...codeOnly } = audit;
    expect((await record(bot, { ...codeOnly, verdicts: [] }, whole))?.fixed).toMatchObject([{ fingerprint: "both", message: verbatim("the code's own words") }]);
    await record(bot, audit, whole);
    expect((await record(bot, { ...audit, verdicts: [] }, whole))?.fixed.map(({ message }) => message.en)).toEqual(["logs/only-run in a run", "the code's own words"]);
  });

  test("compares an audit of some sections only with its like", async () => {
    await record(bot, SAMPLE, whole);
    expect(await record(bot, SAMPLE, { ...whole, scope: ["races"] })).toBe(null);
    expect(await record(bot, SAMPLE, whole)).toMatchObject({ fixed: [] });
  });

  test("survives audits that run at once, from the very first", async () => {
    const script = join(import.meta.dirname, "writer.ts");
    await Promise.all(Array.from({ length: 5 }, () => promisify(execFile)(process.execPath, [script, bot, "4"])));
    const audits = await pastAudits(bot);
    expect(audits.length).toBe(20);
    expect(audits.filter(({ comment }) => comment.en === "First audit").length).toBe(1);
  }, 60_000);

  test("keeps what it acknowledged when the process is killed", async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "writer.ts"), bot, "1000"]);
    let acknowledged = 0;
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (dots: Buffer) => { acknowledged += dots.length; if (acknowledged >= 5) child.kill("SIGKILL"); });
      child.on("exit", () => resolve());
    });
    expect((await pastAudits(bot)).length).toBeGreaterThanOrEqual(acknowledged);
  }, 60_000);

  test("refuses a damaged file and leaves it as it is", async () => {
    mkdirSync(join(bot, ".golive"));
    writeFileSync(file(), "this is no database, it is a text of some length ".repeat(50));
    const before = readFileSync(file());
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/^the history .golive\/history.db is damaged/);
    expect(await refusal(pastAudits(bot))).toMatch(/is damaged/);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });

  test("refuses a file whose pages were overwritten", async () => {
    for (let round = 0; round < 3; round += 1) await record(bot, SAMPLE, whole);
    const bytes = readFileSync(file());
    bytes.fill(0x5a, 4096);
    writeFileSync(file(), bytes);
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/is damaged|could not be used/);
    expect(await refusal(pastAudits(bot))).toMatch(/is damaged|could not be used/);
  });

  test("refuses a newer version and somebody else's database", async () => {
    await record(bot, SAMPLE, whole);
    const database = new SQLite(file());
    database.pragma("user_version = 99");
    expect(await refusal(pastAudits(bot))).toMatch(/newer golive \(version 99/);
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/newer golive/);
    database.pragma("application_id = 1");
    database.close();
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/not a history of golive/);
  });

  test("writes nothing behind a symbolic link", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "golive-elsewhere-"));
    symlinkSync(elsewhere, join(bot, ".golive"));
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/symbolic link/);
    expect(existsSync(join(elsewhere, "history.db"))).toBe(false);
  });

  test.skipIf(process.getuid?.() === 0)("says that a directory cannot be written", async () => {
    chmodSync(bot, 0o555);
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/was not written/);
    chmodSync(bot, 0o755);
  });

  test("says so when a file stands where the directory should", async () => {
    writeFileSync(join(bot, ".golive"), "");
    expect(await refusal(record(bot, SAMPLE, whole))).toMatch(/was not written/);
  });
});
