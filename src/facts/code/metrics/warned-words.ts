import type { Node } from "../../../ir/nodes.ts";
import { NO_EVENT } from "../../../knowledge/log-words.ts";
import type { MetricKind } from "../../../knowledge/metric-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { logCalls, type LogCall } from "../logs/log-calls.ts";
import { neverTaken } from "../never-taken.ts";
import { reach } from "../reach.ts";
import { WARNING } from "./loudness.ts";

const WORDS: readonly (readonly [MetricKind, RegExp])[] = [["latency", /latenc|response time|round.?trip|задержк|延迟|지연/i], ["slippage", /slippage|проскальз|滑点|슬리피지/i], ["exit-slippage", /exit.{0,12}slippage|slippage.{0,20}exit/i]];

/** `widening slippage for retry`: what an order is allowed, not what it cost. */
const ALLOWED = /widen|toleran|retry|attempt|allow/i;

/** `SlippageGuard: bad price`, `slippage protection`: what looks after it, not how much it was. */
const COMPONENT = /\S*(latency|slippage)[ _]?(guard|monitor|model|protection|filter|check|tracker|analy\w*)\S*|защит\S* от проскальз\S*|мониторинг\S* \S+/giu;

/** A line without a field says of no value that it is bad. */
const tellsValue = ({ text, fields }: LogCall): boolean => /\{\}|%[-+.\d]*[a-z]/i.test(text) || fields.trim() !== text.toLowerCase().trim();

/** Conditional WARNINGs that speak of a metric by name, wherever its value came from: by a queue, a table, a name that nobody can follow. */
export const warnedWords = codeFact({
  name: "warned-words",
  doc: "Log lines at WARNING or above, under a condition, that name a metric.",
  requires: { logCalls, neverTaken, reach },
  derive({ logCalls, neverTaken, reach }): ReadonlyMap<MetricKind, LogCall> {
    const found = new Map<MetricKind, LogCall>();
    for (const one of logCalls.all) {
      if (one.kind !== "log" || (one.level ?? 0) < WARNING || !tellsValue(one) || NO_EVENT.test(one.text) || ALLOWED.test(one.text)) continue;
      for (const [kind, words] of WORDS) if (!found.has(kind) && words.test(one.text.replace(COMPONENT, "")) && reach.of(one.fn) !== "dead" && isConditional(one.call) && !neverTaken.around(one.call)) found.set(kind, one);
    }
    return found;
  },
});

function isConditional(call: Node): boolean {
  let under = false;
  for (let at = call.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "handler") return false;
    under ||= at.kind === "if";
  }
  return under;
}
