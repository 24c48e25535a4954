import type { Module } from "../../ir/nodes.ts";
import type { Program } from "../../ir/program.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { STANDARD_LIBRARY } from "../../knowledge/standard-library.ts";

export type Imported = { readonly kind: "module"; readonly module: Module } | { readonly kind: "package"; readonly path: string } | null;

export interface ModuleTable {
  /** What `import a.b.c` finds, seen from a file: a module of the bot, a directory of it, or nothing of the bot's. */
  absolute(dotted: string, from: Module): Imported;
  /** What `from ..m import` finds: level 2, "m". */
  relative(dotted: string, level: number, from: Module): Imported;
  /** A submodule of a package. */
  child(parent: Imported & {}, name: string): Imported;
}

export const moduleTable = codeFact({
  name: "module-table",
  doc: "Which module of the bot an import names, under the bot's source roots.",
  requires: { program },
  derive({ program }): ModuleTable {
    const under = finder(program);
    const roots = [...new Set([...program.sourceRoots, ""])];
    const names = namesIn(program);
    const underAdded = addedPaths(program, under);
    const find = (dotted: string, file: string): Imported => {
      let packageOnly: Imported = null;
      const own = directoryOf(file);
      for (const root of searched(roots, file)) {
        // Beside a `utils/logging.py` that is no start, `import logging` means Python's own.
        if (root === own && !roots.includes(root) && STANDARD_LIBRARY.has(dotted)) continue;
        const found = under(root, dotted);
        if (found?.kind === "module") return found;
        packageOnly ??= found;
      }
      return packageOnly;
    };
    /** Files of one directory import alike. */
    const known = new Map<string, Map<string, Imported>>();
    return {
      absolute(name, from) {
        const dotted = withoutSelf(name, program.selfPackage);
        const dot = dotted.indexOf(".");
        if (dotted !== "" && !names.has(dot < 0 ? dotted : dotted.slice(0, dot))) return null;
        const directory = directoryOf(from.file);
        let here = known.get(directory);
        if (!here) known.set(directory, (here = new Map()));
        let found = here.get(dotted);
        if (found === undefined) here.set(dotted, (found = find(dotted, from.file)));
        return found ?? underAdded(dotted, from.file);
      },
      relative(dotted, level, from) {
        let directory = directoryOf(from.file);
        for (let i = 1; i < level; i++) {
          if (!directory) return null;
          directory = directoryOf(directory);
        }
        return under(directory, dotted);
      },
      child(parent, name) {
        const directory = parent.kind === "package" ? parent.path : packageDirectory(parent.module.file);
        return directory === null ? null : under(directory, name);
      },
    };
  },
});

/** What lies under a directory by a dotted name ("" is the directory itself). A file left out as a copy means its original. */
function finder(program: Program): (directory: string, dotted: string) => Imported {
  const byPath = new Map<string, Module>();
  const directories = new Set<string>();
  for (const [path, module] of program.modules) {
    byPath.set(stem(path), module);
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) directories.add(path.slice(0, at));
  }
  for (const [copy, of] of program.copies) {
    const module = program.modules.get(of);
    if (module && !byPath.has(stem(copy))) byPath.set(stem(copy), module);
  }
  return (directory, dotted) => {
    const rest = dotted.replaceAll(".", "/");
    const path = directory && rest ? `${directory}/${rest}` : directory || rest;
    const module = byPath.get(path);
    if (module) return { kind: "module", module };
    return directories.has(path) ? { kind: "package", path } : null;
  };
}

/**
 * What lies under a directory that the importing file puts on `sys.path` by its name: `sys.path.insert(0, join(HERE, "lib"))`. Only
 * one directory of the bot may be called so and have it.
 */
function addedPaths(program: Program, under: (directory: string, dotted: string) => Imported): (dotted: string, file: string) => Imported {
  let directories: ReadonlyMap<string, readonly string[]> | null = null;
  const added = new Map<string, readonly string[]>();
  return (dotted, file) => {
    let places = added.get(file);
    if (!places) {
      const text = program.texts.get(file) ?? "";
      directories ??= directoriesByName(program);
      const words = /\bsys\.path\.(insert|append|extend)\b|\baddsitedir\b/.test(text) ? new Set([...text.matchAll(/["'/]([\w-]+)["'/]/g)].map((found) => found[1]!)) : [];
      added.set(file, (places = [...words].flatMap((word) => directories!.get(word) ?? [])));
    }
    const found = places.flatMap((place) => under(place, dotted) ?? []).filter((one) => one.kind === "module");
    return found.length === 1 ? found[0]! : null;
  };
}

function directoriesByName(program: Program): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, Set<string>>();
  for (const path of program.modules.keys()) {
    const directory = directoryOf(path);
    const name = directory.slice(directory.lastIndexOf("/") + 1);
    names.set(name, (names.get(name) ?? new Set()).add(directory));
  }
  return new Map([...names].map(([name, all]) => [name, [...all].sort()]));
}

/** Every name that a module or a directory of the bot has: most imports are of libraries, which have none of them. */
function namesIn(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of [...program.modules.keys(), ...program.copies.keys()]) for (const name of stem(path).split("/")) names.add(name);
  return names;
}

const stem = (path: string): string => path.replace(/\.pyi?$/, "").replace(/(^|\/)__init__$/, "");

/** `my_bot.risk` means `risk` in a bot whose own root is the package `my_bot`. */
function withoutSelf(name: string, self: string | null): string {
  if (self === null) return name;
  return name === self ? "" : name.startsWith(`${self}.`) ? name.slice(self.length + 1) : name;
}

/** The source roots above the file, the nearest first, then the others, then the file's own directory (a script's). */
function searched(roots: readonly string[], file: string): Iterable<string> {
  const enclosing = roots.filter((root) => root === "" || file.startsWith(`${root}/`)).sort((a, b) => b.length - a.length);
  return new Set([...enclosing, ...roots, directoryOf(file)]);
}

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** The directory of a package's `__init__.py`; a plain module has no submodules. */
const packageDirectory = (file: string): string | null => (/(^|\/)__init__\.pyi?$/.test(file) ? directoryOf(file) : null);
