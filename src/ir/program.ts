import type { Text } from "../sdk/text.ts";
import type { Module } from "./nodes.ts";

/** Why a file, or lines of it, took no part in the audit. */
export interface NotAnalysed {
  readonly file: string;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly why: Text;
  /** A harmless omission (a vendored copy, a binary asset) is told but does not block go-live. */
  readonly blocks: boolean;
}

/** What a file is for, by its path and content. Only "bot" and "config" files trade. */
export type FileRole =
  | "bot" | "test" | "example" | "docs" | "script" | "research" | "migration" | "interface" | "vendored" | "backup" | "config" | "generated";

/** Something outside of the code that starts the bot: package metadata, a container, a process manager, a script, golive.yaml. */
export interface DeclaredStart {
  readonly file: string;
  readonly by: "package" | "deploy" | "shell" | "config";
  readonly why: Text;
  /** The function of the file that is called, where the start names one: `bot.cli:main`. */
  readonly fn?: string;
}

export interface Program {
  /** By path, in path order (code units). */
  readonly modules: ReadonlyMap<string, Module>;
  /** The text of each analysed file, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, FileRole>;
  /** Files that were left out as copies, by path: an import of one means the other. */
  readonly copies: ReadonlyMap<string, string>;
  /** What absolute imports start from, the likeliest first. "" is the bot's own directory. */
  readonly sourceRoots: readonly string[];
  /** The name under which the bot imports its own root directory (`from my_bot.risk import ...`), or null. */
  readonly selfPackage: string | null;
  readonly declaredStarts: readonly DeclaredStart[];
  readonly notAnalysed: readonly NotAnalysed[];
  /** Modules (paths without `.py`) that imports may mean and that would not have been read if they were there: git ignores them, or golive.yaml leaves them out. */
  readonly leftOut: ReadonlySet<string>;
  readonly lines: number;
}
