import type { Reconciliation } from "../../facts/code/drift/reconciliations.ts";
import type { Run, Schedule } from "../../facts/code/drift/schedules.ts";
import type { Places } from "../../facts/code/places.ts";
import { firstLineOf, type Evidence } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";

export const say = catalogue({
  compares: { en: "`{fn}` compares here", ru: "здесь сравнивает `{fn}`" },
  called: { en: "called from `{fn}`", ru: "вызывается из `{fn}`" },
  loop: { en: "the loop", ru: "цикл" },
  pause: { en: "each round waits {seconds}", ru: "каждый круг ждёт {seconds}" },
  elapsed: { en: "runs only when {seconds} have passed since the last time", ru: "выполняется, только если с прошлого раза прошло {seconds}" },
  origin: { en: "the interval comes from here", ru: "интервал задан здесь" },
  setting: { en: "`{key}: {value}`", ru: "`{key}: {value}`" },
  noFetch: { en: "The bot does not compare its positions with those of the exchange.", ru: "Бот не сверяет свои позиции с позициями биржи." },
});

/** Comparisons of all positions; where there are none, whatever comparisons there are. */
export function mainOnes(schedules: readonly Schedule[]): readonly Schedule[] {
  const core = schedules.filter((one) => one.reconciliation.core);
  return core.length > 0 ? core : schedules.filter((one) => one.reconciliation.compared.some((each) => each.direction === "remove" && each.acts && each.books));
}

export interface Ran { readonly schedule: Schedule; readonly run: Run }

/** The most direct way from a loop to its comparison first: a long one leads through branches that are seldom taken. */
export const loopsOf = (schedules: readonly Schedule[]): Ran[] =>
  schedules.flatMap((schedule) => schedule.runs.filter((run) => run.kind === "loop").map((run) => ({ schedule, run }))).sort((a, b) => a.run.steps.length - b.run.steps.length);

/** The most frequent one; those of unknown frequency last. */
export function fastest(all: readonly Ran[]): Ran | null {
  return all.reduce<Ran | null>((best, one) => (best === null || (one.run.seconds ?? Infinity) < (best.run.seconds ?? Infinity) ? one : best), null);
}


export function comparesAt(places: Places, reconciliation: Reconciliation): Evidence {
  const at = reconciliation.compared.find((one) => one.acts)!.at;
  return { at: firstLineOf(places.at(at)), note: say("compares", { fn: reconciliation.fn.qualname }) };
}

/** What makes the interval, then who calls whom. */
export function runEvidence(places: Places, { schedule, run }: Ran): [Evidence, ...Evidence[]] {
  const found: Evidence[] = [];
  const of = run.elapsed && (run.elapsed.duration?.seconds ?? Infinity) >= (run.pauses[0]?.duration?.seconds ?? 0) ? run.elapsed.duration : run.pauses.find((one) => one.duration)?.duration ?? null;
  if (run.elapsed) found.push({ at: firstLineOf(places.at(run.elapsed.test)), note: say("elapsed", { seconds: secondsText(run.elapsed.duration?.seconds ?? null) }) });
  for (const one of run.pauses.slice(0, 2)) found.push({ at: firstLineOf(places.at(one.call)), note: say("pause", { seconds: secondsText(one.duration?.seconds ?? null) }) });
  for (const setting of of?.settings ?? []) found.push({ at: { in: "code", ...setting.at }, note: say("setting", { key: setting.key, value: String(setting.value) }) });
  for (const origin of of?.origins ?? []) found.push({ at: firstLineOf(places.at(origin)), note: say("origin") });
  for (const step of run.steps.slice(1, 5)) found.push({ at: firstLineOf(places.at(step.node)), note: say("called", { fn: step.fn.qualname }) });
  return [comparesAt(places, schedule.reconciliation), ...found];
}

/** Where the person changes the interval. */
export function intervalAt(places: Places, ran: Ran): [Evidence, ...Evidence[]] {
  const all = runEvidence(places, ran);
  const at = all.findIndex((one) => one.note.en === say("origin").en);
  if (at <= 0) return all;
  return [all[at]!, ...all.filter((_, i) => i !== at)];
}

export function secondsText(seconds: number | null): string {
  return seconds === null ? "?" : `${Number(seconds.toFixed(1))} s`;
}

export const seconds = (value: number): { readonly en: string; readonly ru: string } => ({ en: `${Number(value.toFixed(1))} s`, ru: `${Number(value.toFixed(1))} с` });

/** A text whose values differ by language. */
export const both = (make: (language: "en" | "ru") => Text): Text => ({ en: make("en").en, ru: make("ru").ru });
