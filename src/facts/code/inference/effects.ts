import type { Argument, Call, ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import { ADDING_METHODS, EXTENDING_METHODS } from "../../../knowledge/python-library.ts";
import { classOf } from "../../../ir/walk.ts";
import type { Store } from "../module-index.ts";
import type { Inference } from "./context.ts";
import { isProvider } from "./evaluate.ts";
import type { Value } from "./values.ts";

/** Arguments flow into parameters, elements into containers, stores into attributes of other objects. */
export function callEffect(on: Inference, call: Call): void {
  const callees = on.evaluate(call.callee);
  on.callees[call.order] = callees;
  const give = callees.length > 1 ? onceEach(on) : (argument: Argument) => given(on, argument);
  for (const callee of callees) bind(on, call, callee, call.args, give);
  if (call.callee.kind === "attribute" && call.args.length > 0) addElements(on, call, call.callee.name);
}

/** What an argument may be. */
type Give = (argument: Argument) => readonly Value[];

/** A call of one of twenty overriding methods evaluates its arguments once, not twenty times. */
function onceEach(on: Inference): Give {
  const known = new Map<Argument, readonly Value[]>();
  return (argument) => {
    let values = known.get(argument);
    if (!values) known.set(argument, (values = given(on, argument)));
    return values;
  };
}

function bind(on: Inference, call: Call, callee: Value, args: readonly Argument[], give: Give): void {
  switch (callee.kind) {
    case "function": return bindArguments(on, callee.fn, callee.bound ? 1 : 0, args, give);
    case "class": return construct(on, callee.class, args, give);
    case "instance":
      for (const one of on.attributesOf([callee], "__call__")) if (one.kind === "function") bindArguments(on, one.fn, 1, args, give);
      return;
    case "partial":
      if (callee.site.kind === "call") bind(on, call, callee.of, [...callee.site.args.slice(1), ...args], give);
      return;
    case "external": return isProvider(callee.path) ? provide(on, call, give) : handOver(on, call, callee.path, give);
  }
}

/** `providers.Singleton(Bot, exchange=exchange_provider)`: Bot is made with what its providers give. */
function provide(on: Inference, call: Call, give: Give): void {
  const [first, ...args] = call.args;
  if (!first) return;
  for (const value of on.evaluate(first.value)) {
    if (value.kind === "class") construct(on, value.class, args, give);
    else if (value.kind === "function") bindArguments(on, value.fn, 0, args, give);
  }
}

/** An argument that is a provider stands for what the provider gives. */
function given(on: Inference, argument: Argument): readonly Value[] {
  const values = on.evaluate(argument.value);
  if (!values.some((one) => one.kind === "partial")) return values;
  return values.flatMap((one) => {
    const made = one.kind === "partial" && one.of.kind === "class" && one.site.kind === "call" ? one.of.class : null;
    return made ? [one, on.values.instance(made)] : [one];
  });
}

/** Library calls that run a function of ours with the arguments that follow it. */
function handOver(on: Inference, call: Call, path: string, give: Give): void {
  const at = path === "asyncio.to_thread" || path.endsWith("call_soon_threadsafe") || path.endsWith(".call_soon") ? 0
    : path.endsWith(".run_in_executor") || path.endsWith(".call_later") || path.endsWith(".call_at") ? 1
    : path.endsWith(".submit") ? 0 : -1;
  const target = call.args[at];
  if (!target) return;
  for (const value of on.evaluate(target.value)) if (value.kind === "function" || value.kind === "partial") bind(on, call, value, call.args.slice(at + 1), give);
}

function bindArguments(on: Inference, fn: FunctionNode, offset: number, args: readonly Argument[], give: Give): void {
  let position = offset;
  for (const argument of args) {
    if (argument.spread === "list") return;
    if (argument.spread === "dict") continue;
    const index = argument.name === null ? position++ : fn.params.findIndex((one) => one.name === argument.name);
    const param = fn.params[index];
    if (!param || param.flavour === "rest" || param.flavour === "keyword-rest") continue;
    on.work.addAll(on.parameter(fn, index), give(argument));
  }
}

function construct(on: Inference, node: ClassNode, args: readonly Argument[], give: Give): void {
  const init = on.hierarchy.member(node, "__init__")?.definitions.find((one) => one.kind === "function");
  if (init?.kind === "function") return bindArguments(on, init.fn, 1, args, give);
  fillFields(on, node, args, give);
}

/** Dataclasses, named tuples, models: annotated fields in the order of declaration, ancestors first. */
function fillFields(on: Inference, node: ClassNode, args: readonly Argument[], give: Give): void {
  const fields: string[] = [];
  for (const owner of [...on.hierarchy.ancestors(node)].reverse()) {
    for (const [name, definitions] of on.moduleIndexOf(owner).scopes.get(owner) ?? []) {
      if (definitions.some((one) => one.kind === "declared" || (one.kind === "value" && one.annotation)) && !fields.includes(name)) fields.push(name);
    }
  }
  args.forEach((argument, i) => {
    const name = argument.name ?? fields[i];
    // A container of dependency_injector declares its dependencies as class attributes without annotations.
    const declared = name && (fields.includes(name) || (argument.name !== null && on.hierarchy.member(node, name) !== null));
    if (argument.spread === "none" && name && declared) on.work.addAll(on.attribute(node, name), give(argument));
  });
}

function addElements(on: Inference, call: Call, method: string): void {
  const adding = ADDING_METHODS.get(method);
  const extending = EXTENDING_METHODS.has(method);
  if (adding === undefined && !extending) return;
  const argument = call.args[adding ?? 0];
  if (!argument || call.callee.kind !== "attribute") return;
  for (const value of on.evaluate(call.callee.object)) {
    if (value.kind !== "container" || value.view !== "itself") continue;
    const elements = on.element(value.site, -1);
    if (!extending) on.work.addAll(elements, on.evaluate(argument.value));
    else {
      for (const given of on.evaluate(argument.value)) {
        if (given.kind === "container" && given.view === "itself") on.work.addAll(elements, on.work.read(on.element(given.site, -1)));
      }
    }
  }
}

export function storeEffect(on: Inference, store: Store): void {
  if (!store.value) return;
  const { target } = store;
  const given = on.evaluate(store.value);
  for (const value of on.evaluate(target.object)) {
    if (target.kind === "subscript") {
      if (value.kind === "container" && value.view === "itself") on.work.addAll(on.element(value.site, -1), given);
    } else if (value.kind === "instance") on.work.addAll(on.attribute(value.class, target.name), given);
    else if (value.kind === "class") {
      on.work.addAll(on.variable(value.class, target.name), given);
      mount(on, value.class, given);
    }
    else if (value.kind === "module") on.work.addAll(on.variable(value.module.root, target.name), given);
  }
}

/** `Wrapper.place = _place`: a function that is put on a class becomes its method. */
function mount(on: Inference, node: ClassNode, given: readonly Value[]): void {
  for (const one of given) {
    const first = one.kind === "function" && !one.bound && !classOf(one.fn) ? one.fn.params[0] : undefined;
    if (one.kind === "function" && first && first.name === "self") on.work.add(on.parameter(one.fn, 0), on.values.instance(node));
  }
}

/** A decorator of the bot's own gets the function that it decorates: `@retry` as well as `@retry(times=3)`. */
export function decoratorEffect(on: Inference, fn: FunctionNode): void {
  for (const decorator of fn.decorators) {
    for (const value of on.evaluate(decorator)) {
      if (value.kind !== "function" || value.fn.params.length === 0) continue;
      on.work.add(on.parameter(value.fn, 0), on.values.fn(fn));
    }
  }
}
