import { ownName } from "../../../ir/names.ts";
import type { Assign, Expr, FunctionNode, Handler, Node, Try } from "../../../ir/nodes.ts";
import { GUARD_KINDS } from "../../../knowledge/guard-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { filterAnswers } from "../filter-answers.ts";
import { bitOf, guardKinds } from "../guard-kinds.ts";
import { orderReach } from "../order-reach.ts";
import { openWays, type OpenWays } from "../open-ways.ts";
import type { PartialGuard } from "../partial-guards.ts";
import { tradePaths, type PathStep } from "../trade-paths.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** A filter is asked in a `try`, and its failure is taken as a pass: `except Exception: allowed = True`. */
export interface OpenCallSite {
  readonly handler: Handler;
  /** What asks the filter. */
  readonly asked: Expr;
  /** Where the answer decides. */
  readonly test: Node;
  /** Null: the answer decides inside of the `try`, and after the handler nobody has asked. */
  readonly name: string | null;
}

export const openCallSites = codeFact({
  name: "open-call-sites",
  doc: "Handlers around a filter's call, on the way to an order, after which its answer is a pass.",
  requires: { tradePaths, guardKinds, filterAnswers, openWays, callGraph, orderReach },
  derive({ tradePaths, guardKinds, filterAnswers, openWays, callGraph, orderReach }): readonly OpenCallSite[] {
    const found: OpenCallSite[] = [];
    const seen = new Set<Node>();
    const isFilter = (expr: Expr): boolean => guardKinds.surely(expr) !== 0;
    // `monitor_exit(symbol).get("triggered")`: what sends orders itself tells what it did.
    const acts = (expr: Expr): boolean => expr.kind === "call" && callGraph.runs(expr).some((fn) => orderReach.ofFunction(fn) !== 0);
    for (const step of signalSteps(openWays)) {
      for (const one of step.partial) {
        if (!one.handler || seen.has(one.handler) || isAside(one.handler) || isTold(one, step, openWays)) continue;
        const asked = answerOf(one, step.from, isFilter);
        if (!asked || madeFrom(asked, step.from).some(acts)) continue;
        seen.add(one.handler);
        found.push({ handler: one.handler, asked, test: one.test, name: null });
      }
    }
    for (const { step, ups } of filterAnswers.filters.length === 0 ? [] : tradePaths.web(0).places) {
      for (const { from, guards } of [step, ...ups.map((one) => one.step)]) {
        for (const { test, outcome } of guards) {
          const name = outcome === null ? null : tested(test);
          if (name === null || outcome === null || seen.has(test)) continue;
          seen.add(test);
          for (const { node, asked } of attempts(from, name, (expr) => guardKinds.of(expr) !== 0)) {
            // A test inside of the same `try` is not met after its failure.
            if (node.start <= test.start && test.end <= node.end) continue;
            for (const handler of node.handlers) {
              if (takesAsPass(from, node, handler, name, (value) => passes(test, value) === outcome)) found.push({ handler, asked, test, name });
            }
          }
        }
      }
    }
    return found;
  },
});

/** The steps that the running bot's signals take. */
const signalSteps = (ways: OpenWays): readonly PathStep[] => [...new Set(ways.without(null).flatMap((way) => (way.kind === "signal" && way.start !== "unknown" ? way.steps : [])))];

/** Where a guard is missing altogether because of the handler, that is told there. */
export const isTold = ({ mask }: PartialGuard, { at }: PathStep, ways: OpenWays): boolean =>
  GUARD_KINDS.some((kind) => (mask & FOUR & bitOf(kind)) !== 0 && ways.without(kind).some((way) => way.kind === "signal" && way.steps.some((one) => one.at === at)));

/** The function of the bot whose answer the test inside of the `try` asks; null: it compares something itself. */
function answerOf({ test, handler }: PartialGuard, fn: FunctionNode, isFilter: (expr: Expr) => boolean): Expr | null {
  const bare = answerIn(test);
  if (bare.kind === "call") return isFilter(bare) ? bare : null;
  if (bare.kind !== "name") return null;
  return attempts(fn, bare.id, (expr) => answerIn(expr).kind === "call" && isFilter(expr)).find(({ node }) => node.handlers.includes(handler!))?.asked ?? null;
}

