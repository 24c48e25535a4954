import { globSync, readdirSync, realpathSync, statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { NotAnalysed } from "../../ir/program.ts";
import { byCodeUnits } from "../../sdk/order.ts";
import { errorCode, note, refuse } from "./notes.ts";
import { compareParts, isLogName, partName } from "./part-name.ts";
import type { Packing } from "./part-name.ts";

/** One file (or standard input) that holds a part of a log. */
export interface LogPart {
  /** Absolute; "-" is standard input. */
  readonly path: string;
  /** As `LogSource.file`. */
  readonly file: string;
  readonly packing: Packing;
  readonly bytes: number;
  /** Last written, ms. */
  readonly written: number;
  /** Finds the file again when a rotation renames it before it is opened. */
  readonly inode: bigint | null;
  /** Of a file that was found in a directory and whose name does not say that it is a log: it is one if its content is text. */
  readonly uncertain: boolean;
}

export interface Discovered {
  /** Parts of one log follow each other in the order of time. */
  readonly parts: readonly LogPart[];
  readonly notRead: readonly NotAnalysed[];
}

const DEEPEST = 12;
const MOST_FILES = 20_000;
const SKIPPED = new Set(["node_modules", "__pycache__", "venv", "site-packages"]);

/** @throws {InputError} a path that is not there, a pattern that nothing matches, a directory without logs. */
export function discover(root: string, logs: readonly string[]): Discovered {
  const parts = new Map<string, LogPart>();
  const notRead: NotAnalysed[] = [];
  const files = new Set<string>();
  for (const named of logs) {
    const walk: Walk = { paths: [], failed: [], visited: new Set() };
    const paths = namedPaths(named, walk);
    for (const { path, error } of walk.failed) notRead.push(note("unreadable", fileOf(root, path, named), { error }));
    for (const one of paths) addPath(one, one.path === "-" ? "-" : fileOf(root, one.path, named), { parts, notRead, files });
    if (!paths.some(({ path, found }) => !found || parts.has(path)) && notRead.length === 0) throw refuse("noLogs", named);
  }
  return { parts: inOrder([...parts.values()]), notRead };
}

interface Named {
  readonly path: string;
  /** Found in a directory, not named itself. */
  readonly found: boolean;
}

interface Walk {
  readonly paths: string[];
  readonly failed: { readonly path: string; readonly error: string }[];
  /** Real paths of directories: links may lead in circles. */
  readonly visited: Set<string>;
}

function namedPaths(named: string, into: Walk): Named[] {
  if (named === "-") return [{ path: "-", found: false }];
  const path = resolve(named);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat && !/[*?[{]/.test(named)) throw refuse("missing", named);
  const paths = stat ? [path] : globSync(named).map((one) => resolve(one)).sort(byCodeUnits);
  if (paths.length === 0) throw refuse("noMatch", named);
  return paths.flatMap((one): Named[] => {
    if (!statSync(one, { throwIfNoEntry: false })?.isDirectory()) return [{ path: one, found: false }];
    const before = into.paths.length;
    walk(one, 0, into);
    return into.paths.slice(before).map((each) => ({ path: each, found: true }));
  });
}

function walk(directory: string, depth: number, into: Walk): void {
  try {
    const real = realpathSync(directory);
    if (into.visited.has(real)) return;
    into.visited.add(real);
    for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) => byCodeUnits(a.name, b.name))) {
      const path = join(directory, entry.name);
      const isDirectory = entry.isDirectory() || (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isDirectory());
      if (isDirectory) {
        if (depth < DEEPEST && !entry.name.startsWith(".") && !SKIPPED.has(entry.name)) walk(path, depth + 1, into);
      } else if (into.paths.length < MOST_FILES && isLogName(entry.name) !== "no") into.paths.push(path);
    }
  } catch (error) {
    into.failed.push({ path: directory, error: errorCode(error) });
  }
}

interface Found {
  readonly parts: Map<string, LogPart>;
  readonly notRead: NotAnalysed[];
  /** Device and inode: a link to a log (`current.log`) is that log once more. */
  readonly files: Set<string>;
}

function addPath({ path, found }: Named, file: string, { parts, notRead, files }: Found): void {
  if (parts.has(path)) return;
  if (path === "-") {
    parts.set(path, { path, file, packing: "plain", bytes: 0, written: Date.now(), inode: null, uncertain: false });
    return;
  }
  const stat = statOf(path);
  if (typeof stat === "string") return void notRead.push(note("unreadable", file, { error: stat }));
  const identity = `${stat.dev}:${stat.ino}`;
  if (stat.isFile() && files.has(identity)) return;
  files.add(identity);
  const uncertain = found && isLogName(basename(path)) === "look";
  // A pipe that was found is not waited for: nobody may ever write to it.
  if (!stat.isFile() && !(stat.isFIFO() && !found)) return uncertain ? undefined : void notRead.push(note("special", file));
  if (stat.size === 0n && stat.isFile()) return found ? undefined : void notRead.push(note("empty", file));
  parts.set(path, { path, file, packing: partName(basename(path)).packing, bytes: Number(stat.size), written: Number(stat.mtimeMs), inode: stat.isFile() ? stat.ino : null, uncertain });
}

/** Numbers of files on NTFS are larger than a double can tell apart. */
function statOf(path: string): BigIntStats | string {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    return errorCode(error);
  }
}

/** Relative to the root where it lies inside, else as it was named, with `/`. */
export function fileOf(root: string, path: string, named: string): string {
  const inside = relative(resolve(root), path);
  const lies = inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
  const shown = lies ? inside : isAbsolute(named) ? path : relative(process.cwd(), path);
  return shown.split(sep).join("/");
}

/** Logs in the order of their names, the parts of each in the order of time. */
function inOrder(parts: readonly LogPart[]): LogPart[] {
  const keyed = parts.map((part) => ({ part, name: partName(basename(part.path)), log: join(dirname(part.path), partName(basename(part.path)).log) }));
  keyed.sort((a, b) => byCodeUnits(a.log, b.log) || compareParts(a.name, b.name) || byCodeUnits(a.part.path, b.part.path));
  return keyed.map(({ part }) => part);
}
