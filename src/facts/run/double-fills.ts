import { lineOf } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines } from "../code/code-lines.ts";
import { index } from "../code/module-index.ts";
import { fillSums, type FillSum } from "../code/races/fill-sums.ts";
import { run } from "../roots.ts";
import { fillsInRun, type RepeatedFill } from "./repeated-fills.ts";

/** Executions that were told twice by one logging call. */
export interface DoubleFill {
  readonly repeats: readonly RepeatedFill[];
  /** The sum of the code that they went into; null: the code knows none. */
  readonly sum: FillSum | null;
}

export const doubleFills = runFact({
  name: "double-fills",
  doc: "Fills that the bot processed twice in the run, by the sum that they went into.",
  requires: { fillsInRun, fillSums, codeLines, index, run },
  derive({ fillsInRun, fillSums, codeLines, index, run }): readonly DoubleFill[] {
    const byPattern = new Map<number | null, RepeatedFill[]>();
    for (const one of fillsInRun.repeated) byPattern.set(one.second.pattern, [...(byPattern.get(one.second.pattern) ?? []), one]);
    const open = fillSums.filter((one) => !one.deduplicated && !one.ownAnswer);
    return [...byPattern].flatMap(([pattern, repeats]): DoubleFill[] => {
      const at = pattern === null ? null : run.patterns[pattern]!.at;
      const fn = at && codeLines.functionAt(at);
      const near = (one: FillSum): boolean => fn === one.handler || fn === enclosingFunction(one.addition);
      const sum = open.find(near) ?? (open.length === 1 ? open[0]! : null);
      if (sum || fillSums.length === 0) return [{ repeats, sum }];
      // Repeats are kept out: a line that stands before the test, or elsewhere, only tells that a message came.
      const kept = fillSums.find(near);
      if (!at || !kept?.deduplicated) return [];
      const test = lineOf(index.moduleOf(kept.deduplicated), kept.deduplicated.start);
      return enclosingFunction(kept.deduplicated) === fn && at.line > test ? [{ repeats, sum: kept }] : [];
    });
  },
});
