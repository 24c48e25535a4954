import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { children, functionAround, isDropped } from "../../../ir/walk.ts";
import { NOTED_WORDS } from "../../../knowledge/guard-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { filterAnswers } from "../filter-answers.ts";
import { guardKinds, type GuardKinds } from "../guard-kinds.ts";
import { wordMask } from "../guard-shapes.ts";
import { index, type Index } from "../module-index.ts";
import { Opens, orderReach } from "../order-reach.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** dropped: nobody reads the answer. stays: the rejecting branch only writes about it. */
export interface IgnoredAnswer {
  readonly call: Call;
  /** Where the answer should have kept the order back. */
  readonly at: Node;
  readonly fn: FunctionNode;
  readonly how: "dropped" | "stays";
}

export const ignoredAnswers = codeFact({
  name: "ignored-answers",
  doc: "Calls of filters on the ways to an order whose answer changes nothing.",
  requires: { filterAnswers, callGraph, guardKinds, index, orderReach },
  derive({ filterAnswers, callGraph, guardKinds, index, orderReach }): readonly IgnoredAnswer[] {
    const found: IgnoredAnswer[] = [];
    // Behind the order, and before no other, nobody is kept back: the fill is measured there.
    const comesTooLate = (call: Call): boolean => {
      const orders = index.callsIn(functionAround(call)).filter((one) => (orderReach.ofCall(one) & Opens) !== 0);
      return orders.some((one) => one.end <= call.start) && !orders.some((one) => one.start >= call.end);
    };
    const add = (call: Call | null, at: Node | null, how: IgnoredAnswer["how"]): void => {
      const fn = call && filterOf(call, callGraph, guardKinds, index);
      if (call && fn && !comesTooLate(call)) found.push({ call, at: at ?? call, fn, how });
    };
    for (const fn of filterAnswers.region) {
      for (const call of index.callsIn(fn)) if (isDropped(call)) add(call, null, "dropped");
      statementsOf(fn, (node) => {
        if (node.kind === "if" && onlyWrites(node)) add(callIn(node.test) ?? madeBy(node.test, fn, index), node.test, "stays");
      });
    }
    return found;
  },
});

/** The filter that the call asks: its name says what it answers, its answers differ, and it does nothing else. */
function filterOf(call: Call, graph: CallGraph, guards: GuardKinds, index: Index): FunctionNode | null {
  for (const fn of graph.runs(call)) {
    // `refresh_kill_switch()` brings a state up to date, whatever it answers besides.
    if (RENEWS.test(fn.name) || (wordMask(fn.name, "answer") & FOUR) === 0 || (guards.inside(fn) & FOUR) === 0) continue;
    const one = index.modules.get(index.moduleOf(fn).file)!;
    const answers = one.returns[fn.index]!.map((each) => each.value);
    if (answers.length >= 1 && answers.some((each) => each !== null && each.kind !== "none") && (answers.length > 1 || !isConstant(answers[0]!)) && !acts(fn, index)) return fn;
  }
  return null;
}

const RENEWS = /^_*(start|stop|init|initialize|install|spawn|launch|run|watch|monitor|schedule|build|make|create|setup|refresh|update|reload|load|sync|tick|reset|record|register|activate|trigger|set|clear|poll|maybe|process|handle)_|(^|_)(resume|pause|release|enable|disable|arm|disarm|lift|restore|reset|clear|trigger|(de)?activate|engage|trip)_/;

const isConstant = (answer: Expr | null): boolean => answer === null || answer.kind === "boolean" || answer.kind === "none";

/** It raises, or keeps what it found where others may read it. */
function acts(fn: FunctionNode, index: Index): boolean {
  const one = index.modules.get(index.moduleOf(fn).file)!;
  if (one.stores.some((store) => store.fn === fn)) return true;
  let found = false;
  statementsOf(fn, (node) => {
    if (node.kind === "raise" || node.kind === "delete" || (node.kind === "call" && node.callee.kind === "attribute" && !isLocal(node.callee.object, fn) && /^(append|add|put|put_nowait|pop|update|set|clear)$/.test(node.callee.name))) found = true;
  });
  return found;
}

/** A list of its own that it gathers in. */
const isLocal = (expr: Expr, fn: FunctionNode): boolean => expr.kind === "name" && !fn.params.some((one) => one.name === expr.id);

const WRITES = /^(debug|info|warning|warn|error|critical|exception|log|print|send_message|notify|alert|inc|count|increment|append_log)$/;

/** Nothing but log lines, and no other branch. */
const onlyWrites = (node: If): boolean =>
  node.otherwise.length === 0 && node.body.every((one) => one.kind === "pass" || (one.kind === "expression" && isWriting(one.value)));

function isWriting(expr: Expr): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  if (call.kind === "string") return true;
  if (call.kind !== "call") return false;
  // `warnings.append(violation)`
  if (call.callee.kind === "attribute" && /^(append|add|extend)$/.test(call.callee.name)) return NOTED_WORDS.test(ownName(call.callee.object));
  return WRITES.test(calledName(call));
}

/** `violation = self.check_correlation(...)`, and then `if violation:` */
function madeBy(test: Node, fn: FunctionNode, index: Index): Call | null {
  const [bare, none] = test.kind === "compare" && test.right.kind === "none" ? [test.left, true] : [test, false];
  if (bare.kind === "unary" && !none) return madeBy(bare.operand, fn, index);
  if (bare.kind !== "name") return null;
  const [only, ...more] = index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(bare.id) ?? [];
  return only?.kind === "value" && only.item < 0 && more.length === 0 ? callIn(only.expr) : null;
}

function callIn(test: Node): Call | null {
  if (test.kind === "call") return test;
  if (test.kind === "unary") return callIn(test.operand);
  if (test.kind === "await") return callIn(test.value);
  let found: Call | null = null;
  if (test.kind === "compare") children(test, (child) => void (found ??= child.kind === "call" || child.kind === "await" ? callIn(child) : null));
  return found;
}
