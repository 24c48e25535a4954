import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { discover, type LogPart } from "../run/sources/discover.ts";

/** The bot's own log files as they stood before the run: by inode, which a rotation keeps, how long each was. */
export type LogsBefore = ReadonlyMap<bigint, number>;

export function logsBefore(root: string, named: readonly string[]): LogsBefore {
  return new Map(partsOf(root, named).flatMap(({ inode, bytes }) => (inode === null ? [] : [[inode, bytes] as const])));
}

/**
 * What the bot wrote into its own log files during this run, as paths for the audit. A file that is new is named as it is; of
 * one that grew only the new end belongs to this run: it is copied into the run's directory.
 */
export async function logsOfRun(root: string, named: readonly string[], before: LogsBefore, directory: string): Promise<string[]> {
  const paths: string[] = [];
  for (const part of partsOf(root, named)) {
    const known = part.inode === null ? undefined : before.get(part.inode);
    // A file that became shorter was emptied or is another one that got the same inode: all of it is new.
    const old = known !== undefined && known <= part.bytes ? known : 0;
    if (part.bytes === old) continue;
    paths.push(old === 0 || part.packing !== "plain" ? part.path : await copyEnd(part, old, join(directory, "logs")));
  }
  return paths;
}

async function copyEnd({ path }: LogPart, from: number, logs: string): Promise<string> {
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const copy = freeName(logs, basename(path));
  try {
    await pipeline(createReadStream(path, { start: from }), createWriteStream(copy, { flags: "wx", mode: 0o600 }));
    return copy;
  } catch {
    // A full disk: more than this run is better than nothing of it.
    rmSync(copy, { force: true });
    return path;
  }
}

/** Files of different directories may share a name. */
function freeName(directory: string, name: string): string {
  for (let number = 1; ; number++) {
    const path = join(directory, number === 1 ? name : `${number}-${name}`);
    if (!existsSync(path)) return path;
  }
}

/** The logs need not be there yet. */
const partsOf = (root: string, named: readonly string[]): readonly LogPart[] => named.flatMap((one) => {
  try {
    return discover(root, [one]).parts;
  } catch {
    return [];
  }
});
