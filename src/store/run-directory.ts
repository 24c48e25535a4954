import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../sdk/input-error.ts";
import { catalogue } from "../sdk/text.ts";
import { DIRECTORY, makeDirectory, refuseLinks } from "./directory.ts";

const says = catalogue({
  link: { en: "{file} is a symbolic link, so the run is not kept there. Replace it by a plain directory, or name another one with --dir", ru: "{file} это символическая ссылка, запуск там не сохраняется. Замените её обычным каталогом или укажите другой через --dir" },
  unwritable: { en: "the run cannot be kept in {path} ({code}). Allow writing there, or name another directory with --dir", ru: "запуск нельзя сохранить в {path} ({code}). Разрешите запись или укажите другой каталог через --dir" },
});

const RUNS = `${DIRECTORY}/runs`;

/**
 * Makes the directory that keeps one run of a bot, named by its start (UTC), and returns its path. Only its owner can read it:
 * what a bot prints may hold keys.
 * @throws {InputError} it cannot be made.
 */
export function makeRunDirectory(bot: string, started: Date): string {
  const name = started.toISOString().slice(0, 19).replaceAll(":", "-");
  try {
    refuseLinks(bot, [RUNS]);
    makeDirectory(bot);
    mkdirSync(join(bot, RUNS), { recursive: true, mode: 0o700 });
    for (let number = 1; ; number++) {
      const path = join(bot, RUNS, number === 1 ? name : `${name}-${number}`);
      if (isMade(path)) return path;
    }
  } catch (error) {
    if (error instanceof Error && error.name === "HistoryError") throw new InputError(says("link", { file: RUNS }));
    throw new InputError(says("unwritable", { path: join(bot, RUNS), code: (error as NodeJS.ErrnoException).code ?? String(error) }));
  }
}

/** False: it is there already, perhaps since a moment ago. */
function isMade(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
