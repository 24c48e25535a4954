import { missingAttributes } from "./facts/code/missing-attributes.ts";
import { places, type Places } from "./facts/code/places.ts";
import { tradingCode } from "./facts/code/trading-code.ts";
import { failingCalls, type WrongArguments } from "./facts/code/wrong-arguments.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import type { Node } from "./ir/nodes.ts";
import type { NotAnalysed } from "./ir/program.ts";
import { functionAround } from "./ir/walk.ts";
import { byCodeUnits } from "./sdk/order.ts";
import { catalogue, inBoth, type Text } from "./sdk/text.ts";

const say = catalogue({
  raises: {
    en: "`{code}` raises {error} whenever the bot gets there: {why}",
    ru: "`{code}` падает с {error} каждый раз, когда бот сюда приходит: {why}",
  },
  missing: { en: "{fn} ({of}) needs `{name}`, and nothing is given for it", ru: "{fn} ({of}) требует `{name}`, а он не передан" },
  unexpected: { en: "{fn} ({of}) takes no `{name}`", ru: "{fn} ({of}) не принимает `{name}`" },
  "too-many": {
    en: "{fn} ({of}) takes {name, plural, =0 {no positional arguments} one {# positional argument} other {# positional arguments}}",
    ru: "{fn} ({of}) принимает позиционных аргументов: {name}",
  },
  also: { en: "{what} (also {where})", ru: "{what} (также {where})" },
  absent: { en: "nothing gives {fn} ({of}) a `{name}`", ru: "у {fn} ({of}) нет `{name}`: его никто не задаёт" },
} satisfies Record<WrongArguments["how"] | "raises" | "absent" | "also", Text>);

export interface CertainErrors {
  /** On the way to an order: the bot does not trade as it is meant to, whoever catches the exception. */
  readonly onOrders: readonly NotAnalysed[];
  /** Elsewhere: what should follow does not happen either. */
  readonly notes: readonly Text[];
}

/** What the running bot does that raises TypeError or AttributeError whenever it gets there. */
export function certainErrors(facts: Facts): CertainErrors {
  const [calls, attributes, place, trading] = [facts.get(failingCalls), facts.get(missingAttributes), facts.get(places), facts.get(tradingCode)];
  if (calls instanceof Unavailable || attributes instanceof Unavailable || place instanceof Unavailable || trading instanceof Unavailable) return { onOrders: [], notes: [] };
  const told = [
    ...calls.map(({ call, wrong }) => tell(call, "TypeError", say(wrong.how, { ...who(wrong.fn, wrong.fn.qualname, place), name: wrong.how === "too-many" ? Number(wrong.name) : wrong.name }), place)),
    ...attributes.map(({ node, of }) => tell(node, "AttributeError", say("absent", { ...who("root" in of ? of.root : of, "root" in of ? of.file : of.name, place), name: node.name }), place)),
  ].sort((a, b) => byCodeUnits(a.at.file, b.at.file) || a.at.line - b.at.line || a.node.start - b.node.start).filter((one, i, all) => i === 0 || one.at.file !== all[i - 1]!.at.file || one.at.line !== all[i - 1]!.at.line);
  const orders = told.filter((one) => trading.of(functionAround(one.node)) === "order");
  return {
    onOrders: byCause(orders).map(({ at: { file, line }, why }) => ({ file, line, endLine: line, why, blocks: true })),
    notes: byCause(told.filter((one) => !orders.includes(one))).map(({ at, why }) => inBoth((language) => `${at.file}:${at.line}: ${why[language]}.`)),
  };
}

type Told = ReturnType<typeof tell>;

const MOST_PLACES = 5;

/** What is missing is missing wherever it is read: told once, with the other places. */
function byCause(told: readonly Told[]): readonly Told[] {
  const causes = new Map<string, Told[]>();
  for (const one of told) causes.set(one.why.en, [...(causes.get(one.why.en) ?? []), one]);
  return [...causes.values()].map(([first, ...more]) => {
    if (more.length === 0) return first!;
    const places = more.slice(0, MOST_PLACES).map(({ at }) => `${at.file}:${at.line}`).join(", ") + (more.length > MOST_PLACES ? ", …" : "");
    return { ...first!, why: inBoth((language) => say("also", { what: first!.why[language], where: places })[language]) };
  });
}

function who(node: Node, name: string, place: Places): { readonly fn: string; readonly of: string } {
  const { file, line } = place.at(node);
  return { fn: `\`${name}\``, of: `${file}:${line}` };
}

function tell(node: Node, error: string, why: Text, place: Places): { readonly node: Node; readonly at: ReturnType<Places["at"]>; readonly why: Text } {
  return { node, at: place.at(node), why: inBoth((language) => say("raises", { code: place.snippet(node, 60), error, why: why[language] })[language]) };
}
