import { catalogue } from "../../../sdk/text.ts";

export const say = catalogue({
  nothing: {
    en: "Nothing in the bot looks at its own memory. A leak grows until the kernel kills the process in the middle of a trade: positions and working orders stay on the exchange without anybody who manages them",
    ru: "Бот нигде не смотрит на собственную память. Утечка растёт, пока ядро не убьёт процесс посреди сделки: позиции и рабочие ордера остаются на бирже без присмотра",
  },
  metric: {
    en: "The bot measures its memory, but only reports it: nothing compares RSS with a limit, so nothing stops the bot before the kernel kills it with open positions",
    ru: "Бот измеряет память, но только показывает её: RSS ни с чем не сравнивается, и ничто не остановит бота раньше, чем ядро убьёт его с открытыми позициями",
  },
  machine: {
    en: "Only the memory of the whole machine is read. That is not the process: other programs move it, and in a container it is the host's. Nothing compares the bot's own RSS with a limit",
    ru: "Читается только память всей машины. Это не память процесса: её меняют другие программы, а в контейнере это память хоста. Собственный RSS бота ни с чем не сравнивается",
  },
  dead: {
    en: "A memory limit is written, but the trading program never gets to it: nothing starts the check",
    ru: "Проверка лимита памяти написана, но торгующая программа до неё не доходит: её никто не запускает",
  },
  fix: {
    en: "Start a task that every 30–60 s compares `psutil.Process().memory_info().rss` with a limit from the config (e.g. 600 MB) and, above it, requests the same graceful stop as SIGTERM",
    ru: "Запустить задачу, которая раз в 30–60 с сравнивает `psutil.Process().memory_info().rss` с лимитом из конфига (например, 600 МБ) и при превышении запрашивает ту же штатную остановку, что и SIGTERM",
  },
  start: { en: "the bot starts here, without a memory guard", ru: "здесь бот запускается — без сторожа памяти" },
  deadGuard: { en: "`{fn}` compares memory with a limit; nothing of the trading program runs it", ru: "`{fn}` сравнивает память с лимитом, но торгующая программа её не выполняет" },
  processRead: { en: "RSS is read here and only reported", ru: "здесь RSS читают и только показывают" },
  processDead: { en: "RSS is read here, but nothing of the running bot gets here", ru: "здесь читают RSS, но работающий бот сюда не попадает" },
  machineRead: { en: "memory of the whole machine, not of the process", ru: "память всей машины, а не процесса" },
  machineDead: { en: "memory of the whole machine; nothing of the running bot gets here", ru: "память всей машины; работающий бот сюда не попадает" },
  holds: { en: "The bot compares its own memory with a limit", ru: "Бот сравнивает собственную память с лимитом" },
  compared: { en: "RSS is compared here", ru: "RSS сравнивается здесь" },
});
