import type { FailedLoop, FailedSubscript } from "../../facts/run/failed-accesses.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";
import { logLine } from "../log-line.ts";

const say = catalogue({
  key: {
    en: "`{code}` raised KeyError: {key} in this run{count, plural, =1 {} other { (# times in the log)}}: `{place}` did not have the entry at that moment, and the rest of `{fn}` was lost.",
    ru: "`{code}` в этом запуске — KeyError: {key}{count, plural, =1 {} few { (в логе # раза)} other { (в логе # раз)}}: в `{place}` такой записи в этот момент не было, и остаток `{fn}` потерян.",
  },
  size: {
    en: "The loop over `{code}` broke off in this run{count, plural, =1 {} other { (# times in the log)}}: the container changed its size meanwhile, and the rest of the loop was not done.",
    ru: "Цикл по `{code}` в этом запуске оборвался{count, plural, =1 {} few { (в логе # раза)} other { (в логе # раз)}}: размер контейнера изменился, и остаток цикла не выполнен.",
  },
  here: { en: "the line that failed", ru: "строка, на которой произошла ошибка" },
});

/** The entry was gone: the run half of the checks on subscripts. */
export function tellMissingKey(one: FailedSubscript, places: Places, see: See<"subscript">): void {
  const { failure, node, place } = one;
  const subject = places.subject("subscript", node);
  const values = { code: places.snippet(node, 60), key: failure.key.slice(0, 60), count: failure.count, place, fn: subject.id.split("#")[1] ?? "" };
  see.broken(subject, say("key", values), shown(node, failure.at, `KeyError: ${failure.key}`, places), { group: place, weight: 6 });
}

export function tellBrokenLoop({ failure, node, iterable }: FailedLoop, places: Places, see: See<"loop">): void {
  const code = places.snippet(iterable, 60);
  see.broken(places.subject("loop", node, code), say("size", { code, count: failure.count }), shown(iterable, failure.at, "RuntimeError: changed size during iteration", places), { weight: 6 });
}

const shown = (node: Parameters<Places["at"]>[0], at: Evidence["at"], text: string, places: Places): [Evidence, ...Evidence[]] => [{ at: places.at(node), note: say("here") }, logLine({ at, text })];
