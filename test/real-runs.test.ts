import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "../src/audit.ts";
import type { Audit } from "../src/sdk/audit-result.ts";
import type { Evidence } from "../src/sdk/evidence.ts";
import type { Finding } from "../src/sdk/finding.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";
import { goFirst } from "./exchange/calm-machine.ts";
import { keptRun, type KeptRun } from "./exchange/bot.ts";
import { findPython } from "./exchange/python.ts";
import { playRun, type RunEnd } from "./exchange/run.ts";
import { WHOLE } from "./exchange/scenes.ts";

/**
 * The bundled bots run for real, against an exchange on loopback that plays the same script for both; their logs and what was
 * sampled of their processes are audited with their code. The defective one must show each defect that a run can show, the
 * corrected one must go live.
 */
const examples = join(import.meta.dirname, "../examples");
const python = findPython();
const NO_PYTHON = "no Python with aiohttp, websockets and PyYAML: `node_modules/.bin/node test/exchange/python.ts` installs them";
/** At this many times their pace the bots' minutes are short enough for a test and their cool-downs long enough to be seen. */
const TIME_SCALE = 120;

const PLANS = {
  whole: { bot: "scalper", scenes: WHOLE, stop: "SIGTERM" },
  interrupted: { bot: "scalper", scenes: ["login-refused", "trail", "crowd"], stop: "SIGINT" },
  outage: { bot: "scalper", scenes: ["held-too-long", "blackout"], stop: "SIGTERM" },
  fixed: { bot: "scalper-fixed", scenes: WHOLE, stop: "SIGTERM" },
} as const;
type Plan = keyof typeof PLANS;
const DEFECTIVE = ["whole", "interrupted", "outage"] as const satisfies readonly Plan[];

interface Played {
  readonly end: RunEnd;
  /** What `golive run` wrote at the end of the run. */
  readonly report: { readonly gate: string; readonly counts: Readonly<Record<string, number>> };
  readonly kept: KeptRun;
}

interface Judged extends Played {
  readonly log: readonly string[];
  /** The same audit again, with all that a report leaves out. */
  readonly audit: Audit;
}

/** At this pace the bots' seconds are a hundredth as long: on a machine that gives nobody a turn for longer, they miss what happens. */
const LATE_MS = 200;
const MOST_ATTEMPTS = 3;

/** Plays it again when the machine had no time for it; what counts is the attempt that was disturbed least. */
async function playCalmly(plan: Plan, scratch: string): Promise<Played> {
  let best: Played | null = null;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS && (best === null || best.end.late > LATE_MS); attempt++) {
    const played = await play(plan, join(scratch, String(attempt)));
    const { late, seconds } = played.end;
    if (process.env["KEEP_RUNS"]) process.stderr.write(`${plan}, attempt ${attempt}: ${seconds.toFixed(1)} s, ${late.toFixed(0)} ms late at worst\n`);
    if (best === null || late < best.end.late) best = played;
  }
  return best!;
}

async function play(plan: Plan, scratch: string): Promise<Played> {
  mkdirSync(scratch, { recursive: true });
  const { bot, scenes, stop } = PLANS[plan];
  const out = join(scratch, plan);
  const report = join(scratch, `${plan}.json`);
  const place = { directory: join(examples, bot), out };
  const end = await playRun({ ...place, scenes, stop, timeScale: TIME_SCALE, logLevel: "INFO", python: python!, format: [`json=${report}`], golive: "source" });
  return { end, report: JSON.parse(existsSync(report) ? readFileSync(report, "utf8") : fail(`golive run ended with ${end.golive} and no report`)), kept: keptRun(place) };
}

/** When all runs are over: the exchanges are in this process, and an audit would hold up all of them for longer than the bots' minutes are. */
const judge = async (played: Played): Promise<Judged> => ({
  ...played, log: readFileSync(played.kept.log, "utf8").split("\n"),
  audit: await audit({ dir: played.kept.bot, jobs: 1, config: NO_CONFIG, today: "2026-01-01", logs: [played.kept.log], telemetry: played.kept.telemetry }),
});

interface Shown { readonly run: Exclude<Plan, "fixed">; readonly check: string; readonly log: string; readonly shows: string }

function planted(): Shown[] {
  const [, ...rows] = readFileSync(join(examples, "scalper.run-defects.tsv"), "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [run, check, log, shows] = row.split("\t") as [Shown["run"], string, string, string];
    return { run, check, log, shows };
  });
}

/** What the corrected bot's run shows to be in order. */
const PROVEN = [
  "logs/books-do-not-balance", "warnings/crossed-without-warning", "races/double-entry", "races/fill-processed-twice", "races/position-closed-twice",
  "filters/order-while-blocked", "regime/reload-missing", "drift/drift-not-repaired", "shutdown/more-positions-than-allowed", "shutdown/orders-after-daily-loss",
  "shutdown/ended-without-shutdown", "shutdown/stop-took-too-long", "reconnect/no-backoff", "reconnect/counter-never-reset", "reconnect/stream-stays-down",
];

