import type { SymbolLiterals } from "../../facts/code/symbol-literals.ts";
import { chainsOf } from "../../facts/code/symbols/chains.ts";
import type { Places } from "../../facts/code/places.ts";
import type { SymbolUse } from "../../facts/code/symbols/desk.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import { catalogue, type Text } from "../../sdk/text.ts";

const say = catalogue({
  holds: {
    en: "{examined, plural, =0 {No literal names an instrument or coin} one {# literal that names an instrument or coin was looked at} other {# literals that name an instrument or coin were looked at}}: {what}.",
    ru: "{examined, plural, =0 {Литералов с именем инструмента или монеты нет} one {Просмотрен # литерал с именем инструмента или монеты} few {Просмотрено # литерала с именем инструмента или монеты} other {Просмотрено # литералов с именем инструмента или монеты}}: {what}.",
  },
  noTrade: {
    en: "No order of the running bot was recognised, so it is not known whether {count, plural, one {this literal decides} other {these # literals decide}} anything.",
    ru: "Ни одного ордера живого бота не найдено, поэтому неизвестно, {count, plural, one {решает ли что-то этот литерал} few {решают ли что-то эти # литерала} other {решают ли что-то эти # литералов}}.",
  },
  literal: { en: "{code}", ru: "{code}" },
  order: { en: "orders are sent here", ru: "здесь отправляются ордера" },
  possible: { en: "{name} was not seen to be called by name: a call that could not be resolved may reach it", ru: "прямого вызова {name} не видно: сюда ведёт вызов, который не удалось разрешить" },
});

const MOST = 6;

export interface Words {
  /** What is said when no literal does it. */
  readonly nothing: Text;
  /** What is said where it is not known whether a trade hangs on one that does it. */
  readonly open?: Text | null;
  readonly says: (use: SymbolUse) => Text;
  readonly here: (use: SymbolUse) => Text;
  readonly via: (use: SymbolUse) => Text;
  readonly fix: (use: SymbolUse) => Text;
}

/** Says what the uses of one check are, or that there are none. */
export function report<K extends string>(see: See<K>, kind: K, { symbols, places }: { symbols: SymbolLiterals; places: Places }, check: SymbolUse["check"], words: Words): void {
  const uses = symbols.uses.filter((one) => one.check === check);
  if (symbols.order === null) return undecided(see, kind, uses, places);
  for (const [first, ...others] of chainsOf(uses)) {
    // What is said of a table names what stands in it.
    const use = check === "symbol-table" ? first : { ...first, names: [...new Set([first, ...others].flatMap((one) => one.names))] };
    const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(use.at), note: words.here(first) }, ...others.slice(0, MOST).map((one) => ({ at: places.at(one.at), note: words.here(one) }))];
    if (use.via) evidence.push({ at: places.at(use.via), note: words.via(use) });
    if (use.possible) evidence.push({ at: places.at(use.fn), note: say("possible", { name: use.fn.qualname }) });
    const remarks = { fix: words.fix(use), group: `${check} ${use.fn.name === "<module>" ? use.word : use.fn.qualname}`, weight: use.weight === "order" ? 20 : 5 };
    see.broken(places.subject(kind, use.at), words.says(use), evidence, use.weight === "order" ? remarks : { ...remarks, impact: "hygiene" });
  }
  if (uses.length > 0) return;
  const [open, ...others] = symbols.open.filter((one) => one.check === (check === "symbol-list" ? "symbol-table" : check));
  if (open && words.open) return see.unclear({ kind, id: "all" }, words.open, [open, ...others.slice(0, MOST - 1)].map(({ literal }) => ({ at: places.at(literal), note: say("literal", { code: places.snippet(literal.parent!, 70) }) })) as [Evidence, ...Evidence[]]);
  // Of code that nobody saw trade, "none of it" proves nothing.
  if (open || (!symbols.isTraded && symbols.examined > 0)) return;
  const what = (language: "en" | "ru"): string => say("holds", { examined: symbols.examined, what: words.nothing[language] })[language];
  see.holds({ kind, id: "all" }, { en: what("en"), ru: what("ru") }, [{ at: symbols.order, note: say("order") }]);
}

function undecided<K extends string>(see: See<K>, kind: K, uses: SymbolLiterals["uses"], places: Places): void {
  const [first, ...rest] = uses.slice(0, MOST).map((one): Evidence => ({ at: one.anchor, note: say("literal", { code: places.snippet(one.at, 70) }) }));
  if (first) see.unclear({ kind, id: "all" }, say("noTrade", { count: uses.length }), [first, ...rest]);
}

/** `BTC, ETH and 4 more` as text. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most).map((one) => `"${one}"`).join(", ");
  return names.length > most ? `${shown} +${names.length - most}` : shown;
}
