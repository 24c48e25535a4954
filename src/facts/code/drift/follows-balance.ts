import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, walkBody } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";

const FLAG = /^_?(is_|currently_)?(in_position|in_trade|has_position|position_open|hold(s|ing)?(_position)?)$/i;
const DEEPEST = 3;

/**
 * `value = balance["BTC"]["free"] * price`, `if value > 1 and not holding: holding = True` between two offsets of a function: on
 * spot the balance is the position, and what was bought without a record is taken over by it.
 */
export function followsBalance(index: Index, fn: FunctionNode, from: number, to: number): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (!found && node.kind === "if" && node.start > from && node.end <= to) found = node.body.some(takesOver) && comesFromBalance(index, fn, node.test, 0);
  });
  return found;
}

const takesOver = (one: Node): boolean =>
  one.kind === "assign" && one.value.kind === "boolean" && one.value.value && one.targets.some((target) => FLAG.test(ownName(target)));

function comesFromBalance(index: Index, fn: FunctionNode, expr: Expr, depth: number): boolean {
  let found = false;
  const look = (node: Node): void => {
    if (found) return;
    if (node.kind === "call" || node.kind === "attribute") found = /balances?$/i.test(ownName(node.kind === "call" ? node.callee : node));
    else if (node.kind === "name") found = depth < DEEPEST && valuesOf(index, fn, node.id).some((one) => comesFromBalance(index, fn, one, depth + 1));
    if (!found) children(node, look);
  };
  look(expr);
  return found;
}

const valuesOf = (index: Index, fn: FunctionNode, name: string): readonly Expr[] =>
  (index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(name) ?? []).flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr] : []));
