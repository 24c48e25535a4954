import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  "never-awaited": {
    en: "`{what}` was called and never awaited: not a line of it ran{orders, select, yes {, and it leads to orders} other {}}",
    ru: "`{what}` вызвана без await: ни одна её строка не выполнилась{orders, select, yes {, а ведёт она к ордерам} other {}}",
  },
  "task-destroyed": {
    en: "{when, select, work {{named, select, no {A task} other {The task of `{what}`}} was destroyed while the bot worked: nothing referred to it, and what it did just stopped} other {{named, select, no {A task} other {The task of `{what}`}} was destroyed at the end: nobody cancelled it and waited for it, so it was cut off in the middle}}",
    ru: "{when, select, work {{named, select, no {Одна из task} other {Task `{what}`}} уничтожена во время работы бота: на неё никто не ссылался, и её работа просто прекратилась} other {{named, select, no {Одна из task} other {Task `{what}`}} уничтожена в конце: никто её не отменил и не дождался, и она оборвана на полпути}}",
  },
  "task-exception": {
    en: "{named, select, no {A task} other {The task of `{what}`}} ended by {exception, select, none {an exception} other {{exception}}}, and nobody looked: what it did is dead, and the bot learnt of it only when the task was collected",
    ru: "{named, select, no {Одна из task} other {Task `{what}`}} завершилась исключением{exception, select, none {} other { {exception}}}, и никто этого не заметил: её работа остановилась, а узнали об этом лишь при сборке мусора",
  },
  unclosed: {
    en: "{what, select, other {A {what}}} was left open and collected ({count, plural, one {once} other {# times}}): its sockets stay with the exchange until a time-out",
    ru: "Осталось незакрытым и собрано сборщиком мусора: {what} (раз: {count}); сокеты остаются у биржи до тайм-аута",
  },
  elsewhere: { en: "it is defined here", ru: "определена здесь" },
  nothing: {
    en: "Lost work: the interpreter complained neither of destroyed tasks nor of unawaited coroutines nor of open sessions.",
    ru: "Потерянная работа: интерпретатор не жаловался ни на уничтоженные task, ни на корутины без await, ни на незакрытые сессии.",
  },
  linked: { en: "Lost work: told by the checks of the code that it belongs to.", ru: "Потерянная работа: о ней говорят проверки кода, к которому она относится." },
  "fix-never-awaited": { en: "Put `await` before the call, or start it with `create_task` and keep the task.", ru: "Поставьте `await` перед вызовом или запустите через `create_task` и храните task." },
  "fix-task": { en: "Keep the task, add a callback that logs its exception, and cancel and await it in the shutdown.", ru: "Храните task, добавьте callback, который пишет её исключение в лог, а при остановке отменяйте её и дожидайтесь." },
  "fix-unclosed": { en: "Close it in `finally`, or use it with `async with`.", ru: "Закрывайте в `finally` или используйте через `async with`." },
});
