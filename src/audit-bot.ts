import { auditProgram, supplyRun } from "./audit-program.ts";
import { basename } from "node:path";
import { certainErrors } from "./certain-errors.ts";
import { cannotStart } from "./cannot-start.ts";
import { tradingFacts } from "./trading-facts.ts";
import { withoutUnloaded } from "./damaged-files.ts";
import { indexOf } from "./facts/code/module-index.ts";
import { positionBooks } from "./facts/run/position-books.ts";
import type { StartedWorker } from "./languages/pool.ts";
import { unusedWaivers } from "./judge/waivers.ts";
import { mapOf } from "./map.ts";
import { readProgram } from "./read-program.ts";
import { readRun } from "./read-run.ts";
import { summaryOf } from "./run-summary.ts";
import { SECTIONS } from "./sections/index.ts";
import type { Since } from "./run/since.ts";
import type { Audit, Counts } from "./sdk/audit-result.ts";
import type { Verdict } from "./sdk/finding.ts";
import type { ProjectConfig } from "./sdk/project-config.ts";
import { catalogue, type Text } from "./sdk/text.ts";
import { readSettings } from "./settings/settings.ts";
import type { Bot } from "./source/bot.ts";
import { VERSION } from "./version.ts";

export interface BotSettings {
  /** Worker threads for reading code. */
  readonly jobs: number;
  /** A worker that is ready before the files are. */
  readonly started?: StartedWorker;
  readonly config: ProjectConfig;
  /** Logs of a run: files, directories, globs; "-" is standard input. */
  readonly logs?: readonly string[];
  /** What `golive run` sampled of the process. */
  readonly telemetry?: string;
  /** Of the logs only what was written from then on. */
  readonly since?: Since;
  /** YYYY-MM-DD, for waivers that expire. */
  readonly today: string;
  /** Only these sections; empty: all. */
  readonly sections?: readonly string[];
  /** Recognised concepts and call statistics, which only the map needs. */
  readonly map?: boolean;
  /** What the derived facts show, for `# fact:` expectations. */
  readonly facts?: boolean;
  readonly onProgress?: (stage: Text, done: number, total: number) => void;
  /** Milliseconds of each stage and fact: for people, never part of the result. */
  readonly onTiming?: (name: string, milliseconds: number) => void;
}

const say = catalogue({
  lowering: { en: "parsing code", ru: "разбор кода" },
  checking: { en: "checking", ru: "проверка" },
});

/**
 * source → IR → facts → observations → findings → verdicts. What comes back depends on the bot's files, golive.yaml and the
 * day alone.
 */
export async function auditBot(bot: Bot, settings: BotSettings): Promise<Audit> {
  const { config, onProgress, onTiming } = settings;
  const timed = stopwatch(onTiming);
  onProgress?.(say("lowering"), 1, 3);
  const [lowered, shipped] = await Promise.all([
    readProgram(bot, { jobs: settings.jobs, config, onModule: indexOf, ...(settings.started ? { started: settings.started } : {}) }),
    // While the worker parses.
    Promise.resolve().then(() => readSettings(bot)),
  ]);
  const program = { ...lowered, notAnalysed: [...lowered.notAnalysed, ...shipped.notAnalysed] };
  timed("lower");
  onProgress?.(say("checking"), 2, 3);
  const { facts, opensNothing, failing, onPaper } = tradingFacts({ program, config, settings: shipped });
  const sections = settings.sections?.length ? SECTIONS.filter((one) => settings.sections!.includes(one.id)) : SECTIONS;
  const run = await readRun(facts, bot.root, settings);
  if (run) supplyRun(facts, run);
  timed("run");
  const judged = auditProgram(facts, sections, config, settings.today);
  timed("check");
  const verdicts = judged.map((one) => one.verdict);
  const waived = judged.flatMap((one) => one.accepted.waived);
  const counts = countsOf(verdicts, waived.length);
  const map = settings.map ? mapOf(facts) : undefined;
  for (const [name, milliseconds] of facts.timings) onTiming?.(`  ${name}`, milliseconds);
  const unread = withoutUnloaded(program.notAnalysed, program, facts);
  const notAnalysed = run ? [...unread, ...run.notRead] : unread;
  const errors = certainErrors(facts);
  const broken = [...cannotStart(facts, program), ...failing, ...onPaper, ...opensNothing, ...errors.onOrders];
  const clear = counts.red + counts.warn + counts.unproven === 0 && ![...notAnalysed, ...broken].some((one) => one.blocks);
  return {
    tool: { name: "golive", version: VERSION },
    bot: {
      root: basename(bot.root), revision: bot.revision, files: program.modules.size, lines: program.lines,
      languages: [...new Set(bot.files.map((one) => one.language))].sort(), notAnalysed,
      ...(broken.length > 0 ? { cannotRun: broken } : {}),
    },
    gate: clear ? "go-live" : "no-go",
    counts, verdicts, waived,
    notes: distinct([...judged.flatMap((one) => one.accepted.notes), ...(settings.sections?.length ? [] : [...errors.notes, ...unusedWaivers(config.waivers, judged.map((one) => one.accepted))])]),
    ...(run ? { run: summaryOf(run, facts.get(positionBooks)) } : {}),
    ...(map ? { map } : {}),
    ...(settings.facts ? { facts: facts.shown() } : {}),
  };
}

function countsOf(verdicts: readonly Verdict[], waived: number): Counts {
  const stable = verdicts.flatMap((one) => one.findings).filter((one) => one.maturity === "stable");
  return {
    red: stable.filter((one) => one.grade === "fail").length,
    warn: stable.filter((one) => one.grade === "concern").length,
    unproven: verdicts.filter((one) => one.unproven).length,
    waived,
  };
}

const distinct = (texts: readonly Text[]): Text[] => texts.filter((one, i) => texts.findIndex((other) => other.en === one.en) === i);

function stopwatch(onTiming: BotSettings["onTiming"]): (name: string) => void {
  let last = performance.now();
  return (name) => {
    const now = performance.now();
    onTiming?.(name, now - last);
    last = now;
  };
}
