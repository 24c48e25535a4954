import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
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
