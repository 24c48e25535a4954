import type { NotAnalysed } from "../ir/program.ts";
import { catalogue } from "../sdk/text.ts";

const says = catalogue({
  unreadableDirectory: { en: "The directory could not be read ({error}); give read permission or exclude it.", ru: "Каталог не удалось прочитать ({error}); дайте право на чтение или исключите его." },
  unreadableFile: { en: "The file could not be read ({error}); give read permission or exclude it.", ru: "Файл не удалось прочитать ({error}); дайте право на чтение или исключите его." },
  tooManyEntries: { en: "The walk stopped here: more than {most} files and directories. Audit the bot's own directory or exclude data.", ru: "Обход остановлен здесь: больше {most} файлов и каталогов. Проверяйте каталог самого бота или исключите данные." },
  packages: { en: "Installed packages, not the bot's own code.", ru: "Установленные пакеты, а не код бота." },
  built: { en: "Build output, not the bot's own code.", ru: "Результат сборки, а не код бота." },
  special: { en: "Not a regular file (a pipe, socket or device): it was not opened.", ru: "Не обычный файл (канал, сокет или устройство): не открывался." },
  tooLarge: { en: "{size} MB is more than the limit of {limit} MB for one file.", ru: "{size} МБ: больше предела в {limit} МБ на файл." },
  binary: { en: "Binary data, not source text.", ru: "Двоичные данные, а не исходный текст." },
  compiled: { en: "Cython source: golive reads Python and TypeScript only.", ru: "Исходник Cython: golive читает только Python и TypeScript." },
  otherLanguage: {
    en: "{count, plural, one {# file} other {# files}} in {language}, this one first: golive reads Python only.",
    ru: "{count, plural, one {# файл} few {# файла} many {# файлов} other {# файла}} на {language}, первый из них этот: golive читает только Python.",
  },
  startedElsewhere: {
    en: "{launcher} starts this program, which is written in {language}: golive reads Python only, so nothing that it does was audited.",
    ru: "{launcher} запускает эту программу на {language}: golive читает только Python, поэтому то, что она делает, не проверено.",
  },
  linkOutside: { en: "A link that leads outside of the bot's directory; it was not followed. Audit the common parent directory if this is the bot's code.", ru: "Ссылка ведёт за пределы каталога бота и не открывалась. Если это код бота, проверяйте общий родительский каталог." },
  ignoredByGit: { en: "Git ignores this file and no other file of the bot imports it.", ru: "Файл исключён в .gitignore, и другие файлы бота его не импортируют." },
  link: { en: "A link to {of}, which is audited at its own place.", ru: "Ссылка на {of}; файл проверяется на своём месте." },
});

type Why = Parameters<typeof says>[0];

/** Omissions that cannot hide anything of what the audit is about. */
const HARMLESS: ReadonlySet<Why> = new Set(["packages", "built", "ignoredByGit", "otherLanguage"]);

export function omission(why: Why, file: string, values: Readonly<Record<string, string | number>> = {}, line: number | null = null): NotAnalysed {
  return { file, line, endLine: line, why: says(why, values), blocks: !HARMLESS.has(why) };
}

export const harmless = (told: NotAnalysed): NotAnalysed => ({ ...told, blocks: false });
