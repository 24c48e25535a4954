/**
 * A directory -> the files worth reading, in path order. Follows no link, enters no directory twice, opens nothing that
 * is not a regular file, and says of every omission whether code of the bot may lie behind it.
 */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join, sep } from "node:path";
import type { NotAnalysed } from "../ir/program.ts";
import { fileKinds, type FileKind } from "./file-kinds.ts";
import { isIgnored, withRules, type IgnoreRules } from "./ignore-rules.ts";
import { byCodeUnits } from "../sdk/order.ts";
import { omission } from "./omission.ts";
import { skipDirectory } from "./skipped-directories.ts";

export interface Found {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly kinds: readonly FileKind[];
  /** Git ignores it. Files in ignored directories are not found at all. */
  readonly ignored: boolean;
}

/** A link of code or of a directory. `to` is relative to the root, null when it leads outside. */
export interface Link {
  readonly path: string;
  readonly to: string | null;
  readonly directory: boolean;
}

export interface Walk {
  readonly found: Found[];
  readonly links: Link[];
  /** Directories that git ignores, each with `/` at its end. */
  readonly ignoredDirectories: string[];
  /** One for each .gitignore. */
  readonly rules: IgnoreRules[];
  readonly notAnalysed: NotAnalysed[];
}

export interface WalkOptions {
  readonly excluded: ((path: string) => boolean) | null;
  /** Chosen by the user: not subject to .gitignore. */
  readonly chosen: ((path: string) => boolean) | null;
  readonly entries: number;
  /** Directories that git ignores and the bot imports from, each with `/` at its end. */
  readonly imported?: ReadonlySet<string>;
}

interface Directory {
  /** Relative to the root: "" or ending in "/". */
  readonly path: string;
  readonly rules: IgnoreRules | null;
  /** Git ignores all of it. */
  readonly ignored: boolean;
}

interface Walking extends Walk {
  readonly root: string;
  readonly options: WalkOptions;
  readonly visited: Set<string>;
  readonly waiting: Directory[];
  budget: number;
}

export function walk(root: string, options: WalkOptions): Walk {
  const state: Walking = { root, options, visited: new Set(), waiting: [{ path: "", rules: null, ignored: false }], budget: options.entries, found: [], links: [], ignoredDirectories: [], rules: [], notAnalysed: [] };
  for (let directory = state.waiting.pop(); directory; directory = state.waiting.pop()) {
    if (state.budget < 0) {
      state.notAnalysed.push(omission("tooManyEntries", directory.path || ".", { most: String(options.entries) }));
      break;
    }
    enter(state, directory);
  }
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  return { found: state.found.sort(byPath), links: state.links.sort(byPath), ignoredDirectories: state.ignoredDirectories.sort(byCodeUnits), rules: state.rules, notAnalysed: state.notAnalysed };
}

function enter(state: Walking, { path, rules, ignored }: Directory): void {
  const absolute = join(state.root, path);
  let entries: Dirent[];
  try {
    const { dev, ino } = statSync(absolute, { bigint: true });
    const identity = `${dev}:${ino}`;
    if (ino !== 0n && state.visited.has(identity)) return;
    state.visited.add(identity);
    entries = readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    state.notAnalysed.push(omission("unreadableDirectory", path || ".", { error: errorCode(error) }));
    return;
  }
  state.budget -= entries.length;
  const skip = path === "" ? null : skipDirectory(lastName(path), entries.map((entry) => entry.name));
  if (skip) {
    if (skip !== "silent") state.notAnalysed.push(omission(skip, path.slice(0, -1)));
    return;
  }
  const own = entries.some((entry) => entry.name === ".gitignore" && entry.isFile()) ? withRules(rules, path, readRules(join(absolute, ".gitignore"))) : rules;
  if (own && own !== rules) state.rules.push(own);
  for (const entry of entries) visit(state, { path, rules: own, ignored }, entry);
}

const lastName = (directory: string): string => directory.slice(directory.lastIndexOf("/", directory.length - 2) + 1, -1);

function visit(state: Walking, directory: Directory, entry: Dirent): void {
  const { rules } = directory;
  const path = directory.path + entry.name;
  const { excluded, chosen, imported } = state.options;
  const ignored = directory.ignored || (!chosen && isIgnored(rules, entry.isDirectory() ? `${path}/` : path));
  if (entry.isDirectory()) {
    if (excluded?.(`${path}/`)) return;
    if (!ignored || directory.ignored || imported?.has(`${path}/`)) state.waiting.push({ path: `${path}/`, rules, ignored });
    else state.ignoredDirectories.push(`${path}/`);
    return;
  }
  if (excluded?.(path)) return;
  if (entry.isSymbolicLink()) return visitLink(state, path, rules);
  const kinds = fileKinds(entry.name);
  if (kinds.length === 0 || (chosen && !chosen(path))) return;
  if (!entry.isFile()) {
    if (isCode(kinds)) state.notAnalysed.push(omission("special", path));
    return;
  }
  state.found.push({ path, kinds, ignored });
}

const isCode = (kinds: readonly FileKind[]): boolean => kinds.some(({ kind }) => kind === "code");

function visitLink(state: Walking, path: string, rules: IgnoreRules | null): void {
  if (isIgnored(rules, path)) return;
  try {
    const target = realpathSync(join(state.root, path));
    const directory = statSync(target).isDirectory();
    if (!directory && !isCode(fileKinds(lastName(`/${path}/`)))) return;
    const inside = target === state.root || target.startsWith(state.root + sep);
    state.links.push({ path, directory, to: inside ? target.slice(state.root.length + 1).split(sep).join("/") : null });
  } catch {
    // Dangling or a loop of links: nothing lies behind it that Python could import.
  }
}

function readRules(path: string): string {
  try {
    return lstatSync(path).size > 1024 * 1024 ? "" : readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
