import { failedCasts, type FailedCast } from "../../../facts/run/failed-casts.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence, Subject } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { evidenceOf, shortened } from "../failed-in-run.ts";

const say = catalogue({
  at: {
    en: "`{code}` failed in this run{count, plural, =1 {} other { (# times in the log)}}: {message}. Whatever stood behind it in `{fn}` was not done.",
    ru: "`{code}` в этом запуске не сработало{count, plural, =1 {} few { (в логе # раза)} other { (в логе # раз)}}: {message}. Всё, что стояло дальше в `{fn}`, не выполнено.",
  },
  within: {
    en: "In the `try` of `{fn}` a conversion failed{count, plural, =1 {} other { (# times in the log)}}: {message}. The log has no traceback, so the line is not known{candidates, plural, =0 {} other {; # places come into question}}.",
    ru: "В `try` функции `{fn}` не сработало приведение{count, plural, =1 {} few { (в логе # раза)} other { (в логе # раз)}}: {message}. Traceback в логе нет, поэтому строка неизвестна{candidates, plural, =0 {} one {; под вопросом # место} few {; под вопросом # места} other {; под вопросом # мест}}.",
  },
  somewhere: {
    en: "A conversion failed in this run{count, plural, =1 {} other { (# times in the log)}}: {message}. The log does not tell where.",
    ru: "В этом запуске не сработало приведение{count, plural, =1 {} few { (в логе # раза)} other { (в логе # раз)}}: {message}. Где именно, по логу не видно.",
  },
  fix: { en: "Convert through one function that takes \"\" and None for \"no value\", and log the failure with `logger.exception`, so that its line is in the log.", ru: "Приводите значения одной функцией, для которой \"\" и None — «нет значения», и пишите ошибку через `logger.exception`: тогда в логе будет и строка кода." },
  candidate: { en: "it may have been this one", ru: "возможно, здесь" },
  quiet: { en: "the log tells of no failed conversion", ru: "в логе нет ни одного неудачного приведения типов" },
});

export const conversionFailed = defineCheck({
  name: "casts/conversion-failed",
  claim: "No conversion, comparison or sum failed in this run because of the kind of a value.",
  impact: "position",
  about: "failed-conversion",
  run: {
    requires: { failedCasts, places },
    look({ failedCasts, places }, see) {
      const unknown = failedCasts.filter((one) => one.use === null && !one.handled);
      for (const one of unknown) {
        const { failure, candidates } = one;
        const evidence: [Evidence, ...Evidence[]] = evidenceOf(one, places);
        for (const use of candidates.slice(0, 6)) evidence.push({ at: places.at(use.at), note: say("candidate") });
        const key = one.node ? "at" : one.handler ? "within" : "somewhere";
        const words = { code: one.node ? places.snippet(one.node, 70) : "", fn: functionOf(one, places), message: shortened(failure.message), count: failure.count, candidates: candidates.length };
        // A warning of which nobody knows where it comes from may well be what somebody meant to do about it.
        const impact = key === "somewhere" && (failure.level ?? ERROR) < ERROR ? "hygiene" : "position";
        see.broken(subjectOf(one, places), say(key, words), evidence, { fix: say("fix"), impact, group: failure.operation, weight: 4 });
      }
      if (unknown.length === 0) see.notExercised(say("quiet"));
    },
  },
});

const ERROR = 40;

function subjectOf({ node, handler, failure }: FailedCast, places: Places): Subject<"failed-conversion"> {
  if (node) return places.subject("failed-conversion", node, `${failure.operation} ${places.snippet(node, 200)}`);
  if (handler) return places.subject("failed-conversion", handler, `${failure.operation} in try`);
  return { kind: "failed-conversion", id: `${failure.operation} ${failure.value}` };
}

function functionOf({ node, handler }: FailedCast, places: Places): string {
  const at = node ?? handler;
  return at ? (places.subject("fn", at, "").id.split("#")[1] ?? "") || "<module>" : "";
}