const KNOWN_MISSES: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(import.meta.dirname, "real-runs-known-misses.json"), "utf8"));

const findingsOf = ({ audit }: Judged): Finding[] => audit.verdicts.flatMap((verdict) => [...verdict.findings]);
const confirmedIn = (played: Judged): Finding[] => findingsOf(played).filter((one) => one.evidenceStatus === "confirmed");

/** The finding is of this check and shows a record of the run's own log with that text. */
function isShown({ log }: Judged, finding: Finding, shown: Shown): boolean {
  const records = [{ at: finding.at }, ...finding.evidence].map(({ at }: Pick<Evidence, "at">) => (at.in === "run" ? recordAt(log, at.line) : ""));
  return finding.check === shown.check && finding.evidenceStatus === "confirmed" && records.some((record) => record.includes(shown.log));
}

/** A line with the lines of a traceback under it. */
function recordAt(log: readonly string[], line: number): string {
  const next = log.findIndex((text, index) => index >= line && /^\d{4}-\d\d-\d\d /.test(text));
  return log.slice(line - 1, next < 0 ? log.length : next).join("\n");
}

function fail(why: string): never {
  throw new Error(why);
}

const titles = (findings: readonly Finding[]): string[] => findings.map((one) => `${one.check} ${one.at.file}:${one.at.line} ${one.message.en}`);

test.runIf(python === null && process.env["CI"])("Python for the bundled bots", () => {
  throw new Error(NO_PYTHON);
});
test.skipIf(python !== null || process.env["CI"])(`skipped: ${NO_PYTHON}`, (context) => context.skip());

describe.runIf(python)("real runs", () => {
  const scratch = mkdtempSync(join(tmpdir(), "golive-runs-"));
  const runs = {} as Record<Plan, Judged>;
  beforeAll(async () => {
    const undo = goFirst();
    try {
      const plans = Object.keys(PLANS) as Plan[];
      const played = await Promise.all(plans.map((plan) => playCalmly(plan, scratch)));
      for (const [index, plan] of plans.entries()) runs[plan] = await judge(played[index]!);
    } finally {
      undo();
    }
  }, 900_000);
  // KEEP_RUNS=1 leaves logs, telemetry and reports to be looked at.
  afterAll(() => {
    if (process.env["KEEP_RUNS"]) process.stderr.write(`the runs are kept in ${scratch}\n`);
    else rmSync(scratch, { recursive: true, force: true });
  });

  describe("examples/scalper", () => {
    test("came up and was ended by its signals: SIGTERM at once, SIGINT never", () => {
      expect(runs.whole.end).toMatchObject({ ready: true, signal: "SIGTERM", killed: false });
      expect(runs.interrupted.end).toMatchObject({ ready: true, signal: "SIGKILL", killed: true });
    });

    for (const shown of planted()) {
      const name = `${shown.check} (${shown.log})`;
      const found = () => findingsOf(runs[shown.run]).some((one) => isShown(runs[shown.run], one, shown));
      if (KNOWN_MISSES[name]) test(`${name} is still missed: ${KNOWN_MISSES[name]}`, () => expect(found()).toBe(false));
      else test(name, () => expect(found(), shown.shows).toBe(true));
    }

    test("nothing is confirmed that was not planted", () => {
      const known = new Set(planted().map((one) => one.check));
      expect(titles(DEFECTIVE.flatMap((plan) => confirmedIn(runs[plan])).filter((one) => !known.has(one.check)))).toEqual([]);
    });

    test("what the run broke, the code analysis saw too", () => {
      expect(titles(DEFECTIVE.flatMap((plan) => findingsOf(runs[plan])).filter((one) => one.analysisGap))).toEqual([]);
    });
  });

  describe("examples/scalper-fixed", () => {
    test("stopped by itself at SIGTERM", () => {
      expect(runs.fixed.end).toMatchObject({ ready: true, code: 0, signal: null, killed: false });
    });

    test("goes live with its run", () => {
      const { audit, end, report } = runs.fixed;
      expect(titles(findingsOf(runs.fixed))).toEqual([]);
      expect(audit.verdicts.flatMap((verdict) => verdict.reasons.map((one) => one.why.en))).toEqual([]);
      expect({ gate: audit.gate, ...audit.counts }).toEqual({ gate: "go-live", red: 0, warn: 0, unproven: 0, waived: 0 });
      expect({ gate: report.gate, ...report.counts, exitCode: end.golive }).toEqual({ gate: "go-live", red: 0, warn: 0, unproven: 0, waived: 0, exitCode: 0 });
    });

    test("its run proves what it went through", () => {
      const proven = new Set(runs.fixed.audit.verdicts.flatMap((verdict) => verdict.held.filter((one) => one.evidenceStatus === "proven").map((one) => one.check as string)));
      expect(PROVEN.filter((check) => !proven.has(check))).toEqual([]);
    });

    test("each line of its log is traced to the call that printed it", () => {
      expect(runs.fixed.audit.run).toMatchObject({ records: runs.fixed.audit.run!.linked });
    });
  });
});
