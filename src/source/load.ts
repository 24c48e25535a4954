/**
 * A directory -> a Bot: walk, read, decode, then what belongs together. The only door to the bot's files.
 * Refuses, with an InputError, what holds no code; everything else that could not be read stands in `notAnalysed`.
 */
import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { NotAnalysed } from "../ir/program.ts";
import { LIMITS, type Bot, type Copy, type Language, type Limits, type LoadOptions, type SettingsFile, type SettingsFormat, type SourceFile } from "./bot.ts";
import { findCopies } from "./copies.ts";
import { decode } from "./decode.ts";
import { declaredEntryPoints } from "./entry-points.ts";
import { fileKinds, isRead, type FileKind } from "./file-kinds.ts";
import { ignoresModule, patternMatcher } from "./ignore-rules.ts";
import { importsOf, type Imports } from "./import-graph.ts";
import { layoutOf, parentOf } from "./layout.ts";
import { leftOutModules } from "./left-out.ts";
import { declaredRoots, type Launcher } from "./launchers.ts";
import { harmless, omission } from "./omission.ts";
import { otherLanguages } from "./other-languages.ts";
import { mirroredTrees } from "./mirrored-trees.ts";
import { isOldPath } from "./path-words.ts";
import { readFiles, type Contents } from "./read-files.ts";
import { allIgnored, empty, missing, noCode, notCode, unreadable } from "./refusals.ts";
import { readRevision } from "./revision.ts";
import { rolesOf } from "./roles.ts";
import { skipDirectory } from "./skipped-directories.ts";
import { sourceRoots } from "./roots.ts";
import { errorCode, walk, type Found, type Link, type Walk } from "./walk.ts";

/** @throws {InputError} no such directory, no right to read it, nothing in it, no Python or TypeScript in it. */
export async function loadBot(directory: string, options: LoadOptions = {}): Promise<Bot> {
  const limits = { ...LIMITS, ...options.limits };
  const place = locate(directory);
  const walked = place.only === null ? walk(place.root, walkOptions(options, limits)) : oneFile(place.only);
  const read = withImported(place.root, walked, readAll(place.root, walked, limits), options, limits);
  const bot = assemble(place.root, walked.links, read, place.only === null ? leftOut(place.root, walked, options) : () => true);
  if (bot.files.length === 0 && !bot.notAnalysed.some(({ blocks }) => blocks)) throw refusal(directory, place.root, walked);
  return bot;
}

interface Place {
  readonly root: string;
  /** The bot is this one file. */
  readonly only: string | null;
}

function locate(directory: string): Place {
  try {
    const path = realpathSync(directory);
    const stat = statSync(path);
    if (stat.isDirectory()) {
      readdirSync(path);
      return { root: path, only: null };
    }
    if (stat.isFile() && codeLanguage(fileKinds(basename(path)))) return { root: dirname(path), only: basename(path) };
  } catch (error) {
    const code = errorCode(error);
    throw code === "ENOENT" || code === "ENOTDIR" ? missing(directory) : unreadable(directory, code);
  }
  throw notCode(directory);
}

const walkOptions = ({ include, exclude }: LoadOptions, { entries }: Limits) => ({ excluded: patternMatcher(exclude), chosen: patternMatcher(include), entries });

/** Chosen files are all that is read: what is not among them may well be there. So may what other languages are compiled to. */
function leftOut(root: string, { rules }: Walk, { include, exclude }: LoadOptions): (path: string) => boolean {
  const [excluded, chosen] = [patternMatcher(exclude), patternMatcher(include)];
  return (path) => chosen !== null || (excluded?.(`${path}.py`) ?? false) || (excluded?.(`${path}/`) ?? false) || ignoresModule(rules, path) || COMPILED.some((end) => existsSync(join(root, path + end)));
}

/** Cython, stubs of extensions, the extensions themselves. */
const COMPILED = [".pyx", ".pyi", ".pyd", ".so"];

