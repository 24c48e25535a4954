import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  broken: {
    en: "No signal is handled: SIGTERM (systemd stop, docker stop, a deploy) ends the process at once. Orders and positions stay on the exchange, state is not written",
    ru: "Сигналы не обрабатываются: SIGTERM (systemd stop, docker stop, деплой) обрывает процесс сразу. Ордера и позиции остаются на бирже, состояние не записано",
  },
  "broken-keyboard": {
    en: "Only Ctrl+C reaches the shutdown: `except KeyboardInterrupt` and `finally` do not run on SIGTERM, which systemd and Docker send. The process dies at once, orders and positions stay on the exchange",
    ru: "До остановки доходит только Ctrl+C: на SIGTERM, который шлют systemd и Docker, `except KeyboardInterrupt` и `finally` не выполняются. Процесс умирает сразу, ордера и позиции остаются на бирже",
  },
  "broken-sigint": {
    en: "SIGINT is handled and SIGTERM is not: systemd and Docker stop with SIGTERM, the process dies at once, orders and positions stay on the exchange",
    ru: "SIGINT обрабатывается, а SIGTERM нет: systemd и Docker останавливают именно им, процесс умирает сразу, ордера и позиции остаются на бирже",
  },
  "broken-command": {
    en: "`{by}` handles SIGTERM for one command; the one in `{fn}` trades until Ctrl+C and never gets there: systemd and Docker stop it with SIGTERM, it dies at once, orders and positions stay on the exchange",
    ru: "`{by}` обрабатывает SIGTERM только в одной из команд; та, что в `{fn}`, торгует до Ctrl+C и до сервера не доходит: systemd и Docker останавливают её SIGTERM, она умирает сразу, ордера и позиции остаются на бирже",
  },
  fix: {
    en: "install the same handler for both: `for s in (signal.SIGTERM, signal.SIGINT): loop.add_signal_handler(s, stop.set)` and await the shutdown before the loop ends",
    ru: "поставить один обработчик на оба сигнала: `for s in (signal.SIGTERM, signal.SIGINT): loop.add_signal_handler(s, stop.set)` и дождаться остановки до конца цикла",
  },
  start: { en: "the bot starts here, without a handler of SIGTERM", ru: "здесь бот запускается — без обработчика SIGTERM" },
  keyboard: { en: "runs on Ctrl+C only", ru: "выполняется только по Ctrl+C" },
  interruptOnly: { en: "installed for SIGINT only", ru: "поставлен только на SIGINT" },
  ignored: { en: "SIGTERM is given to `{handler}`: nothing of the bot runs", ru: "SIGTERM отдан `{handler}`: код бота не выполняется" },
  notInstalled: { en: "a handler of SIGTERM is written here, but the trading program never installs it", ru: "обработчик SIGTERM здесь написан, но торгующая программа его не ставит" },
  thread: { en: "this server runs in a thread, where it installs no handler of signals", ru: "этот сервер работает в отдельном потоке, а там он обработчиков сигналов не ставит" },
  task: { en: "this server is a task that nobody waits for: SIGTERM ends the server, the bot's own shutdown is not run", ru: "этот сервер — task, которой никто не ждёт: SIGTERM завершает сервер, остановка самого бота не выполняется" },
  handled: { en: "SIGTERM goes to `{handler}`", ru: "SIGTERM получает `{handler}`" },
  "holds-ends": { en: "SIGTERM goes to the bot's own handler, which ends the process: `{what}`", ru: "SIGTERM получает обработчик самого бота, и он завершает процесс: `{what}`" },
  "holds-runs": { en: "SIGTERM goes to the bot's own handler, which runs `{what}`", ru: "SIGTERM получает обработчик самого бота, и он выполняет `{what}`" },
  "holds-asked": { en: "SIGTERM goes to the bot's own handler, and what it sets is asked by `{what}`", ru: "SIGTERM получает обработчик самого бота, а то, что он выставляет, спрашивает `{what}`" },
  "does-ends": { en: "the process ends here", ru: "здесь процесс завершается" },
  "does-runs": { en: "this is what the handler does", ru: "вот что делает обработчик" },
  "does-asked": { en: "here it is asked", ru: "здесь это спрашивают" },
  "does-deaf": { en: "nothing outside of the handler looks at this", ru: "за пределами обработчика на это никто не смотрит" },
  "does-dropped": { en: "scheduled here, and never run", ru: "запланировано здесь и никогда не выполнится" },
  "does-unknown": { en: "what this leads to was not found", ru: "к чему это ведёт, не найдено" },
  unknown: { en: "SIGTERM goes to `{handler}`; what that leads to could not be followed", ru: "SIGTERM получает `{handler}`; к чему это ведёт, проследить не удалось" },
  deaf: {
    en: "The handler of SIGTERM swallows it: `{what}` is all that it does, and nothing waits for that. The bot trades on after systemd stop, docker stop or a deploy until SIGKILL cuts it off, and its shutdown never runs",
    ru: "Обработчик SIGTERM его глотает: он делает только `{what}`, а этого никто не ждёт. После systemd stop, docker stop или деплоя бот торгует дальше, пока его не оборвёт SIGKILL, и остановка не выполняется",
  },
  "fix-deaf": { en: "wait for it where the bot lives: `await asyncio.wait([stop_task, *tasks], return_when=FIRST_COMPLETED)`, then cancel the tasks and let the `finally` run; or cancel the main task in the handler", ru: "ждать этого там, где живёт бот: `await asyncio.wait([stop_task, *tasks], return_when=FIRST_COMPLETED)`, затем отменить задачи и дать выполниться `finally`; или отменять главную задачу в обработчике" },
  dropped: {
    en: "The handler of SIGTERM schedules `{what}` and ends the process at once: the task is cancelled before its first line, so the clean-up never runs",
    ru: "Обработчик SIGTERM планирует `{what}` и сразу завершает процесс: задача отменяется до первой строки, очистка не выполняется",
  },
  "fix-dropped": { en: "set an event in the handler, await the clean-up in the main coroutine and return from it", ru: "в обработчике выставлять событие, в главной корутине дождаться очистки и выйти из неё" },
  waitsOn: {
    en: "SIGTERM runs `{what}`, and then the program does not end: it waits on in `{wait}`, for an event that nobody can set. Each stop and deploy takes until SIGKILL",
    ru: "SIGTERM выполняет `{what}`, но программа после этого не завершается: она ждёт в `{wait}` события, которое никто не может выставить. Каждая остановка и каждый деплой длятся до SIGKILL",
  },
  elsewhere: { en: "Only code that the trading program was not seen to load handles SIGTERM: whether it does for this program is not known", ru: "SIGTERM обрабатывает только код, которого торгующая программа, насколько видно, не загружает: действует ли это для неё, неизвестно" },
  waits: { en: "nobody has this event", ru: "этого события нет ни у кого" },
  "fix-waitsOn": { en: "keep the event, set it in the handler, and run the shutdown behind the wait", ru: "сохранить событие, выставлять его в обработчике, а остановку выполнять после ожидания" },
  page: { en: "`streamlit run` takes SIGTERM and stops its own server: whether code of the bot runs then was not seen", ru: "`streamlit run` сам получает SIGTERM и останавливает свой сервер: выполняется ли при этом код бота, не видно" },
  runner: { en: "`{by}` handles SIGTERM and runs the bot's shutdown hooks", ru: "`{by}` обрабатывает SIGTERM и выполняет хуки остановки" },
});
