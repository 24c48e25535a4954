import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HistoryError, messages } from "./history-error.ts";

/** What golive keeps beside a bot: its history and its runs. */
export const DIRECTORY = ".golive";

/** Makes the directory where it is missing; git ignores all of it. */
export function makeDirectory(bot: string): void {
  mkdirSync(join(bot, DIRECTORY), { recursive: true });
  const ignore = join(bot, DIRECTORY, ".gitignore");
  if (!exists(ignore)) writeFileSync(ignore, "*\n", { flag: "w" });
}

/** A bot could point the directory or a file in it at something of the user's; nothing behind a link is written. */
export function refuseLinks(bot: string, files: readonly string[]): void {
  for (const name of [DIRECTORY, ...files, `${DIRECTORY}/.gitignore`]) {
    if (lstatSync(join(bot, name), { throwIfNoEntry: false })?.isSymbolicLink()) throw new HistoryError(messages("link", { file: name }));
  }
}

export const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
