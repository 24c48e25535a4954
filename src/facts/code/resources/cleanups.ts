import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import { STOPPING_NAME } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { acquisitions, type Acquisition } from "./acquisitions.ts";
import { releases, type Release } from "./releases.ts";
import { shutdown, type Called } from "./shutdown.ts";

/** A function that ends tasks or connections which nothing else ends. */
export interface Cleanup {
  /** What somebody would have to call. */
  readonly stop: FunctionNode;
  readonly called: Called;
  readonly ends: readonly { readonly acquisition: Acquisition; readonly release: Release }[];
}

/** A decorator that is called, or one of an object: it registers the function somewhere. */
const isHook = (decorator: Expr): boolean => (decorator.kind === "call" ? decorator.callee : decorator).kind === "attribute";

const RANK: Record<Called, number> = { never: 0, perhaps: 1, yes: 2 };

export const cleanups = codeFact({
  name: "cleanups",
  doc: "Functions that end tasks and connections of the running bot, and whether the bot gets to them.",
  requires: { acquisitions, releases, shutdown },
  derive({ acquisitions, releases, shutdown }): readonly Cleanup[] {
    const found = new Map<FunctionNode, { called: Called; ends: { acquisition: Acquisition; release: Release }[] }>();
    for (const acquisition of acquisitions) {
      if (acquisition.collected || !acquisition.fates.some((one) => one.kind === "kept")) continue;
      const given = releases.of(acquisition.call).filter((one) => one.fn !== acquisition.fn);
      const best = given.reduce<Called>((most, one) => (RANK[shutdown.called(one.fn)] > RANK[most] ? shutdown.called(one.fn) : most), "never");
      const elsewhere = releases.of(acquisition.call).some((one) => one.fn === acquisition.fn && one.verb !== "close");
      for (const release of given) {
        const called = shutdown.called(release.fn);
        if (called !== best || (called === "never" && elsewhere)) continue;
        const outer = called === "never" ? shutdown.outermost(release.fn) : release.fn;
        // `@app.on_event("shutdown")`: a framework calls it, whoever makes the application.
        if (called === "never" && outer.decorators.some(isHook)) continue;
        const stop = STOPPING_NAME.test(outer.name) ? outer : release.fn;
        if (!STOPPING_NAME.test(stop.name)) continue;
        const known = found.get(stop);
        if (known) known.ends.push({ acquisition, release });
        else found.set(stop, { called, ends: [{ acquisition, release }] });
      }
    }
    return [...found].map(([stop, rest]) => ({ stop, ...rest }));
  },
});
