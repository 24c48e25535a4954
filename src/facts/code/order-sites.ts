import { calledName } from "../../ir/names.ts";
import type { Argument, Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { EXCHANGE_LIBRARY, EXCHANGE_MEMBER, NO_VENUE, ORDER_METHODS, ORDERING_NAMES, SPOT_METHOD, type OrderMessage, type OrderMethod, type OrderRole } from "../../knowledge/order-calls.ts";
import { WEB_FRAMEWORK } from "../../knowledge/venue-sources.ts";
import { COMMAND_LINES, REDUCING_FLAG } from "../../knowledge/command-lines.ts";
import { ONE_ORDER_PATH, ORDER_PATHS, type OrderPath } from "../../knowledge/order-paths.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { borrowedMethods, type BorrowedMethod, type BorrowedMethods } from "./borrowed-methods.ts";
import { boundConcepts, ORDER_SUBMISSION, type BoundConcepts } from "./bound-concepts.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { implicitMethod, implicitOrder } from "./implicit-methods.ts";
import { index, type Index } from "./module-index.ts";
import { fieldsOf, type Fields } from "./order-fields.ts";
import { orderMessages } from "./order-messages.ts";
import { paperOrders, type PaperOrder } from "./paper-orders.ts";
import { places } from "./places.ts";
import { makesAddress, requestTexts, type RequestTexts } from "./request-texts.ts";

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
  requires: { index, callGraph, requestTexts, places, boundConcepts, borrowedMethods, orderMessages, paperOrders },
  derive({ index, callGraph, requestTexts, places, boundConcepts, borrowedMethods, orderMessages, paperOrders }): readonly OrderSite[] {
    const found: OrderSite[] = [];
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        for (const call of one.calls[fn.index]!) {
          const site = byMethod(callGraph, call, index) ?? byImplicit(callGraph, call) ?? byBorrowed(callGraph, borrowedMethods, call) ?? byReference(callGraph, borrowedMethods, call) ?? byWords(requestTexts, callGraph, call) ?? byMessage(orderMessages, call) ?? byCommand(requestTexts, call) ?? byBinding(boundConcepts, call) ?? onPaper(paperOrders, call);
          if (site) found.push({ call, fn, ...site, role: site.by === MT5 ? terminalRole(index, call) : refined(site.role, call, index), at: places.at(call) });
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
  return meant ? { role: meant.role, by: meant.value, method: "", sent: call.args } : null;
}

function onPaper(orders: ReadonlyMap<Call, PaperOrder>, call: Call): Recognised | null {
  const booked = orders.get(call);
  return booked ? { role: booked.role, by: booked.by, method: "", sent: booked.sent } : null;
}

/** What the person says in golive.yaml: `concepts: {order-submission: [venue.shoot]}`. */
function byBinding(bound: BoundConcepts, call: Call): Recognised | null {
  if (!bound.means(ORDER_SUBMISSION, call)) return null;
  const method = calledName(call);
  return { role: "open", by: "golive.yaml", method, sent: call.args };
}

const MT5 = "MetaTrader5.order_send";

/** What a request to MetaTrader 5 does, its `action` says: https://www.mql5.com/en/docs/constants/tradingconstants/enum_trade_request_actions */
function terminalRole(index: Index, call: Call): OrderRole {
  const fields = fieldsOf(call, index).flat();
  const action = fields.find((one) => one.key === "action")?.value;
  switch (action?.kind === "attribute" ? action.name : "") {
    case "TRADE_ACTION_SLTP": return "protect";
    case "TRADE_ACTION_MODIFY": return "amend";
    case "TRADE_ACTION_REMOVE": return "cancel";
    case "TRADE_ACTION_CLOSE_BY": return "close";
    default: return fields.some((one) => one.key === "position") ? "close" : "open";
  }
}

function byMethod(graph: CallGraph, call: Call, index: Index): Recognised | null {
  if (call.callee.kind !== "attribute") return null;
  const known = ORDER_METHODS.get(call.callee.name);
  if (!known) return null;
  const targets = graph.targets(call);
  // A wrapper of the same name around an object of unknown class is no call of itself.
  const wraps = targets.how === "named" && targets.functions[0] === enclosingFunction(call);
  if (!wraps && (targets.how === "resolved" || targets.how === "named") && !(targets.functions.length > 0 && targets.functions.every(isDouble))) return null;
  const library = targets.libraries.find((path) => EXCHANGE_LIBRARY.test(path)) ?? unknownVenue(targets.libraries, known);
  const member = call.callee.object.kind === "attribute" && EXCHANGE_MEMBER.test(call.callee.object.name);
  // Nothing of the bot has the name: whoever it is, it takes orders.
  const foreign = ORDERING_NAMES.has(call.callee.name) && (wraps || targets.how === "foreign");
  if (!library && ((!known.distinctive && !member && !foreign) || targets.how === "library")) return null;
  if (isRehearsal(call, index)) return null;
  const role = library && SPOT_METHOD.test(library) && sells(call) ? "close" : known.role;
  return { role, by: call.callee.name === "order_send" ? MT5 : library ?? call.callee.name, method: call.callee.name, sent: call.args };
}

/** `params={"test": True}` (Binance's `order/test` by ccxt), `validate: True` (Kraken): the venue looks at it and keeps nothing. */
const isRehearsal = (call: Call, index: Index): boolean => flagged(call, index, /^(test|validate)$/, isTrue);

/** ccxt's implicit methods, by their name or in words. */
function byImplicit(graph: CallGraph, call: Call): Recognised | null {
  if (call.callee.kind !== "attribute") return null;
  const method = implicitMethod(call);
  const role = method ? implicitOrder(method.name) : undefined;
  if (!method || !role) return null;
  const { how, libraries } = graph.targets(call);
  if (how === "resolved" || how === "named") return null;
  return { role, by: libraries.find((path) => EXCHANGE_LIBRARY.test(path)) ?? method.name, method: "", sent: method.sent };
}

/** The SDK of a venue that no table knows: an object that something imported made, and that takes orders by the name that only they have. */
const unknownVenue = (libraries: readonly string[], known: OrderMethod): string | undefined =>
  known.distinctive || ORDERING_NAMES.has(known.method) ? libraries.find((path) => path.includes("().") && !NO_VENUE.test(path)) : undefined;

/** Of an exchange that only a test or a smoke script makes: the running bot has the real one in its place. */
const isDouble = (fn: FunctionNode): boolean => /^_?(Mock|Fake|Dummy|Stub)|(Mock|Fake|Dummy|Stub)$/.test(classOf(fn)?.name ?? "");

/** `send = getattr(self.exchange, "create_order", None)`, then `send(symbol=...)`. */
function byBorrowed(graph: CallGraph, borrowed: BorrowedMethods, call: Call): Recognised | null {
  const found = borrowed.of(call);
  return found && sentBy(graph, found, call.args);
}

function sentBy(graph: CallGraph, found: BorrowedMethod, sent: Call["args"]): Recognised | null {
  const name = found.names.find((one) => ORDER_METHODS.has(one));
  if (!name) return null;
  const known = ORDER_METHODS.get(name)!;
  const values = graph.valuesOf(found.value).filter((one) => one.kind !== "external" || one.path !== "None");
  const library = values.find((one) => one.kind === "external" && EXCHANGE_LIBRARY.test(one.path));
  const foreign = ORDERING_NAMES.has(name) && graph.named(name).length === 0;
  if (values.some((one) => one.kind === "function") || (!library && !known.distinctive && !foreign)) return null;
  return { role: known.role, by: library?.kind === "external" ? library.path : name, method: name, sent };
}

/** The method itself, or a name that holds it, handed to something that calls it: `limiter.execute(self.exchange.create_order, symbol=...)`. */
function byReference(graph: CallGraph, borrowed: BorrowedMethods, call: Call): Recognised | null {
  for (let i = 0; i < call.args.length; i++) {
    const { value, name } = call.args[i]!;
    if (value.kind === "name" && name === null && i + 1 < call.args.length && !NOT_REQUESTS.test(calledName(call))) {
      const held = borrowed.held(value);
      const found = held && sentBy(graph, held, call.args.slice(i + 1));
      if (found) return found;
    }
    if (value.kind !== "attribute" || name !== null) continue;
    const known = ORDER_METHODS.get(value.name);
    if (!known || NOT_REQUESTS.test(calledName(call))) continue;
    const values = graph.valuesOf(value);
    const library = values.find((one) => one.kind === "external" && EXCHANGE_LIBRARY.test(one.path));
    if (values.some((one) => one.kind !== "external") || (!library && !known.distinctive)) continue;
    return { role: known.role, by: library?.kind === "external" ? library.path : value.name, method: value.name, sent: call.args.slice(i + 1) };
  }
  return null;
}

/**
 * A request whose path is an order endpoint (a literal or a constant), or a call that names an order method in a string:
 * `self._request("create_order", ...)`.
 */
function byWords(texts: RequestTexts, graph: CallGraph, call: Call): Recognised | null {
  if (isNoRequest(call) || makesAddress(call) || isRegistration(call)) return null;
  for (const { value, name } of call.args) {
    for (const text of texts.of(value)) {
      // `close(position, reason="market_close")` says why, `send(method="create_order")` says what.
      const named = name === null || SAYS_WHAT.test(name) ? ORDER_METHODS.get(text) : undefined;
      // `closePosition` is a parameter of Binance's orders as well.
      if (named?.distinctive && text !== "closePosition" && value.kind !== "list" && !makesOwn(graph, call)) return { role: named.role, by: text, method: "", sent: call.args };
      const known = pathOf(text);
      if (!known || isRead(call) || (known.needsMethod && !writes(graph, call)) || isDescription(graph, call)) continue;
      return { role: roleOf(known, text, call), by: text, method: "", sent: call.args };
    }
  }
  return null;
}

const SAYS_WHAT = /method|action|func|endpoint|command|^(op|name|path|url|api|call|request)$/i;

/** The words of a venue's command-line program, handed to what runs it. */
function byCommand(texts: RequestTexts, call: Call): Recognised | null {
  if (isNoRequest(call)) return null;
  const words = texts.wordsOf(call);
  const meant = words.length > 1 ? COMMAND_LINES.find((one) => words.some((_, at) => one.words.every((word, i) => words[at + i] === word))) : undefined;
  if (!meant || meant.means === "positions") return null;
  const role = meant.means === "open" && words.some((one) => REDUCING_FLAG.test(one)) ? "close" : meant.means;
  return { role, by: meant.words.join(" "), method: "", sent: call.args };
}

/** Every order endpoint has one of these words. */
const SPEAKS_OF_ORDERS = /order|trading-stop|position|private\/|plan|cancel|entrust|swap_|close|click-backhand|spot\/trade|stop/i;

/** The endpoint that a text ends in; what is put behind a path without a slash is its query. */
function pathOf(text: string): OrderPath | undefined {
  if (!text.includes("/") || !SPEAKS_OF_ORDERS.test(text)) return undefined;
  const path = text.replace(/\?.*$/, "").replace(/(?<=[\w-])\{\}$/, "");
  return ORDER_PATHS.find((one) => one.path.test(path)) ?? (ONE_ORDER_PATH.test(path) ? { path: ONE_ORDER_PATH, role: "cancel", venue: "", needsMethod: true } : undefined);
}

function roleOf(known: OrderPath, text: string, call: Call): OrderRole {
  const word = methodWord(call);
  if (/delete/.test(word)) return "cancel";
  if (known.path === ONE_ORDER_PATH || /(^|_)(put|patch)(_|$)/.test(word)) return ONE_ORDER_PATH.test(text) || /(^|_)(put|patch)(_|$)/.test(word) ? "amend" : known.role;
  return known.role;
}

/** A request that changes something at the other side. */
const writes = (graph: CallGraph, call: Call): boolean =>
  /(^|_)(post|put|patch|delete)(_|$)/.test(methodWord(call)) && !graph.targets(call).libraries.some((path) => WEB_FRAMEWORK.test(path));

/** A route of the bot's own server: a decorator, or what registers one. */
const isRegistration = (call: Call): boolean => call.parent?.kind === "function" || /^(add_api_route|add_route|add_url_rule|add_api_websocket_route|add_(get|post|put|delete)|route|include_router)$/.test(calledName(call));

/** Something is made that speaks about the endpoint (a rate limit, a rule); nothing is sent. */
const isDescription = (graph: CallGraph, call: Call): boolean =>
  graph.targets(call).classes.length > 0 || (/^[A-Z]/.test(calledName(call)) && !/^(post|put|patch|delete)$/.test(methodWord(call)));

/** `cls(ActionType.MARKET_CLOSE, ...)`, `Action("market_close")`: what shall be done is written down, to be sent elsewhere. */
const makesOwn = (graph: CallGraph, call: Call): boolean => graph.targets(call).classes.length > 0 || (call.callee.kind === "name" && call.callee.id === "cls");

const isNoRequest = (call: Call): boolean => NOT_REQUESTS.test(calledName(call)) || (SIGNING.test(calledName(call)) && !AUTHENTICATED.test(calledName(call)));

/** `self._post_auth(path, body)` signs what it sends. */
const AUTHENTICATED = /^_*(post|put|delete|request|send)_(\w+_)?auth$/i;

const SIGNING = /^_?(sign|hmac|digest|hash)(_(request|params|payload|message|body|string|data|path))?$|(^|_)(signature|headers?|auth)$|^_?(get|make|create|build|generate|gen|calc|compute)_(sign(ature|ed_headers|ed_params)?|hash|auth(_headers?)?)$/i;

/** `side="SELL"` as a literal. */
const sells = (call: Call): boolean => call.args.some(({ name, value }) => name === "side" && ((value.kind === "string" && /^sell$/i.test(value.value)) || (value.kind === "attribute" && value.name === "SIDE_SELL")));

/** One with a trigger protects; one that only reduces closes. */
function refined(role: OrderRole, call: Call, index: Index | null = null): OrderRole {
  if (role !== "open") return role;
  return isStop(call, index) ? "protect" : reducesOnly(call, index) ? "close" : role;
}

const NOT_REQUESTS = /^(getattr|hasattr|setattr|callable|has|exchange_has|supports|str|print|debug|info|warning|error|exception|critical|log|get|setdefault|pop|update|getenv|_?truthy|append|add|join|startswith|endswith|split|format|isinstance|patch|emit|count|inc|wraps|set_field|field|inlinekeyboardbutton|keyboardbutton|button|replace|encode|dumps|rate_?limit\w*|acquire|throttle|wait|record\w*|track\w*|fullmatch|match|search)$/i;


/** The HTTP method that a request names, or the name of what is called. */
const methodWord = (call: Call): string => {
  for (const { value } of call.args) {
    const literal = value.kind === "string" ? value.value : value.kind === "attribute" ? value.name : "";
    if (/^(GET|POST|PUT|PATCH|DELETE)$/i.test(literal)) return literal.toLowerCase();
  }
  return calledName(call).toLowerCase();
};
const isRead = (call: Call): boolean => /(^|_)(get|head)(_|$)/.test(methodWord(call));

/** `reduceOnly` set to a true literal in the call's own arguments, or with `index` in the dict or object that a local name holds. */
export function reducesOnly(call: Call, index: Index | null = null): boolean {
  return flagged(call, index, /^(reduce_?only|close_?position)$/i, isTrue) || fieldsOf(call, index).some((one) => isGateClose(one));
}

function isStop(call: Call, index: Index | null): boolean {
  return call.args.some((one) => one.value.kind === "string" && STOP_TYPE.test(one.value.value)) || flagged(call, index, /^(type|order_?type|ord_?type|algo_?type)$/i, (value) => value.kind === "string" && STOP_TYPE.test(value.value))
    || flagged(call, index, /^(stop_?loss_?price|take_?profit_?price|trigger_?price|trailing_?percent|stop_?price)$/i, mayBeSet);
}

const STOP_TYPE = /^(stop(_market|_loss)?|take_profit(_market)?|trailing_stop(_market)?|conditional|oco|trigger|move_order_stop|positiontpsl)$/i;

const flagged = (call: Call, index: Index | null, key: RegExp, isOn: (value: Expr) => boolean): boolean =>
  fieldsOf(call, index).some((fields) => fields.some((one) => key.test(one.key) && isOn(one.value)));

/** Gate's orders close with `close=True`, beside the contract and its size. */
const isGateClose = (fields: Fields): boolean => fields.some((one) => one.key === "contract") && fields.some((one) => one.key === "close" && isTrue(one.value));

const isTrue = (value: Expr): boolean => (value.kind === "boolean" ? value.value : value.kind === "string" && value.value.toLowerCase() === "true");

const mayBeSet = (value: Expr): boolean => (value.kind === "boolean" || value.kind === "string" ? isTrue(value) : value.kind !== "none");
