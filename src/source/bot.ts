import type { NotAnalysed } from "../ir/program.ts";
import type { Text } from "../sdk/text.ts";

/** JavaScript counts as TypeScript. */
export type Language = "python" | "typescript";

export interface SourceFile {
  /** Relative to the bot's root, with `/`. */
  readonly path: string;
  /** Decoded, without its byte order mark; line ends and tabs as they are on disk. */
  readonly text: string;
  readonly language: Language;
  /** Size on disk. */
  readonly bytes: number;
  /** What the text was decoded with: `utf-8`, `utf-8-sig`, `utf-16le`, `windows-1251` ... */
  readonly encoding: string;
}

export type SettingsFormat = "yaml" | "json" | "toml" | "ini" | "env";

/** A file that may hold settings, by its format alone; src/settings decides whether it does. */
export interface SettingsFile {
  readonly path: string;
  readonly text: string;
  readonly format: SettingsFormat;
  /** Git ignores it: it belongs to this machine (a local `.env`), not to the repository. */
  readonly local: boolean;
}

/** package: named by the project's metadata. deploy: by a container or a process manager. shell: by some script. */
export type DeclaredBy = "package" | "deploy" | "shell";

/** Something outside of the code that starts the bot here. `file` is null when the module lies in no file of the bot. */
export interface DeclaredEntryPoint {
  readonly file: string | null;
  readonly module: string | null;
  /** The function that is called: `bot.cli:main`. */
  readonly fn?: string;
  readonly by: DeclaredBy;
  readonly why: Text;
  readonly at: { readonly file: string; readonly line: number };
}

/** A file that is not audited because `of` is. An import that lands on `file` means, for the audit, `of`. */
export interface Copy {
  readonly file: string;
  readonly of: string;
  readonly kind: "identical" | "drifted" | "link";
  readonly why: Text;
}

export type Role =
  | "bot" | "test" | "example" | "docs" | "script" | "research" | "migration" | "interface" | "vendored" | "backup" | "config" | "generated";

/** `interface` is what talks to people: dashboard, web, Telegram. `research` is backtests, optimisers, analysis, notebook exports. */
export interface FileRole {
  readonly role: Role;
  readonly why: Text;
}

/** A bot as it was read from disk: everything that later stages may know of its files. */
export interface Bot {
  /** Absolute, with links resolved. */
  readonly root: string;
  /** Code, in path order (by code unit), copies left out. */
  readonly files: readonly SourceFile[];
  readonly settingsFiles: readonly SettingsFile[];
  /** Where absolute imports start, relative to the root, most used first; see `rootsFor`. */
  readonly sourceRoots: readonly string[];
  /** The package name under which the bot imports its own root (`scalper.risk` is `risk/`); null when it does not. */
  readonly selfPackage: string | null;
  readonly declaredEntryPoints: readonly DeclaredEntryPoint[];
  readonly copies: readonly Copy[];
  /** One for each of `files`. */
  readonly roles: ReadonlyMap<string, FileRole>;
  readonly notAnalysed: readonly NotAnalysed[];
  /** See `leftOutModules`. */
  readonly leftOut: ReadonlySet<string>;
  /** The commit of HEAD when the root is the top of a git work tree, else null. */
  readonly revision: string | null;
  /** Lines of `files`, an unterminated last line included. */
  readonly lines: number;
}

export interface Limits {
  /** A larger code file is refused. */
  readonly codeBytes: number;
  /** A larger file is taken for a data dump, not for settings. */
  readonly settingsBytes: number;
  /** Directories and files met on the walk. */
  readonly entries: number;
}

export const LIMITS: Limits = { codeBytes: 20 * 1024 * 1024, settingsBytes: 1024 * 1024, entries: 500_000 };

export interface LoadOptions {
  /** Patterns in the syntax of .gitignore. With `include`, only matching files are read, even where git ignores them. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly limits?: Partial<Limits>;
}
