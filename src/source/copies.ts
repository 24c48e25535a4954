/**
 * Which files are copies of others: identical ones by hash, drifted backups by name and likeness. A file that the bot
 * really uses (it is started, or imported from outside of the copies) is never called a copy.
 */
import { appendTo } from "../sdk/append.ts";
import { catalogue } from "../sdk/text.ts";
import type { Copy, SourceFile } from "./bot.ts";
import { hashLines, similarity, sketch, type LineHashes } from "./line-hashes.ts";
import { twinOf } from "./mirrored-trees.ts";
import { isOldDirectory, withoutVersion } from "./path-words.ts";

const says = catalogue({
  identical: { en: "the same text as {of}", ru: "тот же текст, что и {of}" },
  through: { en: "a version of {via}, which is a version of {of}", ru: "вариант файла {via}, а тот вариант файла {of}" },
  directory: { en: "{percent} % of it stands in {of}, and the directory {word} is for former versions", ru: "на {percent} % совпадает с {of}, а каталог {word} хранит прежние версии" },
  mirrored: { en: "the directory {directory} holds this bot once more, in another state: the file stands in {of}", ru: "каталог {directory} хранит того же бота ещё раз, в другом состоянии: файл лежит в {of}" },
  name: { en: "{percent} % of it stands in {of}, and its name says that it is another version", ru: "на {percent} % совпадает с {of}, а имя говорит о другой версии" },
});

/** Below that, equal files are chance: empty `__init__.py`, two-line shims. In lines of code. */
const SMALLEST = 5;
const SMALLEST_DRIFTED = 10;
const LIKE = 0.8;
/** In lines of code, more than `SMALLEST_DRIFTED`. */
const BEGINNING = 16;

export interface Use {
  /** Declared by a launcher. */
  readonly started: ReadonlySet<string>;
  /** Which files a file imports, as paths. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** Directories that hold the tree around them once more. */
  readonly mirrored: readonly string[];
}

interface Candidate {
  readonly path: string;
  /** Of its first lines: most files are told apart by them. */
  readonly beginning: LineHashes;
  /** Made when first asked for. */
  readonly hashes: LineHashes;
  /** The directory for former versions that it lies in. */
  readonly old: string | null;
  /** The directory around it that holds the tree once more. */
  readonly mirrored: string | null;
  /** Its name carries a version or date. */
  readonly versioned: boolean;
  /** File name without version. */
  readonly plain: string;
}

export function findCopies(files: readonly SourceFile[], use: Use): Copy[] {
  const candidates = files.map((one) => candidate(one, use.mirrored.find((directory) => one.path.startsWith(`${directory}/`)) ?? null));
  const imported = importedFromElsewhere(candidates, use);
  const rank = (a: Candidate, b: Candidate): number => score(a, use, imported) - score(b, use, imported) || depth(a) - depth(b) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1);
  const copies = new Map<string, Copy>();
  for (const copy of identical(candidates, rank)) copies.set(copy.file, copy);
  for (const copy of drifted(candidates.filter(({ path }) => !copies.has(path)), rank)) copies.set(copy.file, copy);
  for (const copy of mirrored(candidates.filter(({ path }) => !copies.has(path)))) copies.set(copy.file, copy);
  for (const used of reachedFromOriginals(candidates, copies, use)) copies.delete(used);
  return [...copies.values()].map((copy) => atOriginal(copy, copies)).sort((a, b) => (a.file < b.file ? -1 : 1));
}

function candidate({ path, text, language }: SourceFile, mirrored: string | null): Candidate {
  const segments = path.split("/");
  const name = segments.pop()!;
  const dot = name.lastIndexOf(".");
  const { stem, cut } = withoutVersion(name.slice(0, dot));
  let hashes: LineHashes | null = null;
  return {
    path,
    beginning: hashLines(text, language, BEGINNING),
    get hashes() { return (hashes ??= hashLines(text, language)); },
    old: mirrored ?? segments.find(isOldDirectory) ?? null,
    mirrored,
    versioned: cut,
    plain: stem + name.slice(dot),
  };
}

const depth = ({ path }: Candidate): number => path.split("/").length;

/** Lower is more likely the original. */
function score({ path, old, versioned }: Candidate, use: Use, imported: ReadonlySet<string>): number {
  return (old === null ? 0 : 8) + (use.started.has(path) ? 0 : 4) + (imported.has(path) ? 0 : 2) + (versioned ? 1 : 0);
}

