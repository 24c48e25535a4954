import { readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { SourceLines } from "../../report/excerpt.ts";
import { decode } from "../../source/decode.ts";

const LARGEST = 64 * 1024 * 1024;

/** Reads the bot's files for excerpts, decoded as the audit decoded them; never one that lies outside of the bot. */
export function sourceLinesOf(directory: string): SourceLines {
  const root = realpathSync(directory);
  const known = new Map<string, readonly string[] | null>();
  return (file) => {
    const found = known.get(file);
    if (found !== undefined) return found;
    const lines = read(root, file);
    known.set(file, lines);
    return lines;
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
