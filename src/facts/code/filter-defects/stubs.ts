import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { filterAnswers, isCalledFilter, type Filter, type FilterAnswers } from "../filter-answers.ts";
import type { Inference } from "../inference/context.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index } from "../module-index.ts";
import { snake } from "../snake.ts";
import { statementsOf } from "./statements.ts";

/** A filter none of whose answers rejects. */
export interface Stub {
  readonly filter: Filter;
  /** Null: it ends without a value. */
  readonly answers: readonly (Expr | null)[];
}

export const stubFilters = codeFact({
  name: "stub-filters",
  doc: "Filters before an order none of whose answers rejects.",
  requires: { filterAnswers, index, infer },
  derive: ({ filterAnswers, index, infer }): readonly Stub[] =>
    [...filterAnswers.filters, ...filterAnswers.others.filter((one) => isCalledFilter(one.fn))].flatMap((filter) => {
      const answers = alwaysPassing(filter, filterAnswers, index);
      return answers && !isOverridden(filter, infer) && !isTried(filter.fn, index) && !isNull(filter.fn) ? [{ filter, answers }] : [];
    }),
});

/** All its answers, where each of them lets the signal pass; null where one rejects, raises or depends. */
function alwaysPassing(filter: Filter, { lets }: FilterAnswers, index: Index): (Expr | null)[] | null {
  const { fn } = filter;
  if (fn.generator || fn.decorators.some((one) => /abstract/.test(ownName(one)))) return null;
  const one = index.modules.get(index.moduleOf(fn).file)!;
  const answers = one.returns[fn.index]!.map((each) => each.value);
  let gives = false;
  statementsOf(fn, (statement) => { if (statement.kind === "raise") gives = true; });
  if (gives) return null;
  // Without a last `return` it ends in None.
  if (fn.body.at(-1)?.kind !== "return") answers.push(null);
  // A record, a list or a text may say no inside: a stub gives a bare yes.
  return answers.every((answer) => isBare(answer) && lets(filter, answer) === true) ? answers : null;
}

const isBare = (answer: Expr | null): boolean =>
  answer === null || answer.kind === "none" || answer.kind === "boolean" || answer.kind === "number" || (answer.kind === "tuple" && answer.items.length > 0 && isBare(answer.items[0]!));

/** `NullGate`, `PassThroughFilter`: says by its name that it lets pass. */
const isNull = (fn: FunctionNode): boolean => /(^|_)(null|no_?op|dummy|default|base|always|pass(_?(through|all))?|allow_all|open)(_|$)/.test(snake(classOf(fn)?.name ?? ""));

/** A double of a test that lies beside the bot. */
const isTried = (fn: FunctionNode, index: Index): boolean => /(^|\.)(test_\w*|\w*Tests?)(\.|$)/.test(fn.qualname) || /(^|[/_])tests?(_\w+)?(\/|\.py$)/.test(index.moduleOf(fn).file);

/** What runs may be a method that overrides it. */
function isOverridden({ fn }: Filter, on: Inference): boolean {
  const owner = classOf(fn);
  return owner !== null && on.hierarchy.descendants(owner).some((one) => one !== owner && on.moduleIndexOf(one).scopes.get(one)?.has(fn.name));
}
