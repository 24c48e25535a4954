import { filterAnswers, type FilterAnswers } from "../../../facts/code/filter-answers.ts";
import { guardKinds, kindsIn, type GuardKinds } from "../../../facts/code/guard-kinds.ts";
import { wordMask } from "../../../facts/code/guard-shapes.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { isMode, switchedOff, type Switch, type SwitchedOff } from "../../../facts/code/switched-off.ts";
import type { Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { allSound, FOUR, leaves, statementsOf } from "../filter-facts.ts";
import { say as names } from "../missing-filter-messages.ts";

const say = catalogue({
  shipped: {
    en: "The shipped configuration switches the {filter} filter off (`{key}: {value}`): it is in the code, but no signal is ever asked",
    ru: "Поставляемая конфигурация отключает фильтр {filter} (`{key}: {value}`): в коде он есть, но ни один сигнал не проверяется",
  },
  default: {
    en: "The {filter} filter is off unless somebody sets `{key}` (it is {value} by default): as shipped, no signal is ever asked",
    ru: "Фильтр {filter} выключен, пока кто-нибудь не задаст `{key}` (по умолчанию {value}): в поставке ни один сигнал не проверяется",
  },
  fix: { en: "switch it on for live trading, or let the bot refuse to start live without it", ru: "включить для боевой торговли или не запускать бота в бою без него" },
  switched: { en: "the filter stands behind this switch", ru: "фильтр стоит за этим выключателем" },
});

export const filterOffByConfiguration = defineCheck({
  name: "filters/filter-off-by-configuration",
  claim: "No filter before an order is switched off in the shipped configuration.",
  impact: "funds",
  about: "filter",
  code: {
    requires: { filterAnswers, guardKinds, switchedOff, places },
    look({ filterAnswers, guardKinds, switchedOff, places }, see) {
      let found = 0;
      const taken = new Set<string>();
      for (const fn of filterAnswers.region) {
        for (const { test, mask } of switchesIn(fn, filterAnswers, guardKinds, switchedOff)) {
          const off = switchedOff.switchOf(test);
          const place = off && placeOf(off, places);
          if (!off || !place || !isSwitch(test, off, places) || taken.has(`${place.file}:${String(place.line)}`)) continue;
          taken.add(`${place.file}:${String(place.line)}`);
          found++;
          const key = off.read?.key ?? places.snippet(test, 40);
          // A variable may hold the answers of several filters; the switch's own name says which one it is for.
          const kinds = kindsIn(mask & wordMask(key.split(".").at(-1)!, "quantity") || mask);
          const values = { key, value: off.setting ? String(off.setting.value) : off.fallback ? places.snippet(off.fallback, 30) : "" };
          const text = (language: "en" | "ru"): string => say(off.setting ? "shipped" : "default", { ...values, filter: kinds.map((one) => names(one)[language]).join(", ") })[language];
          const says = { en: text("en"), ru: text("ru") };
          const evidence: [Evidence, ...Evidence[]] = [{ at: place, note: says }, { at: places.at(test), note: say("switched") }];
          see.broken({ kind: "filter", id: `switch ${values.key} ${kinds.join(" ")}` }, says, evidence, { fix: say("fix") });
        }
      }
      if (found === 0) allSound(filterAnswers.filters, places, see, "off");
    },
  },
});

/** Tests of switches that are off as shipped, with what they keep from being asked. */
function switchesIn(fn: FunctionNode, answers: FilterAnswers, guards: GuardKinds, switches: SwitchedOff): { test: Expr; mask: number }[] {
  const found: { test: Expr; mask: number }[] = [];
  const filter = answers.filters.find((one) => one.fn === fn);
  statementsOf(fn, (node) => {
    if (node.kind === "logical" && node.op === "and") {
      // `if self.cfg.use_spread_filter and spread > limit`
      const mask = isOff(node.left, switches) ? guards.of(node.right) & FOUR : 0;
      if (mask) found.push({ test: switchIn(node.left), mask });
    }
    if (node.kind !== "if") return;
    const mask = isOff(node.test, switches) ? asksIn(node, guards) & FOUR : 0;
    if (mask) found.push({ test: switchIn(node.test), mask });
    // `if not self.enabled: return True` at the head of the filter
    const last = node.body.at(-1);
    const passes = filter && last?.kind === "return" && answers.lets(filter, last.value) === true && !isMode(node.test) && switches.truth(node.test) === true;
    if (passes && (filter.kinds & FOUR) !== 0) found.push({ test: switchIn(node.test), mask: filter.kinds & FOUR });
  });
  return found;
}

/** Called like something to switch on (and off as shipped), or like something to leave out (and on as shipped). */
function isSwitch(test: Expr, off: Switch, places: Places): boolean {
  const name = (off.read?.key ?? places.snippet(test, 60)).replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(".").at(-1)!;
  return off.on ? /disable|skip|bypass|ignore|(^|_)no(_|$)/.test(name) : /enable|(^|_)(use|filter|check|guard|active|on|apply|require)(_|$)/.test(name) || wordMask(name, "quantity") !== 0;
}

const isOff = (test: Expr, switches: SwitchedOff): boolean => !isMode(test) && switches.truth(test) === false;

const switchIn = (test: Expr): Expr => (test.kind === "unary" ? switchIn(test.operand) : test.kind === "compare" ? switchIn(test.left) : test);

/** What the branch asks before it leaves, and what the calls in it ask. */
function asksIn(branch: If, guards: GuardKinds): number {
  let mask = 0;
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "if" && (leaves(node.body) || leaves(node.otherwise))) mask |= guards.of(node.test);
    if (node.kind === "return" && node.value?.kind === "call") mask |= guards.of(node.value);
    children(node, step);
  };
  for (const statement of branch.body) step(statement);
  return mask;
}

function placeOf(off: Switch, places: Places): Evidence["at"] | null {
  if (off.setting) return { in: "code", file: off.setting.at.file, line: off.setting.at.line };
  return off.fallback ? places.at(off.fallback) : null;
}