function importedFromElsewhere(candidates: readonly Candidate[], { imports }: Use): Set<string> {
  const imported = new Set<string>();
  for (const { path, old } of candidates) {
    if (old === null) for (const target of imports.get(path) ?? []) if (target !== path) imported.add(target);
  }
  return imported;
}

function identical(candidates: readonly Candidate[], rank: (a: Candidate, b: Candidate) => number): Copy[] {
  const large = candidates.filter((one) => one.beginning.lines.length >= SMALLEST && (one.old !== null || !one.path.endsWith("/__init__.py")));
  const alike = groupsOf(large, (one) => one.beginning.whole).filter((group) => group.length > 1);
  return alike.flatMap((group) => groupsOf(group, (one) => one.hashes.whole)).flatMap((group) => {
    const [original, ...others] = group.sort(rank);
    return others.map(({ path }): Copy => ({ file: path, of: original!.path, kind: "identical", why: says("identical", { of: original!.path }) }));
  });
}

function groupsOf(candidates: readonly Candidate[], key: (one: Candidate) => string): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const one of candidates) {
    appendTo(groups, key(one), one);
  }
  return [...groups.values()];
}

/** So many files with the same rare line are looked at; more say that the line is not rare. */
const BUCKET = 24;

function drifted(candidates: readonly Candidate[], rank: (a: Candidate, b: Candidate) => number): Copy[] {
  const large = candidates.filter(({ beginning }) => beginning.lines.length >= SMALLEST_DRIFTED);
  const families = groupsOf(large, ({ plain }) => plain).filter((family) => family.length > 1 && family.some(({ old, versioned }) => old !== null || versioned));
  const related = families.flat();
  const buckets = new Map<string, Candidate[]>();
  for (const one of related.sort(rank)) {
    for (const value of sketch(one.hashes)) {
      const key = `${one.plain}:${value}`;
      const bucket = buckets.get(key);
      if (!bucket) buckets.set(key, [one]);
      else if (bucket.length < BUCKET) bucket.push(one);
    }
  }
  return related.filter(({ old, versioned }) => old !== null || versioned).flatMap((one) => closest(one, buckets, rank) ?? []);
}

function closest(one: Candidate, buckets: ReadonlyMap<string, readonly Candidate[]>, rank: (a: Candidate, b: Candidate) => number): Copy | null {
  const seen = new Set<Candidate>();
  let best: { of: Candidate; share: number } | null = null;
  for (const value of sketch(one.hashes)) {
    for (const of of buckets.get(`${one.plain}:${value}`) ?? []) {
      if (of === one || seen.has(of) || rank(of, one) > 0) continue;
      seen.add(of);
      const share = similarity(of.hashes, one.hashes);
      if (share >= LIKE && (!best || share > best.share || (share === best.share && rank(of, best.of) < 0))) best = { of, share };
    }
  }
  if (!best) return null;
  const values = { of: best.of.path, percent: String(Math.floor(best.share * 100)), word: one.old ?? "" };
  return { file: one.path, of: best.of.path, kind: "drifted", why: says(one.old !== null && best.of.old === null ? "directory" : one.versioned ? "name" : "directory", values) };
}

/** However far the two states have drifted apart. */
function mirrored(candidates: readonly Candidate[]): Copy[] {
  return candidates.flatMap(({ path, mirrored: directory }): Copy[] => {
    if (directory === null) return [];
    const of = twinOf(path, directory);
    return candidates.some((one) => one.path === of) ? [{ file: path, of, kind: "drifted", why: says("mirrored", { directory, of }) }] : [];
  });
}

/** What is started or stands in the main tree, is no copy, and what that imports. */
function reachedFromOriginals(candidates: readonly Candidate[], copies: ReadonlyMap<string, Copy>, { started, imports }: Use): Set<string> {
  const reached = new Set<string>(candidates.filter(({ path, old }) => started.has(path) || (old === null && !copies.has(path))).map(({ path }) => path));
  for (const path of reached) for (const target of imports.get(path) ?? []) reached.add(target);
  return reached;
}

/** A copy of a copy is a copy of the first; an identical twin of a drifted copy has drifted as well. */
function atOriginal(copy: Copy, copies: ReadonlyMap<string, Copy>): Copy {
  let of = copy.of;
  for (let next = copies.get(of); next; next = copies.get(of)) of = next.of;
  if (of === copy.of) return copy;
  const drifted = copy.kind === "drifted" || copies.get(copy.of)?.kind === "drifted";
  return { ...copy, of, kind: drifted ? "drifted" : "identical", why: drifted ? says("through", { via: copy.of, of }) : says("identical", { of }) };
}
