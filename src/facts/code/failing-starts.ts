import { catchesOrdinary } from "../../ir/exception-kinds.ts";
import { calledName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, Module, Node } from "../../ir/nodes.ts";
import { statementsBefore, statementsBehind } from "../../ir/blocks.ts";
import { children, functionAround } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { entryPoints } from "./entry-points.ts";
import { mainGuard } from "./main-guard.ts";
import { missingAttributes } from "./missing-attributes.ts";
import { index, type Index } from "./module-index.ts";
import { Opens, orderReach } from "./order-reach.ts";
import { orderSites } from "./order-sites.ts";
import { failingCalls } from "./wrong-arguments.ts";

/** A program that comes to a TypeError or AttributeError before it opens anything, whenever it is started, unless it ends sooner. */
export interface FailingStart {
  readonly module: Module;
  /** What raises. */
  readonly node: Expr;
  readonly error: "TypeError" | "AttributeError";
}

export const failingStarts = codeFact({
  name: "failing-starts",
  doc: "Live programs that raise or end before they open anything, whenever they are started, where another live program leads to the bot's orders.",
  requires: { index, callGraph, entryPoints, orderReach, orderSites, missingAttributes, failingCalls },
  derive({ index, callGraph, entryPoints, orderReach, orderSites, missingAttributes, failingCalls }): readonly FailingStart[] {
    const errors = [
      ...failingCalls.map(({ call }) => ({ node: call as Expr, error: "TypeError" as const })),
      ...missingAttributes.map(({ node }) => ({ node: node as Expr, error: "AttributeError" as const })),
    ];
    const live = entryPoints.all.filter((one) => one.live && !one.broken);
    const bot: Bot = { moduleOf: index.moduleOf, callersOf: (fn) => callGraph.callersOf(fn).map(({ call }) => call), opens: (call) => (orderReach.ofCall(call) & Opens) !== 0 };
    const found = new Map<Module, FailingStart>();
    for (const { node, error } of errors) {
      for (const module of startsAlways(node, bot)) {
        if (live.some((one) => one.module === module) && !found.has(module)) found.set(module, { module, node, error });
      }
    }
    const ordering = orderSites.flatMap((one) => (one.role === "open" ? [index.moduleOf(one.call)] : []));
    const trades = (module: Module): boolean => ordering.some((one) => entryPoints.loads(module, one));
    return live.some((one) => !found.has(one.module) && trades(one.module)) ? [...found.values()] : [];
  },
});

const MOST_FUNCTIONS = 50;

interface Bot {
  readonly moduleOf: Index["moduleOf"];
  readonly callersOf: (fn: FunctionNode) => readonly Call[];
  /** Leads to an opening order. */
  readonly opens: (call: Call) => boolean;
}

/** The modules whose main block, or whose loading, comes to the node unless the program ends before, and opens nothing before it. */
function startsAlways(node: Node, bot: Bot): readonly Module[] {
  const found: Module[] = [];
  const seen = new Set<FunctionNode>();
  const queue: { at: Node; leaves: boolean }[] = [{ at: node, leaves: false }];
  for (const { at, leaves } of queue) {
    const fn = functionAround(at);
    if (seen.has(fn) || seen.size > MOST_FUNCTIONS) continue;
    const module = bot.moduleOf(fn);
    const way = wayTo(at, mainGuard(module), leaves, bot);
    if (way === null) continue;
    seen.add(fn);
    if (fn.parent === null) found.push(module);
    else queue.push(...bot.callersOf(fn).filter((call) => !fn.async || isWaitedFor(call)).map((call) => ({ at: call, leaves: way.leaves })));
  }
  return found;
}

/** `await bot.run()`, `asyncio.run(bot.run())`: not a task of its own, whose end the program survives. */
function isWaitedFor({ parent }: Call): boolean {
  if (parent?.kind !== "argument") return parent?.kind === "await";
  return parent.parent?.kind === "call" && /^(run|run_until_complete)$/.test(calledName(parent.parent));
}

/**
 * Whoever runs its function comes to it or leaves before: in no branch, no loop but an endless one, and nobody catches what it raises.
 * Where a function below may have left before it raises, nothing behind its call may open a position. Null: it is not certain.
 */
function wayTo(node: Node, guard: Node | null, below: boolean, bot: Bot): { readonly leaves: boolean } | null {
  let leaves = below;
  for (let at: Node = node; at.parent && at.kind !== "function"; at = at.parent) {
    if (!isAlwaysIn(at, at.parent, guard) || (below && statementsBehind(at).some((one) => holds(one, (each) => each.kind === "call" && bot.opens(each))))) return null;
    for (const one of statementsBefore(at)) {
      if (goesOn(one) || holds(one, (each) => each.kind === "call" && bot.opens(each))) return null;
      leaves ||= holds(one, (each) => each.kind === "return");
    }
  }
  return { leaves };
}

function isAlwaysIn(at: Node, up: Node, guard: Node | null): boolean {
  switch (up.kind) {
    case "if": return up === guard || up.test === at;
    case "while": return up.test === at || (up.test.kind === "boolean" && up.test.value);
    case "for": return up.iterable === at;
    case "conditional": return up.test === at;
    case "logical": return up.left === at;
    case "try": return !up.handlers.some(swallows);
    case "handler": case "case": case "comprehension": case "lambda": case "class": return false;
    default: return true;
  }
}

const swallows = ({ type, body }: Handler): boolean => catchesOrdinary(type) !== "never" && body.at(-1)?.kind !== "raise";

const goesOn = (one: Node): boolean => holds(one, (each) => each.kind === "while" && each.test.kind === "boolean");

function holds(node: Node, is: (node: Node) => boolean): boolean {
  if (is(node)) return true;
  if (node.kind === "function" || node.kind === "class" || node.kind === "lambda") return false;
  let found = false;
  children(node, (child) => { found ||= holds(child, is); });
  return found;
}
