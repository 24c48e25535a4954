import type { ModuleNode, ParseError } from "./tree.ts";
import { parsePython } from "./parser.ts";

/**
 * Levels of brackets, blocks, `elif`, `not`, `-`, `**`, lambda, `else` and f-string fields that may be open at once. A fixed
 * limit, so that the same text gives the same result whatever stack the process has; 1,000 is more than Python itself takes.
 */
export const maxNesting = 4_000;

/** Bytes of text that one file may have: what is larger is data, and would hold up everything else. */
export const maxTextLength = 20_000_000;

/** Throws on a text that nests deeper than `maxNesting`; syntax errors are in `errors`, the tree holds all around them. */
export function parse(text: string): { readonly tree: ModuleNode; readonly errors: readonly ParseError[] } {
  return parsePython(text, maxNesting);
}
