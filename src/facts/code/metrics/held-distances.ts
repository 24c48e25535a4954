import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { DISTANCE_NAME, TRAIL_NAME } from "../../../knowledge/metric-words.ts";
import { nameOf } from "./price-roles.ts";

const LEAST = /(^|_)(min|minimum)(_|$)/;

/** `max(distance, TRAIL_MIN_PCT)`: what comes out cannot fall below the setting, so no distance has to be watched. */
export const holdsDistance = (call: Call, around: string): boolean =>
  calledName(call) === "max" && call.args.some(({ value }) => {
    const name = nameOf(value);
    return LEAST.test(name) && (SPEAKS.test(name) || SPEAKS.test(around));
  });

const SPEAKS = new RegExp(`${TRAIL_NAME.source}|${DISTANCE_NAME.source}|(^|_)callback(_|$)`);

/** The value is an argument of such a call. */
export const isHeld = (expr: Node, around: string): boolean => expr.parent?.kind === "argument" && expr.parent.parent?.kind === "call" && holdsDistance(expr.parent.parent, around);

/** A trailing distance of so much is wide whatever its unit is, and one of so much as a fraction of the price. */
const WIDE_ANYHOW = 0.05;
const WIDE_FRACTION = 0.0005;

/** `trail_pct = max(0.001, ...)`, then `price * (1 - trail_pct)`: the stop stands that far off, whatever comes out. */
export function boundsStop(fn: FunctionNode): boolean {
  const given = new Map<string, Expr[]>();
  const fractions = new Set<string>();
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.targets[0]?.kind === "name") given.set(node.targets[0].id, [...(given.get(node.targets[0].id) ?? []), node.value]);
    if (node.kind === "binary" && (node.op === "-" || node.op === "+") && node.left.kind === "number" && node.left.value === 1 && node.right.kind === "name" && node.parent?.kind === "binary" && node.parent.op === "*") fractions.add(node.right.id);
  });
  return [...fractions].some((name) => RATE.test(name) && (given.get(name) ?? []).length > 0 && given.get(name)!.every((one) => leastOf(one) >= WIDE_FRACTION));
}

/** `callback_ratio = max(0.003, min(0.1, callback_ratio))`: what is handed on cannot be closer than that. */
export function clampsRate(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (found || node.kind !== "assign" || node.targets[0]?.kind !== "name" || !RATE.test(node.targets[0].id)) return;
    found = node.value.kind === "call" && leastOf(node.value) >= (/ratio|frac/.test(node.targets[0].id) ? WIDE_FRACTION : WIDE_ANYHOW);
  });
  return found;
}

const RATE = new RegExp(`${TRAIL_NAME.source}|(^|_)callback(_|$)|${DISTANCE_NAME.source}`);

/** The least that comes out, as it is written; 0: not known. */
function leastOf(expr: Expr): number {
  if (expr.kind === "number") return expr.value;
  if (expr.kind !== "call" || calledName(expr) !== "max") return 0;
  return Math.max(0, ...expr.args.map(({ value }) => (value.kind === "number" ? value.value : 0)));
}
