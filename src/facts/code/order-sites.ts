import type { Argument, Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { EXCHANGE_LIBRARY, EXCHANGE_MEMBER, ORDER_METHODS, ORDER_PATHS, SPOT_METHOD, type OrderMessage, type OrderRole } from "../../knowledge/order-calls.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { borrowedMethods, type BorrowedMethods } from "./borrowed-methods.ts";
import { boundConcepts, ORDER_SUBMISSION, type BoundConcepts } from "./bound-concepts.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { constants, type Constants } from "./constants.ts";
import { index, type Index } from "./module-index.ts";
import { orderMessages } from "./order-messages.ts";
import { places } from "./places.ts";

/** A call that sends something to the venue's order book. */
export interface OrderSite {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly role: OrderRole;
  /** By what it was recognised: the library's path, a REST path, or the bare method name. */
  readonly by: string;
  /** The venue library's method, where the call has one: `create_order`. */
  readonly method: string;
  /** What is handed to that method, or to the request. */
  readonly sent: readonly Argument[];
  readonly at: Anchor;
}

export const orderSites = codeFact({
  name: "order-sites",
  doc: "Every call that sends, amends or cancels an order, told by the API that is called.",
  requires: { index, callGraph, constants, places, boundConcepts, borrowedMethods, orderMessages },
  derive({ index, callGraph, constants, places, boundConcepts, borrowedMethods, orderMessages }): readonly OrderSite[] {
    const found: OrderSite[] = [];
    const words: Words = { constants, bearers: orderWordBearers(index) };
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        for (const call of one.calls[fn.index]!) {
          const site = byMethod(callGraph, call) ?? byBorrowed(callGraph, borrowedMethods, call) ?? byReference(callGraph, call) ?? byWords(words, call) ?? byMessage(orderMessages, call) ?? byBinding(boundConcepts, call);
          if (site) found.push({ call, fn, ...site, at: places.at(call) });
        }
      });
    }
    return found;
  },
  *show(sites) {
    for (const site of sites) yield [site.at, site.role] as const;
  },
});

type Recognised = Pick<OrderSite, "role" | "by" | "method" | "sent">;

function byMessage(messages: ReadonlyMap<Call, OrderMessage>, call: Call): Recognised | null {
  const meant = messages.get(call);
  return meant ? { role: refined(meant.role, call), by: meant.value, method: "", sent: call.args } : null;
}

/** What the person says in golive.yaml: `concepts: {order-submission: [venue.shoot]}`. */
function byBinding(bound: BoundConcepts, call: Call): Recognised | null {
  if (!bound.means(ORDER_SUBMISSION, call)) return null;
  const method = call.callee.kind === "attribute" ? call.callee.name : call.callee.kind === "name" ? call.callee.id : "";
  return { role: refined("open", call), by: "golive.yaml", method, sent: call.args };
}

function byMethod(graph: CallGraph, call: Call): Recognised | null {
  if (call.callee.kind !== "attribute") return null;
  const known = ORDER_METHODS.get(call.callee.name);
  if (!known) return null;
  const targets = graph.targets(call);
  if (targets.how === "resolved" || targets.how === "named") return null;
  const library = targets.libraries.find((path) => EXCHANGE_LIBRARY.test(path));
  const member = call.callee.object.kind === "attribute" && EXCHANGE_MEMBER.test(call.callee.object.name);
  if (!library && ((!known.distinctive && !member) || targets.how === "library")) return null;
  const role = library && SPOT_METHOD.test(library) && sells(call) ? "close" : refined(known.role, call);
  return { role, by: library ?? call.callee.name, method: call.callee.name, sent: call.args };
}

