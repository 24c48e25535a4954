import { leaves } from "../../../ir/blocks.ts";
import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { filterAnswers, isCalledFilter, type Filter, type FilterAnswers } from "../filter-answers.ts";
import type { Inference } from "../inference/context.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { QUESTION } from "../rejections.ts";
import { snake } from "../snake.ts";
import { statementsOf } from "./statements.ts";

/** A filter none of whose answers rejects. */
export interface Stub {
  readonly filter: Pick<Filter, "fn" | "asked" | "kinds">;
  /** Null: it ends without a value. */
  readonly answers: readonly (Expr | null)[];
}

export const stubFilters = codeFact({
  name: "stub-filters",
  doc: "Filters before an order none of whose answers rejects, and questions of whether to trade whose body is a bare yes.",
  requires: { filterAnswers, index, infer, callGraph, reach },
  derive({ filterAnswers, index, infer, callGraph, reach }): readonly Stub[] {
    const isMeant = (fn: FunctionNode): boolean => !isOverridden(fn, infer) && !isTried(fn, index) && !isNull(fn);
    const found = [...filterAnswers.filters, ...filterAnswers.others.filter((one) => isCalledFilter(one.fn) || QUESTION.test(snake(one.fn.name)))].flatMap((filter): Stub[] => {
      const answers = alwaysPassing(filter, filterAnswers, index);
      return answers && isMeant(filter.fn) ? [{ filter, answers }] : [];
    });
    const told = new Set(found.map((one) => one.filter.fn));
    for (const fn of index.functions) {
      const answer = told.has(fn) || !QUESTION.test(snake(fn.name)) ? null : bareYes(fn);
      const asked = answer && isMeant(fn) ? callGraph.callersOf(fn).find((one) => rejecting(one.call) !== null && reach.of(one.caller) !== "dead") : undefined;
      if (answer && asked) found.push({ filter: { fn, asked: rejecting(asked.call)!, kinds: 0 }, answers: [answer] });
    }
    return found;
  },
});

/** Its whole body is `return True`, beside words for people. */
function bareYes({ body, decorators, generator }: FunctionNode): Expr | null {
  const last = body.at(-1);
  const [head, ...rest] = body.slice(0, -1);
  const isDoc = head === undefined || (head.kind === "expression" && head.value.kind === "string");
  return isDoc && rest.length === 0 && decorators.length === 0 && !generator && last?.kind === "return" && last.value?.kind === "boolean" && last.value.value ? last.value : null;
}

/** `if not await self.check(): return False`: the test that a no would leave by. */
function rejecting(call: Call): Node | null {
  const asked: Node = call.parent?.kind === "await" ? call.parent : call;
  const not = asked.parent;
  return not?.kind === "unary" && not.op === "not" && not.parent?.kind === "if" && not.parent.test === not && leaves(not.parent.body) ? not : null;
}

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
  return answers.every((answer) => (isBare(answer) || saysOnly(answer, filter.field)) && lets(filter, answer) === true) ? answers : null;
}

/** `{"allowed": True, "reason": "ok"}`: beside its yes it hands on nothing that was worked out. */
const saysOnly = (answer: Expr | null, field: string | null): boolean =>
  field !== null && answer?.kind === "dict" && answer.entries.every(({ key, value }) => key?.kind === "string" && (value.kind === "string" || value.kind === "template" || value.kind === "none" || (key.value === field && value.kind === "boolean")));

const isBare = (answer: Expr | null): boolean =>
  answer === null || answer.kind === "none" || answer.kind === "boolean" || answer.kind === "number" || (answer.kind === "tuple" && answer.items.length > 0 && isBare(answer.items[0]!));

/** `NullGate`, `PassThroughFilter`: says by its name that it lets pass. */
const isNull = (fn: FunctionNode): boolean => /(^|_)(null|no_?op|dummy|default|base|always|pass(_?(through|all))?|allow_all|open)(_|$)/.test(snake(classOf(fn)?.name ?? ""));

/** A double of a test that lies beside the bot. */
const isTried = (fn: FunctionNode, index: Index): boolean => /(^|\.)(test_\w*|\w*Tests?)(\.|$)/.test(fn.qualname) || /(^|[/_])tests?(_\w+)?(\/|\.py$)/.test(index.moduleOf(fn).file);

/** What runs may be a method that overrides it. */
function isOverridden(fn: FunctionNode, on: Inference): boolean {
  const owner = classOf(fn);
  return owner !== null && on.hierarchy.descendants(owner).some((one) => one !== owner && on.moduleIndexOf(one).scopes.get(one)?.has(fn.name));
}