const oneFile = (name: string): Walk => ({ found: [{ path: name, kinds: fileKinds(name), ignored: false }], links: [], ignoredDirectories: [], rules: [], notAnalysed: [] });

function refusal(directory: string, root: string, { found }: Walk): Error {
  if (readdirSync(root).length === 0) return empty(directory);
  return found.some(({ kinds }) => codeLanguage(kinds)) ? allIgnored(directory) : noCode(directory);
}

function codeLanguage(kinds: readonly FileKind[]): Language | null {
  for (const one of kinds) if (one.kind === "code") return one.language;
  return null;
}

function settingsFormat(kinds: readonly FileKind[]): SettingsFormat | null {
  for (const one of kinds) if (one.kind === "settings") return one.format;
  return null;
}

interface Read {
  readonly files: SourceFile[];
  /** Paths of code that git ignores: read, and kept only if something imports it. */
  readonly ignored: ReadonlySet<string>;
  readonly settingsFiles: SettingsFile[];
  readonly launchers: Launcher[];
  readonly notAnalysed: NotAnalysed[];
}

function readAll(root: string, { found, notAnalysed }: Walk, limits: Limits): Read {
  const read: Read = { files: [], ignored: new Set(found.filter(({ ignored }) => ignored).map(({ path }) => path)), settingsFiles: [], launchers: [], notAnalysed: [...notAnalysed] };
  const code = new Set(found.filter(({ kinds }) => codeLanguage(kinds)).map(({ path }) => path));
  const wanted = found.filter(({ kinds }) => isRead(kinds));
  for (const { path, kinds, ignored } of found) if (!ignored && kinds.some(({ kind }) => kind === "compiled-python")) read.notAnalysed.push(omission("compiled", path));
  const contents = readFiles(root, wanted.map(({ path }) => path), (path) => (code.has(path) ? limits.codeBytes : limits.settingsBytes));
  wanted.forEach((one, index) => keep(one, contents[index]!, read, limits));
  if (read.files.length > 0) read.notAnalysed.push(...otherLanguages(found, read.launchers));
  return read;
}

/** `data/` in .gitignore means the data, and code that was committed there all the same: it is read when the bot imports it. */
function withImported(root: string, { ignoredDirectories }: Walk, read: Read, options: LoadOptions, limits: Limits): Read {
  const imported = new Set(ignoredDirectories.filter((path) => isImported(basename(path), read.files) && holdsPython(join(root, path))));
  return imported.size === 0 ? read : readAll(root, walk(root, { ...walkOptions(options, limits), imported }), limits);
}

function isImported(name: string, files: readonly SourceFile[]): boolean {
  if (!/^[A-Za-z_]\w*$/.test(name)) return false;
  const line = new RegExp(`^[ \\t]*(?:from|import)[ \\t]+${name}(?:[. \\t,]|$)`, "m");
  const module = new RegExp(`(?:^|/)${name}(?:\\.pyi?$|/)`);
  return !files.some(({ path }) => module.test(path)) && files.some(({ text, language }) => language === "python" && line.test(text));
}

function holdsPython(directory: string): boolean {
  try {
    const names = readdirSync(directory);
    return skipDirectory(basename(directory), names) === null && names.some((name) => name.endsWith(".py"));
  } catch {
    return false;
  }
}

function keep({ path, kinds, ignored }: Found, contents: Contents, read: Read, limits: Limits): void {
  const language = codeLanguage(kinds);
  const text = contents.ok ? decode(contents.bytes) : null;
  if (!contents.ok || !text!.ok) {
    if (language && !ignored) read.notAnalysed.push(contents.ok ? omission("binary", path) : refused(path, contents, limits));
    return;
  }
  const decoded = text as Extract<typeof text, { ok: true }>;
  if (language) read.files.push({ path, text: decoded.text, language, bytes: contents.bytes.length, encoding: decoded.encoding });
  const format = settingsFormat(kinds);
  if (format) read.settingsFiles.push({ path, text: decoded.text, format, local: ignored });
  if (!ignored && kinds.some(({ kind }) => kind === "launcher")) read.launchers.push({ path, text: decoded.text });
}

