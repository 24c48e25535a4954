import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { Inference } from "./context.ts";
import type { Value } from "./values.ts";

/** A helper is short: what does more than this makes something of its own. */
const MOST_STATEMENTS = 12;
const NONE = -1;

const known = new WeakMap<FunctionNode, number>();

/**
 * What a helper gives that calls one of its parameters and hands back the answer: `make("risk", RiskManager)`, `safe(lambda: Feed(key))`.
 * It is used for everything that the bot is made of, so only this call's own argument tells what comes back. Empty for every other function.
 */
export function madeByArgument(on: Inference, call: Call, fn: FunctionNode, shift: number): readonly Value[] {
  const position = call.args.length === 0 || fn.params.length <= shift ? NONE : factoryOf(fn);
  if (position === NONE) return [];
  const at = position - shift;
  const given = call.args.find((one) => one.name === fn.params[position]!.name) ?? (call.args[at]?.name === null && call.args[at].spread === "none" ? call.args[at] : undefined);
  return given ? on.evaluate(given.value).flatMap((one) => made(on, one)) : [];
}

function made(on: Inference, factory: Value): readonly Value[] {
  switch (factory.kind) {
    case "class": return [on.values.instance(factory.class)];
    case "function": return factory.fn.async && !factory.fn.generator ? [on.values.coroutine(factory.fn)] : on.work.read(on.result(factory.fn));
    case "external": return [on.values.calledExternal(factory)];
    case "partial": return factory.of.kind === "partial" ? [] : made(on, factory.of);
    default: return [];
  }
}

/** The position of the parameter that is called for the answer. */
function factoryOf(fn: FunctionNode): number {
  let found = known.get(fn);
  if (found === undefined) known.set(fn, (found = fn.async || fn.generator || fn.body.length > MOST_STATEMENTS ? NONE : read(fn)));
  return found;
}

function read(fn: FunctionNode): number {
  const parameter = (expr: Expr | null): number => (expr?.kind === "call" && expr.callee.kind === "name" ? indexOf(fn, expr.callee.id) : NONE);
  const kept = new Map<string, number>();
  const answers: Expr[] = [];
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.value && node.targets.length === 1 && node.targets[0]!.kind === "name") kept.set(node.targets[0]!.id, parameter(node.value));
    if (node.kind === "return" && node.value && node.value.kind !== "none") answers.push(node.value);
  });
  const positions = answers.map((one) => (one.kind === "name" ? (kept.get(one.id) ?? NONE) : parameter(one)));
  return positions.length > 0 && positions.every((one) => one === positions[0]) ? positions[0]! : NONE;
}

const indexOf = (fn: FunctionNode, name: string): number => fn.params.findIndex((one) => one.name === name && one.flavour !== "rest" && one.flavour !== "keyword-rest");
