import type { Filter } from "../../facts/code/filter-answers.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Node } from "../../ir/nodes.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";

const say = catalogue({
  asked: { en: "its answer is tested here, before the order", ru: "её ответ проверяется здесь, перед ордером" },
  none: { en: "No filter function was seen on a way from a signal to an order, so none was judged for this defect", ru: "На пути от сигнала к ордеру не увидели ни одной функции-фильтра, так что судить об этом дефекте не по чему" },
  "always-passes": { en: "Each of these filter functions has an answer that is no plain yes: {names}", ru: "У каждой из этих функций-фильтров есть ответ, который не просто «да»: {names}" },
  "fails-open": { en: "No handler in these filter functions was seen to answer that the signal may pass: {names}", ru: "Не видно, чтобы в этих функциях-фильтрах обработчик ошибки пропускал сигнал: {names}" },
  off: { en: "The shipped configuration was not seen to switch these filter functions off: {names}", ru: "Не видно, чтобы поставляемая конфигурация отключала эти функции-фильтры: {names}" },
  asks: { en: "These filter functions are asked on a way to an order: {names}", ru: "Эти функции-фильтры спрашивают на пути к ордеру: {names}" },
  ignored: { en: "Where these filter functions are asked on a way to an order, their answer decides: {names}", ru: "Там, где эти функции-фильтры спрашивают на пути к ордеру, их ответ решает: {names}" },
  absent: { en: "No missing field was seen to make these filter functions pass: {names}", ru: "Не видно, чтобы из-за отсутствующего поля эти функции-фильтры пропускали сигнал: {names}" },
});

export const askedAt = (filter: Pick<Filter, "asked">, places: Places): Evidence => ({ at: places.at(filter.asked), note: say("asked") });

/** What was proved of each of the filters by reading it: no more than that is said, of no other filter. */
export type Proved = "always-passes" | "fails-open" | "off" | "asks" | "ignored" | "absent";

/** What a check says when it found nothing wrong with these filters, or when there are none. */
export function allSound(filters: readonly Filter[], places: Places, see: See<"filter">, proved: Proved): void {
  const [first, ...rest] = filters;
  if (!first) return see.notApplicable(say("none"));
  const names = filters.slice(0, 5).map((one) => `\`${one.fn.name}\``).join(", ") + (filters.length > 5 ? ", …" : "");
  const evidence = [first, ...rest.slice(0, 4)].map((one) => ({ at: headOf(one.fn, places), note: askedAt(one, places).note }));
  see.holds({ kind: "filter", id: proved }, say(proved, { names }), evidence as [Evidence, ...Evidence[]]);
}

/** The first line: of the `def`, of the `except`. */
export function headOf(node: Node, places: Places): Evidence["at"] {
  const at = places.at(node);
  return { ...at, endLine: at.line };
}
