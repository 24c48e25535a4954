import { leaves } from "../../../ir/blocks.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node, Stmt, While } from "../../../ir/nodes.ts";
import { children, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { argumentFor } from "../resources/flows.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Duration, Durations } from "./seconds.ts";
import { isEmptyLiteral } from "./trail.ts";

/** A pause of a loop. */
export interface Pause {
  readonly call: Call;
  /** Null: only the running bot knows. */
  readonly duration: Duration | null;
}

/** The innermost loop around a node that goes on for as long as the bot does. */
export function loopAround(node: Node): While | null {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "while") return at;
  return null;
}

/** The pauses that each round of a loop takes: not those of handlers, of branches that start the next round, of inner loops. */
export function pausesOf(loop: While, graph: CallGraph, durations: Durations): Pause[] {
  return pausesIn(loop.body, graph, durations);
}

/** The same of a list of statements that each round runs. */
export function pausesIn(body: readonly Node[], graph: CallGraph, durations: Durations, depth = 0): Pause[] {
  const found: Pause[] = [];
  const look = (node: Node): void => {
    switch (node.kind) {
      case "function": case "class": case "handler": return;
      case "if":
        look(node.test);
        if (!startsAnew(node.body)) node.body.forEach(look);
        if (!startsAnew(node.otherwise)) node.otherwise.forEach(look);
        return;
      case "call": {
        const pause = pauseOf(node, durations);
        if (pause) return void found.push(pause);
        const { how, functions } = graph.targets(node);
        if (depth < 2 && how === "resolved" && functions.length === 1 && WAITS.test(functions[0]!.name)) {
          const inner = pausesIn(functions[0]!.body, graph, durations, depth + 1);
          const whole = inner.length > 0 ? null : sliced(node, functions[0]!, durations);
          found.push(...(whole ? [whole] : inner));
        }
        return children(node, look);
      }
      case "for": {
        const times = rounds(node.iterable, durations);
        const inner = pausesIn(node.body, graph, durations, depth);
        return void found.push(...inner.map((one) => ({ ...one, duration: times !== null && one.duration ? { ...one.duration, seconds: one.duration.seconds * times } : null })));
      }
      case "while": return;
      default: children(node, look);
    }
  };
  body.forEach(look);
  return found;
}

/** A sleep in slices that can be cut short: `self.sleep_until(interval)` with a loop inside waits for what it was given. */
function sliced(call: Call, fn: FunctionNode, durations: Durations): Pause | null {
  const at = fn.params.findIndex((one) => TIME_PARAMETER.test(one.name));
  let sleeps = false;
  walkBody(fn, (node) => void (node.kind === "call" && calledName(node) === "sleep" && loopAround(node) !== null && (sleeps = true)));
  const given = at < 0 || !sleeps ? null : argumentFor(call, fn, at);
  return given ? { call, duration: durations.of(given) } : null;
}

const TIME_PARAMETER = /(^|_)(s|sec|secs|seconds|interval|delay|duration|timeout|period|wait|pause)(_|$)/i;

const WAITS = /wait|sleep|pause|delay|idle/i;
const startsAnew = (body: readonly Stmt[]): boolean => body.length > 0 && leaves(body);

function rounds(iterable: Expr, durations: Durations): number | null {
  if (iterable.kind !== "call" || calledName(iterable) !== "range" || iterable.args.length !== 1) return null;
  return durations.of(iterable.args[0]!.value)?.seconds ?? null;
}

function pauseOf(call: Call, durations: Durations): Pause | null {
  const name = calledName(call);
  const given = (expr: Expr | undefined): Pause | null => (expr ? { call, duration: durations.of(expr) } : null);
  const named = call.args.find((one) => one.name === "timeout" || one.name === "delay" || one.name === "seconds")?.value;
  const plain = call.args.filter((one) => one.name === null);
  if (name === "sleep") return given(plain[0]?.value ?? named);
  if (name === "wait_for" && isEvent(plain[0]?.value)) return given(plain[1]?.value ?? named);
  if (name === "wait" && call.callee.kind === "attribute" && plain.length < 2 && !/^asyncio$/.test(call.callee.object.kind === "name" ? call.callee.object.id : "")) return given(plain[0]?.value ?? named);
  return null;
}

/** `wait_for(event.wait(), timeout=...)` pauses; `wait_for(work(), ...)` works. */
const isEvent = (expr: Expr | undefined): boolean =>
  expr?.kind === "call" && /^(wait|shield|create_task)$/.test(calledName(expr)) && (calledName(expr) === "wait" || isEvent(expr.args[0]?.value));

/** A test of the time since the last round that must come out right for the node to run. */
export interface Elapsed {
  readonly test: Expr;
  readonly duration: Duration | null;
}

