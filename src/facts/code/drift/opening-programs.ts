import type { FunctionNode, Module } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { entryPoints } from "../entry-points.ts";
import { index } from "../module-index.ts";
import { orderSites } from "../order-sites.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";

/** The programs of the repository that open positions: each has books of its own in its memory, and what one compares the others do not. */
export interface OpeningPrograms {
  readonly starts: readonly Module[];
  /** Those that load the function. */
  with(fn: FunctionNode): readonly Module[];
  /** The two functions may work on the same books: some program loads both, or it is not known which one does. */
  share(a: FunctionNode, b: FunctionNode): boolean;
}

export const openingPrograms = codeFact({
  name: "opening-programs",
  doc: "The programs of the repository that send opening orders, and what each of them loads.",
  requires: { entryPoints, programs, index, orderSites, reach },
  derive({ entryPoints, programs, index, orderSites, reach }): OpeningPrograms {
    const opening = new Set(orderSites.filter((one) => one.role === "open" && reach.of(one.fn) === "live").map((one) => index.moduleOf(one.fn)));
    const live = [...new Set(entryPoints.all.filter((one) => one.live).map((one) => one.module))];
    const starts = live.filter((one) => [...opening].some((module) => programs.closureOf(one).has(module)));
    return {
      starts,
      with: (fn) => starts.filter((one) => programs.closureOf(one).has(index.moduleOf(fn))),
      share: (a, b) => programs.share(index.moduleOf(a), index.moduleOf(b)),
    };
  },
});

/** For a text: "all" where every program that opens positions loads the function, else the file of the first that does. */
export const onlyIn = (all: OpeningPrograms, fn: FunctionNode): string => {
  const own = all.with(fn);
  return own.length === 0 || own.length === all.starts.length ? "all" : own[0]!.file;
};
