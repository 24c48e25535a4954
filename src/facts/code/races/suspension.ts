import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { Kind, type FlowGraph } from "../../../ir/flow.ts";
import { LOCK_NAME, LOCK_PATH, SEMAPHORE_PATH } from "../../../knowledge/lock-types.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { index, type Index } from "../module-index.ts";
import { lastName } from "./lock-identity.ts";

export interface Suspension {
  /** Whether awaiting the function may let another task run: a coroutine that awaits nothing does not. */
  of(fn: FunctionNode): boolean;
  /** Whether this await, `async with`, `async for` or yield may let another task run. */
  at(node: Node): boolean;
  /** 1 for each point of the function at which another task may really run. */
  points(flow: FlowGraph): Uint8Array;
}

export const suspension = codeFact({
  name: "suspension",
  doc: "Which awaits really let other tasks run.",
  requires: { index, callGraph, infer },
  derive({ index, callGraph, infer }): Suspension {
    const suspending = fixpoint(index, callGraph, infer);
    const at = (node: Node): boolean => mayYield(node, callGraph, infer, (fn) => suspending.has(fn));
    const known = new WeakMap<FlowGraph, Uint8Array>();
    return {
      of: (fn) => suspending.has(fn),
      at,
      points(flow) {
        const done = known.get(flow);
        if (done) return done;
        const real = flow.yields.map((one, point) => {
          if (one === 0) return 0;
          const node = flow.nodes[point];
          if (flow.kinds[point] === Kind.leave && node?.kind === "with-item" && isLock(infer, node.context)) return 0;
          return node?.kind === "await" && !at(node) ? 0 : 1;
        });
        known.set(flow, real);
        return real;
      },
    };
  },
});

/** Least fixed point: a function suspends when something that it awaits does. */
function fixpoint(index: Index, graph: CallGraph, on: Inference): ReadonlySet<FunctionNode> {
  const suspending = new Set<FunctionNode>();
  const waiting = new Map<FunctionNode, FunctionNode[]>();
  const queue: FunctionNode[] = [];
  const add = (fn: FunctionNode): void => {
    if (suspending.has(fn)) return;
    suspending.add(fn);
    queue.push(fn);
  };
  for (const one of index.modules.values()) {
    for (const fn of one.module.functions) {
      for (const node of one.yields[fn.index]!) {
        if (mayYield(node, graph, on, () => false)) add(fn);
        else if (node.kind === "await" && node.value.kind === "call") {
          for (const callee of graph.runs(node.value)) {
            appendTo(waiting, callee, fn);
          }
        }
      }
    }
  }
  for (let i = 0; i < queue.length; i++) for (const fn of waiting.get(queue[i]!) ?? []) add(fn);
  return suspending;
}

function mayYield(node: Node, graph: CallGraph, on: Inference, suspends: (fn: FunctionNode) => boolean): boolean {
  if (node.kind !== "await") return true;
  if (node.value.kind !== "call") return true;
  return callYields(node.value, graph, on, suspends);
}

function callYields(call: Call, graph: CallGraph, on: Inference, suspends: (fn: FunctionNode) => boolean): boolean {
  const targets = graph.targets(call);
  if (targets.how === "resolved" && targets.libraries.length === 0) {
    const run = graph.runs(call);
    return run.length === 0 || run.some((fn) => !fn.async || suspends(fn));
  }
  return !isUnboundedPut(call, on);
}

/** Putting into a queue without a limit never waits. */
function isUnboundedPut(call: Call, on: Inference): boolean {
  if (call.callee.kind !== "attribute" || call.callee.name !== "put") return false;
  const values = on.evaluate(call.callee.object);
  return values.length > 0 && values.every((one) => one.kind === "container" ? isUnboundedQueue(one.site) : one.kind === "external" && one.path === "asyncio.Queue()");
}

const isUnboundedQueue = (site: Expr): boolean => {
  if (site.kind !== "call") return site.kind === "subscript";
  const name = calledName(site);
  return /Queue$/.test(name) && site.args.length === 0;
};

/** Giving a lock back does not wait. */
function isLock(on: Inference, expr: Expr): boolean {
  const values = on.evaluate(expr);
  if (values.some((one) => one.kind === "external" && (LOCK_PATH.test(one.path) || SEMAPHORE_PATH.test(one.path)))) return true;
  return values.length === 0 && LOCK_NAME.test(lastName(expr));
}
