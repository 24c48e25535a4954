import { readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { LinesAround } from "../../report/excerpt.ts";
import { decode } from "../../source/decode.ts";

const LARGEST = 64 * 1024 * 1024;

/** Reads the bot's files for excerpts, decoded as the audit decoded them; never one that lies outside of the bot. */
export function sourceLinesOf(directory: string): LinesAround {
  const root = realpathSync(directory);
  const known = new Map<string, readonly string[] | null>();
  return ({ file }) => {
    const lines = known.has(file) ? (known.get(file) ?? null) : read(root, file);
    known.set(file, lines);
    return lines && { first: 1, lines };
  };
}

function read(root: string, file: string): readonly string[] | null {
  try {
    const path = realpathSync(join(root, file));
    const stat = statSync(path);
    if (!path.startsWith(root + sep) || !stat.isFile() || stat.size > LARGEST) return null;
    const decoded = decode(readFileSync(path));
    return "text" in decoded ? decoded.text.split("\n") : null;
  } catch {
    return null;
  }
}