const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);

function refused(path: string, contents: Exclude<Contents, { ok: true }>, limits: Limits): NotAnalysed {
  if (contents.why === "unreadable") return omission("unreadableFile", path, { error: contents.error });
  if (contents.why === "special") return omission("special", path);
  return omission("tooLarge", path, { size: megabytes(contents.size), limit: megabytes(limits.codeBytes) });
}

function assemble(root: string, links: readonly Link[], read: Read, isLeftOut: (path: string) => boolean): Bot {
  const layout = layoutOf(read.files.map(({ path }) => path));
  const declared = read.launchers.flatMap((launcher) => declaredRoots(launcher).map((relative) => under(parentOf(launcher.path), relative)));
  const everything = importsOf(read.files, layout, (lines) => sourceRoots(layout, lines, declared.filter((path) => layout.directories.has(path))));
  const { files, dropped } = withoutIgnored(read, everything);
  const paths = new Set(files.map(({ path }) => path));
  const twice = mirroredTrees(files);
  const isFormer = (path: string): boolean => isOldPath(parentOf(path)) || twice.some((directory) => path.startsWith(`${directory}/`));
  const entryPoints = declaredEntryPoints(read.launchers.filter(({ path }) => !isFormer(path)), layout, paths, everything.roots).filter(({ file }) => file === null || paths.has(file));
  const started = new Set(entryPoints.filter(({ by }) => by !== "shell").flatMap(({ file }) => file ?? []));
  const mirrored = twice.filter((directory) => ![...started].some((path) => path.startsWith(`${directory}/`)));
  const copies = findCopies(files, { started, imports: everything.files, mirrored });
  const left = new Set(copies.map(({ file }) => file));
  const kept = files.filter(({ path }) => !left.has(path));
  return {
    root,
    files: kept,
    settingsFiles: read.settingsFiles,
    sourceRoots: everything.roots,
    selfPackage: everything.self,
    declaredEntryPoints: entryPoints,
    copies: [...copies, ...linkedFiles(links, paths)].sort((a, b) => (a.file < b.file ? -1 : 1)),
    roles: rolesOf(kept, { started, imports: everything.files }),
    notAnalysed: [...read.notAnalysed, ...dropped, ...linksOutside(links, everything)].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
    leftOut: leftOutModules(everything.lines, layout, everything.roots, isLeftOut),
    revision: readRevision(root),
    lines: kept.reduce((sum, { text }) => sum + countLines(text), 0),
  };
}

function under(directory: string, relative: string): string {
  const parts = directory === "" ? [] : directory.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** A `config.py` that git ignores is part of the bot all the same when the bot imports it. */
function withoutIgnored(read: Read, imports: Imports): { files: SourceFile[]; dropped: NotAnalysed[] } {
  if (read.ignored.size === 0) return { files: read.files, dropped: [] };
  const reached = new Set<string>(read.files.filter(({ path }) => !read.ignored.has(path)).map(({ path }) => path));
  for (const path of reached) for (const target of imports.files.get(path) ?? []) reached.add(target);
  return {
    files: read.files.filter(({ path }) => reached.has(path)),
    dropped: read.files.filter(({ path }) => !reached.has(path)).map(({ path }) => omission("ignoredByGit", path)),
  };
}

function linkedFiles(links: readonly Link[], paths: ReadonlySet<string>): Copy[] {
  return links.flatMap(({ path, to }): Copy[] => (to !== null && paths.has(to) ? [{ file: path, of: to, kind: "link", why: omission("link", path, { of: to }).why }] : []));
}

/** A directory of data or logs elsewhere takes nothing from the audit; code elsewhere does. */
function linksOutside(links: readonly Link[], imports: Imports): NotAnalysed[] {
  return links.filter(({ to }) => to === null).map(({ path, directory }) => {
    const told = omission("linkOutside", path);
    return directory && !imports.tops.has(basename(path)) ? harmless(told) : told;
  });
}

function countLines(text: string): number {
  let lines = text.length === 0 || text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
