import { calledName } from "../../../ir/names.ts";
import type { Call, Node } from "../../../ir/nodes.ts";
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
