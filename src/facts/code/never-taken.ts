import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { ownName } from "../../ir/names.ts";
import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { index, type Index } from "./module-index.ts";
import { orderReach } from "./order-reach.ts";
import { isNeverAnswered } from "./unanswered-fields.ts";

/** acknowledgement: it needs an execution price or quantity of an answer that carries none. flag: it needs a flag that nothing ever sets. */
export interface NeverTaken {
  readonly why: "acknowledgement" | "flag";
  /** The test that decides it. */
  readonly test: Node;
}

export interface NeverTakenBranches {
  /** Why the test cannot come out as `outcome`; null: it may. */
  of(test: Node, outcome: boolean): NeverTaken | null;
  /** Why the node is never run, by the tests around it. */
  around(node: Node): NeverTaken | null;
}

export const neverTaken = codeFact({
  name: "never-taken",
  doc: "Branches that are never taken: they wait for what an order's answer does not carry, or for a flag that nothing sets.",
  requires: { index, callGraph, orderReach },
  derive({ index, callGraph, orderReach }): NeverTakenBranches {
    const answers = { index, orderReach, runs: callGraph.runs };
    const flags = flagsThatAreSet(index);
    const of = (test: Node, outcome: boolean): NeverTaken | null => {
      const fn = enclosingFunction(test);
      if (!fn) return null;
      if (test.kind === "unary" && test.op === "not") return of(test.operand, !outcome);
      if (test.kind === "compare") return asksPresence(test, outcome) ? of(test.left, true) : null;
      if (!outcome || (test.kind !== "name" && test.kind !== "call" && test.kind !== "subscript")) return null;
      if (isNeverAnswered(answers, fn, test)) return { why: "acknowledgement", test };
      const flag = privateFlag(test);
      return flag !== null && !flags().has(flag) ? { why: "flag", test } : null;
    };
    return { of, around: (node) => tests(enclosingFunction(node), node).map((one) => of(one.node, one.outcome)).find((one) => one !== null) ?? null };
  },
});

function tests(fn: FunctionNode | null, node: Node): readonly { readonly node: Node; readonly outcome: boolean }[] {
  if (!fn) return [];
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, node);
  return point === undefined ? [] : conditionsAt(flow, point);
}

/** `x is not None`, `x > 0` */
const asksPresence = (test: Node & { kind: "compare" }, outcome: boolean): boolean =>
  test.right.kind === "none" ? (test.op === "is not" || test.op === "!=") === outcome : outcome && test.op === ">" && test.right.kind === "number" && test.right.value >= 0;

/** The name of `getattr(self, "_replacing", False)`: a flag of the object's own, that is off until somebody sets it. */
function privateFlag(test: Node): string | null {
  if (test.kind !== "call" || ownName(test.callee) !== "getattr" || test.args.length !== 3) return null;
  const [object, name, fallback] = test.args.map((one) => one.value);
  if (object?.kind !== "name" || object.id !== "self" || name?.kind !== "string" || !name.value.startsWith("_")) return null;
  return fallback?.kind === "boolean" && !fallback.value ? name.value : null;
}

/** Names under which the program stores anything but False, by whatever way; found when first asked for. */
function flagsThatAreSet(index: Index): () => ReadonlySet<string> {
  let known: Set<string> | null = null;
  return () => {
    if (known) return known;
    known = new Set();
    for (const one of index.modules.values()) {
      for (const [owner, names] of one.scopes) if (owner.kind === "class") for (const name of names.keys()) known.add(name);
      for (const { target, value } of one.stores) if (target.kind === "attribute" && !(value?.kind === "boolean" && !value.value) && value?.kind !== "none") known.add(target.name);
      for (const call of one.calls.flat()) {
        for (const arg of call.args) if (arg.name !== null) known.add(arg.name);
        if (ownName(call.callee) === "setattr" && call.args[1]?.value.kind === "string") known.add(call.args[1].value.value);
      }
    }
    return known;
  };
}
