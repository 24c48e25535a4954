import type { Module } from "./nodes.ts";

/** Why a file, or lines of it, took no part in the audit. */
export interface NotAnalysed {
  readonly file: string;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly why: import("../sdk/text.ts").Text;
  /** A harmless omission (a vendored copy, a binary asset) is told but does not block go-live. */
  readonly blocks: boolean;
}

/** A source root of the bot: what an absolute import starts from. "" is the bot's own directory. */
export interface Program {
  /** By path, in path order. */
  readonly modules: ReadonlyMap<string, Module>;
  /** The text of each analysed file, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly sourceRoots: readonly string[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly lines: number;
}
