import type { Call, Expr, FunctionNode, If, Node, While } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { ENDING_CALLS, ENDING_EXCEPTIONS, RUN_FLAG } from "../../../knowledge/process-end.ts";
import { STOPPING_NAME } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { isOrdering, isZero } from "../guard-shapes.ts";
import { index } from "../module-index.ts";
import { reach, type Reach } from "../reach.ts";
import { memoryReads, type MemoryRead } from "./memory-reads.ts";
import { calleeName, stopSequence } from "./stop-sequence.ts";

/**
 * What the branch over the limit leads to. stops: the shutdown path, or an exit that unwinds. kills: the process ends at
 * once. handed: a callback that nobody could follow. nothing: it logs, counts, collects garbage.
 */
export type Outcome = "stops" | "kills" | "handed" | "nothing";

/** A comparison of the process's memory with a limit. */
export interface MemoryGuard {
  readonly branch: If | While;
  readonly fn: FunctionNode;
  readonly outcome: Outcome;
  /** What ends the bot, or the last thing that is done instead. */
  readonly by: Node;
  readonly reach: Reach;
  /** It runs in a loop, or in what one calls. */
  readonly repeated: boolean;
}

export interface MemoryGuards {
  readonly guards: readonly MemoryGuard[];
  readonly reads: readonly MemoryRead[];
}

/** A comparison that runs again and again, or that would end the bot; in a report that somebody asks for it guards nothing. */
export const isGuard = (one: MemoryGuard): boolean => one.reach !== "dead" && (one.repeated || one.outcome !== "nothing");

const MAX_DEPTH = 4;

export const memoryGuards = codeFact({
  name: "memory-guards",
  doc: "Where the process's memory is compared with a limit, and what the branch over the limit leads to.",
  requires: { index, callGraph, reach, memoryReads, stopSequence },
  derive({ index, callGraph, reach, memoryReads, stopSequence }): MemoryGuards {
    const guards: MemoryGuard[] = [];
    if (memoryReads.all.length === 0) return { guards, reads: [] };
    const stopping = new Set(stopSequence.steps.filter((one) => one.region.kind === "signal").map((one) => one.fn));
    for (const one of index.modules.values()) {
      for (const kind of ["if", "while"] as const) {
        for (const node of one.byKind.get(kind) ?? []) {
          if ((node.kind !== "if" && node.kind !== "while") || !comparesMemory(node.test, memoryReads.carries) || isOneOfMany(node.test) || isNoted(node)) continue;
          const fn = enclosingFunction(node)!;
          const [outcome, by] = outcomeOf(node, callGraph, stopping);
          guards.push({ branch: node, fn, outcome, by, reach: reach.of(fn), repeated: isRepeated(node, fn, callGraph, 0) });
        }
      }
    }
    return { guards, reads: memoryReads.all };
  },
});

/** `rss > limit`, or a name or call that stands for such a comparison. */
function comparesMemory(test: Expr, carries: (node: Node) => boolean): boolean {
  if (!carries(test)) return false;
  if (test.kind === "name" || test.kind === "attribute") return false;
  let found = test.kind === "call" && /exceed|over|above|high|critical|limit|too/i.test(calleeName(test));
  const visit = (node: Node): void => {
    if (node.kind === "compare" && isOrdering(node) && (measures(node.left, carries) || measures(node.right, carries)) && !isZero(node.left) && !isZero(node.right)) found = true;
    else children(node, visit);
  };
  visit(test);
  return found;
}

/** `rate_limited or errors > 0 or memory > 700`: a report of whatever is unusual, not a guard of the memory. */
function isOneOfMany(test: Expr): boolean {
  let operands = 0;
  const count = (expr: Expr): void => {
    if (expr.kind !== "logical" || expr.op !== "or") operands++;
    else [expr.left, expr.right].forEach(count);
  };
  count(test);
  return operands > 2;
}

/** `if memory > limit: diagnosis.append("CHECK_MEMORY")`: a line of a report. */
const isNoted = ({ body }: If | While): boolean =>
  body.every((one) => one.kind === "expression" && one.value.kind === "call" && calleeName(one.value) === "append" && one.value.callee.kind === "attribute" && one.value.callee.object.kind === "name");

