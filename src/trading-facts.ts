import { factsOf, type AuditInput } from "./audit-program.ts";
import { openWays } from "./facts/code/open-ways.ts";
import { outcomes } from "./facts/code/outcomes/outcomes.ts";
import { places } from "./facts/code/places.ts";
import { reach } from "./facts/code/reach.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import type { NotAnalysed } from "./ir/program.ts";
import { catalogue } from "./sdk/text.ts";

const say = catalogue({
  opensNothing: {
    en: "as it ships, the bot opens no position: `{test}` is always {outcome, select, true {true} other {false}} here{by, select, none {} other { (`{by}`, {at}, answers nothing else)}}, and the orders stand behind it. All else is judged as if they were sent.",
    ru: "в том виде, в каком бот поставляется, он не открывает ни одной позиции: `{test}` здесь всегда {outcome, select, true {истинно} other {ложно}}{by, select, none {} other { (`{by}`, {at}, ничего другого не отвечает)}}, а ордера стоят за этой проверкой. Всё остальное проверено так, как если бы они отправлялись.",
  },
});

export interface TradingFacts {
  readonly facts: Facts;
  /** The tests that keep the bot, as it ships, from every opening order; empty where it opens some. */
  readonly opensNothing: readonly NotAnalysed[];
}

/**
 * The facts of an audit. Branches that the bot never takes as it ships are dead to it, unless that leaves a bot that opens nothing (its
 * strategy is a stub, its master switch is off): who will fill that in wants to know what waits behind it.
 */
export function tradingFacts(input: AuditInput): TradingFacts {
  const shipped = factsOf(input);
  const [reached, tests, at] = [shipped.get(reach), shipped.get(outcomes), shipped.get(places)];
  if (reached instanceof Unavailable || tests instanceof Unavailable || at instanceof Unavailable) return { facts: shipped, opensNothing: [] };
  const barred = reached.barredOrders();
  if (barred.length === 0 || opens(shipped)) return { facts: shipped, opensNothing: [] };
  const whole = factsOf(input, "all");
  if (!opens(whole)) return { facts: shipped, opensNothing: [] };
  const told = barred.map(({ test, outcome }): NotAnalysed => {
    const { file, line } = at.at(test);
    const by = tests.answeredBy(test);
    const there = by && at.at(by);
    return { file, line, endLine: line, why: say("opensNothing", { test: at.snippet(test), outcome: String(outcome), by: by?.qualname ?? "none", at: there ? `${there.file}:${there.line}` : "" }), blocks: true };
  });
  return { facts: whole, opensNothing: told };
}

/** Whether a decision of the running bot's own gets to an opening order. */
function opens(facts: Facts): boolean {
  const ways = facts.get(openWays);
  return ways instanceof Unavailable || ways.without(null).some((way) => (way.kind === "signal" || way.kind === "quoting" || way.kind === "unborn") && way.start !== "person");
}
