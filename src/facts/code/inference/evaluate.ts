import type { Call, Expr } from "../../../ir/nodes.ts";
import { BUILTINS, CONTAINER_CALLS, ELEMENT_CALLS, ELEMENT_METHODS, FIELD_CALLS, IDENTITY_CALLS, IDENTITY_METHODS, PROVIDER_LIBRARY, PROVIDERS } from "../../../knowledge/python-library.ts";
import { enclosingFunction, classOf } from "../../../ir/walk.ts";
import { awaited } from "./awaited.ts";
import { produced } from "./containers.ts";
import { familyRead } from "./class-families.ts";
import type { Inference } from "./context.ts";
import { madeByArgument } from "./factory-helpers.ts";
import { loadedModule, namedMember } from "./named-members.ts";
import type { External, Value } from "./values.ts";

const NONE: readonly Value[] = [];

/** What an expression may be. Reads slots, so whatever slot is under evaluation runs again when they grow. */
export function evaluate(on: Inference, expr: Expr): readonly Value[] {
  const { values } = on;
  switch (expr.kind) {
    case "name": {
      const slots = on.nameSlots(expr);
      if (slots === null) return BUILTINS.has(expr.id) ? [values.external(expr.id)] : NONE;
      return slots.length === 1 ? on.work.read(slots[0]!) : slots.flatMap((slot) => on.work.read(slot));
    }
    case "attribute": return on.attributesOf(on.evaluate(expr.object), expr.name);
    case "call": return called(on, expr);
    case "await": return on.evaluate(expr.value).flatMap((value) => awaited(on, value));
    case "bind": return on.evaluate(expr.value);
    case "conditional": return [...on.evaluate(expr.then), ...on.evaluate(expr.otherwise)];
    case "logical": return expr.op === "and" ? on.evaluate(expr.right) : [...on.evaluate(expr.left), ...on.evaluate(expr.right)];
    case "subscript": return on.evaluate(expr.object).flatMap((value) => subscripted(on, value, expr.index));
    case "lambda": return [values.fn(expr.function)];
    case "list": case "tuple": case "set": case "dict": return [values.container(expr)];
    case "comprehension": return [values.container(expr)];
    case "string": case "template": return [values.external("str()")];
    case "number": return [values.external(expr.integer ? "int()" : "float()")];
    case "boolean": case "compare": return [values.external("bool()")];
    case "binary": return expr.op === "|" || expr.op === "+" ? [...on.evaluate(expr.left), ...on.evaluate(expr.right)].filter((one) => one.kind === "container" || one.kind === "external") : NONE;
    default: return NONE;
  }
}

function subscripted(on: Inference, value: Value, index: Expr): readonly Value[] {
  if (value.kind === "external") return [on.values.elementOfExternal(value)];
  if (value.kind === "class") return [value];
  if (value.kind === "instance") {
    const member = on.hierarchy.member(value.class, "__getitem__")?.definitions.find((one) => one.kind === "function");
    return member?.kind === "function" ? on.work.read(on.result(member.fn)) : NONE;
  }
  if (value.kind !== "container" || value.view !== "itself") return NONE;
  if (index.kind === "slice") return [value];
  const item = index.kind === "number" ? index.value : -1;
  return on.work.read(on.element(value.site, item));
}

function called(on: Inference, call: Call): readonly Value[] {
  const family = on.hasFamilies ? familyRead(on, call) : NONE;
  if (family.length > 0) return family;
  const found: Value[] = [];
  for (const callee of on.evaluate(call.callee)) {
    const results = resultOf(on, call, callee);
    for (let i = 0; i < results.length; i++) found.push(results[i]!);
  }
  if (found.length === 0 && call.callee.kind === "attribute") return calledMethod(on, call, call.callee.object, call.callee.name);
  return found;
}

/** What calling one value gives. */
export function resultOf(on: Inference, call: Call, callee: Value): readonly Value[] {
  switch (callee.kind) {
    case "class": return [on.values.instance(callee.class)];
    case "function": {
      if (callee.fn.async && !callee.fn.generator) return [on.values.coroutine(callee.fn)];
      const named = callee.bound ? NONE : namedMember(on, call, callee.fn);
      if (named.length > 0) return named;
      const given = madeByArgument(on, call, callee.fn, callee.bound ? 1 : 0);
      return given.length > 0 ? given : on.work.read(on.result(callee.fn));
    }
    case "partial": return resultOf(on, call, callee.of);
    case "instance": {
      const member = on.hierarchy.member(callee.class, "__call__")?.definitions.find((one) => one.kind === "function");
      return member?.kind === "function" ? resultOf(on, call, on.values.bound(member.fn)) : NONE;
    }
    case "external": return external(on, call, callee);
    default: return NONE;
  }
}

