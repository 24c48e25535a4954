import { lineOf } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines } from "../code/code-lines.ts";
import { index } from "../code/module-index.ts";
import { fillSums, type FillSum } from "../code/races/fill-sums.ts";
import { run } from "../roots.ts";
import { ownLog } from "./own-log.ts";
import { positionBooks, type Oversold } from "./position-books.ts";
import { fillsInRun, type RepeatedFill } from "./repeated-fills.ts";

/** Executions that were told twice by one logging call, or positions that closed with a multiple of what was entered. */
export interface DoubleFill {
  readonly repeats: readonly RepeatedFill[];
  readonly oversold: readonly Oversold[];
  /** The sum of the code that they went into; null: the code knows none. */
  readonly sum: FillSum | null;
}

export const doubleFills = runFact({
  name: "double-fills",
  doc: "Fills that the bot processed twice in the run, by the sum that they went into.",
  requires: { fillsInRun, positionBooks, ownLog, fillSums, codeLines, index, run },
  derive({ fillsInRun, positionBooks, ownLog, fillSums, codeLines, index, run }): readonly DoubleFill[] {
    const byPattern = new Map<number | null, RepeatedFill[]>();
    for (const one of fillsInRun.repeated) byPattern.set(one.second.pattern, [...(byPattern.get(one.second.pattern) ?? []), one]);
    const open = fillSums.filter((one) => !one.deduplicated && !one.ownAnswer);
    const only = ownLog && open.length === 1 ? open[0]! : null;
    const { oversold } = positionBooks;
    const sold: DoubleFill[] = oversold.length > 0 ? [{ repeats: [], oversold, sum: only }] : [];
    return merged([...sold, ...[...byPattern].flatMap(([pattern, repeats]): DoubleFill[] => {
      const at = pattern === null ? null : run.patterns[pattern]!.at;
      const fn = at && codeLines.functionAt(at);
      const near = (one: FillSum): boolean => fn === one.handler || fn === enclosingFunction(one.addition);
      const sum = open.find(near) ?? only;
      if (sum || fillSums.length === 0) return [{ repeats, oversold: [], sum }];
      // Repeats are kept out: a line that stands before the test, or elsewhere, only tells that a message came.
      const kept = fillSums.find(near);
      if (!at || !kept?.deduplicated) return [];
      const test = lineOf(index.moduleOf(kept.deduplicated), kept.deduplicated.start);
      return enclosingFunction(kept.deduplicated) === fn && at.line > test ? [{ repeats, oversold: [], sum: kept }] : [];
    })]);
  },
});

/** One for each sum. */
function merged(all: readonly DoubleFill[]): readonly DoubleFill[] {
  const bySum = new Map<FillSum | null, DoubleFill>();
  for (const one of all) {
    const known = bySum.get(one.sum);
    bySum.set(one.sum, known ? { sum: one.sum, repeats: [...known.repeats, ...one.repeats], oversold: [...known.oversold, ...one.oversold] } : one);
  }
  return [...bySum.values()];
}
