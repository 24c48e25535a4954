import { factsOf, type AuditInput } from "./audit-program.ts";
import { failingStarts } from "./facts/code/failing-starts.ts";
import { openWays } from "./facts/code/open-ways.ts";
import { orderReach } from "./facts/code/order-reach.ts";
import { orderSites, type OrderSite } from "./facts/code/order-sites.ts";
import { outcomes } from "./facts/code/outcomes/outcomes.ts";
import { places } from "./facts/code/places.ts";
import { reach } from "./facts/code/reach.ts";
import { strategyHooks } from "./facts/code/strategy-hooks.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import type { NotAnalysed } from "./ir/program.ts";
import { catalogue } from "./sdk/text.ts";

const say = catalogue({
  opensNothing: {
    en: "as it ships, the bot opens no position: `{test}` is always {outcome, select, true {true} other {false}} here{by, select, none {} other { (`{by}`, {at}, answers nothing else)}}, and the orders stand behind it. All else is judged as if they were sent.",
    ru: "в том виде, в каком бот поставляется, он не открывает ни одной позиции: `{test}` здесь всегда {outcome, select, true {истинно} other {ложно}}{by, select, none {} other { (`{by}`, {at}, ничего другого не отвечает)}}, а ордера стоят за этой проверкой. Всё остальное проверено так, как если бы они отправлялись.",
  },
  onPaper: {
    en: "no start of this bot was seen to send a real order; its paper orders (`{by}` first) were judged as if they were real. With real money behind them this is another bot: audit it again.",
    ru: "ни один запуск этого бота не отправляет настоящих ордеров; вместо них проверялись бумажные (первый: `{by}`), как если бы они были настоящими. С реальными деньгами это будет другой бот: повторите аудит.",
  },
  fails: {
    en: "`{code}` raises {error} in each run of `{program}`, before it opens anything, and ends it. As long as that is so, what only this program runs counts as code that does not run.",
    ru: "`{code}` падает с {error} в каждом запуске `{program}`, прежде чем она что-либо откроет, и программа завершается. Пока это так, всё, что выполняет только она, считается кодом, который не работает.",
  },
});

/** Facts, and what is to be told before all else of the bot that they are about. */
export interface TradingFacts {
  readonly facts: Facts;
  /** The tests that keep the bot, as it ships, from every opening order; empty where it opens some. */
  readonly opensNothing: readonly NotAnalysed[];
  /** Programs that fail at their start, beside one that trades: they count for nothing. */
  readonly failing: readonly NotAnalysed[];
  /** The paper orders that were judged in place of real ones; empty where real ones were. */
  readonly onPaper: readonly NotAnalysed[];
}

/**
 * The facts of an audit. Branches that the bot never takes as it ships are dead to it, unless that leaves a bot that opens nothing (its
 * strategy is a stub, its master switch is off): who will fill that in wants to know what waits behind it.
 */
export function tradingFacts(input: AuditInput): TradingFacts {
  const real = realFacts(input);
  if (!sendsNothing(real.facts)) return { ...real, onPaper: [] };
  for (const each of [input, withScripts(input)]) {
    // Its engine may ship switched off: what is judged is what it does once it is on.
    const facts = factsOf(each, "all", new Set(), true);
    const first = firstOpening(facts);
    if (!first) continue;
    const { file, line } = first.at;
    return { facts, opensNothing: [], failing: real.failing, onPaper: [{ file, line, endLine: line, why: say("onPaper", { by: first.by }), blocks: true }] };
  }
  return { ...real, onPaper: [] };
}

/** The same bot with all that lies in `scripts/`: where nothing beside it trades, that is where its programs are. */
const withScripts = (input: AuditInput): AuditInput => ({
  ...input, program: { ...input.program, roles: new Map([...input.program.roles].map(([file, role]) => [file, role === "script" ? "bot" : role])) },
});

/** The first opening order that a start of the bot leads to. */
function firstOpening(facts: Facts): OrderSite | null {
  const [sites, reached] = [facts.get(orderSites), facts.get(reach)];
  if (sites instanceof Unavailable || reached instanceof Unavailable || sendsNothing(facts)) return null;
  return sites.find((one) => one.role === "open" && reached.of(one.fn) !== "dead") ?? null;
}

/** No start of the bot leads to an order, and no framework sends them. */
function sendsNothing(facts: Facts): boolean {
  const [orders, hooks] = [facts.get(orderReach), facts.get(strategyHooks)];
  return !(orders instanceof Unavailable) && !(hooks instanceof Unavailable) && orders.lost && hooks.all.length === 0;
}

function realFacts(input: AuditInput): Omit<TradingFacts, "onPaper"> {
  const first = factsOf(input);
  const [starts, at] = [first.get(failingStarts), first.get(places)];
  if (starts instanceof Unavailable || at instanceof Unavailable || starts.length === 0) return { ...withBarred(input, first, new Set()), failing: [] };
  const declared = new Set(input.program.declaredStarts.map((one) => one.file));
  const failed = new Set(starts.map(({ module }) => module.file));
  const failing = starts.map(({ module, node, error }): NotAnalysed => {
    const { file, line } = at.at(node);
    return { file, line, endLine: line, why: say("fails", { code: at.snippet(node), error, program: module.file }), blocks: declared.has(module.file) };
  });
  return { ...withBarred(input, factsOf(input, "as-shipped", failed), failed), failing };
}

function withBarred(input: AuditInput, shipped: Facts, failed: ReadonlySet<string>): Pick<TradingFacts, "facts" | "opensNothing"> {
  const [reached, tests, at] = [shipped.get(reach), shipped.get(outcomes), shipped.get(places)];
  if (reached instanceof Unavailable || tests instanceof Unavailable || at instanceof Unavailable) return { facts: shipped, opensNothing: [] };
  const barred = reached.barredOrders();
  if (barred.length === 0 || opens(shipped)) return { facts: shipped, opensNothing: [] };
  const whole = factsOf(input, "all", failed);
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
