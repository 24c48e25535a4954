import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { ORDER_BOOKS, ORDER_OVER } from "../../../knowledge/order-queries.ts";
import { REMOVALS } from "../races/accesses.ts";
import type { SharedState } from "../shared-state.ts";
import type { Removal } from "./removals.ts";
import { failedValue } from "./trail.ts";

/** An order that the bot looks after no more. forgets: its record goes. marks: its record says that it is over. done: it is told to have worked. */
export interface OrderEnding extends Removal { readonly how: "forgets" | "marks" | "done" }

/** Where a function ends an order in the bot's own books, in source order. */
export function orderEndings(state: SharedState, fn: FunctionNode): readonly OrderEnding[] {
  if (fn.name === "__init__" || fn.name === "<module>") return [];
  const found: OrderEnding[] = [];
  const add = (node: Node, what: string, how: OrderEnding["how"]): void => void found.push({ node, fn, what, byName: false, marks: how === "marks", how });
  for (const { place: { location }, access } of state.inside(fn)) {
    if (!ORDER_BOOKS.test(location.name) || BESIDE.test(location.name)) continue;
    const emptied = access.node.kind === "assign" && access.kind === "rebind" && failedValue(access.node.value) !== null;
    if (REMOVALS.has(access.kind) || emptied) add(access.node, location.label, "forgets");
  }
  walkBody(fn, (node) => {
    if (node.kind === "assign") {
      const state = overWord(node.value);
      if (state !== null && node.targets.some((one) => STATES.test(fieldOf(one)))) add(node, state, "marks");
    } else if (node.kind === "call" && isPoppedInside(node)) add(node, ownName(keptIn(node)!), "forgets");
    else if (node.kind === "call") {
      const state = toldOver(node);
      if (state !== null) add(node, state, "marks");
    } else if (node.kind === "return" && TRADES.test(fn.name) && saysDone(node.value)) add(node, fn.name, "done");
  });
  return found.sort((a, b) => a.node.start - b.node.start);
}

/** The place of `self.pending.get(symbol, {}).pop(level, None)` and of `self.pending[symbol].pop(level)`. */
function keptIn(call: Call): Expr | null {
  const outer = call.callee.kind === "attribute" && /^(pop|remove|discard)$/.test(call.callee.name) ? call.callee.object : null;
  if (outer?.kind === "subscript") return outer.object;
  return outer?.kind === "call" && calledName(outer) === "get" && outer.callee.kind === "attribute" ? outer.callee.object : null;
}

function isPoppedInside(call: Call): boolean {
  const place = keptIn(call);
  return place?.kind === "attribute" && ORDER_BOOKS.test(place.name) && !BESIDE.test(place.name);
}

const BESIDE = /lock|history|recent|seen|last_|log|count|cache|closed|done|cooldown|failed|error|time|price|size|max|min|depth|book/i;
const STATES = /^(status|state|order_status|order_state)$/i;
const TRADES = /(^|_)(place|open|enter|submit|execute|wait|send|buy|sell)(_|$)/i;

const fieldOf = (target: Expr): string => (target.kind === "attribute" ? target.name : target.kind === "subscript" && target.index.kind === "string" ? target.index.value : "");

/** `"canceled"`, `OrderStatus.CANCELLED`, `OrderStatus.CANCELLED.value` */
function overWord(value: Expr): string | null {
  if (value.kind === "string") return ORDER_OVER.test(value.value) ? value.value : null;
  if (value.kind !== "attribute") return null;
  if (value.name === "value") return overWord(value.object);
  return ORDER_OVER.test(value.name) ? `${ownName(value.object)}.${value.name}` : null;
}

/** `update_order(order_id, state="canceled")`, `mark_order(order_id, "filled")` */
function toldOver(call: Call): string | null {
  if (!/^_*(update|set|mark|change|save|upsert)_\w*|^_*(transition_to|update)$/i.test(calledName(call))) return null;
  for (const { name, value } of call.args) {
    const state = name === null ? (/order|status|state/i.test(calledName(call)) ? overWord(value) : null) : STATES.test(name) ? overWord(value) : null;
    if (state !== null) return state;
  }
  return null;
}

/** `return OrderResult(success=True, ...)`, `return {"success": True, ...}` */
function saysDone(value: Expr | null): boolean {
  if (value?.kind === "call") return value.args.some((one) => one.name !== null && /^(success|ok|filled|executed)$/.test(one.name) && one.value.kind === "boolean" && one.value.value);
  return value?.kind === "dict" && value.entries.some(({ key, value: said }) => key?.kind === "string" && /^(success|ok|filled|executed)$/.test(key.value) && said.kind === "boolean" && said.value);
}
