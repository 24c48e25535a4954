import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { calledName } from "../../ir/names.ts";
import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import { HALT_WORDS } from "../../knowledge/guard-words.ts";
import { appendTo } from "../../sdk/append.ts";
import type { CallGraph } from "./call-graph.ts";
import { isOrdering } from "./guard-shapes.ts";
import type { Index, Store } from "./module-index.ts";
import { snake } from "./snake.ts";

const namesHalt = (name: string): boolean => HALT_WORDS.test(snake(name));

/** Where states that stop trading are set, by the name of the attribute; `fits` says which names do. */
export function haltStores(index: Index, fits: (name: string) => boolean = namesHalt): Map<string, Store[]> {
  const found = new Map<string, Store[]>();
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      if (store.target.kind !== "attribute" || !fits(store.target.name)) continue;
      appendTo(found, store.target.name, store);
    }
  }
  return found;
}

/** How far the callers of what sets a state are followed, and how many of one function. */
const MAX_CALLERS = 3;
const MOST_CALLERS = 12;

/**
 * Nothing that sets the state, nor what calls that, depends on a quantity, on what a function answers or on an error: a person
 * pauses and resumes the bot, and a series of losses does not.
 */
export function isSwitchedByHand(stores: readonly Store[], graph: CallGraph): boolean {
  const set = stores.filter((one) => one.fn.name !== "__init__" && one.fn.name !== "<module>" && !letsGoOn(one));
  return set.length > 0 && set.every((one) => isUnasked(one.fn, one.target, graph, 0) || (SWITCH.test(one.fn.name) && isRequested(one.fn, graph, 0)));
}

/** `self.paused = False` */
const letsGoOn = ({ target, value }: Store): boolean => target.kind === "attribute" && value?.kind === "boolean" && !value.value && /paused|halted|blocked|stopped|suspended|disabled|frozen|emergency/.test(snake(target.name));

/** `pause()`, `resume_trading()` */
const SWITCH = /^_*(pause|resume|unpause|start|stop|toggle)(_|$)/;

/** Whoever calls it answers a request of a person in the end: a route, a command. */
function isRequested(fn: FunctionNode, graph: CallGraph, depth: number): boolean {
  const callers = graph.callersOf(fn);
  return depth <= MAX_CALLERS && callers.length > 0 && callers.length <= MOST_CALLERS && callers.every(({ caller }) => caller.decorators.some((one) => one.kind === "call") || isRequested(caller, graph, depth + 1));
}

function isUnasked(fn: FunctionNode, at: Node, graph: CallGraph, depth: number): boolean {
  if (depth > MAX_CALLERS) return true;
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  if (point === undefined || isHandled(at) || conditionsAt(flow, point).some(({ node }) => asksQuantity(node))) return false;
  const callers = graph.callersOf(fn);
  return callers.length <= MOST_CALLERS && callers.every(({ caller, call }) => caller === fn || isUnasked(caller, call, graph, depth + 1));
}

function isHandled(at: Node): boolean {
  for (let node = at.parent; node && node.kind !== "function"; node = node.parent) if (node.kind === "handler") return true;
  return false;
}

/** Compares quantities, or asks a function of the trade: `if self.risk.should_halt():`. */
function asksQuantity(test: Node): boolean {
  if (test.kind === "for" || test.kind === "clause" || test.kind === "case") return false;
  let found = test.kind === "handler";
  const step = (node: Node): void => {
    if (found || node.kind === "function") return;
    const { kind } = node;
    found = (kind === "compare" && isOrdering(node)) || (kind === "call" && !PLAIN.test(calledName(node)));
    children(node, step);
  };
  step(test);
  return found;
}

/** Calls that ask what was said or what is there. */
const PLAIN = /^(get|lower|upper|strip|startswith|endswith|isinstance|hasattr|getattr|callable|is_set|wait|iscoroutinefunction|json|bool|str|len)$/;