/** `send = getattr(self.exchange, "create_order", None)`, then `send(symbol=...)`. */
function byBorrowed(graph: CallGraph, borrowed: BorrowedMethods, call: Call): Recognised | null {
  const found = borrowed.of(call);
  const name = found?.names.find((one) => ORDER_METHODS.has(one));
  if (!found || !name) return null;
  const known = ORDER_METHODS.get(name)!;
  const values = graph.valuesOf(found.value).filter((one) => one.kind !== "external" || one.path !== "None");
  const library = values.find((one) => one.kind === "external" && EXCHANGE_LIBRARY.test(one.path));
  if (values.some((one) => one.kind === "function") || (!library && !known.distinctive)) return null;
  return { role: refined(known.role, call), by: library?.kind === "external" ? library.path : name, method: name, sent: call.args };
}

/** The method itself handed to something that calls it: `limiter.execute(self.exchange.create_order, symbol=...)`. */
function byReference(graph: CallGraph, call: Call): Recognised | null {
  for (let i = 0; i < call.args.length; i++) {
    const { value, name } = call.args[i]!;
    if (value.kind !== "attribute" || name !== null) continue;
    const known = ORDER_METHODS.get(value.name);
    if (!known || NOT_REQUESTS.test(methodWord(call))) continue;
    const values = graph.valuesOf(value);
    const library = values.find((one) => one.kind === "external" && EXCHANGE_LIBRARY.test(one.path));
    if (values.some((one) => one.kind !== "external") || (!library && !known.distinctive)) continue;
    return { role: refined(known.role, call), by: library?.kind === "external" ? library.path : value.name, method: value.name, sent: call.args.slice(i + 1) };
  }
  return null;
}

const MAX_WORD = 200;

interface Words {
  readonly constants: Constants;
  /** Names and attributes that may hold an order endpoint or method: the others need not be folded. */
  readonly bearers: ReadonlySet<string>;
}

/** What literals with an order word are bound to, and what those names are bound to in turn. */
function orderWordBearers(index: Index): ReadonlySet<string> {
  const bearers = new Set<string>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("string") ?? []) {
      if (node.kind !== "string" || node.value.length > MAX_WORD) continue;
      if (pathOf(node.value) || ORDER_METHODS.get(node.value)?.distinctive) boundTo(node, bearers);
    }
  }
  for (let grown = bearers.size > 0; grown; ) {
    const before = bearers.size;
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("assign") ?? []) {
        if (node.kind !== "assign") continue;
        const { value } = node;
        if ((value.kind === "name" && bearers.has(value.id)) || (value.kind === "attribute" && bearers.has(value.name))) boundTo(value, bearers);
      }
    }
    grown = bearers.size > before;
  }
  return bearers;
}

/** The names that the statement or argument around an expression gives it. */
function boundTo(node: Node, into: Set<string>): void {
  let at = node.parent;
  while (at && (at.kind === "template" || at.kind === "interpolation" || at.kind === "binary" || at.kind === "conditional" || at.kind === "logical")) at = at.parent;
  if (at?.kind === "parameter") into.add(at.name);
  else if (at?.kind === "argument" && at.name !== null) into.add(at.name);
  else if (at?.kind === "entry" && at.key?.kind === "string") into.add(at.key.value);
  else if (at?.kind === "assign") for (const target of at.targets) into.add(target.kind === "name" ? target.id : target.kind === "attribute" ? target.name : "");
}

/**
 * A request whose path is an order endpoint (a literal or a constant), or a call that names an order method in a string:
 * `self._request("create_order", ...)`.
 */
function byWords(words: Words, call: Call): Recognised | null {
  for (const { value } of call.args) {
    const text = textOf(words, value);
    if (!text || text.length > MAX_WORD) continue;
    const named = ORDER_METHODS.get(text);
    // `closePosition` is a parameter of Binance's orders as well.
    if (named?.distinctive && text !== "closePosition" && !NOT_REQUESTS.test(methodWord(call))) return { role: refined(named.role, call), by: text, method: "", sent: call.args };
    const known = pathOf(text);
    if (!known || isRead(call)) continue;
    return { role: isDelete(call) ? "cancel" : refined(known.role, call), by: text, method: "", sent: call.args };
  }
  return null;
}

