import type { NotAnalysed } from "../ir/program.ts";
import type { Text } from "../sdk/text.ts";
import type { SettingsFormat } from "../source/bot.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One value of the bot's configuration. A list is one setting; the values inside of maps of a list have their own, too, with the index in their path. */
export interface Setting {
  readonly path: readonly string[];
  /** `path` with dots: `trading.max_open_positions`. */
  readonly key: string;
  /** A secret's value is never here: it reads `***`. From INI and .env every value is a string, as the bot gets it. */
  readonly value: Json;
  readonly at: { readonly file: string; readonly line: number };
  readonly source: SettingsFormat;
  /** From a file that only shows how the real one looks (`.env.example`). */
  readonly template: boolean;
  readonly secret: boolean;
}

/** shipped: the bot runs with it. template: an example of it. test: for tests. other: no settings of the bot at all. */
export type SettingsClass = "shipped" | "template" | "test" | "other";

export interface ClassifiedFile {
  readonly path: string;
  readonly format: SettingsFormat;
  readonly class: SettingsClass;
  /** False where only a mention in the code speaks for it: it may be data. */
  readonly sure: boolean;
  readonly why: Text;
}

/** All settings of the bot, each lookup's answers with the most plausible first: shipped before template, main file before profiles. */
export interface SettingsTable {
  readonly settings: readonly Setting[];
  readonly files: readonly ClassifiedFile[];
  readonly notAnalysed: readonly NotAnalysed[];
  /** By `key`. */
  readonly byKey: ReadonlyMap<string, readonly Setting[]>;
  /** By the last name of the path. */
  readonly byLast: ReadonlyMap<string, readonly Setting[]>;
  /** By the name an environment variable would have: upper case, `_` between names. */
  readonly byEnv: ReadonlyMap<string, readonly Setting[]>;
  /** By `normalForm` of the key and of the last name. */
  readonly byNormal: ReadonlyMap<string, readonly Setting[]>;
}

/** Letters and digits in lower case: `maxOpenPositions`, `MAX_OPEN_POSITIONS` and `max-open-positions` are one. */
export const normalForm = (name: string): string => name.toLowerCase().replace(/[^\p{L}\d]+/gu, "");

/** `trading.max-open` -> `TRADING_MAX_OPEN`. */
export const envName = (path: readonly string[]): string => path.join("_").replace(/[^\p{L}\d]+/gu, "_").toUpperCase();
