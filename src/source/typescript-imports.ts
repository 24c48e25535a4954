import { joined, parentOf } from "./layout.ts";

const RELATIVE = /(?:\bfrom\s{0,20}|\bimport\s{0,20}\(?\s{0,20}|\brequire\s{0,20}\(\s{0,20})["'](\.[^"'\n]{0,300})["']/g;
const ENDINGS = ["", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".mts", ".cts", "/index.ts", "/index.js", "/index.tsx"];

/** The bot's own files that a TypeScript or JavaScript file imports by a relative path. */
export function relativeImports(path: string, text: string, files: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (const [, written] of text.matchAll(RELATIVE)) {
    const base = resolve(parentOf(path), written!);
    const bare = base.replace(/\.[mc]?jsx?$/, "");
    const target = [...ENDINGS.map((ending) => base + ending), ...ENDINGS.map((ending) => bare + ending)].find((candidate) => files.has(candidate));
    if (target !== undefined) found.push(target);
  }
  return found;
}

function resolve(directory: string, relative: string): string {
  let at = directory;
  for (const part of relative.split("/")) {
    if (part === "..") at = parentOf(at);
    else if (part !== "." && part !== "") at = joined(at, part);
  }
  return at;
}
