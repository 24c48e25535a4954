import { calledName } from "../../ir/names.ts";
import type { Argument, Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { contains, enclosingFunction, mentions, walkBody } from "../../ir/walk.ts";
import { ANSWERED_FILL } from "../../knowledge/fill-words.ts";
import { snake } from "./snake.ts";

/** What a function does with the answer to an order. */

/** The local name that the answer is given; null: none. */
export function assignedTo(order: Call): string | null {
  for (let at: Node | null = order.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "assign") return at.targets[0]?.kind === "name" ? at.targets[0].id : null;
    if (at.kind === "if" || at.kind === "while" || at.kind === "for") return null;
  }
  return null;
}

/** The local names of the answer and of what is made of it: `order`, `order_id = order.get("id")`; empty where it is given none. */
export function namesOfAnswer(fn: FunctionNode, order: Call): ReadonlySet<string> {
  const name = assignedTo(order);
  const names = new Set<string>();
  if (name === null) return names;
  names.add(name);
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.start > order.end && node.targets[0]?.kind === "name" && mentions(node.value, names)) names.add(node.targets[0].id);
  });
  return names;
}

/** `order = await place(...)` ... `order["average"]` */
export const readsFill = (fn: FunctionNode, order: Call): boolean => readsField(fn, order, ANSWERED_FILL);

/** Behind the order: where the price that was paid is read, or else a price of the trade is written down. */
export function paidAt(fn: FunctionNode, order: Node): Node | null {
  let read: Node | null = null;
  let booked: Node | null = null;
  walkBody(fn, (node) => {
    if (read || node.start < order.end) return;
    const field = fieldRead(node);
    if (field !== null && PAID.test(field)) read = node;
    else if (node.kind === "assign" && node.targets.some((one) => PAID.test(lastOf(one)))) read = node;
    else if (!booked && ((node.kind === "argument" && node.name !== null && BOOKED.test(node.name)) || (node.kind === "assign" && node.targets.some((one) => BOOKED.test(lastOf(one)))))) booked = node;
  });
  return read ?? booked;
}

const PAID = /^(actual_|real_)?(average|avg_?(price|px|fill_?price)|price_?avg|deal_?avg_?price|(fill(ed)?|exec|executed|execution|average|avg)_?(avg_?)?(price|px))$/i;
const BOOKED = /^(entry|exit|open|close|closing|buy|sell)_?(price|px)$/i;

const lastOf = (target: Node): string => (target.kind === "name" ? target.id : target.kind === "attribute" ? target.name : target.kind === "subscript" && target.index.kind === "string" ? target.index.value : "");

/** Any field of the answer is read: the function goes on with the order, and does not only pass it through. An HTTP response is not the answer yet. */
export const opensAnswer = (fn: FunctionNode, order: Call): boolean => readsField(fn, order, /^(?!(content|text|json|status_code|ok|headers|read|raise_for_status|url)$)/);

function readsField(fn: FunctionNode, order: Call, fields: RegExp): boolean {
  const name = assignedTo(order);
  if (name === null) return false;
  let found = false;
  walkBody(fn, (node) => {
    if (found || node.start < order.end) return;
    const field = fieldRead(node);
    found = field !== null && fields.test(field) && headOf(node) === name;
  });
  return found;
}

/** The field of an object that is read: `order.average`, `order["average"]`, `order.get("average")`. */
function fieldRead(node: Node): string | null {
  if (node.kind === "attribute") return node.name;
  if (node.kind === "subscript") return node.index.kind === "string" ? node.index.value : null;
  return node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "get" && node.args[0]?.value.kind === "string" ? node.args[0].value.value : null;
}

function headOf(node: Node): string | null {
  for (let at: Node = node; ;) {
    if (at.kind === "name") return at.id;
    if (at.kind === "attribute" || at.kind === "subscript") at = at.object;
    else if (at.kind === "call" && at.callee.kind === "attribute") at = at.callee.object;
    // `(answer or {}).get("orderId")`
    else if (at.kind === "logical") at = at.left;
    else return null;
  }
}

/** Whether the value of a call is used: given a name, handed on, returned. A bare `if await place(...)` only asks whether it went well. */
export function usesAnswer(order: Call): boolean {
  for (let at: Node | null = order.parent; at; at = at.parent) {
    if (at.kind === "assign" || at.kind === "bind" || at.kind === "return" || at.kind === "argument") return true;
    if (at.kind !== "await" && at.kind !== "conditional" && at.kind !== "logical" && at.kind !== "attribute" && at.kind !== "subscript" && at.kind !== "call") return false;
  }
  return false;
}

/** The function gives the answer to its caller: as it is, in a tuple, or in an object made of it, by way of local names. */
export function handsOn(fn: FunctionNode, order: Call): boolean {
  const names = new Set<string>();
  const first = assignedTo(order);
  if (first !== null) names.add(first);
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.start > order.end && node.targets[0]?.kind === "name" && carries(node.value, names)) names.add(node.targets[0].id);
    else if (!found && node.kind === "return" && node.value !== null) found = contains(node, order) || (!goesOn(node.value) && carries(node.value, names));
  });
  return found;
}

