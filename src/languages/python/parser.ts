import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleNode, ParseError } from "./tree.ts";

interface Bundle {
  parsePython(text: string, limits: { readonly depth: number; readonly tokens: number }): { readonly tree: ModuleNode; readonly errors: ParseError[] };
  readonly LimitError: new (why: string) => Error;
}

/** The same whether this file runs from src/ or bundled in dist/: the nearest directory above with dist/python-parser.mjs. */
function locate(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const path = join(at, "dist", "python-parser.mjs");
    if (existsSync(path)) return path;
    if (dirname(at) === at) throw new Error("dist/python-parser.mjs is missing: run `npm run build`");
  }
}

const bundle = (await import(pathToFileURL(locate()).href)) as Bundle;

/** Throws `LimitError` on a text beyond the limits; anything else that it throws is a fault of the parser. */
export const parsePython: Bundle["parsePython"] = bundle.parsePython;
export const LimitError: Bundle["LimitError"] = bundle.LimitError;
