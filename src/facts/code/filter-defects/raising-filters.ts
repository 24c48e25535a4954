import { leaves } from "../../../ir/blocks.ts";
import { ownName } from "../../../ir/names.ts";
import type { FunctionNode, Handler, Name, Node, Try } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { filterAnswers } from "../filter-answers.ts";
import { index, type Index } from "../module-index.ts";
import { openWays } from "../open-ways.ts";
import { isUnbound } from "../unbound-names.ts";
import { statementsOf } from "./statements.ts";

/** A filter that raises before it can reject, in a `try` behind which the signal goes on: a name that nothing binds. */
export interface RaisingFilter {
  readonly fn: FunctionNode;
  readonly names: readonly [Raise, ...Raise[]];
}

interface Raise {
  readonly name: Name;
  readonly handler: Handler;
}

export const raisingFilters = codeFact({
  name: "raising-filters",
  doc: "Filters before an order that raise NameError before they can reject, in a `try` behind which the signal goes on.",
  requires: { filterAnswers, openWays, index },
  derive({ filterAnswers, openWays, index }): readonly RaisingFilter[] {
    // What stands behind the step towards the order asks how it went.
    const left = new Map<FunctionNode, number>();
    for (const { steps } of openWays.without(null)) for (const { from, at } of steps) left.set(from, Math.min(left.get(from) ?? Infinity, at.start));
    return [...filterAnswers.region].flatMap((fn) => {
      const [first, ...rest] = raisesIn(fn, left.get(fn) ?? Infinity, index);
      return first ? [{ fn, names: [first, ...rest] as const }] : [];
    });
  },
});

function raisesIn(fn: FunctionNode, before: number, index: Index): Raise[] {
  const found = new Map<string, Raise>();
  statementsOf(fn, (node) => {
    if (node.kind !== "try" || node.end > before) return;
    const handler = node.handlers.find(goesOn);
    if (!handler) return;
    const tests = rejectionsIn(node, fn);
    if (tests.length === 0) return;
    statementsOf({ ...fn, body: node.body }, (one) => {
      // In the branch that rejects, before it does; or before the filter is asked at all.
      if (one.kind === "name" && !found.has(one.id) && tests.some((end) => one.start < end) && isUnbound(index, one)) found.set(one.id, { name: one, handler });
    });
  });
  return [...found.values()];
}

/** It catches the error and goes on. */
const goesOn = ({ type, body }: Handler): boolean =>
  !leaves(body) && (type === null || (type.kind === "tuple" ? type.items : [type]).some((one) => /^(Exception|BaseException|NameError)$/.test(ownName(one))));

/** Where the rejecting branches inside of the `try` end. */
function rejectionsIn(outer: Try, fn: FunctionNode): number[] {
  const found: number[] = [];
  statementsOf({ ...fn, body: outer.body }, (node: Node) => {
    const last = node.kind === "if" ? node.body.at(-1) : undefined;
    if (last?.kind === "continue" || (last?.kind === "return" && (last.value === null || last.value.kind === "none" || (last.value.kind === "boolean" && !last.value.value)))) found.push(last.start);
  });
  return found;
}
