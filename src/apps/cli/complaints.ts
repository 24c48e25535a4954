import { catalogue } from "../../sdk/text.ts";

/** What the command line says when it cannot do what was asked: each with what to do instead. */
export const complaints = catalogue({
  noDirectory: { en: "there is no directory {path}. Name the directory of the bot", ru: "нет каталога {path}. Укажите каталог бота" },
  notDirectory: { en: "{path} is a file. Name the directory of the bot", ru: "{path} это файл. Укажите каталог бота" },
  later: { en: "{what} comes with a later version of golive. Leave it out for now", ru: "{what} появится в следующей версии golive. Пока не указывайте" },
  format: { en: "there is no format {format}. Use terminal, json or markdown, with =FILE to write into a file", ru: "нет формата {format}. Есть terminal, json и markdown; с =FILE вывод идёт в файл" },
  noLog: { en: "there is no log {path}. Name a file, a directory or a glob", ru: "нет лога {path}. Укажите файл, каталог или маску" },
  noTelemetry: { en: "there is no telemetry file {path}. Name the file that golive run wrote", ru: "нет файла телеметрии {path}. Укажите файл, который записал golive run" },
  telemetryDirectory: { en: "{path} is a directory. Name the telemetry file that golive run wrote", ru: "{path} это каталог. Укажите файл телеметрии, который записал golive run" },
  twoFormats: { en: "only one format can go to the terminal. Give the other one a file: --format json=audit.json", ru: "в терминал может идти только один формат. Для другого укажите файл: --format json=audit.json" },
  unwritable: { en: "{path} cannot be written ({code}). Choose another file", ru: "в {path} нельзя писать ({code}). Выберите другой файл" },
  language: { en: "golive speaks en and ru, not {language}", ru: "golive говорит на en и ru, не на {language}" },
  jobs: { en: "--jobs takes a number from 1 to 256, not {jobs}", ru: "--jobs принимает число от 1 до 256, не {jobs}" },
  section: { en: "there is no section {section}. There are: {known}", ru: "нет раздела {section}. Есть: {known}" },
  unknownOption: { en: "unknown option {option}. See golive {command}--help", ru: "неизвестный параметр {option}. См. golive {command}--help" },
  unknownCommand: { en: "unknown command {command}. There are: {known}", ru: "неизвестная команда {command}. Есть: {known}" },
  tooMany: { en: "too many arguments: {command}takes one directory. See golive {command}--help", ru: "слишком много аргументов: {command}принимает один каталог. См. golive {command}--help" },
  missingArgument: { en: "explain needs a check (section/name) or a fingerprint. See golive explain --help", ru: "explain нужна проверка (раздел/имя) или отпечаток. См. golive explain --help" },
  missingValue: { en: "option {option} needs a value. See golive {command}--help", ru: "параметру {option} нужно значение. См. golive {command}--help" },
  usage: { en: "{detail}. See golive {command}--help", ru: "{detail}. См. golive {command}--help" },
  noCheck: { en: "there is no check {name}. There are: {known}", ru: "нет проверки {name}. Есть: {known}" },
  noManual: { en: "the check {name} has no manual page in this build. Please report it", ru: "у проверки {name} нет описания в этой сборке. Пожалуйста, сообщите об этом" },
  noFinding: { en: "{directory} has no finding {name}: it may be fixed by now. golive audit lists what there is", ru: "в {directory} нет находки {name}: возможно, она уже исправлена. Что есть, покажет golive audit" },
  ambiguous: { en: "{name} begins several fingerprints: {known}. Give more of it", ru: "с {name} начинаются несколько отпечатков: {known}. Укажите больше знаков" },
  exists: { en: "{path} exists already and was left as it is. Edit it, or move it away first", ru: "{path} уже есть и не изменён. Отредактируйте его или сначала уберите" },
  wrote: { en: "Wrote {path}", ru: "Создан {path}" },
});
