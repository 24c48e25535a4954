import type { FunctionNode, Node } from "../../../ir/nodes.ts";
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
export function asksGenerator(pause: Node): boolean {
  let found = false;
  walk(pause, (node) => { found ||= node.kind === "call" && node.callee.kind === "name" && node.callee.id === "next"; });
  return found;
}
