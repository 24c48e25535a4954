import type { SourceFile } from "./bot.ts";
import { importedFiles, type Layout } from "./layout.ts";
import { isOldPath } from "./path-words.ts";
import { importLines, type ImportLine } from "./python-imports.ts";
import { selfPackage, withoutSelf } from "./self-package.ts";
import { relativeImports } from "./typescript-imports.ts";

/** Which file imports which, as far as import lines alone tell. */
export interface Imports {
  /** The import lines of each Python file, without the name of the bot's own root. */
  readonly lines: ReadonlyMap<string, readonly ImportLine[]>;
  /** By importing file; each target once, in the order of the lines. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** First names of all absolute imports of Python. */
  readonly tops: ReadonlySet<string>;
  readonly roots: readonly string[];
  readonly self: string | null;
}

export function importsOf(files: readonly SourceFile[], layout: Layout, rootsFrom: (lines: ReadonlyMap<string, readonly ImportLine[]>) => string[]): Imports {
  const written = new Map<string, readonly ImportLine[]>();
  for (const { path, text, language } of files) if (language === "python") written.set(path, importLines(text));
  const self = selfPackage(layout, written);
  const lines = new Map([...written].map(([path, imports]) => [path, withoutSelf(imports, self)]));
  const roots = rootsFrom(lines);
  const known = new Set(roots.filter((root) => !isOldPath(root)));
  const tops = new Set<string>();
  const targets = new Map<string, readonly string[]>();
  for (const [path, imports] of lines) {
    const found = new Set<string>();
    for (const line of imports) {
      if (line.level === 0) tops.add(line.module.split(".", 1)[0]!);
      for (const file of importedFiles(layout, path, line, known)) found.add(file);
    }
    found.delete(path);
    targets.set(path, [...found]);
  }
  const paths = new Set(files.map(({ path }) => path));
  for (const { path, text, language } of files) if (language === "typescript") targets.set(path, [...new Set(relativeImports(path, text, paths))]);
  return { lines, files: targets, tops, roots, self };
}
