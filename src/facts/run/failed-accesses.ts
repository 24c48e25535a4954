import { lineOf, type Comprehension, type For, type Node } from "../../ir/nodes.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines } from "../code/code-lines.ts";
import { index } from "../code/module-index.ts";
import { isVariable } from "../code/races/key-words.ts";
import { loops, type SharedLoop } from "../code/races/loops.ts";
import { catchesKeyError, subscripts, type KeyedUse } from "../code/races/subscripts.ts";
import { sharedState } from "../code/shared-state.ts";
import { brokenMaps, type BrokenMap } from "./broken-maps.ts";

/** A KeyError of the run at a shared map of the code. */
export interface FailedSubscript {
  readonly failure: BrokenMap;
  readonly node: Node;
  /** The map, as the code names it. */
  readonly place: string;
  /** How the audit of the code judged this access; null: it did not look at it. */
  readonly use: KeyedUse | null;
}

/** A loop of the code whose container changed its size in the run. */
export interface FailedLoop {
  readonly failure: BrokenMap;
  readonly node: Node;
  readonly iterable: Node;
  readonly loop: SharedLoop | null;
}

export interface FailedAccesses {
  readonly subscripts: readonly FailedSubscript[];
  readonly loops: readonly FailedLoop[];
}

export const failedAccesses = runFact({
  name: "failed-accesses",
  doc: "Shared maps that lost a key under a reader, or changed their size under a loop, in the run.",
  requires: { brokenMaps, codeLines, index, subscripts, sharedState, loops },
  derive({ brokenMaps, codeLines, index, subscripts, sharedState, loops }): FailedAccesses {
    const found: { subscripts: FailedSubscript[]; loops: FailedLoop[] } = { subscripts: [], loops: [] };
    for (const failure of brokenMaps) {
      const nodes = codeLines.on(failure.frame);
      const fn = codeLines.functionAt(failure.frame);
      if (!fn) continue;
      if (failure.kind === "key") {
        const use = subscripts.find((one) => one.otherwise !== "handler" && nodes.includes(one.access.node)) ?? null;
        // A key that the code spells out is missing for another reason than another task.
        const shared = use ? { place: use.place, access: use.access } : sharedState.inside(fn).find(({ access }) => (access.kind === "load" || access.kind === "delete") && access.key !== null && isVariable(access.key) && nodes.includes(access.node));
        if (shared && !catchesKeyError(shared.access.node)) found.subscripts.push({ failure, node: shared.access.node, place: shared.place.location.label, use });
        continue;
      }
      const module = index.modules.get(failure.frame.file)!.module;
      // The line of the traceback is the one with `for`; loops around it hold the line as well.
      const starts = (one: Node): one is For | Comprehension => (one.kind === "for" || one.kind === "comprehension") && lineOf(module, one.start) === failure.frame.line;
      const node = nodes.findLast(starts) ?? nodes.findLast((one): one is Comprehension => one.kind === "comprehension") ?? null;
      const loop = loops.find((one) => one.loop === node) ?? null;
      if (node) found.loops.push({ failure, node, iterable: node.kind === "for" ? node.iterable : node, loop });
    }
    return found;
  },
});

/** Which of the two checks of subscripts speaks about it: a guard that an await made stale, or none at all. */
export const isStale = (use: KeyedUse | null): boolean => use !== null && use.guard !== null && use.removal !== null && use.yieldsAt !== null;