const pathOf = (text: string) => (text.includes("/") ? ORDER_PATHS.find((one) => one.path.test(text)) : undefined);

function textOf(words: Words, value: Expr): string | null {
  if (value.kind === "string") return value.value;
  if (value.kind === "template") {
    const last = value.parts.at(-1);
    return last?.kind === "string" ? last.value : last ? textOf(words, last.value) : null;
  }
  if (value.kind === "binary" && value.op === "+") return textOf(words, value.right);
  if (value.kind !== "name" && value.kind !== "attribute") return null;
  if (!words.bearers.has(value.kind === "name" ? value.id : value.name)) return null;
  const folded = words.constants.of(value)?.value;
  return typeof folded === "string" ? folded : null;
}

/** `side="SELL"` as a literal. */
const sells = (call: Call): boolean => call.args.some(({ name, value }) => name === "side" && ((value.kind === "string" && /^sell$/i.test(value.value)) || (value.kind === "attribute" && value.name === "SIDE_SELL")));

/** An order that only reduces closes; one with a trigger protects. */
function refined(role: OrderRole, call: Call): OrderRole {
  if (role !== "open") return role;
  return reducesOnly(call) ? "close" : isStop(call) ? "protect" : role;
}

const NOT_REQUESTS = /^(getattr|hasattr|setattr|callable|has|exchange_has|supports|str|print|debug|info|warning|error|exception|critical|log|get|setdefault|pop|update|getenv|_?truthy|append|add|join|startswith|endswith|split|format|isinstance|patch|emit|count|inc|wraps|set_field|field|inlinekeyboardbutton|keyboardbutton|button)$/;

const methodWord = (call: Call): string => {
  const name = call.callee.kind === "attribute" ? call.callee.name : call.callee.kind === "name" ? call.callee.id : "";
  const literal = call.args.map((one) => (one.value.kind === "string" ? one.value.value : "")).find((text) => /^(GET|POST|PUT|DELETE)$/i.test(text));
  return (literal ?? name).toLowerCase();
};
const isDelete = (call: Call): boolean => /delete/.test(methodWord(call));
const isRead = (call: Call): boolean => /(^|_)get(_|$)|^(join|startswith|endswith|debug|info|warning|error|print|replace|format)$/.test(methodWord(call));

/** `reduceOnly` set to a true literal in the call's own arguments; what a variable says is for `order-intent`. */
export function reducesOnly(call: Call): boolean {
  return literalFlag(call, /^(reduce_?only|close_?position)$/i, isTrue);
}

function isStop(call: Call): boolean {
  return call.args.some((one) => one.value.kind === "string" && /^(stop(_market|_loss)?|take_profit(_market)?|trailing_stop(_market)?|conditional|oco|trigger|move_order_stop|positiontpsl)$/i.test(one.value.value))
    || literalFlag(call, /^(stop_?loss_?price|take_?profit_?price|trigger_?price|trailing_?percent|stop_?price)$/i);
}

function literalFlag(call: Call, key: RegExp, isOn: (value: Argument["value"]) => boolean = mayBeSet): boolean {
  for (const argument of call.args) {
    if (argument.name !== null && key.test(argument.name)) return isOn(argument.value);
    if (argument.value.kind !== "dict") continue;
    for (const entry of argument.value.entries) {
      if (entry.key?.kind === "string" && key.test(entry.key.value)) return isOn(entry.value);
    }
  }
  return false;
}

const isTrue = (value: Argument["value"]): boolean => (value.kind === "boolean" ? value.value : value.kind === "string" && value.value.toLowerCase() === "true");

const mayBeSet = (value: Argument["value"]): boolean => (value.kind === "boolean" || value.kind === "string" ? isTrue(value) : value.kind !== "none");
