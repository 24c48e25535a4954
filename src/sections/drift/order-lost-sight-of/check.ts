import { places } from "../../../facts/code/places.ts";
import { lostOrders } from "../../../facts/run/lost-orders.ts";
import { runEvents } from "../../../facts/run/run-events.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  broken: {
    en: "{count, plural, =1 {The bot did not know what became of an order} other {The bot did not know what became of # orders}} (first {instrument}), and in the {seconds} s that the log goes on nothing tells of it: no fill, no cancel, no comparison with the exchange. If it was filled, nobody watches that position.",
    ru: "{count, plural, one {Бот не знал, чем кончился # ордер} few {Бот не знал, чем кончились # ордера} other {Бот не знал, чем кончились # ордеров}} (первый — {instrument}), и за {seconds} с до конца лога об этом ничего не сказано: ни исполнения, ни отмены, ни сверки с биржей. Если ордер исполнился, за позицией никто не следит.",
  },
  fix: {
    en: "After a time-out ask the exchange for the order by its client order id, or compare the positions at once, and log what came of it.",
    ru: "После тайм-аута запросите ордер у биржи по clOrdId или сразу сверьте позиции и запишите в лог, чем он кончился.",
  },
  there: { en: "the line is printed here", ru: "эту строку пишет этот вызов" },
  holds: { en: "what became of {count, plural, =1 {the one order} other {each of # orders}} whose outcome was unknown was found out", ru: "исход {count, plural, one {# ордера} other {каждого из # ордеров}}, о котором бот не знал, выяснен" },
  short: { en: "the log ends within {seconds} s of an order whose outcome was unknown", ru: "лог кончается раньше чем через {seconds} с после ордера с неизвестным исходом" },
  none: { en: "no order of this run was told to have an unknown outcome", ru: "ордеров с неизвестным исходом в этом запуске не было" },
});

/** Seconds in which the bot should have found out. */
const PATIENCE = 120;

export const orderLostSightOf = defineCheck({
  name: "drift/order-lost-sight-of",
  claim: "What became of an order whose outcome was unknown is found out.",
  impact: "position",
  about: "order",
  options: { patience_s: PATIENCE },
  run: {
    requires: { lostOrders, runEvents, places },
    look({ lostOrders, runEvents, places }, see, { patience_s }) {
      const { doubted, cut } = lostOrders;
      if (doubted.length === 0) return see.notExercised(say("none"));
      const open = doubted.filter((one) => one.cleared === null);
      const lost = open.filter((one) => one.after !== null && one.after >= patience_s);
      if (lost.length === 0 || cut) {
        if (open.length > 0) return see.notExercised(say("short", { seconds: String(patience_s) }));
        return see.holds({ kind: "order", id: "unknown-outcome" }, say("holds", { count: doubted.length }), [logLine(doubted[0]!.doubt), logLine(doubted[0]!.cleared!)]);
      }
      const [first, ...rest] = lost;
      const call = runEvents.callOf(first!.doubt);
      const lines = rest.slice(0, 3).map((one) => logLine(one.doubt));
      const printed = call ? [{ at: places.at(call), note: say("there") }] : [];
      see.broken({ kind: "order", id: "unknown-outcome" }, say("broken", { count: lost.length, instrument: first!.instrument || "?", seconds: String(Math.round(first!.after!)) }), [logLine(first!.doubt), ...lines, ...printed], { fix: say("fix"), weight: 5 });
    },
  },
});