/** `return await self._finish(symbol, fill_price)`: what it is handed to makes something else of it; `return Order(answer)` and `return parse(answer)` do not. */
function goesOn(expr: Expr): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  return call.kind === "call" && !/^[A-Z]|^(dict|tuple|list|str|float)$|pars|extract|unwrap|decode|normal|convert|from|to_|build|make|format|wrap|clean|map|safe|shield|wait_for|model_validate/.test(calledName(call));
}

/** As an argument, an item or itself; `result is not None` gives nothing of it away. */
function carries(expr: Expr, names: ReadonlySet<string>): boolean {
  switch (expr.kind) {
    case "name": return names.has(expr.id);
    case "tuple": case "list": return expr.items.some((one) => carries(one, names));
    case "dict": return expr.entries.some((one) => carries(one.value, names));
    case "call": return expr.args.some((one) => carries(one.value, names)) || (expr.callee.kind === "attribute" && names.has(headOf(expr.callee) ?? ""));
    case "conditional": return carries(expr.then, names) || carries(expr.otherwise, names);
    case "logical": return carries(expr.left, names) || carries(expr.right, names);
    case "spread": case "await": return carries(expr.value, names);
    case "attribute": case "subscript": return carries(expr.object, names);
    default: return false;
  }
}

/** A market order by what is handed on, or by the name of what is called. */
export const isMarket = (call: Call): boolean => /(^|_)market(_|$)/.test(snake(calledName(call))) || says(call, MARKET);

/** A limit order that rests or fills at its price or better; one that must fill at once takes what the book gives up to a price chosen for that. */
export const isResting = (call: Call): boolean => (/(^|_)limit(_|$)/.test(snake(calledName(call))) || says(call, LIMIT)) && !says(call, AT_ONCE) && !says(call, MARKET);

/** An order that rests until the price gets to its trigger. */
export const isConditional = (call: Call): boolean => asksFor(call, /^(trigger_?(price|px)|stop_?(price|px)|activation_?price|sl_?trigger_?(px|price)|tp_?trigger_?(px|price))$/i);

/** A stop that the venue itself trails, at a distance that may be as small as one likes: callback rates have a minimum of 0.1 % at Binance and OKX. */
export const trailsAtVenue = (call: Call): boolean => asksFor(call, /^(trailing_?(stop|percent|amount|distance)|callback_?spread)$/i);

/** Something is handed over under such a name, in a keyword or a dict; nothing or zero switches it off. */
function asksFor(call: Call, key: RegExp): boolean {
  const says = (dict: Expr & { kind: "dict" }): boolean => dict.entries.some((one) => one.key?.kind === "string" && key.test(one.key.value) && !isOff(one.value));
  return call.args.some(({ name, value }) => (name !== null && key.test(name) && !isOff(value)) || dictsOf(value).some(says) || (value.kind === "name" && isFilledWith(call, value.id, (one) => dictsOf(one).some(says))));
}

const isOff = (value: Expr): boolean => value.kind === "none" || (value.kind === "number" && value.value === 0) || (value.kind === "string" && Number(value.value) === 0);

const MARKET = /^market$/i;
const LIMIT = /^(limit|limit_maker|post_?only|gtx)$/i;
const AT_ONCE = /^(ioc|fok|immediate_or_cancel|fill_or_kill|optimal_limit_ioc)$/i;

/** A word among the arguments of a call, in the dicts that are handed to it, or in those that its names are made of. */
function says(call: Call, word: RegExp): boolean {
  return call.args.some(({ value }) => isWord(value, word) || inDict(value, word) || (value.kind === "name" && filledIn(call, value.id, word)));
}

/** `params = {"orderType": "Market"}` ... `post(params)` */
const filledIn = (call: Call, name: string, word: RegExp): boolean =>
  isFilledWith(call, name, (value) => inDict(value, word) || isWord(value, word) || given(value).some((one) => isWord(one.value, word)));

/** Some value that the function of the call gives to the name is so. */
function isFilledWith(call: Call, name: string, isSo: (value: Expr) => boolean): boolean {
  const fn = enclosingFunction(call);
  let found = false;
  if (fn) walkBody(fn, (node) => { if (!found && node.kind === "assign" && node.targets[0]?.kind === "name" && node.targets[0].id === name) found = isSo(node.value); });
  return found;
}

/** The dicts that an expression is made of: itself, those of a list, the one that a comprehension makes again and again. */
const dictsOf = (expr: Expr): readonly (Expr & { kind: "dict" })[] =>
  expr.kind === "dict" ? [expr] : expr.kind === "list" ? expr.items.flatMap(dictsOf) : expr.kind === "comprehension" ? dictsOf(expr.element) : [];

/** `dict(type="MARKET")`, `OrderRequest(order_type=OrderType.MARKET)` */
const given = (expr: Expr): readonly Argument[] => (expr.kind === "call" ? expr.args : []);
const inDict = (expr: Expr, word: RegExp): boolean => dictsOf(expr).some(({ entries }) => entries.some((one) => isWord(one.value, word)));
const isWord = (node: Node, word: RegExp): boolean => (node.kind === "string" ? word.test(node.value) : node.kind === "attribute" && word.test(node.name === "value" && node.object.kind === "attribute" ? node.object.name : node.name));
