import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "`{what}` is an endless loop in {kind, select, task {a task} other {a thread}} of its own, and nothing in the loop catches a failure of `{request}`: the first one ends it{told, select, yes { (with a line in the log)} other {}}, nobody looks whether it still runs, and the bot goes on without it",
    ru: "`{what}` — бесконечный цикл в {kind, select, task {отдельной task} other {отдельном потоке}}, и сбой `{request}` внутри цикла никто не ловит: первый же сбой его завершит{told, select, yes { (со строкой в логе)} other {}}, работает ли он ещё, никто не проверяет, и бот продолжает без него",
  },
  leaves: { en: "a failure leaves the loop from here", ru: "отсюда сбой покидает цикл" },
  request: { en: "the request that may fail", ru: "запрос, который может не удаться" },
  loop: { en: "the loop that it ends", ru: "цикл, который он завершит" },
  start: { en: "started here; nobody waits for its end or asks for it", ru: "запускается здесь; его завершения никто не ждёт и о нём не спрашивает" },
  fix: {
    en: "Catch `Exception` inside the loop, log it, pause, and go on with the next round; or give the {kind, select, task {task a done callback} other {thread a watchdog}} that stops the bot.",
    ru: "Ловите `Exception` внутри цикла, пишите в лог, делайте паузу и переходите к следующему кругу; или поставьте {kind, select, task {на task done-callback} other {за потоком сторожа}}, который остановит бота.",
  },
  lasts: { en: "the loop of `{what}` catches whatever fails in a round", ru: "цикл `{what}` ловит любой сбой внутри круга" },
  none: { en: "no endless loop runs in a task or thread of its own", ru: "бесконечных циклов в отдельных task и потоках нет" },
});
