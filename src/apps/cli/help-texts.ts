import type { Text } from "../../sdk/text.ts";

/** The words of `--help`: plain data, so that help appears at once. */
export const HELP = {
  golive: {
    en: "Proves or refutes 12 claims about a trading bot, with evidence at file:line: may this bot go live?",
    ru: "Доказывает или опровергает 12 утверждений о торговом боте, с доказательствами файл:строка: можно ли его запускать?",
  },
  audit: { en: "audit the bot in DIR (default: here)", ru: "проверить бота в DIR (по умолчанию здесь)" },
  map: { en: "show what was recognised in the bot, with file:line and why", ru: "показать, что распознано в боте, с файл:строка и почему" },
  explain: { en: "the manual page of a check, or the whole evidence of a finding", ru: "описание проверки или все доказательства находки" },
  history: { en: "the table of audits of the bot", ru: "таблица аудитов бота" },
  init: { en: "write a commented golive.yaml with what was detected", ru: "создать golive.yaml с комментариями и тем, что обнаружено" },
  run: { en: "run the bot and audit code and run (comes with a later version)", ru: "запустить бота и проверить код и запуск (появится в следующей версии)" },
  directory: { en: "the bot's directory", ru: "каталог бота" },
  target: { en: "section/check, or the fingerprint of a finding", ru: "раздел/проверка или отпечаток находки" },
  section: { en: "only these sections, by id or number", ru: "только эти разделы, по имени или номеру" },
  format: { en: "terminal (default), json or markdown; with =FILE into a file", ru: "terminal (по умолчанию), json или markdown; с =FILE в файл" },
  logs: { en: "logs of a run: files, directories, globs, archives; - reads standard input", ru: "логи запуска: файлы, каталоги, маски, архивы; - читает стандартный ввод" },
  telemetry: { en: "what golive run sampled of the process (JSON lines)", ru: "замеры процесса, сделанные golive run (JSON lines)" },
  historyFormat: { en: "terminal (default), json or markdown", ru: "terminal (по умолчанию), json или markdown" },
  lang: { en: "en or ru (default: that of the terminal)", ru: "en или ru (по умолчанию язык терминала)" },
  noHistory: { en: "neither read nor write .golive/history.db", ru: "не читать и не писать .golive/history.db" },
  comment: { en: "what the history says about this audit", ru: "что история скажет об этом аудите" },
  jobs: { en: "worker threads (default: one for each processor)", ru: "рабочих потоков (по умолчанию по числу процессоров)" },
  all: { en: "every finding, not only the worst five of a section", ru: "все находки, а не пять худших в разделе" },
  timings: { en: "print to stderr how long each stage took", ru: "вывести в stderr, сколько занял каждый этап" },
  revision: { en: "the revision that the report names (default: the commit of HEAD)", ru: "ревизия в отчёте (по умолчанию коммит HEAD)" },
  later: { en: "comes with a later version", ru: "появится в следующей версии" },
  version: { en: "print the version", ru: "показать версию" },
  help: { en: "show this help", ru: "показать эту справку" },
  usage: { en: "Usage:", ru: "Использование:" },
  arguments: { en: "Arguments:", ru: "Аргументы:" },
  options: { en: "Options:", ru: "Параметры:" },
  commands: { en: "Commands:", ru: "Команды:" },
  examples: { en: "Examples:", ru: "Примеры:" },
  exitCodes: {
    en: "Exit code: 0 go-live, 1 no-go, 2 bad input or usage, 3 a bug of golive itself.",
    ru: "Код выхода: 0 go-live, 1 не запускать, 2 ошибка ввода, 3 ошибка самого golive.",
  },
} as const satisfies Record<string, Text>;

export const EXAMPLES = {
  golive: ["golive audit", "golive audit ~/bots/scalper --lang ru", "golive explain races/check-then-act-across-await"],
  audit: ["golive audit", "golive audit ~/bots/scalper --section races casts", "golive audit ~/bots/scalper --logs logs/ --telemetry run.jsonl", "golive audit --format json=audit.json --format markdown=audit.md"],
  map: ["golive map ~/bots/scalper"],
  explain: ["golive explain races/check-then-act-across-await", "golive explain 3f9a1c2b --dir ~/bots/scalper", "golive explain 3f9a1c2b --logs logs/"],
  history: ["golive history", "golive history ~/bots/scalper --format markdown"],
  init: ["golive init ~/bots/scalper"],
  run: ["golive run -- python main.py"],
} as const;