/** The call itself, or what made the record that a field is read from: `status = monitor()`, then `status.get("stopped")`. */
function madeFrom(asked: Expr, fn: FunctionNode): readonly Expr[] {
  const call = answerIn(asked);
  const record = call.kind === "call" && call.callee.kind === "attribute" && call.callee.name === "get" ? call.callee.object : call;
  return record.kind === "name" ? attempts(fn, record.id, () => true).map((one) => answerIn(one.asked)) : [record];
}

function answerIn(test: Expr): Expr {
  if (test.kind === "unary" && test.op === "not") return answerIn(test.operand);
  if (test.kind === "await") return answerIn(test.value);
  return test.kind === "subscript" && (test.index.kind === "string" || test.index.kind === "number") ? answerIn(test.object) : test;
}

/** Cancellation and missing packages are no answers. */
const isAside = ({ type }: Handler): boolean =>
  (type?.kind === "tuple" ? type.items : type ? [type] : []).some((one) => /Cancelled|ImportError|ModuleNotFound|KeyboardInterrupt/.test(ownName(one)));

/** The local name whose value decides the test by itself. */
export function tested(test: Node): string | null {
  if (test.kind === "name") return test.id;
  if (test.kind === "unary" && test.op === "not") return tested(test.operand);
  return test.kind === "compare" && (test.op === "is" || test.op === "is not") && test.right.kind === "none" ? tested(test.left) : null;
}

/** How the test comes out for a value; null: the value is no constant. */
export function passes(test: Node, value: Expr): boolean | null {
  if (test.kind === "unary") {
    const inner = passes(test.operand, value);
    return inner === null ? null : !inner;
  }
  if (test.kind === "compare") return value.kind === "none" ? test.op === "is" : value.kind === "boolean" ? test.op === "is not" : null;
  return value.kind === "boolean" ? value.value : value.kind === "none" ? false : null;
}

/** `try: allowed = risk.can_trade(signal)` in the function, by what gives the name its value there. */
function attempts(fn: FunctionNode, name: string, isFilter: (expr: Expr) => boolean): { node: Try; asked: Expr }[] {
  const found: { node: Try; asked: Expr }[] = [];
  statementsOf(fn, (node) => {
    if (node.kind !== "try") return;
    statementsOf({ ...fn, body: node.body }, (one) => { if (one.kind === "assign" && given(one, name) && isFilter(one.value)) found.push({ node, asked: one.value }); });
  });
  return found;
}

/** What the statement gives the name: `ok = True`, `ok, reason = True, "error"`; null: nothing. */
export function given(node: Assign, name: string): Expr | null {
  const [target] = node.targets;
  if (target?.kind === "name") return target.id === name ? node.value : null;
  if (target?.kind !== "tuple" && target?.kind !== "list") return null;
  const item = target.items.findIndex((one) => one.kind === "name" && one.id === name);
  if (item < 0) return null;
  return node.value.kind === "tuple" ? (node.value.items[item] ?? null) : node.value;
}

/** The handler gives the name a passing value, or goes on with the one that it had before. */
export function takesAsPass(fn: FunctionNode, node: Try, handler: Handler, name: string, lets: (value: Expr) => boolean): boolean {
  const last = handler.body.at(-1)!;
  if (last.kind === "return" || last.kind === "raise" || last.kind === "continue" || last.kind === "break") return false;
  const sets = handler.body.flatMap((one) => (one.kind === "assign" ? [given(one, name)] : [])).filter((one) => one !== null);
  if (sets.length > 0) return lets(sets.at(-1)!);
  const before: Expr[] = [];
  statementsOf(fn, (one) => {
    const value = one.kind === "assign" && one.end <= node.start ? given(one, name) : null;
    if (value) before.push(value);
  });
  return before.length > 0 && lets(before.at(-1)!);
}
