import type { Counter } from "../sdk/run-summary.ts";

/**
 * How summaries and heartbeats call what a bot counts: sources of regular expressions without case. keyed: before `=` or `:`; only what cannot be a value of one order (`order=17`,
 * `filled=0.5`). behind: after the number.
 */
export const COUNTER_WORDS: Readonly<Record<Counter, { readonly keyed: string; readonly behind: string }>> = {
  signals: { keyed: "signals|сигналы|сигналов", behind: "signals?|сигнал(?:ов|а)?" },
  skips: { keyed: "skips|skipped|filtered|пропущено|пропусков|отфильтровано", behind: "skips|skipped|filtered|пропущено|пропуск(?:ов|а)|отфильтровано" },
  orders: { keyed: "orders|ордера|ордеров", behind: "orders?|ордер(?:ов|а)?" },
  fills: { keyed: "fills|исполнений|исполнено", behind: "fills?|filled|исполнен(?:ий|ия|о)" },
  entries: { keyed: "entries|entered|opened|входы|входов", behind: "entries|entered|opened|вход(?:ов|а)" },
  exits: { keyed: "exits|exited|closed|выходы|выходов|закрыто", behind: "exits|exited|closed|выход(?:ов|а)|закрыто" },
};

/** Before a counter: what is there now, not what has happened. */
export const NOW = "open|active|pending|working|resting|live|current|max|min|avg|открыт\\w*|активн\\w*";
/** Around a counter: how it is called besides. */
export const COUNTED_BEFORE = "total|num|n|all|всего";
export const COUNTED_BEHIND = "total|count|sent|placed|submitted|generated|seen|taken|found|detected|executed|done";

/** Fields of a structured record that hold its counters: `{"event": "heartbeat", "stats": {"signals": 3}}`. */
export const COUNTER_GROUP = /(^|_)(stats?|counts?|counters?|summary|totals?|funnel|metrics)$/i;
