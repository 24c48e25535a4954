import type { ProjectConfig } from "./sdk/project-config.ts";
import type { Bot } from "./source/bot.ts";
import { loadBot } from "./source/load.ts";

/**
 * The bot in `dir` as golive.yaml wants it read.
 * @throws {InputError} like `loadBot`.
 */
export const readBot = (dir: string, { include, exclude }: ProjectConfig): Promise<Bot> =>
  loadBot(dir, { include, exclude: exclude.map((one) => one.path) });
