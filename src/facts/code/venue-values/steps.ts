import { ENTRY, flowOf, Kind, ownPoints } from "../../../ir/flow.ts";
import { readsOf } from "../../../ir/definitions.ts";
import type { Call, Expr, FunctionNode, Node, Sequence } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import type { Ask, Carriers } from "./carriers.ts";
import { intoKey, passArgument } from "./arguments.ts";
import { asksOf } from "./asked-keys.ts";
import { load, store } from "./attributes.ts";
import { converted, pair, venueText, type Carried, type Tracked } from "./tracked.ts";
import { toldBy } from "./endpoints.ts";
import { exitsOf } from "./exits.ts";
import { keyOf } from "./select.ts";
import { withTopic } from "./topic-at.ts";

/** Where an expression's value goes next: to its parent, the names that it is bound to, the callee, the callers. */
export function step(on: Carriers, carried: Carried): void {
  const { expr, value, stack } = carried;
  const parent = expr.parent;
  if (!parent) return;
  const pass = (to: Expr, as: Tracked = value): void => on.push(to, as, stack, carried);
  switch (parent.kind) {
    case "await": return pass(parent);
    case "argument": {
      const call = parent.parent;
      return call?.kind === "call" ? passArgument(on, carried, parent, call) : undefined;
    }
    case "attribute": {
      const call = parent.parent;
      if (call?.kind === "call" && call.callee === parent) method(on, carried, call, parent.name);
      return;
    }
    case "subscript":
      if (parent.object !== expr) return;
      if (!isTarget(parent)) return subscript(on, carried, parent);
      return parent.index.kind === "string" ? on.overwrite(parent.index.value, value) : undefined;
    case "logical": return logical(on, carried, parent);
    case "conditional": return parent.test === expr ? undefined : pass(parent);
    case "bind": pass(parent); return bindTarget(on, parent.target, carried, null);
    case "assign": return parent.value === expr ? parent.targets.forEach((target) => bindTarget(on, target, carried, null)) : undefined;
    case "for": case "clause": return parent.iterable === expr ? bindTarget(on, parent.target, carried, { position: -1 }) : undefined;
    case "with-item": return parent.context === expr && parent.target ? bindTarget(on, parent.target, carried, null) : undefined;
    case "return": return returned(on, carried, enclosingFunction(parent)!);
    case "entry": {
      if (parent.value !== expr || parent.parent?.kind !== "dict") return;
      const key = parent.key === null ? "**" : parent.key.kind === "string" ? parent.key.value : "*";
      return on.put(parent.parent, key, carried, stack);
    }
    case "list": case "tuple": case "set": return isTarget(parent) ? undefined : on.put(parent, parent.kind === "set" || parent.items.some((one) => one.kind === "spread") ? "*" : String(parent.items.indexOf(expr)), carried, stack);
    case "comprehension": return (parent.value ?? parent.element) === expr ? on.put(parent, "*", carried, stack) : undefined;
    case "binary": return parent.op === "+" && value.kind === "made" ? pass(parent) : undefined;
    case "compare": return parent.op === "in" && parent.right === expr && parent.left.kind === "string" ? asked(on, carried, parent.left.value, parent) : undefined;
    case "unary": return value.kind === "number" && parent.op !== "not" ? pass(parent) : undefined;
    default: return;
  }
}

const isTarget = (node: Node): boolean => {
  const parent = node.parent;
  return (parent?.kind === "assign" && parent.targets.includes(node as Expr)) || (parent?.kind === "for" && parent.target === node)
    || (parent?.kind === "clause" && parent.target === node) || (parent?.kind === "augmented" && parent.target === node) || parent?.kind === "delete"
    || ((parent?.kind === "tuple" || parent?.kind === "list") && isTarget(parent));
};

/** `x or y`: what is left of a text that is not "" and not None; `a and x` is x. */
function logical(on: Carriers, carried: Carried, parent: Expr & { kind: "logical" }): void {
  const { expr, value, stack } = carried;
  if (parent.op === "and") return expr === parent.right ? on.push(parent, value, stack, carried) : undefined;
  if (expr === parent.right) return on.push(parent, value, stack, carried);
  on.push(parent, value.kind === "text" ? venueText({ ...value, empty: parent.op === "??" && value.empty, null: false }) : value, stack, carried);
}

function subscript(on: Carriers, carried: Carried, parent: Expr & { kind: "subscript" }): void {
  if (parent.index.kind === "slice") return carried.value.kind === "text" ? undefined : on.push(parent, carried.value, carried.stack, carried);
  const asks = asksOf(on, parent.index, carried.stack);
  if (asks.length > 0) return asks.forEach((ask) => on.select(carried, ask, parent));
  // `rows[i]`, `registry[symbol]`: some element; of a payload only where it is a list.
  if (carried.value.kind === "made") on.select(carried, { position: -1 }, parent);
}

