import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "`{fn}` drops a live signal without a word at {tests}: no SIGNAL_SKIP, so signals, skips and orders (sent at {order}) do not add up, and nobody learns which filter eats the trades",
    ru: "`{fn}` молча отбрасывает живой сигнал: {tests}. SIGNAL_SKIP нет, воронка «сигналы → пропуски → ордера» ({order}) не сходится, и не видно, какой фильтр съедает сделки",
  },
  counted: {
    en: "`{fn}` drops a live signal at {tests} and only counts it: symbol, side and reason of the skip are nowhere",
    ru: "`{fn}` отбрасывает живой сигнал: {tests}, и только увеличивает счётчик: символ, сторона и причина пропуска нигде не записаны",
  },
  starved: {
    en: "`{fn}` drops a live signal without a word where data is missing ({tests}): while a feed fails the log looks as if there were no signals",
    ru: "`{fn}` молча отбрасывает живой сигнал, когда нет данных ({tests}): пока поток данных сбоит, по логу кажется, что сигналов просто не было",
  },
  fix: {
    en: "before leaving log `SIGNAL_SKIP symbol=… side=… reason=…` from `{signal}`; if a helper does so, bind it in golive.yaml: `concepts: '{'signal-skip: [module.function]'}'`",
    ru: "перед выходом писать `SIGNAL_SKIP symbol=… side=… reason=…` по `{signal}`; если это делает хелпер, привяжите его в golive.yaml: `concepts: '{'signal-skip: [модуль.функция]'}'`",
  },
  dropped: { en: "`{signal}` is there, and when `{test}` it is dropped here", ru: "`{signal}` есть, но при `{test}` он здесь отбрасывается" },
  refused: { en: "the refusal is decided here, without a word either", ru: "отказ решается здесь, и тоже молча" },
  born: { en: "the signal leaves `{from}` for the order here", ru: "отсюда, из `{from}`, сигнал идёт к ордеру" },
  passes: { en: "the way to the order was read from here", ru: "путь к ордеру прочитан отсюда" },
  start: { en: "the bot starts here", ru: "бот запускается здесь" },
  order: { en: "the opening order", ru: "открывающий ордер" },
  unsure: {
    en: "In {count} branch(es) a signal is dropped and code that could not be followed may write about it, or keep it for later",
    ru: "В ветках ({count}) сигнал отбрасывается, но непрослеженный код может записать это или отложить сигнал на потом",
  },
  holds: { en: "Skips of signals are logged as SIGNAL_SKIP ({count} branches)", ru: "Пропуски сигналов пишутся как SIGNAL_SKIP (веток: {count})" },
  written: { en: "These branches that drop a signal write about it, under another name", ru: "Эти ветки отбрасывают сигнал и пишут об этом, но под другим именем" },
  vague: {
    en: "In {count, plural, one {# branch} other {# branches}} a signal is dropped and something is written, but not in words that tell of the drop, or below the level that ships",
    ru: "В {count, plural, one {# ветке} other {# ветках}} сигнал отбрасывается и что-то пишется, но не словами о пропуске либо ниже поставляемого уровня",
  },
  none: {
    en: "A signal goes from `{from}` to an order, but no branch that drops it was recognised; if filters run elsewhere, name what makes the signal in golive.yaml: `concepts: '{'signal: [module.function]'}'`",
    ru: "Сигнал идёт из `{from}` к ордеру, но ветки, где он отбрасывается, не распознаны; если фильтры стоят раньше, назовите функцию, создающую сигнал, в golive.yaml: `concepts: '{'signal: [модуль.функция]'}'`",
  },
  noSignal: {
    en: "An opening order is sent, but no signal was recognised on the way to it, so it is unknown where signals are dropped. Name the function that makes it in golive.yaml: `concepts: '{'signal: [module.function]'}'`",
    ru: "Открывающий ордер отправляется, но сигнал на пути к нему не распознан, поэтому неизвестно, где сигналы отбрасываются. Назовите функцию, которая его создаёт, в golive.yaml: `concepts: '{'signal: [модуль.функция]'}'`",
  },
  noOrders: {
    en: "No call that sends an opening order was recognised in the running bot. Name it in golive.yaml: `concepts: '{'order-submission: [module.function]'}'`",
    ru: "В работающем боте не распознан ни один вызов, отправляющий открывающий ордер. Назовите его в golive.yaml: `concepts: '{'order-submission: [модуль.функция]'}'`",
  },
  quoting: { en: "Orders are laid out as quotes, a grid or a schedule: there is no discrete signal that could be dropped", ru: "Ордера выставляются как котировки, сетка или по расписанию: отдельного сигнала, который можно отбросить, нет" },
  person: { en: "Opening orders are sent only on a person's command: there is no signal to drop", ru: "Открывающие ордера отправляются только по команде человека: сигнала, который можно отбросить, нет" },
});
