import type { Expr } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { index } from "../module-index.ts";
import { openWays } from "../open-ways.ts";
import { limitTests, type LimitKind, type LimitTest } from "./limit-tests.ts";

/** Where a limit that stands before orders has its value from. */
export interface LimitSource {
  readonly kind: LimitKind;
  readonly asks: LimitTest;
  /** setting: the configuration can change it. literal: only a release can. unknown: it was not found. */
  readonly from: "setting" | "literal" | "unknown";
  /** The literal, or the expression. */
  readonly origin: Expr;
}

export const limitSources = codeFact({
  name: "limit-sources",
  doc: "Where the values of the limits before orders come from: settings, or literals in the code.",
  requires: { program, index, callGraph, constants, openWays, limitTests },
  derive({ program, index, callGraph, constants, openWays, limitTests }): readonly LimitSource[] {
    const found: LimitSource[] = [];
    const taken = new Set<Expr>();
    const sourceOf = (limit: Expr): Pick<LimitSource, "from" | "origin"> => {
      if (constants.configurable(limit)) return { from: "setting", origin: limit };
      const folded = constants.of(limit);
      if (!folded && given(limit, callGraph).some((one) => constants.configurable(one))) return { from: "setting", origin: limit };
      if (!folded) return { from: "unknown", origin: limit };
      const file = index.moduleOf(folded.origin).file;
      const declares = program.roles.get(file) === "config" || CONFIG_FILE.test(file);
      return { from: folded.setting || declares ? "setting" : "literal", origin: folded.origin as Expr };
    };
    for (const kind of ["position-limit", "daily-loss"] as const) {
      for (const way of openWays.without(null)) {
        for (const step of way.steps) {
          const guard = limitTests.guardOn(step, kind);
          if (!guard || taken.has(guard.asks.node)) continue;
          taken.add(guard.asks.node);
          found.push({ kind, asks: guard.asks, ...sourceOf(guard.asks.limit) });
        }
      }
    }
    return found;
  },
});

/** What callers give for a limit that is a parameter of its function. */
function given(limit: Expr, graph: CallGraph): Expr[] {
  const fn = limit.kind === "name" ? enclosingFunction(limit) : null;
  if (limit.kind !== "name" || !fn) return [];
  const at = fn.params.findIndex((one) => one.name === limit.id);
  if (at < 0) return [];
  const shift = classOf(fn) ? 1 : 0;
  return graph.callersOf(fn).flatMap(({ call }) => {
    const value = call.args.find((one) => one.name === limit.id) ?? call.args.filter((one) => one.name === null)[at - shift];
    return value ? [value.value] : [];
  });
}

const CONFIG_FILE = /(^|\/|_)(config|configs|configuration|settings|constants|params|parameters)(\/|_|\.py$)/i;