/** `"data" in answer`, of an answer that was taken out of there. */
function asked(on: Carriers, { value, stack, ...carried }: Carried, key: string, test: Expr): void {
  const found = value.kind === "payload" && value.opened !== "" ? keyOf(value, key) : null;
  if (found?.kind === "text" && found.text === "envelope") on.push(test, found, stack, { value, stack, ...carried });
}

const TEXT_METHODS = new Set(["strip", "replace", "rstrip", "lstrip", "lower", "upper", "format"]);

function method(on: Carriers, carried: Carried, call: Call, name: string): void {
  const { value, stack } = carried;
  const first = call.args[0]?.value;
  if (value.kind === "text") return TEXT_METHODS.has(name) ? on.push(call, value, stack, carried) : undefined;
  if (value.kind === "number" || value.kind === "pair") return;
  if (name === "get" || name === "pop" || name === "setdefault") {
    const asks: readonly Ask[] = first ? asksOf(on, first, stack) : [{ position: -1 }];
    if (asks.length > 0) asks.forEach((ask) => on.select(carried, ask, call));
    else if (value.kind === "made") on.select(carried, { position: -1 }, call);
  } else if (name === "copy") on.push(call, value, stack, carried);
  else if (name === "popleft" || name === "get_nowait") on.select(carried, { position: -1 }, call);
  else if (name === "sort") intoKey(on, carried, call);
  else if (value.kind === "made" && name === "values") on.push(call, value, stack, carried);
  else if (value.kind === "made" && name === "items") on.push(call, pair(value), stack, carried);
}

/** Binds a target to the value, or to what `ask` finds in it, and goes on at the reads of each name. */
export function bindTarget(on: Carriers, target: Expr, carried: Carried, ask: Ask | null): void {
  if (target.kind === "tuple" || target.kind === "list") return unpack(on, target, carried, ask);
  const { value, stack } = carried;
  if (target.kind === "name") {
    const fn = enclosingFunction(target);
    if (!fn) return;
    const flow = flowOf(fn);
    for (const point of ownPoints(flow, target)) {
      if (flow.kinds[point] !== Kind.store) continue;
      for (const read of readsOf(flow, point)) give(on, carried, ask, read);
    }
    return;
  }
  if (value.kind === "number") return;
  if (target.kind === "attribute" && !ask) return store(on, carried, target);
  if (target.kind !== "subscript" || ask) return;
  const [key, ...further] = asksOf(on, target.index, stack);
  for (const one of on.infer.evaluate(target.object)) {
    if (one.kind !== "container" || one.view !== "itself") continue;
    const only = key && "key" in key && further.length === 0 ? key.key : null;
    if (only === null) on.keyed.add(one.site);
    on.put(one.site, only ?? "*", carried, null);
  }
}

function give(on: Carriers, carried: Carried, ask: Ask | null, to: Expr): void {
  if (!ask) return on.push(to, carried.value, carried.stack, carried);
  if (carried.value.kind === "pair") return on.push(to, carried.value, carried.stack, carried);
  on.select(carried, ask, to);
}

/** `for k, v in d.items()`, `a, b = pair`, `for t, o, h, l, c in rows`. */
function unpack(on: Carriers, target: Sequence, carried: Carried, ask: Ask | null): void {
  if (target.items.some((one) => one.kind === "spread")) return;
  const { value } = carried;
  target.items.forEach((item, position) => {
    if (value.kind === "pair" && ask) {
      if (position === 1) bindTarget(on, item, { ...carried, value: value.of }, { position: -1 });
      return;
    }
    if (!ask) return bindTarget(on, item, carried, { position });
    if (value.kind !== "payload") return;
    bindTarget(on, item, { ...carried, value: { ...value, id: `${value.id}+`, depth: value.depth + 1 } }, { position });
  });
}

/** A value leaves a function to the call that it came in by, or, where it arose inside, to every caller. */
function returned(on: Carriers, carried: Carried, fn: FunctionNode): void {
  const { value, stack } = carried;
  if (fn.generator || (value.kind === "number" && !stack)) return;
  const leave = (call: Call, up: Carried["stack"]): void => on.push(call, on.told(value, toldBy(on, call)), up, carried);
  if (stack) return leave(stack.call, stack.up);
  for (const call of exitsOf(on, fn)) leave(call, null);
  if (classOf(fn)) load(on, carried, fn);
}

/** The reads of a parameter. */
export function bindParameter(on: Carriers, fn: FunctionNode, position: number, carried: Carried, call: Call | null, value: Tracked = carried.value): void {
  const param = fn.params[position];
  if (!param || param.flavour === "rest" || param.flavour === "keyword-rest" || value.kind === "number") return;
  const stack = call ? on.enter(call, carried.stack) : null;
  for (const read of readsOf(flowOf(fn), ENTRY)) if (read.id === param.name) on.push(read, withTopic(value, read), stack, carried);
}

export const conversion = (by: string, value: Tracked): Tracked | null =>
  value.kind === "text" ? converted(value.field, by) : value.kind === "number" ? value : null;
