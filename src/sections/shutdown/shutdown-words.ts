import type { SinglePass } from "../../facts/code/stopping/single-pass.ts";
import type { Places } from "../../facts/code/places.ts";
import type { TradingLoops } from "../../facts/code/stopping/trading-loops.ts";
import type { TradingStart } from "../../facts/code/stopping/trading-start.ts";
import { firstLineOf, type Evidence, type See } from "../../sdk/evidence.ts";
import { catalogue } from "../../sdk/text.ts";

const say = catalogue({
  noOrders: {
    en: "No opening order was recognised in running code, so it is not known whether this program trades. If it does, name its own order function in golive.yaml: `concepts: '{'order-submission: [module.function]'}'`",
    ru: "В работающем коде не распознано ни одного открывающего ордера, поэтому неизвестно, торгует ли программа. Если торгует, назовите её функцию отправки ордеров в golive.yaml: `concepts: '{'order-submission: [module.function]'}'`",
  },
  singlePass: {
    en: "`{file}` does its work once and ends; {by, select, none {what starts it anew is not in the repository} other {`{by}` starts it anew each time}}. Whether something of it may stay in memory or hang when it is stopped, the code does not show",
    ru: "`{file}` делает работу один раз и завершается; {by, select, none {чем он запускается снова, в репозитории не видно} other {заново его каждый раз запускает `{by}`}}. Может ли он при этом зависнуть или остаться в памяти, из кода не видно",
  },
  offered: {
    en: "Nothing in the repository calls what sends the orders (`{file}`): something outside does, an agent or a scheduler. Whether that process ends after each order or goes on running, the code does not show",
    ru: "Внутри репозитория никто не вызывает код, отправляющий ордера (`{file}`): это делает кто-то снаружи, агент или планировщик. Завершается ли этот процесс после каждого ордера или работает дальше, из кода не видно",
  },
  loop: { en: "this loop trades as long as the bot runs", ru: "этот цикл торгует, пока работает бот" },
  otherLoop: { en: "another program of the repository trades in this loop: the same there", ru: "другая программа репозитория торгует в этом цикле: там то же самое" },
  noStart: { en: "No file of the bot starts anything: it is a library, or strategies that a framework runs", ru: "Ни один файл бота ничего не запускает: это библиотека или стратегии, которые запускает фреймворк" },
});

/** Says why a claim about the running bot cannot be decided; true: nothing more is to be said. */
export function undecided<K extends string>({ at, trades, offered, name }: TradingStart, kind: K, id: string, see: See<K>): boolean {
  if (at && trades && !offered) return false;
  if (at && offered) see.unclear({ kind, id }, say("offered", { file: name }), [{ at, note: say("offered", { file: name }) }]);
  else if (at) see.unclear({ kind, id }, say("noOrders"), [{ at, note: say("noOrders") }]);
  else see.notApplicable(say("noStart"));
  return true;
}

/** The same for a claim about a program that goes on: this one ends by itself, and no leak grows in it. */
export function endsByItself<K extends string>(once: SinglePass | null, { at }: TradingStart, kind: K, id: string, see: See<K>): boolean {
  if (!once || !at) return false;
  const why = say("singlePass", { file: once.file, by: once.startedBy ?? "none" });
  see.unclear({ kind, id }, why, [{ at, note: why }]);
  return true;
}

const MOST_LOOPS = 2;

/** Where the bot spends its days: what is missing is missing there. */
export function loopsAt({ own, others }: TradingLoops, places: Places): Evidence[] {
  const at = (key: "loop" | "otherLoop", loops: TradingLoops["own"]): Evidence[] => loops.slice(0, MOST_LOOPS).map((loop) => ({ at: firstLineOf(places.at(loop)), note: say(key) }));
  return [...at("loop", own), ...at("otherLoop", others)];
}
