import { orderReach } from "./facts/code/order-reach.ts";
import { orderSites } from "./facts/code/order-sites.ts";
import { strategyHooks } from "./facts/code/strategy-hooks.ts";
import { Unavailable, type Facts } from "./facts/engine.ts";
import type { Verdict } from "./sdk/finding.ts";
import { catalogue, type Text } from "./sdk/text.ts";

const say = catalogue({
  none: {
    en: "No call that sends an order was recognised in this bot: either it does not trade (research, signals, pair lists), or the way its orders leave is not known. If it trades, name its own function in golive.yaml: `concepts: '{'order-submission: [module.function]'}'`; if it does not, name the section under `not_applicable`.",
    ru: "В боте не распознано ни одного вызова, который отправляет ордер: либо он не торгует (исследования, сигналы, списки пар), либо отправляет ордера неизвестным способом. Если торгует, назовите его функцию в golive.yaml: `concepts: '{'order-submission: [module.function]'}'`; если нет, укажите раздел в `not_applicable`.",
  },
  unreached: {
    en: "The code that sends orders ({at}) is reached from no start of the bot that was recognised, so nobody saw how it trades. Name what starts it in golive.yaml: `entry_points: [file.py]`, or the function that sends orders: `concepts: '{'order-submission: [module.function]'}'`; if the bot does not trade, name the section under `not_applicable`.",
    ru: "Код, который отправляет ордера ({at}), не достигается ни от одного распознанного запуска бота, поэтому неизвестно, как он торгует. Укажите в golive.yaml, что его запускает: `entry_points: [file.py]`, или функцию, которая отправляет ордера: `concepts: '{'order-submission: [module.function]'}'`; если бот не торгует, укажите раздел в `not_applicable`.",
  },
});

/** Why nothing that the audit says of this bot's trading can be relied on; null: its orders were seen in code that runs, or a framework sends them. */
export function unseenOrders(facts: Facts): Text | null {
  const [reach, sites, hooks] = [facts.get(orderReach), facts.get(orderSites), facts.get(strategyHooks)];
  if (reach instanceof Unavailable || sites instanceof Unavailable || hooks instanceof Unavailable) return null;
  if (!reach.lost || hooks.all.length > 0) return null;
  const dead = sites.find((one) => one.role !== "cancel");
  return dead ? say("unreached", { at: `${dead.at.file}:${dead.at.line}` }) : say("none");
}

/** Where the bot's orders were not seen, a section that found nothing to say is not decided: neither all right nor without a subject. That is the first reason: its checks' own follow from it. */
export function undecided(verdict: Verdict, why: Text | null): Verdict {
  if (why === null || verdict.status === "red" || verdict.findings.length > 0) return verdict;
  return { ...verdict, status: "warn", unproven: true, reasons: [{ check: null, at: null, why }, ...verdict.reasons] };
}
