import { isStandard, moduleAt, type Layout } from "./layout.ts";
import type { ImportLine } from "./python-imports.ts";

/** So many import lines must agree before a name that nothing answers to is taken for the bot's own. */
const ENOUGH = 3;
const SHARE = 0.8;

/**
 * The name under which a bot imports its own root directory: `scalper` where `from scalper.risk.limits import x` means
 * `risk/limits.py`, because the bot is started from the directory above. Null for most bots.
 */
export function selfPackage(layout: Layout, imports: ReadonlyMap<string, readonly ImportLine[]>): string | null {
  const counts = new Map<string, { whole: number; all: number }>();
  for (const lines of imports.values()) {
    for (const { level, module } of lines) {
      const dot = module.indexOf(".");
      if (level > 0 || dot < 0 || isStandard(module)) continue;
      const top = module.slice(0, dot);
      if (resolves(layout, top, module)) continue;
      const count = counts.get(top) ?? { whole: 0, all: 0 };
      counts.set(top, count);
      count.all++;
      if (moduleAt(layout, "", module.slice(dot + 1))) count.whole++;
    }
  }
  const names = [...counts].filter(([, { whole, all }]) => whole >= ENOUGH && whole >= all * SHARE);
  return names.sort(([a, m], [b, n]) => n.whole - m.whole || (a < b ? -1 : 1))[0]?.[0] ?? null;
}

/** Few directories hold the same name; a bot made to have thousands gains nothing by it. */
const MOST_HOMES = 50;

function resolves(layout: Layout, top: string, module: string): boolean {
  let looked = 0;
  for (const home of layout.homes.get(top) ?? []) {
    if (moduleAt(layout, home, module)) return true;
    if (++looked >= MOST_HOMES) return true;
  }
  return false;
}

/** The same imports as the root's own modules would write them. */
export function withoutSelf(lines: readonly ImportLine[], name: string | null): readonly ImportLine[] {
  if (name === null) return lines;
  return lines.flatMap((line) => {
    if (line.level > 0 || !(line.module === name || line.module.startsWith(`${name}.`))) return [line];
    const module = line.module.slice(name.length + 1);
    return module === "" ? line.names.map((inner): ImportLine => ({ level: 0, module: inner, names: [] })) : [{ ...line, module }];
  });
}
