import type { Module } from "../ir/nodes.ts";

/** A front end: from the text of one file to the language-neutral tree. */
export interface Language {
  readonly name: Module["language"];
  /** With the dot, in lower case. */
  readonly extensions: readonly string[];
  /**
   * Never throws: what could not be parsed is in the module's `damaged` ranges, at worst all of it. Offsets are UTF-16
   * offsets into `text`, which may start with a byte order mark. `file` is only recorded.
   */
  lower(file: string, text: string): Module;
  /** The same, but null where the stack of this thread is too small for how deep the text nests: then a bigger one may do. */
  attempt(file: string, text: string): Module | null;
}
