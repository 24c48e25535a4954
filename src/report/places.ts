import type { Anchor } from "../sdk/evidence.ts";

/** The shortest tail of each path that no other of these paths shares: `risk_manager.py`, or `live/config.py` beside `paper/config.py`. */
export function shortPaths(files: Iterable<string>): (file: string) => string {
  const owners = new Map<string, Set<string>>();
  const all = new Set(files);
  for (const file of all) for (const tail of tails(file)) {
    const known = owners.get(tail);
    if (known) known.add(file);
    else owners.set(tail, new Set([file]));
  }
  return (file) => tails(file).find((tail) => (owners.get(tail)?.size ?? 1) === 1) ?? file;
}

/** From the base name to the whole path; a path of absurd depth has only its nearest tails. */
function tails(file: string): string[] {
  const found: string[] = [];
  for (let at = file.lastIndexOf("/"); at >= 0 && found.length < 8; at = file.lastIndexOf("/", at - 1)) {
    found.push(file.slice(at + 1));
    if (at === 0) break;
  }
  return [...found, file];
}

export const placeOf = (at: Anchor, short: (file: string) => string): string => `${short(at.file)}:${at.line}`;