export function elapsedBefore(node: Node, durations: Durations): Elapsed | null {
  for (let at = node; at.parent && at.kind !== "function"; at = at.parent) {
    const up = at.parent;
    if (up.kind === "if" && up.test !== at) {
      const found = (up.body as readonly Node[]).includes(at) ? elapsedIn(up.test, durations, true) : null;
      if (found) return found;
    }
    if (!("body" in up) || !Array.isArray(up.body)) continue;
    for (const before of up.body as readonly Node[]) {
      if (before === at) break;
      const found = before.kind === "if" ? leavesEarly(before, durations) : null;
      if (found) return found;
    }
  }
  return null;
}

/** `if now - last < interval: return`, also within `if last is not None:`. */
function leavesEarly(before: Node & { kind: "if" }, durations: Durations): Elapsed | null {
  if (leaves(before.body)) return elapsedIn(before.test, durations, false);
  if (before.test.kind !== "compare" || before.test.right.kind !== "none") return null;
  for (const inner of before.body) {
    const found = inner.kind === "if" && leaves(inner.body) ? elapsedIn(inner.test, durations, false) : null;
    if (found) return found;
  }
  return null;
}

/** `now - self.last >= interval`: true when it is time; `late` says which way the comparison must go. */
function elapsedIn(test: Expr, durations: Durations, late: boolean): Elapsed | null {
  if (test.kind === "logical") return elapsedIn(test.left, durations, late) ?? elapsedIn(test.right, durations, late);
  if (test.kind === "unary" && test.op === "not") return elapsedIn(test.operand, durations, !late);
  if (test.kind !== "compare" || !/^[<>]/.test(test.op)) return null;
  const more = test.op === ">" || test.op === ">=";
  const [since, limit] = more === late ? [test.left, test.right] : [test.right, test.left];
  return isSince(since) ? { test, duration: durations.of(limit) } : null;
}

/** The time since something: a difference of times, or a name for it. */
function isSince(expr: Expr, depth = 0): boolean {
  if (expr.kind === "call" && /^(total_seconds|abs|float|int)$/.test(calledName(expr))) return isSince(expr.callee.kind === "attribute" ? expr.callee.object : expr.args[0]!.value, depth);
  if (expr.kind === "attribute" && expr.name === "seconds") return isSince(expr.object, depth);
  if (expr.kind === "binary" && expr.op === "-") return TIMES.test(wordsIn(expr));
  if (expr.kind === "name" && depth < 2) {
    const fn = enclosingFunction(expr);
    return /elapsed|since|time_diff|delta|passed/i.test(expr.id) || (fn !== null && assignedSince(fn, expr.id, depth));
  }
  return expr.kind === "attribute" && /elapsed|since/i.test(expr.name);
}

const TIMES = /time|now|monotonic|(^|_)ts(_|$)|last|perf_counter|started/i;

function assignedSince(fn: FunctionNode, name: string, depth: number): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.targets.some((one) => one.kind === "name" && one.id === name)) found ||= isSince(node.value, depth + 1);
  });
  return found;
}

function wordsIn(node: Node): string {
  let words = ownName(node);
  children(node, (child) => { words += ` ${wordsIn(child)}`; });
  return words;
}

/**
 * `if count % 10 == 0:`, `if self.ticks >= 10: self.ticks = 0` around the node: only every tenth round. NaN: every so many
 * rounds, and only the running bot knows how many.
 */
export function everyNth(node: Node, durations: Durations): number | null {
  for (let at = node; at.parent && at.kind !== "function" && at.kind !== "while"; at = at.parent) {
    const up = at.parent;
    if (up.kind !== "if" || up.test === at || !(up.body as readonly Node[]).includes(at)) continue;
    const nth = modulusIn(up.test, durations) ?? countedIn(up, durations);
    if (nth !== null) return nth;
  }
  return null;
}

function modulusIn(test: Expr, durations: Durations): number | null {
  if (test.kind === "logical") return modulusIn(test.left, durations) ?? modulusIn(test.right, durations);
  if (test.kind !== "compare" || test.op !== "==" || test.left.kind !== "binary" || test.left.op !== "%") return null;
  return durations.of(test.left.right)?.seconds ?? NaN;
}

/** A counter that each round raises by one, and that the branch sets back. */
function countedIn({ test, body }: Node & { kind: "if" }, durations: Durations): number | null {
  if (test.kind !== "compare" || !/^(>=?|==)$/.test(test.op)) return null;
  const name = ownName(test.left);
  const fn = enclosingFunction(test);
  if (name === "" || !fn || !body.some((one) => one.kind === "assign" && isEmptyLiteral(one.value) && one.targets.some((target) => ownName(target) === name))) return null;
  let raised = false;
  walkBody(fn, (node) => { raised ||= node.kind === "augmented" && node.op === "+" && ownName(node.target) === name && node.value.kind === "number" && node.value.value === 1; });
  return raised ? durations.of(test.right)?.seconds ?? NaN : null;
}
