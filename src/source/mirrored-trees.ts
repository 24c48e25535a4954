import { hashLines, similarity } from "./line-hashes.ts";
import type { SourceFile } from "./bot.ts";

/** Fewer files at the same paths are chance: two bots side by side in one repository have a `main.py` and a `config.py` each. */
const FEWEST = 8;
/** Of the directory: what the tree around it has thrown away since may still lie there. */
const SHARE = 0.5;
/** At least half of the pairs are that alike: the same file in another state. */
const LIKE = 0.8;

/**
 * Directories that hold the tree around them once more, in another state: an unzipped download, a checkout within the checkout.
 * Their paths, the outermost only; a file of one has its twin where the directory is left out of the path.
 */
export function mirroredTrees(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((one) => [one.path, one]));
  const pairs = new Map<string, { files: number; twins: [SourceFile, SourceFile][] }>();
  for (const file of files) {
    for (let at = file.path.indexOf("/"); at >= 0; at = file.path.indexOf("/", at + 1)) {
      const directory = file.path.slice(0, at);
      let known = pairs.get(directory);
      if (!known) pairs.set(directory, (known = { files: 0, twins: [] }));
      known.files++;
      const twin = byPath.get(twinOf(file.path, directory));
      if (twin) known.twins.push([file, twin]);
    }
  }
  const found = [...pairs].filter(([, { files, twins }]) => twins.length >= FEWEST && twins.length >= files * SHARE && twins.filter(isAlike).length * 2 >= twins.length).map(([directory]) => directory);
  return found.filter((one) => !found.some((other) => one.startsWith(`${other}/`)));
}

/** Where the file would lie without the last segment of `directory`. */
export function twinOf(path: string, directory: string): string {
  const base = directory.slice(0, directory.lastIndexOf("/") + 1);
  return base + path.slice(directory.length + 1);
}

const isAlike = ([a, b]: readonly [SourceFile, SourceFile]): boolean => similarity(hashLines(b.text, b.language), hashLines(a.text, a.language)) >= LIKE;
