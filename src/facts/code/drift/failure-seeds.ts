import { leaves } from "../../../ir/blocks.ts";
import { reachingDefinitions } from "../../../ir/definitions.ts";
import { Edge, ENTRY, flowOf, Kind, ownPoints, pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, Name, Node, Return, Try } from "../../../ir/nodes.ts";
import { children, contains, walkBody } from "../../../ir/walk.ts";
import { ANSWER_STATUS } from "../../../knowledge/position-calls.ts";
import { failedValue, seedAt, type Mark } from "./trail.ts";

/** Where a failed request turns into a value that looks like an answer. */
export interface FailureSeed {
  readonly mark: Mark;
  /** The handler, or the test of the answer's status, that knew about the failure. */
  readonly knownAt: Node;
}

/** Only a task's end or the user's interrupt: not a failed request. */
const ENDS = /^(CancelledError|KeyboardInterrupt|SystemExit|GeneratorExit|asyncio\.CancelledError|StopIteration|StopAsyncIteration)$/;

const catches = (handler: Handler): boolean => !handler.type || !ENDS.test(ownName(handler.type));

/**
 * What handlers around `sources` make of an exception: `return []`, or a variable that was empty before. `isFollowed` says
 * which names carry the answer.
 */
export function swallowed(fn: FunctionNode, sources: readonly Call[], isFollowed: (name: Name) => boolean): FailureSeed[] {
  const found: FailureSeed[] = [];
  const flow = flowOf(fn);
  const avoided = new Set(sources.flatMap((call) => pointsOf(flow, call)));
  walkBody(fn, (node) => {
    if (node.kind !== "try" || !sources.some((call) => isInside(call, node))) return;
    for (const handler of node.handlers) {
      if (!catches(handler) || raisesForStatus(handler)) continue;
      const after = afterHandler(flow, handler, avoided);
      if (after.size > 0) found.push(...seedsAfter(fn, flow, { tried: node, handler, after }, isFollowed));
    }
  });
  return found;
}

/** `except ValueError: resp.raise_for_status(); return {}`: what the exchange refused is raised, only a good answer that is no JSON is empty. */
const raisesForStatus = ({ body }: Handler): boolean =>
  body.some((one) => one.kind === "expression" && one.value.kind === "call" && ownName(one.value.callee) === "raise_for_status");

const isInside = (call: Call, one: Try): boolean => one.body.some((each) => each.start <= call.start && call.end <= each.end);

/** Points that run after the handler without a new request. */
export function afterHandler(flow: FlowGraph, handler: Handler, avoided: ReadonlySet<Point>): ReadonlySet<Point> {
  const seen = new Set<Point>();
  const stack: Point[] = [];
  for (const at of ownPoints(flow, handler)) {
    if (flow.kinds[at] !== Kind.catch) continue;
    for (let i = flow.next.start[at]!; i < flow.next.start[at + 1]!; i++) if (flow.next.kind[i] === Edge.true) stack.push(flow.next.point[i]!);
  }
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (seen.has(at) || avoided.has(at)) continue;
    seen.add(at);
    for (let i = flow.next.start[at]!; i < flow.next.start[at + 1]!; i++) {
      const kind = flow.next.kind[i];
      if (kind !== Edge.exception && kind !== Edge.cancel) stack.push(flow.next.point[i]!);
    }
  }
  return seen;
}

/** A handler, the request that it stands around, and the points that run after it. */
interface Swallowing { readonly tried: Try; readonly handler: Handler; readonly after: ReadonlySet<Point> }

function seedsAfter(fn: FunctionNode, flow: FlowGraph, { tried, handler, after }: Swallowing, isFollowed: (name: Name) => boolean): FailureSeed[] {
  const found: FailureSeed[] = [];
  const missed = new Set<string>();
  walkBody(fn, (node) => {
    if (node.kind === "name" && node.start > tried.start && isFilled(node) && !pointsOf(flow, node).some((point) => after.has(point))) missed.add(node.id);
  });
  for (const one of filledInside(fn, tried)) missed.add(one);
  const returns = returnsOf(fn);
  for (const one of returns) {
    if (!pointsOf(flow, one).some((point) => after.has(point)) && !ownPoints(flow, one).some((point) => after.has(point))) continue;
    const value = one.value?.kind === "name" ? null : failedValue(one.value);
    if (value && one.value) found.push({ mark: seedAt(one.value, "failed", value.as, null, value.item), knownAt: handler });
  }
  for (const name of flow.locals.useNodes) {
    if (!isFollowed(name) || !pointsOf(flow, name).some((point) => after.has(point))) continue;
    const empty = emptyDefinition(flow, name);
    if (!empty) continue;
    // What the handler itself puts there is what it is then. Else it was empty before, and the request was to fill it.
    if (contains(handler, empty.value) || (empty.value.end <= tried.start && !assigns(handler, name.id) && missed.has(name.id))) found.push({ mark: seedAt(name, "failed", empty.as, seedAt(empty.value, "failed", empty.as)), knownAt: handler });
  }
  return found;
}

const FILLS = /^(append|add|update|extend|setdefault|insert)$/;

/** Bound, or handed to something that fills it: `seen.add(x)`, `held[x] = y`, `fill(held)`. */
function isFilled(name: Name): boolean {
  const up = name.parent;
  switch (up?.kind) {
    case "assign": return up.targets.includes(name);
    case "augmented": return up.target === name;
    case "tuple": case "list": return up.parent?.kind === "assign" && up.parent.targets.includes(up);
    case "subscript": return up.object === name && up.parent?.kind === "assign" && up.parent.targets.includes(up);
    case "attribute": return up.parent?.kind === "call" && up.parent.callee === up && FILLS.test(up.name);
    case "argument": return up.parent?.parent?.kind === "expression" || up.parent?.parent?.kind === "await";
    case "for": case "bind": case "with-item": return true;
    default: return false;
  }
}

