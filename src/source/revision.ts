/**
 * The commit that a git work tree is at, read from .git's own files: no git process, which could run the bot's hooks or
 * filters. Only the top directory of a work tree has a revision: a bot deeper inside of another repository has none.
 */
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";

export function readRevision(root: string): string | null {
  const directory = gitDirectory(root);
  if (directory === null) return null;
  let name = "HEAD";
  for (let hops = 0; hops < 5; hops++) {
    const value = readRef(directory, name);
    if (value === null) return null;
    if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(value)) return value;
    const target = /^ref: (refs\/[\w./@+-]+)$/.exec(value)?.[1];
    if (target === undefined || target.split("/").includes("..")) return null;
    name = target;
  }
  return null;
}

interface GitDirectory {
  /** Holds HEAD. */
  readonly own: string;
  /** Holds branches and packed-refs: the same, except in a linked work tree. */
  readonly common: string;
}

function gitDirectory(root: string): GitDirectory | null {
  const dot = join(root, ".git");
  try {
    if (statSync(dot).isDirectory()) return { own: dot, common: dot };
  } catch {
    return null;
  }
  const pointed = /^gitdir: (.+)$/m.exec(small(dot) ?? "")?.[1];
  if (pointed === undefined) return null;
  const own = resolve(root, pointed.trim());
  const shared = small(join(own, "commondir"))?.trim();
  return { own, common: shared === undefined ? own : isAbsolute(shared) ? shared : resolve(own, shared) };
}

function readRef(git: GitDirectory, name: string): string | null {
  for (const directory of [git.own, git.common]) {
    const loose = small(join(directory, name))?.trim();
    if (loose) return loose;
  }
  return packed(git.common, name);
}

function packed(directory: string, name: string): string | null {
  for (const line of (small(join(directory, "packed-refs")) ?? "").split("\n")) {
    const space = line.indexOf(" ");
    if (space > 0 && line.slice(space + 1).trim() === name) return line.slice(0, space);
  }
  return null;
}

/** A regular file of up to 8 MB, else null. */
function small(path: string): string | null {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size < 8 * 1024 * 1024 ? readFileSync(path, "latin1") : null;
  } catch {
    return null;
  }
}
