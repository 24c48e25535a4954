/**
 * `golive.yaml` after reading, as plain data: what the person told golive about this bot. Every part has a default, so that
 * a bot without the file is audited as well. Read and validated in `src/config`.
 */
export interface ProjectConfig {
  /** The language of the report; null: that of the terminal. */
  readonly language: "en" | "ru" | null;
  /** Globs in the manner of .gitignore, relative to the bot's root. Empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly Exclusion[];
  /** Files that the bot is started with, relative to its root. Empty: found by golive. */
  readonly entryPoints: readonly string[];
  /** Thresholds by check name: over the defaults of the check's own options. */
  readonly checks: Readonly<Record<string, Readonly<Record<string, CheckOption>>>>;
  /** The bot's own dotted names for a concept: `order-submission: [bot.orders.place]`. */
  readonly concepts: Readonly<Record<string, readonly string[]>>;
  readonly waivers: readonly Waiver[];
  readonly notApplicable: readonly { readonly section: string; readonly reason: string }[];
}

export type CheckOption = string | number | boolean | readonly string[] | readonly number[];

export interface Exclusion {
  readonly path: string;
  readonly reason: string;
}

/** An accepted finding. Named by its fingerprint, or by a check in a file. */
export interface Waiver {
  readonly fingerprint: string | null;
  readonly check: string | null;
  /** With `check`: the file where it is accepted. */
  readonly file: string | null;
  readonly reason: string;
  readonly owner: string;
  /** The last day that it counts, YYYY-MM-DD. */
  readonly expires: string;
  /** The line of golive.yaml that it stands on. */
  readonly line: number;
}

export const NO_CONFIG: ProjectConfig = {
  language: null, include: [], exclude: [], entryPoints: [], checks: {}, concepts: {}, waivers: [], notApplicable: [],
};
