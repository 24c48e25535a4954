import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  endless: {
    en: "`{what}` {flag, select, no {loops for ever} other {loops until its flag is lowered ({flag})}}, and nobody keeps its task: it may be collected while it runs{guarded, select, yes {} other {, an exception in it is lost}}, and {sweep, select, no {whatever stops the bot has no handle to cancel it or to wait for it} other {nothing but the sweep over all tasks at the very end ({sweep}) cancels it}}",
    ru: "`{what}` {flag, select, no {— бесконечный цикл} other {крутится, пока не опустят флаг ({flag})}}, а его task никто не хранит: её может собрать сборщик мусора{guarded, select, yes {} other {, исключение в ней потеряется}}, а {sweep, select, no {у остановки бота нет handle, чтобы её отменить или дождаться} other {отменяет её только общая отмена всех task в самом конце ({sweep})}}",
  },
  many: {
    en: "{count, plural, other {# tasks}} that loop for ever are started here ({what}, ...), and nobody keeps any of them: each may be collected while it runs, its exception is lost, and {sweep, select, no {whatever stops the bot has no handle to cancel it} other {nothing but the sweep over all tasks at the very end ({sweep}) cancels it}}",
    ru: "здесь запускаются бесконечные task ({what}, …; всего {count}), и ни одну из них никто не хранит: её может собрать сборщик мусора, исключение в ней потеряется, а {sweep, select, no {у остановки бота нет handle, чтобы её отменить} other {отменяет её только общая отмена всех task в самом конце ({sweep})}}",
  },
  another: { en: "so is this one: `{what}`", ru: "и эта тоже: `{what}`" },
  orders: {
    en: "`{what}` can send orders, and nobody keeps its task: it may be collected before the order is sent{guarded, select, yes {} other {, and an exception in it is lost}}",
    ru: "`{what}` может отправить ордер, а task никто не хранит: её может собрать сборщик мусора до отправки ордера{guarded, select, yes {} other {, а исключение потеряется}}",
  },
  brief: {
    en: "{count, plural, one {`{what}` runs in a task that nobody keeps} other {{count} tasks of `{fn}` ({what}) are kept by nobody}}: an error in {count, plural, one {it} other {them}} is seen by no one, and the event loop alone does not keep {count, plural, one {it} other {them}} alive",
    ru: "{count, plural, one {`{what}` выполняется в task, которую никто не хранит} few {{count} task из `{fn}` ({what}) никто не хранит} many {{count} task из `{fn}` ({what}) никто не хранит} other {{count} task из `{fn}` ({what}) никто не хранит}}: ошибку в {count, plural, one {ней} other {них}} никто не увидит, а один только event loop от сборщика мусора не защищает",
  },
  loop: { en: "the loop that never ends by itself", ru: "цикл, который сам не завершается" },
  start: { en: "the task is started here and its handle is dropped", ru: "здесь запускается task, а её handle никуда не сохраняется" },
  runs: { en: "what the task runs", ru: "что выполняет task" },
  fixEndless: {
    en: "Keep the task (`self._task = asyncio.create_task(...)`), then cancel and await it in the shutdown.",
    ru: "Сохраните task (`self._task = asyncio.create_task(...)`), а при остановке отмените её и дождитесь.",
  },
  fixOrders: {
    en: "Keep the task in a set until it is done (`tasks.add(task); task.add_done_callback(tasks.discard)`) and log its exception, or await it.",
    ru: "Храните task во множестве, пока она не закончится (`tasks.add(task); task.add_done_callback(tasks.discard)`), и логируйте её исключение; или дождитесь её через `await`.",
  },
  holds: { en: "every long-lived task is kept: {count, plural, one {# start} other {# starts}} of tasks", ru: "долгоживущие task сохраняются: {count, plural, one {# запуск} few {# запуска} many {# запусков} other {# запуска}}" },
  kept: { en: "the handle of `{what}` is kept", ru: "handle task `{what}` сохраняется" },
  none: { en: "the running bot starts no asyncio tasks", ru: "бот не запускает asyncio-task" },
});
