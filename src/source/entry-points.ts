import { byCodeUnits } from "../sdk/order.ts";
import { catalogue } from "../sdk/text.ts";
import type { DeclaredBy, DeclaredEntryPoint } from "./bot.ts";
import { joined, moduleAt, nameOf, parentOf, type Layout } from "./layout.ts";
import { launched, type Launched, type Launcher } from "./launchers.ts";
import { overriddenImages } from "./overridden-images.ts";

const says = catalogue({
  package: { en: "named by the project's metadata", ru: "указана в метаданных проекта" },
  deploy: { en: "started by the container or the process manager", ru: "запускается контейнером или менеджером процессов" },
  shell: { en: "started by a script", ru: "запускается скриптом" },
});

const STRENGTH: Readonly<Record<DeclaredBy, number>> = { deploy: 0, package: 1, shell: 2 };

/**
 * What the launchers start, the strongest evidence first, each file or module once. What the bot does not have is left
 * out. `paths` are all code files.
 */
export function declaredEntryPoints(launchers: readonly Launcher[], layout: Layout, paths: ReadonlySet<string>, roots: readonly string[]): DeclaredEntryPoint[] {
  const all: DeclaredEntryPoint[] = [];
  const images = overriddenImages(launchers);
  for (const launcher of launchers) {
    for (const one of launched(launcher, images)) {
      const entry = resolve(launcher.path, one, layout, paths, roots);
      if (entry) all.push(entry);
    }
  }
  const depth = (entry: DeclaredEntryPoint): number => entry.at.file.split("/").length;
  all.sort((a, b) => STRENGTH[a.by] - STRENGTH[b.by] || depth(a) - depth(b) || byCodeUnits(a.at.file, b.at.file) || a.at.line - b.at.line);
  const seen = new Map<string, DeclaredEntryPoint>();
  for (const one of all) {
    const key = one.file ?? `:${one.module}`;
    const known = seen.get(key);
    if (!known) seen.set(key, one);
    else if (known.fn === undefined && one.fn !== undefined) seen.set(key, { ...known, fn: one.fn });
  }
  return [...seen.values()];
}

function resolve(launcher: string, { started, by, line }: Launched, layout: Layout, paths: ReadonlySet<string>, roots: readonly string[]): DeclaredEntryPoint | null {
  const at = { file: launcher, line };
  const here = parentOf(launcher);
  if ("file" in started) {
    const file = findFile(started.file, here, paths);
    return file === null ? null : { file, module: null, by, why: says(by), at };
  }
  const { module, fn } = started;
  for (const root of [here, ...roots]) {
    const found = moduleAt(layout, root, module);
    if (!found) continue;
    const main = moduleAt(layout, root, `${module}.__main__`);
    return { file: main?.file ?? found.file, module, ...(fn === undefined || main ? {} : { fn }), by, why: says(by), at };
  }
  return null;
}

/** As written from the launcher's directory, its parents or the root; then without leading directories (`/app/main.py`). */
function findFile(written: string, here: string, paths: ReadonlySet<string>): string | null {
  const parts = written.split("/").filter((part) => part !== "" && part !== ".").slice(-20);
  for (let from = 0; from < parts.length; from++) {
    const tail = parts.slice(from).join("/");
    for (let directory = here; ; directory = parentOf(directory)) {
      const path = joined(directory, tail);
      const found = [path, ...sourcesOf(path)].find((candidate) => paths.has(candidate));
      if (found !== undefined) return found;
      if (directory === "") break;
    }
  }
  return null;
}

/** A compiled JavaScript file stands for the TypeScript that it was made from. */
function sourcesOf(path: string): string[] {
  if (!/\.[mc]?js$/.test(path)) return [];
  const bare = path.replace(/\.([mc]?)js$/, ".$1ts");
  return [bare, bare.replace(/(^|\/)(?:dist|build|lib|out)\//, "$1src/"), joined("src", nameOf(bare))];
}
