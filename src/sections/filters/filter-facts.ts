import type { Filter } from "../../facts/code/filter-answers.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Node } from "../../ir/nodes.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";

const say = catalogue({
  asked: { en: "its answer is tested here, before the order", ru: "её ответ проверяется здесь, перед ордером" },
  none: { en: "No filter function stands on a way from a signal to an order, so none can fail in this way", ru: "На пути от сигнала к ордеру нет ни одной функции-фильтра, поэтому и этого дефекта быть не может" },
  sound: { en: "{count, plural, one {# filter function} other {# filter functions}} on the ways to an order {count, plural, one {was} other {were}} read: {names}", ru: "Прочитаны функции-фильтры на путях к ордеру ({count}): {names}" },
});

export const askedAt = (filter: Pick<Filter, "asked">, places: Places): Evidence => ({ at: places.at(filter.asked), note: say("asked") });

/** What a check says when it read every filter and found nothing wrong, or when there are none. */
export function allSound(filters: readonly Filter[], places: Places, see: See<"filter">, id: string): void {
  const [first, ...rest] = filters;
  if (!first) return see.notApplicable(say("none"));
  const names = filters.slice(0, 5).map((one) => `\`${one.fn.name}\``).join(", ") + (filters.length > 5 ? ", …" : "");
  const evidence = [first, ...rest.slice(0, 4)].map((one) => ({ at: headOf(one.fn, places), note: askedAt(one, places).note }));
  see.holds({ kind: "filter", id }, say("sound", { count: String(filters.length), names }), evidence as [Evidence, ...Evidence[]]);
}

/** The first line: of the `def`, of the `except`. */
export function headOf(node: Node, places: Places): Evidence["at"] {
  const at = places.at(node);
  return { ...at, endLine: at.line };
}
