import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, isReachable, pointsOf } from "../../../ir/flow.ts";
import { ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { Callers } from "./answer-records.ts";

/** `if symbol in self.positions: return` at the top of what is only called where the same question was answered with no: nothing comes to it. */
export function isAskedAbove(fn: FunctionNode, test: Expr, callers: Callers): boolean {
  const registry = registryAsked(test);
  const param = registry === null || test.kind !== "compare" || test.left.kind !== "name" ? null : test.left.id;
  if (registry === null || param === null || waitsBetween(fn, fn.start, test.start)) return false;
  const own = fn.params.map((one) => one.name).filter((one) => one !== "self" && one !== "cls");
  const at = own.indexOf(param);
  const each = at < 0 ? [] : callers(fn);
  return each.length > 0 && each.every(({ call, caller }) => {
    const handed = call.args.find((one) => one.name === param)?.value ?? call.args.filter((one) => one.name === null)[at]?.value;
    return handed?.kind === "name" && isAsked(caller, call, handed.id, registry);
  });
}

function isAsked(caller: FunctionNode, call: Call, key: string, registry: string): boolean {
  const flow = flowOf(caller);
  const points = pointsOf(flow, call).filter((one) => isReachable(flow, one));
  return points.length > 0 && points.every((point) => conditionsAt(flow, point).some(({ node, outcome }) =>
    !outcome && registryAsked(node) === registry && node.kind === "compare" && node.left.kind === "name" && node.left.id === key &&
    loopOf(node) === loopOf(call) && !waitsBetween(caller, node.end, call.start)));
}

/** The `positions` of `symbol in self.positions`. */
const registryAsked = (test: Node): string | null =>
  test.kind === "compare" && test.op === "in" && test.right.kind === "attribute" && ownName(test.right.object) === "self" ? test.right.name : null;

/** Another task may have filled the registry meanwhile. */
function waitsBetween(fn: FunctionNode, from: number, to: number): boolean {
  let found = false;
  walkBody(fn, (node) => { found ||= node.kind === "await" && node.start >= from && node.end <= to; });
  return found;
}

function loopOf(node: Node): Node | null {
  let at: Node | null = node.parent;
  while (at && at.kind !== "for" && at.kind !== "while" && at.kind !== "function") at = at.parent;
  return at;
}
