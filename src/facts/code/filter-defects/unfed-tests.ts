import { calledName, ownName } from "../../../ir/names.ts";
import type { Attribute, ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, functionAround } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { entryGates } from "../entry-gates.ts";
import { filterAnswers, rejectsIn, type Filter } from "../filter-answers.ts";
import type { Inference } from "../inference/context.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { refusedBefore } from "../refused-before.ts";
import { nothingOf } from "./failed-values.ts";
import { deciding, passingOn, type Nothing } from "./passing-tests.ts";
import { statementsOf } from "./statements.ts";

/** A test of a guard before an order that hangs on a value which keeps its first value for ever: it never rejects. */
export interface UnfedTest {
  readonly filter: Filter;
  readonly test: Expr;
  /** `self.cooldown_until` */
  readonly state: Attribute;
  /** What alone writes it, and nothing that runs calls. */
  readonly feeder: FunctionNode;
}

export const unfedTests = codeFact({
  name: "unfed-tests",
  doc: "Tests of guards before an order that hang on a value which only code that nobody calls would write.",
  requires: { index, infer, entryGates, filterAnswers, reach, refusedBefore },
  derive({ index, infer, entryGates, filterAnswers, reach, refusedBefore }): readonly UnfedTest[] {
    const found = new Map<Node, UnfedTest>();
    const written = writersByName(index);
    const isDead = (fn: FunctionNode): boolean => reach.of(fn) === "dead" || refusedBefore.callOf(fn) !== null;
    const told = new Set<string>();
    for (const filter of [...filterAnswers.filters, ...filterAnswers.others, ...entryGates.beyond]) {
      const owner = classOf(filter.fn);
      if (!owner || writesByName(index, owner)) continue;
      const valueOf = (expr: Expr): { readonly is: Nothing; readonly state: Attribute; readonly feeder: FunctionNode } | null => {
        const state = stateIn(expr, filter.fn);
        const is = state && firstValue(infer, owner, state.name);
        const writers = state && is ? (written.get(state.name) ?? []).filter((fn) => fn.name !== "__init__" && fn.name !== "__post_init__" && fn.name !== "<module>") : [];
        const [feeder] = writers;
        if (!state || !is || !feeder || !writers.every(isDead) || classOf(feeder) !== owner) return null;
        return { is: expr === state ? is : is === "empty" ? (expr.kind === "call" && ownName(expr.callee) === "len" ? "zero" : "none") : is, state, feeder };
      };
      statementsOf(filter.fn, (node) => {
        if (node.kind !== "if" || !rejectsIn(node, filter, filterAnswers)) return;
        for (const atom of deciding(node.test, true)) {
          const one = passingOn(atom.test, atom.rejects, valueOf);
          const key = one && `${String(owner.start)} ${one.state.name}`;
          if (one && key !== null && !told.has(key) && told.add(key)) found.set(node, { filter, test: node.test, state: one.state, feeder: one.feeder });
        }
      });
    }
    return [...found.values()];
  },
});

/** `self.losses`, `len(self.losses)`, `self.losses.get(symbol, 0)` */
function stateIn(expr: Expr, fn: FunctionNode): Attribute | null {
  if (expr.kind === "attribute") return expr.object.kind === "name" && expr.object.id === fn.params[0]?.name ? expr : null;
  if (expr.kind !== "call") return null;
  if (expr.callee.kind === "name" && expr.callee.id === "len" && expr.args[0]) return stateIn(expr.args[0].value, fn);
  const fallback = expr.args[1] ? nothingOf(expr.args[1].value) : "none";
  return expr.callee.kind === "attribute" && expr.callee.name === "get" && fallback ? stateIn(expr.callee.object, fn) : null;
}

/** What the class gives it before anything happens, if that says nothing. */
function firstValue(on: Inference, owner: ClassNode, name: string): Nothing | null {
  const stores = (on.ownStores(owner, name) ?? []).filter((one) => one.fn.name === "__init__" || one.fn.name === "__post_init__");
  const [only, ...more] = stores;
  return only?.value && more.length === 0 && only.target.kind === "attribute" ? nothingOf(only.value) : null;
}

/** `setattr(self, key, value)`: what it writes nobody sees. */
function writesByName(index: Index, owner: ClassNode): boolean {
  return owner.body.some((one) => one.kind === "function-statement" && index.callsIn(one.function).some((call) => /^(setattr|vars)$/.test(calledName(call)) || (call.callee.kind === "attribute" && ownName(call.callee.object) === "__dict__")));
}

const FILLS = new Set(["append", "appendleft", "add", "update", "setdefault", "put", "put_nowait", "extend", "insert", "increment"]);

/** The functions that write an attribute of that name, or into it, on whatever object. */
function writersByName(index: Index): Map<string, FunctionNode[]> {
  const found = new Map<string, FunctionNode[]>();
  const add = (target: Expr, fn: FunctionNode): void => {
    let at: Expr = target;
    while (at.kind === "subscript" || (at.kind === "call" && at.callee.kind === "attribute")) at = at.kind === "subscript" ? at.object : at.callee.kind === "attribute" ? at.callee.object : at;
    if (at.kind === "attribute") appendTo(found, at.name, fn);
  };
  for (const one of index.modules.values()) {
    for (const store of one.stores) add(store.target, store.fn);
    for (const node of one.byKind.get("augmented") ?? []) if (node.kind === "augmented") add(node.target, functionAround(node));
    for (const call of one.byKind.get("call") ?? []) {
      if (call.kind !== "call") continue;
      if (call.callee.kind === "attribute" && FILLS.has(call.callee.name)) add(call.callee.object, functionAround(call));
      // Handed to a function, which may write into it.
      for (const { value } of call.args) if (value.kind === "attribute" && !/^(len|str|repr|bool|print|float|int|round|abs|sum|min|max|any|all|sorted|list|set|tuple|dict|timedelta)$/.test(ownName(call.callee))) add(value, functionAround(call));
    }
  }
  return found;
}
