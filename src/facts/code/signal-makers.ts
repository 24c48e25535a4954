import { calledName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import { DECIDING_CALLS } from "../../knowledge/signal-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { openWays } from "./open-ways.ts";
import { FILTERING } from "./rejections.ts";
import { carries } from "./signal-births.ts";
import { snake } from "./snake.ts";

/** A test under which a maker of signals takes one away. */
export interface Drop {
  readonly test: Expr;
  /** How it comes out for the signals that stay. */
  readonly stays: boolean;
}

/** A function that runs before the decision reaches the way to the order: it makes signals, or hands on those that it lets pass. */
export interface SignalMaker {
  readonly fn: FunctionNode;
  readonly drops: readonly Drop[];
}

export interface SignalMakers {
  /** Those that take signals away. */
  readonly filtering: readonly SignalMaker[];
  /** All that a signal of the ways may come from. */
  readonly all: ReadonlySet<FunctionNode>;
}

export const signalMakers = codeFact({
  name: "signal-makers",
  doc: "The functions that make the signals of the ways to an order and that filter them before they are handed over, with the tests that take one away.",
  requires: { openWays, callGraph, index },
  derive({ openWays, callGraph, index }): SignalMakers {
    const found = new Set<FunctionNode>();
    for (const way of openWays.without(null)) {
      if (way.kind !== "signal" || way.origin === null) continue;
      for (const call of callsBehind(way.origin, index)) for (const fn of callGraph.runs(call)) found.add(fn);
    }
    for (const fn of found) {
      if (found.size > MOST) break;
      for (const next of handlersIn(fn, index, callGraph)) found.add(next);
    }
    return { all: found, filtering: [...found].map((fn) => ({ fn, drops: dropsOf(fn) })).filter((one) => one.drops.length > 0 || FILTERING.test(snake(one.fn.name))) };
  },
});

const MOST = 200;
const MOST_HOPS = 6;

/** The calls that a value comes from, back through local names and loops: `for one in signals`, `signals = await self.generate()`. */
function callsBehind(origin: Node, index: Index): readonly Call[] {
  const found = new Set<Call>();
  const seen = new Set<Node>();
  const back = (node: Node, hops: number): void => {
    if (hops > MOST_HOPS || seen.has(node) || node.kind === "function") return;
    seen.add(node);
    if (node.kind === "call") found.add(node);
    if (node.kind === "name") for (const one of bindingsOf(node, index.modules.get(index.moduleOf(node).file)!) ?? []) if (one.kind === "value" || one.kind === "iteration") back(one.expr, hops + 1);
    if (node.kind === "assign") return back(node.value, hops);
    if (node.kind === "for") return back(node.iterable, hops);
    children(node, (child) => back(child, hops));
  };
  back(origin, 0);
  return [...found];
}

/** Functions that a maker hands its signals through: told one, or called like what makes or filters them. */
function handlersIn(fn: FunctionNode, index: Index, graph: CallGraph): FunctionNode[] {
  return index.callsIn(fn).flatMap((call) => {
    const name = snake(calledName(call));
    if (TELLS.test(name)) return [];
    const named = DECIDING_CALLS.test(name) || FILTERING.test(name);
    return graph.runs(call).filter((one) => one.name !== "__init__" && (named || carries(one)));
  });
}

/** Writes about signals, or keeps them. */
const TELLS = /^_*(log|record|notify|send|save|store|persist|format|publish|broadcast|update|print|count|track|emit|register|init\w*|setup|load)(_|$)/;

function dropsOf(fn: FunctionNode): Drop[] {
  const found: Drop[] = [];
  const step = (node: Node): void => {
    if (node.kind === "function" || node.kind === "class") return;
    if (node.kind === "if") {
      if (takesAway(node.body)) found.push({ test: node.test, stays: false });
      else if (takesAway(node.otherwise) || (keeps(node.body) && !keeps(node.otherwise))) found.push({ test: node.test, stays: true });
    }
    children(node, step);
  };
  for (const statement of fn.body) step(statement);
  return found;
}

/** It ends without the signal: goes on to the next one, or gives none. */
function takesAway(body: readonly Node[]): boolean {
  const last = body.at(-1);
  return last?.kind === "continue" || (last?.kind === "return" && isNothing(last.value));
}

const isNothing = (value: Expr | null): boolean =>
  value === null || value.kind === "none" || (value.kind === "list" && value.items.length === 0) || (value.kind === "dict" && value.entries.length === 0);

/** `accepted.append(signal)` */
const keeps = (body: readonly Node[]): boolean =>
  body.some((one) => one.kind === "expression" && one.value.kind === "call" && one.value.callee.kind === "attribute" && one.value.callee.name === "append" && one.value.callee.object.kind === "name" && !NOTES.test(one.value.callee.object.id));

const NOTES = /reason|error|warning|log|message|history|reject|skipped|dropped/i;
