import type { NotAnalysed } from "../../ir/program.ts";
import { InputError } from "../../sdk/input-error.ts";
import { catalogue } from "../../sdk/text.ts";

const says = catalogue({
  missing: { en: "There is no log {path}.", ru: "Лога {path} нет." },
  missingDo: { en: "Check the path; --logs takes files, directories, patterns such as \"logs/*.log*\", and - for standard input.", ru: "Проверьте путь: --logs принимает файлы, каталоги, шаблоны вида \"logs/*.log*\" и - для стандартного ввода." },
  noMatch: { en: "No file matches {path}.", ru: "Шаблону {path} не соответствует ни один файл." },
  noLogs: { en: "There are no logs in {path}.", ru: "В {path} нет логов." },
  unreadable: { en: "The log could not be read ({error}); give this user permission to read it.", ru: "Лог не удалось прочитать ({error}); дайте текущему пользователю право на чтение." },
  binary: { en: "Binary data, not a log.", ru: "Двоичные данные, а не лог." },
  special: { en: "Not a regular file (a socket or device): it was not opened.", ru: "Не обычный файл (сокет или устройство): не открывался." },
  damaged: { en: "The archive is damaged or cut off ({error}); what came before was read.", ru: "Архив повреждён или обрезан ({error}); прочитано то, что было до этого места." },
  bomb: { en: "The archive unpacks to more than {times} times its size, which no log does; reading stopped there.", ru: "Архив при распаковке больше самого себя более чем в {times} раз, логи так не сжимаются; чтение остановлено." },
  encrypted: { en: "The archive is encrypted; unpack it first.", ru: "Архив зашифрован; сначала распакуйте его." },
  unsupported: { en: "golive cannot unpack {kind}; unpack it first.", ru: "golive не распаковывает {kind}; сначала распакуйте файл." },
  longLine: { en: "A line of more than {limit} KB was cut; its rest was not read.", ru: "Строка длиннее {limit} КБ обрезана, её остаток не прочитан." },
  vanished: { en: "The log was rotated away or deleted before it could be read.", ru: "Лог удалён или уведён ротацией раньше, чем его удалось прочитать." },
  failed: { en: "Reading stopped here ({error}); what came before was read.", ru: "Чтение остановлено здесь ({error}); прочитано то, что было до этого места." },
  empty: { en: "The log is empty.", ru: "Лог пуст." },
  undated: { en: "Its lines have no date, so it was read whole in spite of --logs-since.", ru: "В его строках нет даты, поэтому он прочитан целиком, несмотря на --logs-since." },
  zone: { en: "Its times carry no zone; by the telemetry they were moved by {hours} h to UTC.", ru: "В его времени нет часового пояса; по телеметрии оно сдвинуто на {hours} ч к UTC." },
  clockSteps: { en: "The clock went back {count} {count, plural, one {time} other {times}}; lines are kept in the order of the file.", ru: "Часы {count, plural, one {# раз шли} few {# раза шли} many {# раз шли} other {# раза шли}} назад; строки оставлены в порядке файла." },
});

type Why = Parameters<typeof says>[0];

/** What hides nothing of the run: the rest of a line that no logger wrote, a clock that was set. */
const HARMLESS: ReadonlySet<Why> = new Set(["longLine", "clockSteps", "zone", "empty", "undated"]);

export const note = (why: Why, file: string, values: Readonly<Record<string, string | number>> = {}, line: number | null = null): NotAnalysed =>
  ({ file, line, endLine: line, why: says(why, values), blocks: !HARMLESS.has(why) });

export const refuse = (why: "missing" | "noMatch" | "noLogs", path: string): InputError => new InputError(says(why, { path }), path, says("missingDo"));

export const errorCode = (error: unknown): string => (error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error));
