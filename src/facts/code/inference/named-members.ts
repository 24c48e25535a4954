import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, For, FunctionNode, Name, Node } from "../../../ir/nodes.ts";
import { walk, walkBody } from "../../../ir/walk.ts";
import { MODULE_LOADERS } from "../../../knowledge/python-library.ts";
import type { Inference } from "./context.ts";
import type { Value } from "./values.ts";

/**
 * Modules and members that strings name: `importlib.import_module("bot.guard")`, and the bot's own helpers around it
 * (`load("bot.guard")`, `load("bot.guard", "run")`, `optional(client, "create_order")`). Only literal names are followed.
 */

/** What a helper makes of its parameters, by position: the module that one names, the member that another names. */
interface Helper {
  readonly module: number;
  readonly object: number;
  readonly member: number;
}

const NO_HELPER: Helper = { module: -1, object: -1, member: -1 };
/** A helper is short: what does more than this is no mere look-up. */
const MOST_STATEMENTS = 12;

const known = new WeakMap<FunctionNode, Helper>();

/** The module that `import_module("a.b")` or `__import__("a.b")` gives. */
export function loadedModule(on: Inference, call: Call, path: string): readonly Value[] {
  return MODULE_LOADERS.has(path) ? moduleNamed(on, call, call.args[0]?.value) : [];
}

function moduleNamed(on: Inference, call: Call, name: Expr | undefined): readonly Value[] {
  if (name?.kind !== "string" || !name.value) return [];
  const found = on.imported(name.value, 0, on.moduleIndexOf(call).module);
  if (!found) return [];
  return [found.kind === "module" ? on.values.module(found.module) : on.values.package(found.path)];
}

/** What the bot's own look-up by name gives for the literals of this call; empty for every other function. */
export function namedMember(on: Inference, call: Call, fn: FunctionNode): readonly Value[] {
  if (!call.args.some((one) => one.value.kind === "string")) return [];
  const { module, object, member } = helperOf(fn);
  if (module < 0 && object < 0) return [];
  const given = (at: number): Expr | undefined => (call.args.find((one) => one.name === fn.params[at]?.name) ?? (call.args[at]?.name === null ? call.args[at] : undefined))?.value;
  const source = given(module < 0 ? object : module);
  const holders = module < 0 ? (source ? on.evaluate(source) : []) : moduleNamed(on, call, source);
  if (member < 0) return holders;
  const name = given(member);
  return name?.kind === "string" ? on.attributesOf(holders, name.value) : [];
}

function helperOf(fn: FunctionNode): Helper {
  let found = known.get(fn);
  if (!found) known.set(fn, (found = fn.params.length === 0 || fn.body.length > MOST_STATEMENTS ? NO_HELPER : read(fn)));
  return found;
}

function read(fn: FunctionNode): Helper {
  let [module, object, member] = [-1, -1, -1];
  const parameter = (expr: Expr | undefined): number => (expr?.kind === "name" ? fn.params.findIndex((one) => one.name === expr.id) : -1);
  walkBody(fn, (node) => {
    if (node.kind !== "call") return;
    const word = calledName(node);
    if (word === "import_module" || word === "__import__") module = Math.max(module, parameter(node.args[0]?.value));
    if (word !== "getattr" || node.callee.kind !== "name") return;
    const named = parameter(node.args[1]?.value);
    if (named < 0) return;
    member = named;
    object = parameter(node.args[0]?.value);
  });
  return module < 0 && object < 0 ? NO_HELPER : { module, object, member };
}

/** A loop over more names than this is a table, not a choice between the ways to call one thing. */
const MOST_NAMES = 8;

/**
 * `for name in ("start", "run"): getattr(part, name, None)`: the methods that the bot's own parts have of these; where the loop breaks
 * off, the first of each. Not a value of the call: one such look-up starts every part, and no part from where another one is started.
 */
export function loopedMembers(on: Inference, call: Call): readonly Value[] {
  const [object, name] = call.args;
  const loop = object && name?.value.kind === "name" ? loopOf(name.value) : null;
  if (!loop || !object) return [];
  const { names, stops } = loopedNames(loop);
  if (names.length === 0) return [];
  return on.evaluate(object.value).flatMap((part) => {
    if (part.kind !== "instance") return [];
    const has = names.filter((one) => on.hierarchy.member(part.class, one) !== null);
    return (stops ? has.slice(0, 1) : has).flatMap((one) => on.attributesOf([part], one));
  });
}

/** The loop whose variable the name is. */
function loopOf(variable: Name): For | null {
  for (let at: Node | null = variable.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "for" && at.target.kind === "name" && at.target.id === variable.id) return at;
  }
  return null;
}

interface LoopedNames {
  readonly names: readonly string[];
  /** It ends early once it has found what it looks for. */
  readonly stops: boolean;
}

const looped = new WeakMap<For, LoopedNames>();

function loopedNames(loop: For): LoopedNames {
  let found = looped.get(loop);
  if (!found) looped.set(loop, (found = readLoop(loop)));
  return found;
}

function readLoop(loop: For): LoopedNames {
  const { iterable } = loop;
  if ((iterable.kind !== "tuple" && iterable.kind !== "list") || iterable.items.length > MOST_NAMES) return { names: [], stops: false };
  const names = iterable.items.flatMap((one) => (one.kind === "string" && one.value ? [one.value] : []));
  if (names.length < iterable.items.length) return { names: [], stops: false };
  let stops = false;
  walk(loop, (node) => {
    if (node.kind === "break" || node.kind === "return") stops = true;
  });
  return { names, stops };
}
