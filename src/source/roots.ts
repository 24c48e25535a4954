import { homeAbove, importRoot, inPackage, isStandard, nameOf, parentOf, type Layout } from "./layout.ts";
import { isOldPath } from "./path-words.ts";
import type { ImportLine } from "./python-imports.ts";

/**
 * The directories that the bot's own absolute imports start from, most used first. An import that only fits below some
 * directory elsewhere (`src` for a test) counts once that directory has been shown to be a root by its own files or by
 * the project's metadata (`declared`).
 */
export function sourceRoots(layout: Layout, imports: ReadonlyMap<string, readonly ImportLine[]>, declared: readonly string[]): string[] {
  const votes = new Map<string, number>(declared.map((root) => [root, 1]));
  const pending: { from: string; module: string }[] = [];
  for (const [from, lines] of imports) {
    for (const { level, module } of lines) {
      if (level > 0 || isStandard(module)) continue;
      const root = importRoot(layout, from, module, NONE);
      if (root !== null) votes.set(root, (votes.get(root) ?? 0) + 1);
      else if (layout.homes.has(module.split(".", 1)[0]!)) pending.push({ from, module });
    }
  }
  for (const conventional of conventionalRoots(layout)) if (!votes.has(conventional)) votes.set(conventional, 0);
  for (const root of packagesAsRoots(layout, pending)) votes.set(root, votes.get(root) ?? 0);
  const known = new Set([...votes.keys()].filter((root) => !isOldPath(root)));
  for (const { from, module } of pending) {
    const root = importRoot(layout, from, module, known);
    if (root !== null) votes.set(root, votes.get(root)! + 1);
  }
  for (const root of homesOfPrograms(layout, votes)) votes.set(root, 0);
  const used = [...votes].filter(([root, count]) => count > 0 || !CONVENTIONAL.has(nameOf(root)));
  const order = used.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([root]) => root);
  if (order.length === 0 || ([...layout.files].some((path) => !path.includes("/")) && !order.includes(""))) order.push("");
  return order;
}

/** Packages whose files import one another as if they were scripts: two different names at least, one may be a library's. */
function packagesAsRoots(layout: Layout, pending: readonly { from: string; module: string }[]): string[] {
  const names = new Map<string, Set<string>>();
  for (const { from, module } of pending) {
    const home = homeAbove(layout, from, module, () => true);
    if (home === null) continue;
    const known = names.get(home);
    const top = module.split(".", 1)[0]!;
    if (known) known.add(top);
    else names.set(home, new Set([top]));
  }
  return [...names].filter(([, tops]) => tops.size > 1).map(([home]) => home);
}

const NONE: ReadonlySet<string> = new Set();
const CONVENTIONAL: ReadonlySet<string> = new Set(["", "src", "lib", "python", "backend"]);

/** The root, and every `src` and the like of a project below it: `bots/scalper/src`. */
const conventionalRoots = (layout: Layout): string[] =>
  [...layout.directories].filter((directory) => CONVENTIONAL.has(nameOf(directory)) && !inPackage(layout, parentOf(directory))).sort();

/** A bot of one file, or whose files import nothing of their own, still starts somewhere. */
function homesOfPrograms(layout: Layout, votes: ReadonlyMap<string, number>): string[] {
  if ([...votes.values()].some((count) => count > 0)) return [];
  const homes = new Set([...layout.files].map(parentOf));
  return homes.has("") || homes.size === 0 ? [""] : [[...homes].sort()[0]!];
}

/** `roots` in the order in which an absolute import in the file at `path` should try them: those above the file, the nearest first, then the rest; former versions of the bot are for their own files only. */
export function rootsFor(path: string, roots: readonly string[]): string[] {
  const above = roots.filter((root) => root === "" || path.startsWith(`${root}/`));
  const rest = roots.filter((root) => !above.includes(root) && !isOldPath(root));
  return [...above.sort((a, b) => b.length - a.length), ...rest];
}
