import type { ImportLine } from "./python-imports.ts";
import { joined, moduleAt, parentOf, type Layout } from "./layout.ts";

/**
 * The modules (paths without `.py`) that imports of the bot may mean, that are not there, and that would not have been read if they
 * were: git ignores them, so they may well lie on the machine of who wrote the bot, or golive.yaml leaves them out.
 */
export function leftOutModules(lines: ReadonlyMap<string, readonly ImportLine[]>, layout: Layout, roots: readonly string[], isLeftOut: (path: string) => boolean): ReadonlySet<string> {
  const known = new Map<string, boolean>();
  const ask = (directory: string, module: string): void => {
    const path = joined(directory, module.replaceAll(".", "/"));
    if (path !== "" && !known.has(path)) known.set(path, moduleAt(layout, directory, module) === null && isLeftOut(path));
  };
  for (const [from, imports] of lines) {
    for (const { level, module, names } of imports) {
      if (level === 0 && !layout.homes.has(module.split(".", 1)[0]!)) continue;
      for (const directory of level > 0 ? [above(from, level)] : new Set([...roots, "", parentOf(from)])) {
        if (module !== "") ask(directory, module);
        // A name may be a module of the package.
        const at = moduleAt(layout, directory, module);
        if (at && (at.file === null || at.file.endsWith("__init__.py"))) for (const name of names) ask(directory, module === "" ? name : `${module}.${name}`);
      }
    }
  }
  return new Set([...known].flatMap(([path, left]) => (left ? [path] : [])));
}

function above(from: string, level: number): string {
  let directory = parentOf(from);
  for (let i = 1; i < level; i++) directory = parentOf(directory);
  return directory;
}
