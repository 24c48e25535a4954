/** Why a directory cannot be audited at all. */
import { catalogue } from "../sdk/text.ts";
import { InputError } from "../sdk/input-error.ts";

const says = catalogue({
  missing: { en: "There is no directory {path}.", ru: "Каталога {path} нет." },
  missingDo: { en: "Check the path; golive audit DIR takes the directory that holds the bot's code.", ru: "Проверьте путь: golive audit КАТАЛОГ принимает каталог с кодом бота." },
  unreadable: { en: "{path} cannot be read ({error}).", ru: "{path} не читается ({error})." },
  unreadableDo: { en: "Give this user permission to read it.", ru: "Дайте текущему пользователю право на чтение." },
  file: { en: "{path} is a file that holds no Python or TypeScript.", ru: "{path}: файл без кода на Python или TypeScript." },
  fileDo: { en: "Name the bot's directory or one .py file.", ru: "Укажите каталог бота или один файл .py." },
  empty: { en: "{path} is empty.", ru: "Каталог {path} пуст." },
  noCode: { en: "{path} holds no Python or TypeScript file.", ru: "В {path} нет файлов Python или TypeScript." },
  ignored: { en: "All code in {path} is left out by .gitignore or golive.yaml.", ru: "Весь код в {path} исключён через .gitignore или golive.yaml." },
  ignoredDo: { en: "Name the code under include in golive.yaml.", ru: "Укажите код в include файла golive.yaml." },
});

export const missing = (path: string): InputError => new InputError(says("missing", { path }), path, says("missingDo"));
export const unreadable = (path: string, error: string): InputError => new InputError(says("unreadable", { path, error }), path, says("unreadableDo"));
export const notCode = (path: string): InputError => new InputError(says("file", { path }), path, says("fileDo"));
export const empty = (path: string): InputError => new InputError(says("empty", { path }), path, says("missingDo"));
export const noCode = (path: string): InputError => new InputError(says("noCode", { path }), path, says("missingDo"));
export const allIgnored = (path: string): InputError => new InputError(says("ignored", { path }), path, says("ignoredDo"));
