import { calledName } from "../../../ir/names.ts";
import type { Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { Failure } from "./rescue.ts";
import type { Carried } from "./tracked.ts";
import type { CarriedText } from "./venue-values.ts";

/** What is done with a number, a dict or a word that may be None, as if it were there. */
export interface NullUse {
  readonly at: Node;
  readonly failure: Failure;
}

/** The field is read from the payload in the same function. */
function isReadHere(text: Pick<Carried, "expr" | "from" | "value">): boolean {
  for (let at = text.from; at; at = at.from) {
    if (enclosingFunction(at.expr) !== enclosingFunction(text.expr)) return false;
    if (at.value.kind === "payload") return true;
  }
  return false;
}

const NUMBER_CALLS = new Set(["abs", "round"]);

/** `order.get("fee", {}).get("cost")`, `order["filled"] * price`, `order["remaining"] > 0` on what ccxt set to None; null: nothing of the kind. */
export function nullUseOf({ expr, value, from }: Pick<CarriedText, "expr" | "value" | "from">): NullUse | null {
  const { parent } = expr;
  // Through attributes and records comes what other code has made sure of.
  if (!parent || !isReadHere({ expr, value, from }) || !value.null || value.rare || (value.absent && value.venue !== "ccxt")) return null;
  if (value.text === "object") {
    const call = parent.kind === "attribute" ? parent.parent : null;
    if (call?.kind === "call" && call.callee === parent) return { at: call, failure: "AttributeError" };
    return parent.kind === "subscript" && parent.object === expr ? { at: parent, failure: "TypeError" } : null;
  }
  if (value.text !== "number") return null;
  switch (parent.kind) {
    case "binary": return { at: parent, failure: "TypeError" };
    case "compare": return parent.op.startsWith("<") || parent.op.startsWith(">") ? { at: parent, failure: "TypeError" } : null;
    case "interpolation": return parent.value === expr && parent.format ? { at: parent, failure: "TypeError" } : null;
    case "argument": {
      const call = parent.parent;
      return call?.kind === "call" && call.args[0] === parent && call.callee.kind === "name" && NUMBER_CALLS.has(calledName(call)) ? { at: call, failure: "TypeError" } : null;
    }
    default: return null;
  }
}
