import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { manualBots } from "./manual-blocks.ts";

/** A small bot whose comments say what the audit must find in it. */
export interface Fixture {
  /** How a test names it: `races/check-then-act-across-await bot.py`. */
  readonly name: string;
  /** Whose findings are compared; those of other sections are ignored. */
  readonly section: string;
  /** The text of the bot's files, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** All fixtures and manual pages under a directory of sections, in path order. */
export function collectFixtures(sections: string): Fixture[] {
  return directories(sections).flatMap((section) =>
    directories(join(sections, section)).flatMap((check) => fixturesOf(join(sections, section, check), section, `${section}/${check}`)));
}

/** The fixtures of one check's folder: `fixtures/bot*.py|ts` alone, `fixtures/bot*` directories, code blocks of check.md and check.ru.md. */
export function fixturesOf(folder: string, section: string, check: string): Fixture[] {
  const shelf = join(folder, "fixtures");
  const stored = existsSync(shelf) ? readdirSync(shelf).sort() : [];
  const unread = stored.find((entry) => !/^bot([_-][\w-]+)?(\.\w+)?$/.test(entry) || /_tests?\.\w+$/.test(entry));
  if (unread) throw new Error(`${join(shelf, unread)} would prove nothing: a fixture is called bot*, and not *_test, which is no bot`);
  const bots = stored.map((entry) => ({ name: `${check} ${entry}`, section, files: filesOf(join(shelf, entry)) }));
  const pages = ["check.md", "check.ru.md"].filter((page) => existsSync(join(folder, page))).flatMap((page) =>
    manualBots(readFileSync(join(folder, page), "utf8")).map(({ line, files }) => ({ name: `${check} ${page}:${line}`, section, files })));
  return [...bots, ...pages];
}

const directories = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

function filesOf(path: string): Map<string, string> {
  if (statSync(path).isFile()) return new Map([[baseName(path), readFileSync(path, "utf8")]]);
  const inside = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(inside.map((file) => [relative(path, file).split(sep).join("/"), readFileSync(file, "utf8")]));
}

const baseName = (path: string): string => path.slice(path.lastIndexOf(sep) + 1);
