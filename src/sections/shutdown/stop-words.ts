import type { StopTime } from "../../facts/run/run-end.ts";
import type { Evidence } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";
import { lineText } from "../log-line.ts";

export const say = catalogue({
  killed: {
    en: "{seconds} s after the shutdown began the process was still there and SIGKILL had to end it: a step or a task of it hangs, and what comes after it never ran",
    ru: "Через {seconds} с после начала остановки процесс всё ещё жил, и его завершил SIGKILL: один из шагов или одна из задач зависли, и всё, что идёт после, не выполнилось",
  },
  begun: { en: "the shutdown begins: {line}", ru: "начало остановки: {line}" },
  end: { en: "the end, {seconds} s later", ru: "конец, через {seconds} с" },
});

/** Seconds that even Docker waits: who kills earlier has not waited. */
const PATIENT = 9.5;

/** The shutdown that SIGKILL ended after everybody's patience; null: none. */
export const hungIn = (stop: StopTime | null): { readonly stop: StopTime; readonly seconds: string } | null =>
  stop && stop.killed && stop.took >= PATIENT ? { stop, seconds: secondsText(stop) } : null;

export const secondsText = (stop: StopTime): string => String(Number(stop.took.toPrecision(2)));

export const hangEvidence = (stop: StopTime): [Evidence, ...Evidence[]] =>
  [{ at: stop.begun.at, note: say("begun", { line: lineText(stop.begun.text) }) }, { at: stop.end, note: say("end", { seconds: secondsText(stop) }) }];