function external(on: Inference, call: Call, callee: External): readonly Value[] {
  const { path } = callee;
  const first = call.args[0]?.value;
  if (path === "super") {
    const fn = enclosingFunction(call);
    const owner = fn && classOf(fn);
    return owner ? [on.values.super(owner)] : NONE;
  }
  if (FIELD_CALLS.has(path)) return call.args.flatMap((one) => defaultOf(on, one));
  if (first) {
    if (CONTAINER_CALLS.has(path)) return [on.values.container(call)];
    if (IDENTITY_CALLS.has(path) || (call.callee.kind === "attribute" && IDENTITY_METHODS.has(call.callee.name))) return on.evaluate(first);
    if (ELEMENT_CALLS.has(path)) return on.iterated(first, -1);
    if (path === "getattr") return dynamic(on, call);
    const loaded = loadedModule(on, call, path);
    if (loaded.length > 0) return loaded;
    if (path === "type") return on.evaluate(first).flatMap((one) => (one.kind === "instance" ? [on.values.class(one.class)] : []));
    if (path === "typing.cast" || path === "cast") return on.annotated(first);
    if (path === "functools.partial" || path === "partial") return on.evaluate(first).map((one) => on.values.partial(one, call));
    if (isProvider(path)) return on.evaluate(first).map((one) => on.values.partial(one, call));
    if (path === "asyncio.to_thread") return on.evaluate(first).flatMap((one) => resultOf(on, call, one));
    if (path === "asyncio.gather") return [on.values.container(call)];
    if (path.endsWith(".run_in_executor") && call.args[1]) return on.evaluate(call.args[1].value).flatMap((one) => resultOf(on, call, one));
  } else if (CONTAINER_CALLS.has(path)) return [on.values.container(call)];
  return [on.values.calledExternal(callee)];
}

/** `field(default_factory=dict)`, `Field(default=None)`: what a field of a model is where nobody gave it. */
function defaultOf(on: Inference, { name, value }: Call["args"][number]): readonly Value[] {
  if (name === "default") return on.evaluate(value);
  return name === "default_factory" || name === "factory" ? on.evaluate(value).flatMap((one) => produced(on, value, one)) : NONE;
}

export const isProvider = (path: string): boolean => PROVIDER_LIBRARY.test(path) && PROVIDERS.has(path.slice(path.lastIndexOf(".") + 1));

/** `getattr(object, "name", default)`; of the bot's own objects only literal names are followed. */
function dynamic(on: Inference, call: Call): readonly Value[] {
  const [object, name, fallback] = call.args;
  if (!object || !name) return NONE;
  const objects = on.evaluate(object.value);
  // `getattr(ccxt, exchange_id)`: some member of the library.
  const found = name.value.kind === "string" ? on.attributesOf(objects, name.value.value)
    : objects.flatMap((one) => (one.kind === "external" ? [on.values.external(`${one.path}.*`)] : []));
  return fallback ? [...found, ...on.evaluate(fallback.value)] : found;
}

/** Methods of containers. */
function calledMethod(on: Inference, call: Call, object: Expr, name: string): readonly Value[] {
  const found: Value[] = [];
  for (const value of on.evaluate(object)) {
    if (value.kind !== "container") continue;
    if (name === "items") found.push(on.values.container(value.site, "pairs"));
    else if (name === "keys") found.push(on.values.container(value.site, "keys"));
    else if (name === "values") found.push(on.values.container(call)); // the call is the site: see `elementsOf`
    else if (name === "copy") found.push(value);
    else if (ELEMENT_METHODS.has(name)) found.push(...on.work.read(on.element(value.site, -1)));
  }
  const fallback = name === "get" || name === "pop" || name === "setdefault" ? call.args[1] : undefined;
  if (fallback) found.push(...on.evaluate(fallback.value));
  return found;
}
