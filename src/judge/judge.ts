import { hash } from "node:crypto";
import type { Check } from "../sdk/check.ts";
import type { Observation, Seen } from "../sdk/evidence.ts";
import type { Finding, Grade, Unproven, Verdict } from "../sdk/finding.ts";
import { byPlace } from "../sdk/order.ts";
import type { Section } from "../sdk/section.ts";
import { catalogue } from "../sdk/text.ts";
import { combine, type Half } from "./combine.ts";
import { gradeOf } from "./grade.ts";
import type { Accepted } from "./waivers.ts";

const say = catalogue({
  silent: {
    en: "“{claim}” could not be judged: nothing that it speaks about was recognised in this bot.",
    // A claim is written in English alone; its page has it in Russian.
    ru: "Проверке {check} нечего было проверять: в боте не найдено ничего, о чём она говорит. Что она доказывает: golive explain {check}.",
  },
  unchecked: {
    en: "Not checked by this version of golive.",
    ru: "Эта версия golive раздел ещё не проверяет.",
  },
});

/** What both halves of a check said; "no-half" where the check has none or its facts cannot be had (`skipped` says why). */
export interface Looked {
  readonly check: Check;
  readonly code: Seen | "no-half";
  readonly run: Seen | "no-half";
  readonly skipped: readonly Unproven[];
}

const observations = (half: Seen | "no-half"): readonly Observation[] => (half === "no-half" ? [] : half.observations);

export interface Judged {
  readonly verdict: Verdict;
  readonly accepted: Accepted;
}

/** A section is as good as its worst finding that nobody accepted; one that nothing spoke about is unproven. */
export function judge(section: Section, looked: readonly Looked[], accept: (findings: readonly Finding[]) => Accepted): Judged {
  const all: Finding[] = [];
  const held: Finding[] = [];
  const reasons: Unproven[] = [];
  const notApplicable = looked.flatMap((one) => [one.code, one.run].flatMap((half) => (half === "no-half" ? [] : half.notApplicable)));
  for (const one of looked) {
    const met = meet(section.id, one);
    for (const finding of met) {
      if (finding.grade === "pass") held.push(finding);
      else if (finding.grade === "unproven") reasons.push({ check: finding.check, at: finding.at, why: finding.message });
      else all.push(finding);
    }
    if (one.check.maturity === "draft") continue;
    reasons.push(...one.skipped);
    const spoke = met.length > 0 || [one.code, one.run].some((half) => half !== "no-half" && half.notApplicable.length + half.notExercised.length > 0);
    if (!spoke && one.skipped.length === 0) reasons.push({ check: one.check.name, at: null, why: say("silent", { claim: one.check.claim, check: one.check.name }) });
  }
  if (looked.length === 0) reasons.push({ check: null, at: null, why: say("unchecked") });
  const accepted = accept(all);
  const findings = [...accepted.open];
  const gating = findings.filter((one) => one.maturity === "stable").map((one) => one.grade);
  const stableReasons = reasons.filter((one) => looked.find((each) => each.check.name === one.check)?.check.maturity !== "draft");
  const unproven = stableReasons.length > 0;
  const verdict: Verdict = {
    number: section.number, section: section.id, title: section.title, unproven,
    status: statusOf(gating, unproven, held.length > 0, notApplicable.length > 0),
    findings: findings.sort(byWeight), held: held.sort(byPlace), reasons: [...stableReasons.filter((one) => one.at !== null), ...stableReasons.filter((one) => one.at === null)], notApplicable,
    notExercised: looked.flatMap((one) => (one.run === "no-half" ? [] : one.run.notExercised)),
  };
  return { verdict, accepted };
}

function statusOf(grades: readonly Grade[], unproven: boolean, anyHeld: boolean, anyNotApplicable: boolean): Verdict["status"] {
  if (grades.includes("fail")) return "red";
  if (grades.includes("concern") || unproven) return "warn";
  return !anyHeld && anyNotApplicable ? "na" : "ok";
}

/** Groups both halves by subject: one finding for each thing that the check spoke about. */
function meet(section: string, looked: Looked): Finding[] {
  const { check } = looked;
  const key = (one: Observation): string => `${one.subject.kind} ${one.subject.id}`;
  const bySubject = new Map<string, { code: Observation[]; run: Observation[] }>();
  const sort = (half: "code" | "run", list: readonly Observation[]): void => {
    for (const one of list) {
      const id = key(one);
      const known = bySubject.get(id) ?? { code: [], run: [] };
      known[half].push(one);
      bySubject.set(id, known);
    }
  };
  sort("run", observations(looked.run));
  sort("code", observations(looked.code));
  return [...bySubject.values()].map(({ code, run }) => {
    const given = (half: Seen | "no-half", list: Observation[]): Half => (half === "no-half" ? half : list);
    const { status, analysisGap } = combine(check.code ? given(looked.code, code) : "not asked", given(looked.run, run));
    const first = pick(run, code);
    const impact = first.impact ?? check.impact;
    return {
      fingerprint: fingerprint(check.name, first), check: check.name, section, maturity: first.idle ? "draft" : check.maturity, subject: first.subject,
      at: first.evidence[0].at, evidenceStatus: status, impact, grade: gradeOf(status, impact), analysisGap, message: first.says,
      fix: first.fix ?? null, group: first.group ?? "", weight: first.weight ?? 0,
      evidence: [...code, ...run].flatMap((one) => one.evidence), code, run,
    };
  });
}

/** The observation that the finding is told with: the worst one, the run's before the code's. */
function pick(run: readonly Observation[], code: readonly Observation[]): Observation {
  const all = [...run, ...code];
  return all.find((one) => one.view === "broken") ?? all.find((one) => one.view === "unclear") ?? all[0]!;
}

/** Stable across unrelated edits and line moves: made of the check and the subject's own words, which are a check's only once. */
const fingerprint = (check: string, { subject }: Observation): string => hash("sha256", `${check} ${subject.kind} ${subject.id}`).slice(0, 16);

const WORST_FIRST: readonly Grade[] = ["fail", "concern", "unproven", "pass"];

const byWeight = (a: Finding, b: Finding): number =>
  WORST_FIRST.indexOf(a.grade) - WORST_FIRST.indexOf(b.grade) || b.weight - a.weight || byPlace(a, b);
