import type { NumberDecision, NumberDecisions } from "../../facts/code/number-decisions.ts";
import type { DecidingNumber } from "../../facts/code/number-roles.ts";
import type { Demand } from "../../facts/code/numbers/demand.ts";
import type { OrderSite } from "../../facts/code/order-sites.ts";
import type { Places } from "../../facts/code/places.ts";
import type { Evidence, See } from "../../sdk/evidence.ts";
import type { Decides } from "../../knowledge/trading-numbers.ts";
import { verbatim, type Text } from "../../sdk/text.ts";
import { say, whatIsDecided } from "./messages.ts";
import { lineOfNumber } from "../../facts/code/numbers/number-line.ts";

const MOST_NUMBERS = 24;
const MOST_STEPS = 3;

/** One finding for each group whose weightiest number is of one part: that number speaks, the others are its evidence. */
export function tellDecisions(decisions: NumberDecisions, part: NumberDecision["part"], places: Places, see: See<"decision">): number {
  const mine = decisions.all.filter((one) => one.part === part);
  for (const one of mine) {
    const [first, ...others] = one.numbers;
    const code = places.snippet(lineOfNumber(first!.node), 70);
    const what = whatIsDecided(one.decides);
    const sink = places.at(first!.sink);
    const order = `${sink.file}:${sink.line}`;
    const more = others.length === 0 ? verbatim("") : say("more", { count: others.length });
    const both = (language: "en" | "ru") => say(one.standsIn ? "standsIn" : one.way === "own" || one.way === "default" ? (part === "order" ? "order" : "strategy") : one.way, { code, fn: one.fn.name, what: what[language], order, more: more[language] })[language];
    const keys = [...new Set(one.numbers.map((each) => each.key))];
    see.broken(
      places.subject("decision", one.fn, `${part} ${one.standsIn ? "stands in " : ""}${one.way === "own" ? "" : `${one.way} `}${one.decides}`),
      { en: both("en"), ru: both("ru") },
      evidenceOf(one, places),
      {
        fix: keys.length === 1 ? say("fix", { key: keys[0]! }) : say("fixes", { keys: keys.slice(0, 6).map((key) => `\`${key}\``).join(", ") + (keys.length > 6 ? ", …" : "") }),
        group: `${places.at(one.fn).file} ${one.decides}`,
        weight: one.weight,
        // It moves the order by little, or only along with other things: a concern.
        ...(one.way === "own" ? {} : { impact: "hygiene" as const }),
      },
    );
  }
  return mine.length;
}

/** Nothing was found: how much was looked at, and whether that says something. */
export function tellNone(decisions: NumberDecisions, [order]: readonly OrderSite[], what: "noneOrder" | "noneStrategy" | "noneLoose", places: Places, see: See<"decision">): void {
  const { examined, functions, lost } = decisions;
  if (examined === 0 || !order) return;
  const [open, ...others] = openAbout(decisions, what);
  // What the other check tells or leaves open already is enough.
  if (open && (decisions.all.some((one) => one.part !== "loose") || (what === "noneStrategy" && openAbout(decisions, "noneOrder").length > 0))) return;
  if (open) return see.unclear({ kind: "decision", id: "all" }, say("unfollowed", { count: others.length + 1 }), [open, ...others.slice(0, 2)].map((one) => ({ at: places.at(one.node), note: say("unfollowedNumber", { code: places.snippet(lineOfNumber(one.node), 70) }) })) as [Evidence, ...Evidence[]]);
  const at: Evidence = { at: order.at, note: say("sent", { by: order.by }) };
  if (lost) return see.unclear({ kind: "decision", id: "all" }, say("lost", { functions }), [at]);
  const found = say(what);
  const told = (language: "en" | "ru"): string => say("examined", { numbers: examined, functions, found: found[language] })[language];
  see.holds({ kind: "decision", id: "all" }, { en: told("en"), ru: told("ru") }, [at]);
}

/** Numbers that the claim is not proved of: their way was lost; of an order's own ones also those that stand in or beside it. */
function openAbout({ all }: NumberDecisions, what: "noneOrder" | "noneStrategy" | "noneLoose"): readonly DecidingNumber[] {
  if (what === "noneLoose") return [];
  const loose = all.filter((one) => one.part === "loose" || (one.part === "strategy" && what === "noneOrder")).flatMap((one) => one.numbers);
  return what === "noneOrder" ? loose.filter((one) => one.decides !== "entry") : loose;
}

function evidenceOf(one: NumberDecision, places: Places): readonly [Evidence, ...Evidence[]] {
  const [first, ...others] = one.numbers.slice(0, MOST_NUMBERS).map((each) => ({ at: places.at(each.node), note: noteOf(each, one.decides, places) }));
  const lead = one.numbers[0]!;
  const order = lead.order && lead.sink === lead.order.call ? [{ at: lead.order.at, note: say("sent", { by: lead.order.by }) }] : lead.sink.kind !== "call" ? [] : [{ at: places.at(lead.sink), note: say("handed", { code: places.snippet(lead.sink, 60) }) }];
  return [first!, ...stepsOf(lead.demand, places), ...order, ...others];
}

function noteOf({ node, key, decides }: NumberDecision["numbers"][number], lead: Decides, places: Places): Text {
  const code = places.snippet(lineOfNumber(node), 70);
  if (decides === lead) return say("number", { code, key });
  const what = whatIsDecided(decides);
  const told = (language: "en" | "ru"): string => say("numberOf", { code, key, what: what[language] })[language];
  return { en: told("en"), ru: told("ru") };
}

/** Where the value is handed on, from the number towards the order. */
function stepsOf(demand: Demand, places: Places): Evidence[] {
  const found: Evidence[] = [];
  let line = placeKey(demand, places);
  for (let at = demand.from; at; at = at.from) {
    const next = placeKey(at, places);
    if (next === line) continue;
    line = next;
    found.push({ at: places.at(at.expr), note: say("step", { code: places.snippet(at.expr, 60) }) });
  }
  return found.length <= MOST_STEPS ? found : [...found.slice(0, MOST_STEPS - 1), found.at(-1)!];
}

const placeKey = (demand: Demand, places: Places): string => {
  const { file, line } = places.at(demand.expr);
  return `${file}:${line}`;
};

