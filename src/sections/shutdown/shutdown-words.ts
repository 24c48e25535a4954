import type { TradingStart } from "../../facts/code/stopping/trading-start.ts";
import type { See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";

const say = catalogue({
  noOrders: {
    en: "No opening order was recognised in running code, so it is not known whether this program trades. If it does, name its own order function in golive.yaml: `concepts: '{'order-submission: [module.function]'}'`",
    ru: "В работающем коде не распознано ни одного открывающего ордера, поэтому неизвестно, торгует ли программа. Если торгует, назовите её функцию отправки ордеров в golive.yaml: `concepts: '{'order-submission: [module.function]'}'`",
  },
  noStart: { en: "No file of the bot starts anything: it is a library, or strategies that a framework runs", ru: "Ни один файл бота ничего не запускает: это библиотека или стратегии, которые запускает фреймворк" },
});

/** Says why a claim about the running bot cannot be decided; true: nothing more is to be said. */
export function undecided<K extends string>({ at, trades }: TradingStart, kind: K, id: string, see: See<K>): boolean {
  if (at && trades) return false;
  if (at) see.unclear({ kind, id }, say("noOrders"), [{ at, note: say("noOrders") }]);
  else see.notApplicable(say("noStart"));
  return true;
}
