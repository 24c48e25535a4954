import { ownName } from "../../../ir/names.ts";
import type { Compare, Expr, If, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { filterAnswers, type Filter, type FilterAnswers } from "../filter-answers.ts";
import { guardKinds } from "../guard-kinds.ts";
import { isOrdering } from "../guard-shapes.ts";
import { snake } from "../snake.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** A filter that finds its limit exceeded and lets the signal pass: `if len(correlated) >= self.max_correlated: log.warning(...); return Result(allowed=True)`. */
export interface SoftLimit {
  readonly filter: Filter;
  readonly test: Expr;
}

export const softLimits = codeFact({
  name: "soft-limits",
  doc: "Branches of filters before an order that let the signal pass although what they compare exceeds its limit.",
  requires: { filterAnswers, guardKinds },
  derive: ({ filterAnswers, guardKinds }): readonly SoftLimit[] =>
    filterAnswers.filters.flatMap((filter) => {
      const found: SoftLimit[] = [];
      statementsOf(filter.fn, (node) => {
        if (node.kind === "if" && exceeds(node.test) && (guardKinds.of(node.test) & FOUR) !== 0 && letsPass(node, filter, filterAnswers)) found.push({ filter, test: node.test });
      });
      return found;
    }),
});

/** `count >= self.max_correlated`, `limit < spread`: a single comparison with what is called a limit. */
function exceeds(test: Expr): test is Compare {
  if (test.kind !== "compare" || !isOrdering(test)) return false;
  const [value, limit] = test.op === ">" || test.op === ">=" ? [test.left, test.right] : [test.right, test.left];
  // `max_same_side <= 0` switches the limit off.
  return value.kind !== "number" && LIMIT.test(snake(ownName(limit)));
}

const LIMIT = /(^|_)(max|limit|cap)(_|$)/;

/** Each answer of the branch lets pass, and it ends in one. */
function letsPass({ body }: If, filter: Filter, { lets }: FilterAnswers): boolean {
  if (body.at(-1)?.kind !== "return") return false;
  const answers: (Expr | null)[] = [];
  statementsOf({ ...filter.fn, body }, (node: Node) => { if (node.kind === "return") answers.push(node.value); });
  return answers.every((one) => lets(filter, one) === true);
}
