import { calledName } from "../../../ir/names.ts";
import type { Assign, Expr, FunctionNode, Handler, If, Node, Try } from "../../../ir/nodes.ts";
import { children, mentionsName } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { filterAnswers } from "../filter-answers.ts";
import { openWays } from "../open-ways.ts";
import { FILTERING } from "../rejections.ts";
import { signalMakers } from "../signal-makers.ts";
import { snake } from "../snake.ts";
import { tradePaths } from "../trade-paths.ts";
import { askedBefore, catchesFailures, onlyWrites, stepsOfSignals, type LostGuard } from "./lost-guards.ts";
import { given, passes, takesAsPass, tested } from "./open-call-sites.ts";
import { statementsOf } from "./statements.ts";

export const lostAnswers = codeFact({
  name: "lost-answers",
  doc: "Verdicts on a signal that are only written down where asking for them succeeds: after a failure the signal goes on as it was.",
  requires: { openWays, tradePaths, filterAnswers, signalMakers, callGraph },
  derive({ openWays, tradePaths, filterAnswers, signalMakers, callGraph }): readonly LostGuard[] {
    const found = new Map<Handler, LostGuard>();
    const steps = stepsOfSignals(openWays, tradePaths);
    for (const { from, at, guards, tests } of steps) {
      for (const { test, outcome } of [...guards, ...tests]) {
        const name = outcome === null ? null : tested(test);
        if (name === null) continue;
        const lets = (value: Expr): boolean => passes(test, value) === outcome;
        for (const one of flagsIn(from, name, test, lets, callGraph)) if (!found.has(one.handler)) found.set(one.handler, { ...one, step: at });
      }
    }
    for (const fn of new Set([...filterAnswers.region, ...signalMakers.all, ...[...steps].map((one) => one.from)])) {
      for (const one of signalsIn(fn, callGraph)) if (!found.has(one.handler)) found.set(one.handler, one);
    }
    return [...found.values()];
  },
});

type Found = Pick<LostGuard, "handler" | "test" | "asked">;

/** `ok = True`, `try: if not model.allows(signal): ok = False`, `except Exception: ok = True`, and behind it `if not ok: return`. */
function flagsIn(fn: FunctionNode, name: string, test: Node, lets: (value: Expr) => boolean, graph: CallGraph): Found[] {
  const found: Found[] = [];
  statementsOf(fn, (node) => {
    if (node.kind !== "try" || node.end > test.start) return;
    const under = setUnder(node, (one) => { const value = given(one, name); return value !== null && (value.kind === "boolean" || value.kind === "none") && !lets(value); });
    const asked = under && askedBefore({ graph }, node, under);
    if (!under || !asked) return;
    for (const handler of node.handlers) if (catchesFailures(handler) && takesAsPass(fn, node, handler, name, lets)) found.push({ handler, test: under.test, asked });
  });
  return found;
}

/** The `if` of a `try` under which a statement stands. */
function setUnder(node: Try, is: (one: Assign) => boolean): If | null {
  let found: If | null = null;
  const step = (one: Node, under: If | null): void => {
    if (found || one.kind === "function" || one.kind === "handler") return;
    if (one.kind === "assign" && under && is(one)) found = under;
    else children(one, (child) => step(child, one.kind === "if" ? one : under));
  };
  for (const statement of node.body) step(statement, null);
  return found;
}

/** `signal = "HOLD"` under what a model answers, `signals = model.filter(signals)`: in a `try` whose failure leaves the signal as it was. */
function signalsIn(fn: FunctionNode, graph: CallGraph): LostGuard[] {
  const found: LostGuard[] = [];
  statementsOf(fn, (node) => {
    if (node.kind !== "try") return;
    const handlers = node.handlers.filter((one) => catchesFailures(one) && onlyWrites(one.body));
    const [first] = handlers;
    if (!first) return;
    const said = taken(fn, node, graph) ?? thinned(fn, node);
    if (said) found.push(...handlers.map((handler) => ({ handler, ...said, step: said.test })));
  });
  return found;
}

/** The `try` does nothing to the signal but take it away. */
function taken(fn: FunctionNode, node: Try, graph: CallGraph): Pick<LostGuard, "test" | "asked"> | null {
  let name: string | null = null;
  const under = setUnder(node, (one) => {
    const [target] = one.targets;
    const names = target?.kind === "tuple" ? target.items : target ? [target] : [];
    name = names.map((each) => (each.kind === "name" && SIGNALS.test(snake(each.id)) && isTakenAway(given(one, each.id)) ? each.id : null)).find((each) => each !== null) ?? null;
    return name !== null;
  });
  if (!under || name === null || !boundBefore(fn, node, name) || !readAfter(fn, node, name) || !onlyTakes(node, name) || adjusts(fn, node, under)) return null;
  const asked = askedBefore({ graph }, node, under);
  return asked && { test: under.test, asked };
}

const SIGNALS = /(^|_)(signals?|action|decision|direction|side)$/;
const isTakenAway = (value: Expr | null): boolean => value?.kind === "none" || (value?.kind === "string" && /^(hold|none|neutral|wait|flat|skip|no_?trade|)$/i.test(value.value));

function onlyTakes(node: Try, name: string): boolean {
  let pure = true;
  statementsOf(node, (one) => {
    const value = one.kind === "assign" ? given(one, name) : null;
    if (value && !isTakenAway(value)) pure = false;
  });
  return pure;
}

/** It works on what goes with the signal as well (its confidence, its size): no question alone. */
function adjusts(fn: FunctionNode, node: Try, under: If): boolean {
  let found = false;
  statementsOf(node, (one) => {
    if (found || one.kind !== "assign" || (one.start >= under.start && one.end <= under.end)) return;
    for (const target of one.targets) if (target.kind === "name" && boundBefore(fn, node, target.id) && readAfter(fn, node, target.id)) found = true;
  });
  return found;
}

/** `kept, told = model.filter_signals(signals)`, then `signals = kept`. */
function thinned(fn: FunctionNode, node: Try): Pick<LostGuard, "test" | "asked"> | null {
  let found: Pick<LostGuard, "test" | "asked"> | null = null;
  statementsOf(node, (one) => {
    if (found || one.kind !== "assign") return;
    const call = one.value.kind === "await" ? one.value.value : one.value;
    if (call.kind !== "call" || !FILTERING.test(snake(calledName(call)))) return;
    const given = call.args.map((each) => (each.value.kind === "name" && SIGNALS.test(snake(each.value.id)) ? each.value.id : null)).find((each) => each !== null);
    if (given && boundBefore(fn, node, given) && readAfter(fn, node, given) && setsAgain(node, given)) found = { test: call, asked: call };
  });
  return found;
}

const setsAgain = (node: Try, name: string): boolean => {
  let found = false;
  statementsOf(node, (one) => { found ||= one.kind === "assign" && given(one, name) !== null; });
  return found;
};

function boundBefore(fn: FunctionNode, node: Try, name: string): boolean {
  let found = fn.params.some((one) => one.name === name);
  statementsOf(fn, (one) => { found ||= one.kind === "assign" && one.end <= node.start && given(one, name) !== null; });
  return found;
}

const readAfter = (fn: FunctionNode, node: Try, name: string): boolean => fn.body.some((one) => one.end > node.end && mentionsBehind(one, node.end, name));

function mentionsBehind(node: Node, from: number, name: string): boolean {
  if (node.end <= from || node.kind === "function") return false;
  if (node.start >= from) return mentionsName(node, name);
  let found = false;
  children(node, (child) => { found ||= mentionsBehind(child, from, name); });
  return found;
}