/** What functions that stand inside of this one fill when the tried statements call them: `def take(rows): out.append(...)`. */
function filledInside(fn: FunctionNode, tried: Try): readonly string[] {
  const inner = fn.body.flatMap((one) => (one.kind === "function-statement" ? [one.function] : []));
  const found: string[] = [];
  if (inner.length > 0) tried.body.forEach(function look(node: Node): void {
    const called = node.kind === "call" && node.callee.kind === "name" ? node.callee.id : null;
    for (const one of called === null ? [] : inner.filter(({ name }) => name === called)) walkBody(one, (each) => { if (each.kind === "name" && each.parent?.kind === "attribute" && isFilled(each)) found.push(each.id); });
    children(node, look);
  });
  return found;
}

/** A plain statement of the handler, not one of its branches, binds the name. */
const assigns = (handler: Handler, name: string): boolean =>
  handler.body.some((one) => one.kind === "assign" && one.targets.some((target) => target.kind === "name" && target.id === name));

const returnsOf = (fn: FunctionNode): Return[] => {
  const found: Return[] = [];
  walkBody(fn, (node) => { if (node.kind === "return") found.push(node); });
  return found;
};

/** The empty literal that a name may still have. */
function emptyDefinition(flow: FlowGraph, name: Name): { readonly value: Expr; readonly as: "empty" | "none" } | null {
  for (const point of reachingDefinitions(flow, name) ?? []) {
    const value = point === ENTRY ? null : flow.values[point] as Expr | null;
    const failed = value ? failedValue(value) : null;
    if (value && failed && failed.as !== "pair") return { value, as: failed.as };
  }
  return null;
}

/**
 * Tests of the answer's status (`retCode != 0`, `not resp.get("success")`) whose failing branch returns something empty, or
 * leaves a variable empty that was to be filled.
 */
export function deniedAnswers(fn: FunctionNode, isAnswer: (expr: Expr) => boolean, isFollowed: (name: Name) => boolean): FailureSeed[] {
  const found: FailureSeed[] = [];
  const flow = flowOf(fn);
  const returns = returnsOf(fn);
  walkBody(fn, (node) => {
    if (node.kind !== "if" || !asksStatus(node.test, isAnswer)) return;
    for (const one of returns) {
      const value = one.value ? failedValue(one.value) : null;
      if (!value || !one.value || one.value.kind === "name") continue;
      const inside = node.start <= one.start && one.end <= node.end;
      const rest = !inside && one.start > node.end && leaves(node.body) && node.parent === one.parent;
      const nested = inside && isNearest(one, node);
      if (nested || rest) found.push({ mark: seedAt(one.value, "failed", value.as, null, value.item), knownAt: node.test });
    }
    if (leaves(node.body) || (node.otherwise.length > 0 && leaves(node.otherwise))) return;
    for (const name of flow.locals.useNodes) {
      if (name.start < node.end || !isFollowed(name) || !fills(node.body, name.id)) continue;
      const empty = emptyDefinition(flow, name);
      if (empty && empty.value.end <= node.start) found.push({ mark: seedAt(name, "failed", empty.as, seedAt(empty.value, "failed", empty.as)), knownAt: node.test });
    }
  });
  return found;
}

/** The test itself rules the return, not a loop or another test in between. */
function isNearest(one: Return, test: Node): boolean {
  for (let at: Node | null = one.parent; at && at !== test; at = at.parent) if (at.kind !== "with") return false;
  return true;
}

function fills(body: readonly Node[], name: string): boolean {
  let found = false;
  const look = (node: Node): void => {
    if (found) return;
    if (node.kind === "name" && node.id === name) found = true;
    else children(node, look);
  };
  body.forEach(look);
  return found;
}

/** The test asks a part of the answer that tells success from failure. */
export function asksStatus(test: Expr, isAnswer: (expr: Expr) => boolean): boolean {
  let answer = false;
  let status = false;
  const look = (node: Node): void => {
    answer ||= isAnswer(node as Expr);
    if (node.kind === "string") status ||= ANSWER_STATUS.test(node.value);
    else if (node.kind === "attribute") status ||= ANSWER_STATUS.test(node.name);
    children(node, look);
  };
  look(test);
  return answer && status;
}

/**
 * A library that hands on the venue's refusal as a normal answer (`{"code": "50011", "data": []}`): without a look at the code
 * its rows are simply empty.
 */
export function uncheckedAnswers(fn: FunctionNode, call: Call, isAnswer: (expr: Expr) => boolean): FailureSeed[] {
  const found: FailureSeed[] = [];
  let asked = false;
  walkBody(fn, (node) => {
    if (node.kind === "compare" || node.kind === "if" || node.kind === "unary") asked ||= asksStatus(node.kind === "if" ? node.test : node, isAnswer);
    const rows = node.kind === "subscript" ? node : node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" ? node : null;
    const key = rows?.kind === "subscript" ? rows.index : rows?.args[0]?.value;
    if (rows && isAnswer(rows) && key?.kind === "string" && key.value === "data") found.push({ mark: seedAt(rows, "failed"), knownAt: call });
  });
  return asked ? [] : found;
}
