import type { FunctionNode, Module, Node } from "../../../ir/nodes.ts";
import { contains } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { entryPoints } from "../entry-points.ts";
import { mainGuard } from "../main-guard.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";

/** What only the main block of a file runs, which another program that loads the file never gets to. */
export interface MainBlocks {
  /** Some program starts what `made` takes, and only the main blocks of other files get to `released`. */
  parts(made: FunctionNode, released: FunctionNode): boolean;
}

const MOST_FUNCTIONS = 60;

export const mainBlocks = codeFact({
  name: "main-blocks",
  doc: "Which functions only the main blocks of files get to, and of which files.",
  requires: { index, callGraph, entryPoints, reach },
  derive({ index, callGraph, entryPoints, reach }): MainBlocks {
    // `asyncio.run(main())` hands it on in the block itself.
    const handedOn = new Map<FunctionNode, { at: Node; from: FunctionNode }[]>();
    for (const { fn, at, from } of callGraph.escapes) if (reach.of(from) !== "dead") appendTo(handedOn, fn, { at, from });
    const guards = new Map<Module, Node | null>();
    const guardOf = (module: Module): Node | null => {
      if (!guards.has(module)) guards.set(module, mainGuard(module));
      return guards.get(module)!;
    };
    const known = new Map<FunctionNode, ReadonlySet<Module> | null>();
    /** The files whose main blocks get to the function; null: something else does, or it is not known what. */
    const blocksOf = (fn: FunctionNode): ReadonlySet<Module> | null => {
      if (!known.has(fn)) known.set(fn, climb(fn));
      return known.get(fn)!;
    };
    const climb = (start: FunctionNode): ReadonlySet<Module> | null => {
      const found = new Set<Module>();
      const seen = new Set([start]);
      for (const fn of seen) {
        if (fn.decorators.length > 0 || seen.size > MOST_FUNCTIONS) return null;
        const callers = callGraph.callersOf(fn).filter(({ caller }) => reach.of(caller) !== "dead").map(({ call, caller }) => ({ at: call as Node, from: caller }));
        const uses = [...callers, ...(handedOn.get(fn) ?? [])];
        if (uses.length === 0) return null;
        for (const { at, from } of uses) {
          if (from.name !== "<module>") {
            if (handedOn.get(fn)?.some((one) => one.at === at)) return null;
            seen.add(from);
            continue;
          }
          const module = index.moduleOf(from);
          const guard = guardOf(module);
          if (!guard || !contains(guard, at)) return null;
          found.add(module);
        }
      }
      return found;
    };
    return {
      parts(made, released) {
        const ends = blocksOf(released);
        if (!ends || ends.size === 0) return false;
        const starts = blocksOf(made);
        return starts !== null && [...starts].some((one) => !ends.has(one) && entryPoints.roleOf(one) === "bot");
      },
    };
  },
});
