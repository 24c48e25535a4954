/** Where a bot's Python modules lie and which of them an import means, found from the paths and the import lines alone. */
import type { ImportLine } from "./python-imports.ts";
import { PYTHON_STDLIB } from "./python-stdlib.ts";

export interface Layout {
  /** Python files. */
  readonly files: ReadonlySet<string>;
  /** Directories with a Python file in or below them; "" is the root. */
  readonly directories: ReadonlySet<string>;
  /** Name -> the directories in which a module or package of that name lies. */
  readonly homes: ReadonlyMap<string, ReadonlySet<string>>;
}

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
export const joined = (directory: string, name: string): string => (directory === "" ? name : `${directory}/${name}`);
export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export function layoutOf(paths: Iterable<string>): Layout {
  const files = new Set([...paths].filter((path) => /\.pyw?$/.test(path)));
  const directories = new Set<string>([""]);
  const homes = new Map<string, Set<string>>();
  const home = (name: string, directory: string): void => {
    const known = homes.get(name);
    if (known) known.add(directory);
    else homes.set(name, new Set([directory]));
  };
  for (const path of files) {
    const stem = nameOf(path).replace(/\.pyw?$/, "");
    if (stem !== "__init__") home(stem, parentOf(path));
    for (let directory = parentOf(path); directory !== "" && !directories.has(directory); directory = parentOf(directory)) {
      directories.add(directory);
      home(nameOf(directory), parentOf(directory));
    }
  }
  return { files, directories, homes };
}

/** The file that `root`.`module` means, or the package directory when it has no `__init__.py`; null when there is none. */
export function moduleAt(layout: Layout, root: string, module: string): { readonly file: string | null } | null {
  const path = module === "" ? root : joined(root, module.replaceAll(".", "/"));
  for (const file of [joined(path, "__init__.py"), `${path}.py`, `${path}.pyw`]) if (layout.files.has(file)) return { file };
  return layout.directories.has(path) ? { file: null } : null;
}

/** The directory, or one above it, is a package. */
export function inPackage(layout: Layout, directory: string): boolean {
  for (let at = directory; ; at = parentOf(at)) {
    if (layout.files.has(joined(at, "__init__.py"))) return true;
    if (at === "") return false;
  }
}

/** The nearest directory above the file in which `module` is whole. */
export function homeAbove(layout: Layout, from: string, module: string, accept: (directory: string) => boolean): string | null {
  const homes = layout.homes.get(module.split(".", 1)[0]!);
  if (!homes) return null;
  for (let directory = from; directory !== ""; ) {
    directory = parentOf(directory);
    if (homes.has(directory) && accept(directory) && moduleAt(layout, directory, module)) return directory;
  }
  return null;
}

/**
 * The root under which an absolute import of `module` by `from` is whole: the nearest plain directory above the file, then
 * `known` roots: above it, then elsewhere. A package is no root unless it is known for one: `telegram` imported beside
 * `app/telegram.py` is the library.
 */
export function importRoot(layout: Layout, from: string, module: string, known: ReadonlySet<string>): string | null {
  const above = homeAbove(layout, from, module, (directory) => !inPackage(layout, directory)) ?? homeAbove(layout, from, module, (directory) => known.has(directory));
  if (above !== null) return above;
  const homes = layout.homes.get(module.split(".", 1)[0]!);
  if (!homes) return null;
  const elsewhere: string[] = [];
  for (const root of homes) if (known.has(root) && moduleAt(layout, root, module)) elsewhere.push(root);
  return elsewhere.sort((a, b) => shared(b, from) - shared(a, from) || (a < b ? -1 : 1))[0] ?? null;
}

function shared(directory: string, path: string): number {
  let length = 0;
  while (length < directory.length && directory[length] === path[length]) length++;
  return length;
}

export const isStandard = (module: string): boolean => PYTHON_STDLIB.has(module.split(".", 1)[0]!);

/** Files of the bot that a line may import: the module, the packages above it, and submodules that it names. */
export function importedFiles(layout: Layout, from: string, line: ImportLine, known: ReadonlySet<string>): string[] {
  let root: string | null;
  if (line.level > 0) {
    root = parentOf(from);
    for (let level = 1; level < line.level; level++) root = parentOf(root);
  } else {
    root = importRoot(layout, from, line.module, known);
  }
  if (root === null) return [];
  const files: string[] = [];
  const parts = line.module === "" ? [] : line.module.split(".");
  const add = (module: string): void => {
    const file = moduleAt(layout, root, module)?.file;
    if (file) files.push(file);
  };
  for (let i = line.level > 0 ? 0 : 1; i <= parts.length; i++) add(parts.slice(0, i).join("."));
  for (const name of line.names) add(line.module === "" ? name : `${line.module}.${name}`);
  return files;
}
