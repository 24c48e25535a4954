import type { Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { walkBody } from "../../ir/walk.ts";
import type { Definition, Index } from "./module-index.ts";
import type { OrderReach } from "./order-reach.ts";

/** What the answer to an order of OKX does not have (https://www.okx.com/docs-v5/en/#order-book-trading-trade-post-place-order); the last ones are ccxt's names. */
const EXECUTED = /^(avgPx|fillPx|fillSz|accFillSz|fillPrice|average|filled|avgPrice)$/;
const OKX_ORDER = /\/api\/v5\/trade\/(order|batch-orders)$|^okx\.|^ccxt\.(\w+\.)?okx\(\)/;
const MAX_DEPTH = 12;

export interface Answers {
  readonly index: Index;
  readonly orderReach: OrderReach;
  runs(call: Call): readonly FunctionNode[];
}

/** The expression asks an order's answer for an execution that OKX does not put there, and is empty, zero or None whenever it is reached. */
export function isNeverAnswered(on: Answers, fn: FunctionNode, expr: Expr, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  const inner = (one: Expr): boolean => isNeverAnswered(on, fn, one, depth + 1);
  switch (expr.kind) {
    case "none": return true;
    case "boolean": return !expr.value;
    case "number": return expr.value === 0;
    case "string": return expr.value === "";
    case "name": return isNeverByName(on, fn, expr.id, depth);
    case "logical": return expr.op === "and" ? inner(expr.left) || inner(expr.right) : expr.op === "or" && inner(expr.left) && inner(expr.right);
    case "subscript": return isExecution(on, fn, expr.index) && isAnswer(on, fn, expr.object, depth);
    case "call": {
      if (expr.callee.kind === "name" && /^(float|int|str|abs|Decimal|safe_float|_safe_float|to_float)$/.test(expr.callee.id)) return expr.args.length > 0 && expr.args.every((one) => inner(one.value));
      if (expr.callee.kind !== "attribute" || expr.callee.name !== "get" || !expr.args[0]) return false;
      return isExecution(on, fn, expr.args[0].value) && (!expr.args[1] || inner(expr.args[1].value)) && isAnswer(on, fn, expr.callee.object, depth);
    }
    default: return false;
  }
}

const definitionsOf = (on: Answers, fn: FunctionNode, name: string): readonly Definition[] => on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name) ?? [];

/** Something of the answer is among its values, not only a None that waits for a loop. */
function isNeverByName(on: Answers, fn: FunctionNode, name: string, depth: number): boolean {
  const all = definitionsOf(on, fn, name);
  return all.length > 0 && all.every((one) => one.kind === "value" && one.item < 0 && isNeverAnswered(on, fn, one.expr, depth + 1)) && all.some((one) => one.kind === "value" && !isLiteral(one.expr));
}

const isLiteral = (expr: Expr): boolean => isBlank(expr) || expr.kind === "number" || expr.kind === "boolean" || expr.kind === "string";

/** `"avgPx"`, or the `key` of `for key in ("avgPx", "fillPx")`. */
function isExecution(on: Answers, fn: FunctionNode, key: Expr): boolean {
  if (key.kind === "string") return EXECUTED.test(key.value);
  const all = key.kind === "name" ? definitionsOf(on, fn, key.id) : [];
  return all.length > 0 && all.every((one) => one.kind === "iteration" && "items" in one.expr && one.expr.items.length > 0 && one.expr.items.every((item) => item.kind === "string" && EXECUTED.test(item.value)));
}

/** Nothing but an answer of OKX to an order: `result`, `(result.get("data") or [{}])[0]`, `data0`. */
function isAnswer(on: Answers, fn: FunctionNode, expr: Expr, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const inner = (one: Expr): boolean => isAnswer(on, fn, one, depth + 1);
  switch (expr.kind) {
    case "await": return inner(expr.value);
    case "name": {
      const all = definitionsOf(on, fn, expr.id);
      return all.every((one) => one.kind === "value" && one.item < 0 && (isBlank(one.expr) || inner(one.expr))) && all.some((one) => one.kind === "value" && !isBlank(one.expr));
    }
    case "subscript": return inner(expr.object);
    case "logical": return expr.op === "or" && inner(expr.left) && (isBlank(expr.right) || inner(expr.right));
    case "conditional": return [expr.then, expr.otherwise].every((one) => isBlank(one) || inner(one)) && !(isBlank(expr.then) && isBlank(expr.otherwise));
    case "call": return expr.callee.kind === "attribute" && expr.callee.name === "get" ? inner(expr.callee.object) : isRawOrder(on, expr);
    default: return false;
  }
}

/** The call sends an order to OKX, and what it gives back is the venue's own answer: nobody on the way puts an execution into it. */
function isRawOrder({ orderReach, runs }: Answers, call: Call): boolean {
  const own = orderReach.siteOf(call);
  if (own) return OKX_ORDER.test(own.by);
  const all = runs(call);
  return all.length > 0 && all.every((fn) => {
    const site = orderReach.nearest(fn);
    return site !== null && OKX_ORDER.test(site.by) && orderReach.distance(fn) <= 1 && !speaksOfExecution(fn);
  });
}

function speaksOfExecution(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => { found ||= node.kind === "string" && EXECUTED.test(node.value); });
  return found;
}

/** None, `{}`, `[{}]` */
const isBlank = (expr: Expr): boolean => expr.kind === "none" || (expr.kind === "dict" && expr.entries.length === 0) || ((expr.kind === "list" || expr.kind === "tuple") && expr.items.every(isBlank));