/** A record that holds the memory among other things carries it too: what is compared must be called so. */
const measures = (side: Expr, carries: (node: Node) => boolean): boolean => carries(side) && MEMORY_WORDS.test(namesIn(side));
const MEMORY_WORDS = /rss|mem|heap|usage|peak|maxrss|_mb|megabyte|traced/i;

function namesIn(node: Node): string {
  if (node.kind === "name") return node.id;
  if (node.kind === "string") return node.value;
  let words = node.kind === "attribute" ? node.name : "";
  children(node, (child) => { words += ` ${namesIn(child)}`; });
  return words;
}

function outcomeOf(branch: If | While, graph: CallGraph, stopping: ReadonlySet<FunctionNode>): [Outcome, Node] {
  let outcome: Outcome = "nothing";
  let by: Node = branch;
  const seen = new Set<FunctionNode>();
  const found = (next: Outcome, node: Node): void => {
    if (RANK[next] > RANK[outcome]) [outcome, by] = [next, node];
  };
  const visit = (node: Node, depth: number): void => {
    if (node.kind === "function" || outcome === "stops") return;
    if (node.kind === "raise" && node.value && ENDING_EXCEPTIONS.test(nameIn(node.value))) return found("stops", node);
    if (node.kind === "assign" && node.targets.some((one) => RUN_FLAG.test(nameIn(one))) && node.value.kind === "boolean") return found("stops", node);
    if (node.kind === "call") {
      const ends = endOf(node, graph, stopping);
      if (ends) found(ends, node);
      else if (depth < MAX_DEPTH) for (const fn of graph.runs(node)) follow(fn, depth + 1);
    }
    children(node, (child) => visit(child, depth));
  };
  const follow = (fn: FunctionNode, depth: number): void => {
    if (seen.has(fn)) return;
    seen.add(fn);
    for (const one of fn.body) visit(one, depth);
  };
  for (const one of branch.body) visit(one, 0);
  return [outcome, by];
}

const RANK: Readonly<Record<Outcome, number>> = { nothing: 0, handed: 1, kills: 2, stops: 3 };

function endOf(call: Call, graph: CallGraph, stopping: ReadonlySet<FunctionNode>): Outcome | null {
  const name = calleeName(call);
  const { libraries, functions, how } = graph.targets(call);
  const ends = ENDING_CALLS.find(({ path }) => libraries.some((one) => path.test(one)) || (how === "foreign" && path.test(name)) || (call.callee.kind === "name" && path.test(name)));
  if (ends) return ends.hard ? "kills" : "stops";
  if (functions.some((fn) => stopping.has(fn))) return "stops";
  const receiver = call.callee.kind === "attribute" ? nameIn(call.callee.object) : "";
  if (name === "set" && RUN_FLAG.test(receiver)) return "stops";
  if (STOPPING_NAME.test(name) || /(request|initiate|trigger|begin|start)_?(graceful_?)?(stop|shutdown|exit)|graceful|emergency_(stop|shutdown)/i.test(name)) {
    return /monitor|profil|trac|timer|span/i.test(receiver) || /^(close|cancel|cleanup)/i.test(name) ? null : "stops";
  }
  const callback = functions.length === 0 && /^_?(on_|callback|handler|notify_limit)|_(callback|handler|hook)$/i.test(name) && how !== "library";
  return callback ? "handed" : null;
}

const nameIn = (node: Expr): string =>
  node.kind === "name" ? node.id : node.kind === "attribute" ? node.name : node.kind === "call" ? nameIn(node.callee) : node.kind === "subscript" ? nameIn(node.object) : "";

/** In a loop of its function, or of a caller's. */
function isRepeated(node: Node, fn: FunctionNode, graph: CallGraph, depth: number): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "while" || (at.kind === "for" && at.async)) return true;
  return depth < MAX_DEPTH && graph.callersOf(fn).some(({ call, caller }) => caller !== fn && isRepeated(call, caller, graph, depth + 1));
}
