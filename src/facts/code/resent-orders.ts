import { calledName, ownName } from "../../ir/names.ts";
import type { Expr, Node } from "../../ir/nodes.ts";
import { functionAround } from "../../ir/walk.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import type { Index } from "./module-index.ts";
import { snake } from "./snake.ts";
import type { PathStep } from "./trade-paths.ts";

/**
 * Whether a step sends again what lies at the venue already (`for order in await client.get_open_orders(): ... place(side=order["side"])`):
 * an order that was not filled is replaced. Whether there should be one was decided when it was first sent.
 */
export function resends({ at }: PathStep, index: Index): boolean {
  return at.kind === "call" && at.args.some(({ value }) => readsOrder(value, index, 0));
}

const MOST_HOPS = 4;
/** Of one name: a file may assign it thousands of times. */
const MOST_DEFINITIONS = 8;
const OPEN_ORDERS = /(^|_)(open|active|pending|live|resting|unfilled|working)_(\w+_)?orders?(_|$)|(^|_)orders_pending(_|$)/;

/** A member of an order at the venue, also by a name: `side`, `order["side"].lower()`. */
function readsOrder(expr: Expr, index: Index, hops: number): boolean {
  if (hops > MOST_HOPS) return false;
  switch (expr.kind) {
    case "name": return definitionsOf(expr, index).some((one) => one.kind === "value" && one.item < 0 && one.expr.kind !== "name" && readsOrder(one.expr, index, hops + 1));
    case "subscript": return expr.index.kind === "string" && SIDE.test(expr.index.value) && isOrder(expr.object, index, 0);
    case "attribute": return SIDE.test(expr.name) && isOrder(expr.object, index, 0);
    case "call": {
      if (expr.callee.kind !== "attribute") return false;
      const key = expr.args[0]?.value;
      if (expr.callee.name === "get") return key?.kind === "string" && SIDE.test(key.value) && isOrder(expr.callee.object, index, 0);
      return /^(lower|upper|strip)$/.test(expr.callee.name) && readsOrder(expr.callee.object, index, hops);
    }
    default: return false;
  }
}

const SIDE = /^(side|direction)$/i;

const definitionsOf = (name: Expr, index: Index): ReturnType<typeof bindingsOf> & object =>
  ((name.kind === "name" && bindingsOf(name, index.modules.get(index.moduleOf(name).file)!)) || []).slice(0, MOST_DEFINITIONS);

/** One of those that a venue's list of open orders gave, back through names, loops and filters of the list. */
function isOrder(expr: Node, index: Index, hops: number): boolean {
  if (hops > MOST_HOPS) return false;
  switch (expr.kind) {
    case "await": return isOrder(expr.value, index, hops);
    case "call": {
      if (OPEN_ORDERS.test(snake(calledName(expr)))) return true;
      // `self.open_orders.items()`, `list(self.open_orders.values())`
      const inner = expr.callee.kind === "attribute" && /^(items|values|copy)$/.test(expr.callee.name) ? expr.callee.object : expr.callee.kind === "name" && /^(list|tuple|sorted)$/.test(expr.callee.id) ? expr.args[0]?.value : null;
      return inner !== null && inner !== undefined && isOrder(inner, index, hops + 1);
    }
    // The bot's own record of them.
    case "attribute": return OPEN_ORDERS.test(snake(expr.name));
    case "tuple": return expr.items.some((one) => isOrder(one, index, hops + 1));
    case "list": return expr.items.length === 0 && appendedTo(expr, index).some((one) => isOrder(one, index, hops + 1));
    case "comprehension": return expr.clauses.some((one) => isOrder(one.iterable, index, hops + 1));
    case "name": return definitionsOf(expr, index).some((one) => (one.kind === "value" || one.kind === "iteration") && isOrder(one.expr, index, hops + 1));
    default: return false;
  }
}

/** What is appended to the name that the empty list is given to. */
function appendedTo(list: Node, index: Index): readonly Node[] {
  const name = list.parent?.kind === "assign" && list.parent.targets[0]?.kind === "name" ? list.parent.targets[0].id : null;
  if (name === null) return [];
  return index.callsIn(functionAround(list)).flatMap((call) => (call.callee.kind === "attribute" && call.callee.name === "append" && ownName(call.callee.object) === name && call.args[0] ? [call.args[0].value] : []));
}
