import type { Module } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { entryPoints } from "./entry-points.ts";

/** Which of the bot's programs (services of one repository, tools beside it) load which modules. */
export interface Programs {
  /** Some program loads both, or it is not known which one does. */
  share(a: Module, b: Module): boolean;
  /** Everything that the module loads, itself among it. */
  closureOf(start: Module): ReadonlySet<Module>;
}

/** With more starts than this the repository is a box of scripts: nothing is said about it. */
const MOST = 64;

export const programs = codeFact({
  name: "programs",
  doc: "Which modules live in one process: those that some start of the bot loads together.",
  requires: { entryPoints },
  derive({ entryPoints }): Programs {
    const closures = new Map<Module, ReadonlySet<Module>>();
    const closureOf = (start: Module): ReadonlySet<Module> => {
      let found = closures.get(start);
      if (!found) {
        const all = new Set([start]);
        for (const one of all) for (const each of entryPoints.imports(one)) all.add(each);
        closures.set(start, (found = all));
      }
      return found;
    };
    const starts = entryPoints.all.filter((one) => one.live).map((one) => one.module);
    return {
      closureOf,
      share(a, b) {
        if (a === b || starts.length === 0 || starts.length > MOST) return true;
        let [first, second] = [false, false];
        for (const one of starts) {
          const loaded = closureOf(one);
          const [left, right] = [loaded.has(a), loaded.has(b)];
          if (left && right) return true;
          first ||= left;
          second ||= right;
        }
        return !first || !second;
      },
    };
  },
});
