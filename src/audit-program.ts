import { Facts, Unavailable } from "./facts/engine.ts";
import { branches, failedPrograms, paperOnly, program as programFact, projectConfig, run as runRoot, settings as settingsFact } from "./facts/roots.ts";
import type { Program } from "./ir/program.ts";
import type { Run } from "./run/run.ts";
import { judge, type Judged, type Looked } from "./judge/judge.ts";
import { applyWaivers } from "./judge/waivers.ts";
import type { Check } from "./sdk/check.ts";
import { collector, type Seen } from "./sdk/evidence.ts";
import type { Unproven, Verdict } from "./sdk/finding.ts";
import type { ProjectConfig } from "./sdk/project-config.ts";
import type { Section } from "./sdk/section.ts";
import { catalogue, verbatim } from "./sdk/text.ts";
import { livesOf, type Lives } from "./idle-code.ts";
import { undecided, unseenOrders } from "./unseen-orders.ts";
import type { SettingsTable } from "./settings/setting.ts";

const say = catalogue({
  failed: {
    en: "Internal error in {check}: {error}. This is a bug of golive, please report it.",
    ru: "Внутренняя ошибка в {check}: {error}. Это ошибка golive, пожалуйста, сообщите о ней.",
  },
  paper: {
    en: "The bot keeps its positions on paper only, where no exchange can disagree: whether its record would follow a real account is not known.",
    ru: "Позиции бота существуют только на бумаге, и разойтись с биржей им негде: будет ли его учёт следовать за настоящим счётом, неизвестно.",
  },
  noRun: { en: "No run was given: only the code was audited.", ru: "Запуск не передан: проверялся только код." },
});

/** Everything that the audit of code looks at, as plain data: nothing after this point touches disk, clock or environment. */
export interface AuditInput {
  readonly program: Program;
  readonly config: ProjectConfig;
  readonly settings: SettingsTable;
}

/** The root facts of an audit; the others are derived from them on demand. */
export const factsOf = (input: AuditInput, which: "as-shipped" | "all" = "as-shipped", failed: ReadonlySet<string> = new Set(), paper = false): Facts =>
  new Facts().supply(branches, which).supply(paperOnly, paper).supply(failedPrograms, failed).supply(programFact, input.program).supply(projectConfig, input.config).supply(settingsFact, input.settings).supply(runRoot, new Unavailable(say("noRun")));

/** Hands over what the run showed, once it is read with the help of the code's own logging calls. */
export const supplyRun = (facts: Facts, run: Run): Facts => facts.supply(runRoot, run);

/** `today` is YYYY-MM-DD: waivers expire. */
export function auditProgram(facts: Facts, sections: readonly Section[], config: ProjectConfig, today: string): Judged[] {
  const anyRun = !(facts.get(runRoot) instanceof Unavailable);
  const unseen = unseenOrders(facts);
  const onPaper = facts.get(paperOnly) === true;
  const lives = livesOf(facts);
  return sections.map((section) => {
    const exempt = config.notApplicable.find((one) => one.section === section.id);
    if (exempt) return { verdict: notApplicable(section, exempt.reason), accepted: { open: [], waived: [], notes: [] } };
    const checks = section.checks.filter((check) => check.code || anyRun);
    const judged = judge(section, checks.map((check) => lookAt(check, facts, config, anyRun ? "run" : "no-run", lives)), (findings) => applyWaivers(findings, waiversOf(section, config), today));
    return { ...judged, verdict: undecided(judged.verdict, unseen ?? (onPaper && section.id === "drift" && judged.verdict.status === "na" ? say("paper") : null)) };
  });
}

/** A waiver by fingerprint may be any section's; it is offered to all, and its "accepts nothing" note is made by the caller. */
const waiversOf = (section: Section, config: ProjectConfig): ProjectConfig["waivers"] =>
  config.waivers.filter((one) => one.check === null || one.check.startsWith(`${section.id}/`));

const notApplicable = (section: Section, reason: string): Verdict => ({
  number: section.number, section: section.id, title: section.title, status: "na", unproven: false, findings: [], held: [], reasons: [],
  notApplicable: [verbatim(reason)], notExercised: [],
});

function lookAt(check: Check, facts: Facts, config: ProjectConfig, given: "run" | "no-run", lives: Lives): Looked {
  const skipped: Unproven[] = [];
  const options = { ...check.options, ...config.checks[check.name] };
  const code = half(check, "code", facts, options, skipped);
  return { check, code: check.tellsOfIdleCode ? code : lives(code), run: given === "run" ? half(check, "run", facts, options, skipped) : "no-half", skipped };
}

/** Runs one half; where its facts cannot be had it says nothing, and the reason is recorded. */
function half(check: Check, which: "code" | "run", facts: Facts, options: object, skipped: Unproven[]): Seen | "no-half" {
  const part = check[which];
  if (!part) return "no-half";
  const given = facts.gather(part.requires);
  if (given instanceof Unavailable) {
    skipped.push({ check: check.name, at: null, why: given.why });
    return "no-half";
  }
  const seen: Seen = { observations: [], notApplicable: [], notExercised: [] };
  try {
    part.look(given, collector(seen), options);
  } catch (error) {
    skipped.push({ check: check.name, at: null, why: say("failed", { check: check.name, error: error instanceof Error ? error.message : String(error) }) });
    return "no-half";
  }
  for (const blind of facts.blindSpots(part.requires)) skipped.push({ check: check.name, at: blind.at, why: blind.note });
  return seen;
}
