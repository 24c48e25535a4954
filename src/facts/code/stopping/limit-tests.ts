import type { Call, Expr, FunctionNode, Name, Return } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { alwaysTrue } from "../filter-defects/always-true.ts";
import { infer } from "../inference/infer.ts";
import { scopeOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import type { PathStep } from "../trade-paths.ts";
import { widerCalls } from "../wider-calls.ts";
import { onlyTells } from "./only-tells.ts";
import { Asker, type LimitGuard, type LimitTest } from "./limit-asker.ts";
import { letsPassBefore } from "./let-pass-before.ts";
import { asksForSlot } from "./slot-tests.ts";
import { limitIn, type LimitKind } from "./limit-shapes.ts";

export type { LimitGuard, LimitTest } from "./limit-asker.ts";
export type { LimitKind } from "./limit-shapes.ts";

export interface LimitTests {
  /** Those in running code. */
  of(kind: LimitKind): readonly LimitTest[];
  /** It stands in a method of a class that extends another of the bot: a plug-in, asked where nobody can see by whom. */
  pluggedIn(test: LimitTest): boolean;
  /** Those that nothing runs, as far as was seen. */
  dead(kind: LimitKind): readonly LimitTest[];
  /** Where the step is only taken after the limit was asked. */
  guardOn(step: PathStep, kind: LimitKind): LimitGuard | null;
  /** The answer by which its function lets pass before it asks. */
  passedBefore(test: LimitTest): Return | null;
  /** Where the step is only taken with a free slot of a fixed number: `if not slot_id: return`. How many there are was not read. */
  asksForSlot(step: PathStep): boolean;
  /** Where the limit is asked and the answer is true whatever it is: `if not await can_open(...)` of a tuple. */
  unheard(kind: LimitKind): readonly Call[];
  /** A comparison in the function, or in what it calls for an answer. */
  within(fn: FunctionNode, kind: LimitKind): LimitTest | null;
}

export const limitTests = codeFact({
  name: "limit-tests",
  doc: "Comparisons of the open positions, or of the day's loss, with a limit; and which steps to an order are taken only after one.",
  requires: { index, infer, widerCalls, reach, alwaysTrue },
  derive({ index, infer, widerCalls, reach, alwaysTrue }): LimitTests {
    const meaningless = new Set(alwaysTrue.map((one) => one.call));
    const known = new Map<LimitKind, LimitTest[]>();
    const dead = new Map<LimitKind, LimitTest[]>();
    const askers = new Map<LimitKind, Asker>();
    const of = (kind: LimitKind): LimitTest[] => {
      let found = known.get(kind);
      if (found) return found;
      const all = allOf(kind, index);
      known.set(kind, (found = all.filter(({ fn }) => reach.of(fn) !== "dead")));
      dead.set(kind, all.filter(({ fn }) => reach.of(fn) === "dead"));
      return found;
    };
    const askerOf = (kind: LimitKind): Asker => {
      let asker = askers.get(kind);
      if (!asker) askers.set(kind, (asker = new Asker(of(kind), index, widerCalls, infer, meaningless)));
      return asker;
    };
    const pluggedIn = ({ fn }: LimitTest): boolean => {
      const owner = classOf(fn);
      return owner !== null && infer.hierarchy.ancestors(owner).length > 1;
    };
    return { of, pluggedIn, passedBefore: (test) => letsPassBefore(test, index), dead: (kind) => (of(kind), dead.get(kind)!), guardOn: (step, kind) => askerOf(kind).guardOn(step), asksForSlot, unheard: (kind) => alwaysTrue.flatMap((one) => (of(kind).some(({ fn }) => fn === one.fn) ? [one.call] : [])), within: (fn, kind) => askerOf(kind).inFunction(fn, 0) };
  },
});

function allOf(kind: LimitKind, index: Index): LimitTest[] {
  const found: LimitTest[] = [];
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("compare") ?? []) {
      const limit = node.kind === "compare" ? limitIn(node, kind, (name) => localValues(name, index)) : null;
      if (node.kind !== "compare" || !limit || onlyTells(node)) continue;
      found.push({ node, fn: enclosingFunction(node)!, limit, measured: limit === node.left ? node.right : node.left });
    }
  }
  return found;
}

function localValues(name: Name, index: Index): readonly Expr[] {
  const scope = scopeOf(name);
  if (scope.kind !== "function") return [];
  const own = index.modules.get(index.moduleOf(scope).file)!.scopes.get(scope)?.get(name.id) ?? [];
  return own.length > 3 ? [] : own.flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr] : []));
}

