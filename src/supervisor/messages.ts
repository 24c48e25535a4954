import { catalogue } from "../sdk/text.ts";

/** What the supervisor tells while the bot runs: each with what it means for the bot. */
export const says = catalogue({
  notFound: { en: "the command {command} was not found. Check its name, or give its whole path", ru: "команда {command} не найдена. Проверьте имя или укажите полный путь" },
  notAllowed: { en: "the command {command} may not be started ({code}). Is it a program, and executable (chmod +x)?", ru: "команду {command} нельзя запустить ({code}). Это программа, и у неё есть право на исполнение (chmod +x)?" },
  notStarted: { en: "the command {command} could not be started ({code})", ru: "команду {command} не удалось запустить ({code})" },
  unwritable: { en: "the run cannot be kept in {directory} ({code}), so the bot was not started", ru: "запуск нельзя сохранить в {directory} ({code}), поэтому бот не запущен" },
  started: { en: "watching process {pid}; its output and telemetry go to {directory}", ru: "наблюдаю за процессом {pid}; вывод и телеметрия в {directory}" },
  lessPrecise: {
    en: "this system has no /proc: memory and CPU are sampled with a system program and less precisely, threads, files and sockets are not",
    ru: "в этой системе нет /proc: память и CPU измеряются системной программой и менее точно, потоки, файлы и сокеты не измеряются",
  },
  elsewhere: {
    en: "{program} starts the bot in another process tree, which golive does not see: its output is kept, its process is not sampled. Run golive where the bot itself runs (in the container), or name a Prometheus with golive audit --telemetry",
    ru: "{program} запускает бота в другом дереве процессов, которого golive не видит: вывод сохраняется, процесс не измеряется. Запускайте golive там, где работает сам бот (в контейнере), или укажите Prometheus: golive audit --telemetry",
  },
  noGuard: {
    en: "--memory-limit cannot be kept: {program} starts the bot in another process tree, which golive does not see. Run golive where the bot itself runs",
    ru: "--memory-limit соблюсти нельзя: {program} запускает бота в другом дереве процессов, которого golive не видит. Запускайте golive там, где работает сам бот",
  },
  deaf: { en: "the bot's output cannot be shown any more ({code}); the bot runs on and its output is kept in {directory}", ru: "вывод бота больше нельзя показывать ({code}); бот работает дальше, вывод сохраняется в {directory}" },
  noWrite: { en: "telemetry cannot be written to {directory} ({code}): the bot runs on, samples wait until there is room. Free some space", ru: "телеметрию не удаётся записать в {directory} ({code}): бот работает дальше, замеры ждут места. Освободите место на диске" },
  noRoom: {
    en: "the disk of {directory} is full: {megabytes} MB of the bot's kept output were given up so that the bot can go on writing. Free some space",
    ru: "диск с {directory} полон: {megabytes} МБ сохранённого вывода бота удалены, чтобы бот мог писать дальше. Освободите место на диске",
  },
  endedFull: {
    en: "the disk of {directory} is full: the bot's last lines may be missing, and it may have ended because it could not write",
    ru: "диск с {directory} полон: последних строк бота может не хватать, и завершиться он мог из-за того, что не смог записать",
  },
  overLimit: { en: "memory is {now} MB, over the limit of {limit} MB: SIGTERM was sent, the bot has {grace} s to shut down", ru: "память {now} МБ больше предела {limit} МБ: отправлен SIGTERM, у бота {grace} с на остановку" },
  stillRuns: { en: "{grace} s after SIGTERM the bot still runs: it did not shut down gracefully", ru: "через {grace} с после SIGTERM бот всё ещё работает: остановка не удалась" },
  killed: { en: "{seconds} s after SIGTERM the bot still ran: it was killed (SIGKILL)", ru: "через {seconds} с после SIGTERM бот ещё работал: он убит (SIGKILL)" },
  graceful: { en: "the bot shut down {seconds} s after SIGTERM", ru: "бот остановился через {seconds} с после SIGTERM" },
  notHandled: { en: "SIGTERM ended the bot at once: it has no handler, so no shutdown sequence ran", ru: "SIGTERM завершил бота сразу: обработчика нет, последовательность остановки не выполнялась" },
  endedCode: { en: "the bot ended with exit code {code} after {time}", ru: "бот завершился с кодом {code} через {time}" },
  endedSignal: { en: "the bot was ended by {signal} after {time}", ru: "бот завершён сигналом {signal} через {time}" },
  left: { en: "{count, plural, one {# process} other {# processes}} of the bot still {count, plural, one {runs} other {run}}: {pids} (kill {pids} stops {count, plural, one {it} other {them}})", ru: "{count, plural, one {# процесс бота ещё работает} few {# процесса бота ещё работают} many {# процессов бота ещё работают} other {# процесса бота ещё работают}}: {pids} (остановить: kill {pids})" },
  alone: { en: "golive ends, the bot runs on without it: process {pid} (kill {pid} stops it), output in {directory}", ru: "golive завершается, бот работает дальше без него: процесс {pid} (остановить: kill {pid}), вывод в {directory}" },
});
