import { ownName } from "../../../ir/names.ts";
import type { Argument, Call, Expr } from "../../../ir/nodes.ts";
import { readsOf } from "../../../ir/definitions.ts";
import { ENTRY, flowOf } from "../../../ir/flow.ts";
import { classOf } from "../../../ir/walk.ts";
import { ADDING_METHODS } from "../../../knowledge/python-library.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import type { Carriers } from "./carriers.ts";
import { bindParameter, conversion } from "./steps.ts";
import { construct } from "./attributes.ts";
import { withTopic } from "./topic-at.ts";
import { pair, venueText, type Carried } from "./tracked.ts";

/** Calls that give back their argument, its elements, or a copy. */
const SAME = new Set(["list", "sorted", "reversed", "tuple", "iter", "set", "deque", "dict", "deepcopy", "copy", "cast", "wait_for", "create_task", "ensure_future", "shield", "filter"]);
const NUMBERS = new Set(["float", "int", "Decimal", "abs", "round", "float64"]);

/** Where an argument goes: into the callee's parameter, a container, or through a built-in. */
export function passArgument(on: Carriers, carried: Carried, argument: Argument, call: Call): void {
  if (argument.spread !== "none") return;
  const targets = on.graph.targets(call);
  if (targets.how !== "unresolved" && targets.functions.length > 0) return intoFunctions(on, carried, argument, call);
  if (targets.classes.length > 0) return targets.classes.forEach((one) => construct(on, carried, argument, call, one));
  const first = call.args[0] === argument;
  const { callee } = call;
  const name = ownName(callee);
  if (callee.kind === "attribute" && adds(on, carried, argument, call, callee.object, name)) return;
  if (name === "gather") return on.put(call, String(call.args.indexOf(argument)), carried, carried.stack);
  if (!first) return;
  if (NUMBERS.has(name)) {
    const number = conversion(name, carried.value);
    if (number) on.push(call, number, carried.stack, carried);
    return;
  }
  // What is None in rare cases is a text afterwards, and a default of the bot's own dict says nothing about the venue.
  if (name === "str" && carried.value.kind === "text") return on.push(call, carried.value.rare ? venueText({ ...carried.value, null: false }) : carried.value, carried.stack, carried);
  if (carried.value.kind === "text" || carried.value.kind === "number") return;
  // What is added up are the elements: the list stands for them.
  if (name === "sum" && carried.value.kind === "made") return on.select(carried, { position: -1 }, carried.expr);
  if (name === "sorted" || name === "min" || name === "max") intoKey(on, carried, call);
  if (SAME.has(name)) on.push(call, carried.value, carried.stack, carried);
  else if (name === "enumerate") on.push(call, pair(carried.value), carried.stack, carried);
  else if (name === "next" || name === "min" || name === "max") on.select(carried, { position: -1 }, call);
}

/** `sorted(rows, key=lambda row: ...)`: the lambda gets an element. */
export function intoKey(on: Carriers, carried: Carried, call: Call): void {
  const key = call.args.find((one) => one.name === "key")?.value;
  const param = key?.kind === "lambda" ? key.function.params[0] : undefined;
  if (key?.kind !== "lambda" || !param) return;
  for (const read of readsOf(flowOf(key.function), ENTRY)) if (read.id === param.name) on.select(carried, { position: -1 }, read);
}

function adds(on: Carriers, carried: Carried, argument: Argument, call: Call, object: Expr, name: string): boolean {
  const at = ADDING_METHODS.get(name);
  if (at !== undefined && call.args[at] === argument) {
    for (const one of on.infer.evaluate(object)) if (one.kind === "container" && one.view === "itself") on.put(one.site, "*", carried, null);
    return true;
  }
  if (name !== "extend" && name !== "update") return false;
  for (const one of on.infer.evaluate(object)) {
    if (one.kind === "container" && one.view === "itself") on.put(one.site, name === "update" ? "**" : "*", carried, null);
  }
  return true;
}

function intoFunctions(on: Carriers, carried: Carried, argument: Argument, call: Call): void {
  const seen = new Set<unknown>();
  const bound = new Set(on.infer.evaluate(call.callee).flatMap((one) => (one.kind === "function" && one.bound ? [one.fn] : [])));
  for (const fn of on.functionOf(call)) {
    if (seen.has(fn)) continue;
    seen.add(fn);
    const isBound = bound.has(fn) || (on.graph.targets(call).how === "named" && classOf(fn) !== null && methodFlavour(fn) !== "static");
    bindParameter(on, fn, positionOf(fn.params, argument, call, isBound ? 1 : 0), carried, call, withTopic(carried.value, carried.expr));
  }
}

export function positionOf(params: readonly { readonly name: string }[], argument: Argument, call: Call, offset: number): number {
  if (argument.name !== null) return params.findIndex((one) => one.name === argument.name);
  let position = offset;
  for (const one of call.args) {
    if (one === argument) return position;
    if (one.spread === "list") return -1;
    if (one.name === null) position++;
  }
  return -1;
}
