import type { Filter } from "../../facts/code/filter-answers.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Node } from "../../ir/nodes.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";

const say = catalogue({
  asked: { en: "its answer is tested here, before the order", ru: "её ответ проверяется здесь, перед ордером" },
  none: { en: "No filter function was seen on a way from a signal to an order, so none was judged for this defect", ru: "На пути от сигнала к ордеру не увидели ни одной функции-фильтра, так что судить об этом дефекте не по чему" },
  unproven: { en: "Nothing of the kind was seen in what is asked before an order ({names}); that there is none is not proved", ru: "В том, что спрашивают перед ордером ({names}), такого не видно; что этого нет, не доказано" },
  "always-passes": { en: "Each of these filter functions has an answer that rejects: {names}", ru: "У каждой из этих функций-фильтров есть отклоняющий ответ: {names}" },
  "fails-open": { en: "An error in these filter functions, or in what they call, lets no signal pass: {names}", ru: "Ошибка в этих функциях-фильтрах и в том, что они вызывают, сигнал не пропускает: {names}" },
  asks: { en: "These filter functions are asked on a way to an order: {names}", ru: "Эти функции-фильтры спрашивают на пути к ордеру: {names}" },
  ignored: { en: "Where these filter functions are asked on a way to an order, their answer decides: {names}", ru: "Там, где эти функции-фильтры спрашивают на пути к ордеру, их ответ решает: {names}" },
  absent: { en: "These filter functions take nothing for a value that is absent, so a missing one does not let a signal pass: {names}", ru: "Эти функции-фильтры не подставляют ничего вместо отсутствующего значения, и его пропажа сигнал не пропускает: {names}" },
});

export const askedAt = (filter: Pick<Filter, "asked">, places: Places): Evidence => ({ at: places.at(filter.asked), note: say("asked") });

/** What was proved of each of the filters by reading it: no more than that is said, of no other filter. */
export type Proved = "always-passes" | "fails-open" | "asks" | "ignored" | "absent";

/** What a check says when it found nothing wrong with what is asked before an order: a claim about the filters of which it is proved, if any. */
export function allSound(all: readonly Filter[], filters: readonly Filter[], places: Places, see: See<"filter">, proved: Proved): void {
  const [first, ...rest] = filters;
  if (!first) return nothingSeen(all, see);
  const evidence = [first, ...rest.slice(0, MOST_NAMED - 1)].map((one) => ({ at: headOf(one.fn, places), note: askedAt(one, places).note }));
  see.holds({ kind: "filter", id: proved }, say(proved, { names: namesOf(filters) }), evidence as [Evidence, ...Evidence[]]);
}

/** Nothing wrong was seen, and that there is nothing is not proved. */
export function nothingSeen(all: readonly Filter[], see: See<"filter">): void {
  see.notApplicable(all.length === 0 ? say("none") : say("unproven", { names: namesOf(all) }));
}

const MOST_NAMED = 5;
const namesOf = (filters: readonly Filter[]): string => filters.slice(0, MOST_NAMED).map((one) => `\`${one.fn.qualname}\``).join(", ") + (filters.length > MOST_NAMED ? ", …" : "");

/** The first line: of the `def`, of the `except`. */
export function headOf(node: Node, places: Places): Evidence["at"] {
  const at = places.at(node);
  return { ...at, endLine: at.line };
}
