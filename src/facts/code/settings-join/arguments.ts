import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { methodFlavour } from "../inference/hierarchy.ts";

/** Whether a call of the function binds its first parameter (`self`, `cls`) by itself. */
export const isBound = (fn: FunctionNode): boolean => classOf(fn) !== null && methodFlavour(fn) !== "static";

/**
 * What a call hands to parameter `position` of a function that it runs; null: nothing, or nobody knows (a spread). `shift`
 * arguments before are not the function's.
 */
export function argumentOf(call: Call, fn: FunctionNode, position: number, shift = 0): Expr | null {
  const parameter = fn.params[position];
  if (!parameter) return null;
  const named = call.args.find((one) => one.name === parameter.name);
  if (named) return named.value;
  if (parameter.flavour === "keyword-only" || parameter.flavour === "rest" || parameter.flavour === "keyword-rest") return null;
  const own = isBound(fn) && !viaClass(call) ? position - 1 : position;
  if (own < 0) return null;
  const at = own + shift;
  for (let i = shift; i <= at; i++) {
    const one = call.args[i];
    if (!one || one.name !== null || one.spread !== "none") return null;
  }
  return call.args[at]!.value;
}

/** `Base.method(self, x)`: the object is handed in openly. */
const viaClass = (call: Call): boolean =>
  call.callee.kind === "attribute" && call.callee.object.kind === "name" && /^[A-Z]/.test(call.callee.object.id) && call.args[0]?.value.kind === "name" && call.args[0].value.id === "self";

/** Whether a call may leave the parameter to its default. */
export const omits = (call: Call, fn: FunctionNode, position: number, shift = 0): boolean =>
  argumentOf(call, fn, position, shift) === null && !call.args.some((one) => one.spread !== "none");
