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
  holds: { en: "SIGTERM is handled by the bot", ru: "SIGTERM обрабатывает сам бот" },
  runner: { en: "`{by}` handles SIGTERM and runs the bot's shutdown hooks", ru: "`{by}` обрабатывает SIGTERM и выполняет хуки остановки" },
});
