import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walk, walkBody } from "../../../ir/walk.ts";

/** A number is put into the local inside of a loop under a condition (`if healthy: failures = 0`), other than where it grows. */
export function setBackInside(fn: FunctionNode, name: string, grows: Node): Node | null {
  let found: Node | null = null;
  walkBody(fn, (node) => {
    if (found || node === grows || node.kind !== "assign" || node.value.kind !== "number") return;
    if (!node.targets.some((one) => one.kind === "name" && one.id === name)) return;
    let asked = false;
    for (let at: Node | null = node.parent; at && at !== fn; at = at.parent) {
      if (at.kind === "if" || at.kind === "handler" || at.kind === "match") asked = true;
      if (asked && (at.kind === "while" || at.kind === "for")) found = node;
    }
  });
  return found;
}

/** `sleep(next(delays))`: the generator goes on where it was, whatever the counter says. */
export const asksGenerator = (pause: Node): boolean => generatorAsked(pause) !== null;

/** `waits` in `sleep(next(waits))`. */
export function generatorAsked(pause: Node): Expr | null {
  let found: Expr | null = null;
  walk(pause, (node) => { if (node.kind === "call" && node.callee.kind === "name" && node.callee.id === "next") found ??= node.args[0]?.value ?? node; });
  return found;
}

/** Whether the delay is made of the name, or by a function of the bot, which may use it. */
export function isMadeOf(computed: Node | null, name: string): boolean {
  if (!computed) return true;
  let found = false;
  walk(computed, (node) => {
    if ((node.kind === "name" && node.id === name) || (node.kind === "attribute" && node.name === name)) found = true;
    if (node.kind === "call" && !/^(sleep|wait|wait_for|min|max|float|int|random|uniform|get|getattr)$/.test(calledName(node))) found = true;
  });
  return found;
}

/** Some of the functions compare it: a limit. */
export function comparesName(functions: Iterable<FunctionNode>, name: string): boolean {
  for (const fn of functions) {
    let found = false;
    walkBody(fn, (node) => {
      if (node.kind === "compare") found ||= ownName(node.left) === name || ownName(node.right) === name;
    });
    if (found) return true;
  }
  return false;
}
