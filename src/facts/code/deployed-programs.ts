import type { Module } from "../../ir/nodes.ts";
import type { Program } from "../../ir/program.ts";
import type { BrokenImports } from "./broken-imports.ts";
import type { EntryPoint } from "./entry-point.ts";
import { loads } from "./trading-programs.ts";

/** What a container, a process manager or golive.yaml starts, as far as Python can. */
export const deployedIn = (program: Program, broken: BrokenImports): ReadonlySet<Module> =>
  new Set(program.declaredStarts.flatMap(({ by, file }) => {
    const module = by === "deploy" || by === "config" ? program.modules.get(file) : undefined;
    return module && !broken.of(module) ? [module] : [];
  }));

interface Starts {
  readonly deployed: ReadonlySet<Module>;
  readonly declared: ReadonlySet<Module>;
  readonly imports: ReadonlyMap<Module, readonly Module[]>;
  /** Modules that send orders. */
  readonly ordering: ReadonlySet<Module>;
}

/**
 * Where what sends the bot's orders is deployed, a main block that nothing declares is how somebody tried the bot by hand, unless it
 * leads to orders of its own, in modules that no deployed program loads.
 */
export function withoutUndeployed(starts: readonly EntryPoint[], { deployed, declared, imports, ordering }: Starts): readonly EntryPoint[] {
  if (![...deployed].some((module) => loads(imports, module, ordering))) return starts;
  const loaded = new Set(deployed);
  for (const module of loaded) for (const each of imports.get(module) ?? []) loaded.add(each);
  const others = new Set([...ordering].filter((module) => !loaded.has(module)));
  return starts.map((one) => (one.live && !declared.has(one.module) && !loads(imports, one.module, others) ? { ...one, live: false } : one));
}
