import type { ModuleNode, ParseError } from "./tree.ts";
import { parsePython } from "./parser.ts";

/**
 * Levels of brackets, blocks, `elif`, `not`, `-`, `**`, lambda, `else` and f-string fields that may be open at once. A fixed
 * limit, so that the same text gives the same result whatever stack the process has; 1,000 is more than Python itself takes.
 */
const maxNesting = 4_000;

/** Characters that one file may have: what is larger is data, and would hold up everything else. */
export const maxTextLength = 20_000_000;

/** Keeps the trees of any file within a worker's memory (some 350 bytes a token), because running out of it ends the process. */
const maxTokens = 7_000_000;

/** Throws on a text beyond the limits; syntax errors are in `errors`, the tree holds all around them. */
export function parse(text: string): { readonly tree: ModuleNode; readonly errors: readonly ParseError[] } {
  return parsePython(text, { depth: maxNesting, tokens: maxTokens });
}
