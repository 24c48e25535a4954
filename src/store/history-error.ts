import { catalogue, type Text } from "../sdk/text.ts";

/** Why the history could not be used. `history` ends with it, `audit` only notes it. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

export const messages = catalogue({
  damaged: {
    en: "the history {file} is damaged ({detail}). Nothing in it was changed: move the file away to start a new one, or restore it from a backup",
    ru: "история {file} повреждена ({detail}). В ней ничего не изменено: уберите файл, чтобы начать новую, или восстановите его из копии",
  },
  newer: {
    en: "the history {file} was written by a newer golive (version {found}, this one knows {known}). Nothing was changed: update golive",
    ru: "история {file} записана более новым golive (версия {found}, этот знает {known}). Ничего не изменено: обновите golive",
  },
  foreign: {
    en: "{file} is a database, but not a history of golive. Nothing was changed: move the file away",
    ru: "{file} это база данных, но не история golive. Ничего не изменено: уберите файл",
  },
  readOnly: {
    en: "the history was not written: {file} is not writable ({detail}). Allow writing there, or pass --no-history",
    ru: "история не записана: в {file} нельзя писать ({detail}). Разрешите запись или укажите --no-history",
  },
  link: {
    en: "the history was not touched: {file} is a symbolic link. Replace it by a plain directory and file, or pass --no-history",
    ru: "история не тронута: {file} это символическая ссылка. Замените её обычным каталогом и файлом или укажите --no-history",
  },
  busy: {
    en: "the history {file} was locked by another process for {seconds} s. Try again when it has ended",
    ru: "история {file} была занята другим процессом {seconds} с. Повторите, когда он закончит",
  },
  other: {
    en: "the history {file} could not be used ({detail}). Check its disk and permissions, or pass --no-history",
    ru: "историю {file} использовать не удалось ({detail}). Проверьте диск и права доступа или укажите --no-history",
  },
});

export const BUSY_SECONDS = 15;

/** What SQLite or the file system said -> what a person can do. */
export function historyError(error: unknown, file: string): HistoryError {
  if (error instanceof HistoryError) return error;
  const code = (error as { code?: string }).code ?? "";
  const detail = code || (error as Error).message;
  if (/^SQLITE_(NOTADB|CORRUPT|FORMAT|SCHEMA|MISMATCH|CONSTRAINT)/.test(code)) return new HistoryError(messages("damaged", { file, detail }));
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return new HistoryError(messages("busy", { file, seconds: String(BUSY_SECONDS) }));
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EROFS|EPERM|ENOTDIR|EEXIST)/.test(code)) return new HistoryError(messages("readOnly", { file, detail }));
  return new HistoryError(messages("other", { file, detail }));
}
