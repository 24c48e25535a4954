import type { Call, Expr, FunctionNode, Subscript } from "../../../ir/nodes.ts";
import { ownName } from "../../../ir/names.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ccxtClassOf } from "../../../knowledge/ccxt-gaps.ts";
import {
  CCXT_IMPLICIT, CCXT_IMPLICIT_TOPICS, CCXT_TOPICS, CCXT_VENUES, HTTP_LIBRARY, RAW_METHODS, RAW_STREAMS, SOCKET_LIBRARY, TOPIC_WORDS, UNREAD_EXCHANGES, VENUE_LIBRARIES, WEB_FRAMEWORK,
} from "../../../knowledge/venue-sources.ts";
import type { Topic, Venue } from "../../../knowledge/venue-fields.ts";
import { snake } from "../snake.ts";
import type { Carriers } from "./carriers.ts";
import { definitionsOf, isForeignHost, textOf, toldBy, venueOfHost } from "./endpoints.ts";
import { isParameter } from "./exits.ts";
import { bindParameter } from "./steps.ts";
import { payload, type Carried, type Payload } from "./tracked.ts";
import type { VenueHints } from "./venue-hints.ts";

/** Puts the payloads that a call or subscript brings into the bot on their way. */
export function enterPayloads(on: Carriers, hints: VenueHints, skipped: (file: string) => boolean): void {
  for (const one of on.index.modules.values()) {
    if (skipped(one.module.file)) continue;
    const hint = hints.of(one.module);
    for (const node of one.byKind.get("call") ?? []) {
      const found = node.kind === "call" ? ofCall(on, node, hint) : null;
      if (found) on.push(node as Call, found, null, null);
    }
    for (const node of one.byKind.get("subscript") ?? []) {
      if (node.kind !== "subscript" || node.index.kind !== "string" || node.index.value !== "info") continue;
      const found = ofCcxt(on, node);
      if (found) on.push(node, found, null, null);
    }
  }
  for (const escape of on.graph.escapes) enterCallback(on, escape.fn, escape.to, escape.at as Expr);
}

interface Hint { readonly venue: Venue | null; readonly own: boolean }

const raw = (venue: Venue | null, topic: Topic | null, certain: boolean, open = false): Payload =>
  payload({ venue, ccxtClass: null, topic, certain, openOnly: open, stream: false, depth: 0, book: false, opened: "" });

/** A message of a stream. Bybit's tell of a closed position with zeros, not with "". */
const pushed = (venue: Venue | null, topic: Topic | null, certain: boolean): Payload =>
  payload({ venue, ccxtClass: null, topic, certain, openOnly: venue === "bybit", stream: true, depth: 0, book: false, opened: "" });

function ofCall(on: Carriers, call: Call, hint: Hint): Payload | null {
  if (call.callee.kind !== "attribute" && call.callee.kind !== "name") return null;
  const name = call.callee.kind === "attribute" ? call.callee.name : call.callee.id;
  if (name === "json" || name === "receive_json") return call.callee.kind === "attribute" ? ofResponse(on, call, call.callee.object, hint, name) : null;
  if (name === "loads") return ofText(on, call, hint);
  if (name === "get" && call.args[0]?.value.kind === "string" && call.args[0].value.value === "info" && call.callee.kind === "attribute") return ofCcxtObject(on, call.callee.object);
  return ofLibrary(on, call, name);
}

function ofLibrary(on: Carriers, call: Call, name: string): Payload | null {
  const targets = on.graph.targets(call);
  const handed = handedMethod(on, call);
  if (handed) return handed;
  if (targets.how === "resolved" || targets.how === "named" || isParameter(call.callee)) return null;
  for (const path of targets.libraries) {
    const venue = VENUE_LIBRARIES.find((one) => one.path.test(path))?.venue;
    const known = venue ? RAW_METHODS.get(`${venue} ${name}`) : undefined;
    if (known) return raw(known.venue, known.topic, true, opensOnly(call));
    if (/^ccxt\b/.test(path)) return ofImplicit(path, name) ?? ofUnified(path, name);
    if (venue === "binance" && name === "recv") return pushed("binance", streamTopic(path), true);
  }
  // `client.get_positions(category="linear")`: only pybit asks for a category.
  const category = call.args.some((one) => one.name === "category" && one.value.kind === "string");
  const known = category && targets.how !== "library" ? RAW_METHODS.get(`bybit ${name}`) : undefined;
  return known ? raw("bybit", known.topic, true, opensOnly(call)) : null;
}

/**
 * `self._retry(self.exchange.create_order, symbol, ...)`, `asyncio.to_thread(client.get_positions, ...)`: what a call gives that
 * is handed one of these methods, when it calls it and gives back what came. The calls inside of it bring nothing of their own.
 */
function handedMethod(on: Carriers, call: Call): Payload | null {
  for (const argument of call.args) {
    const method = argument.value;
    if (method.kind !== "attribute" || argument.spread !== "none" || !(snake(method.name) in CCXT_TOPICS || METHOD_NAMES.has(method.name))) continue;
    const { functions, libraries } = on.graph.targets(call);
    const calls = functions.length > 0 ? functions.every((fn) => callsItsParameter(fn)) : libraries.some((one) => RUNS_IT.test(one)) || /(^|_)(retry|with_backoff|safe_call|run_sync|to_thread|run_in_executor)(_|$)/.test(ownName(call.callee));
    if (!calls) continue;
    for (const value of on.infer.evaluate(method)) {
      if (value.kind !== "external") continue;
      const venue = VENUE_LIBRARIES.find((one) => one.path.test(value.path))?.venue;
      const known = venue ? RAW_METHODS.get(`${venue} ${method.name}`) : undefined;
      if (known) return raw(known.venue, known.topic, true, opensOnly(call));
      const unified = /^ccxt\b/.test(value.path) ? ofUnified(value.path, method.name) : null;
      if (unified) return unified;
    }
  }
  return null;
}

const RUNS_IT = /(^|\.)(to_thread|run_in_executor|run_sync)$/;
const METHOD_NAMES: ReadonlySet<string> = new Set([...RAW_METHODS.keys()].map((one) => one.slice(one.indexOf(" ") + 1)));

/** The function calls one of its parameters. */
function callsItsParameter(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => { found ||= node.kind === "call" && isParameter(node.callee); });
  return found;
}

const opensOnly = (call: Call): boolean => call.args.some((one) => one.name === "settleCoin") && !call.args.some((one) => one.name === "symbol");

function streamTopic(path: string): Topic | null {
  for (const [key, value] of RAW_STREAMS) if (value.venue === "binance" && path.includes(`.${key.slice(8)}()`)) return value.topic;
  return null;
}

/** ccxt's classes. Those of KuCoin's and Kraken's futures, and MEXC's for both, give numbers. */
const venueOfCcxt = (path: string): Venue | null => CCXT_VENUES.find((one) => one.word.test(path))?.venue ?? null;

/** `exchange.fetch_order(id)`, `createOrder`: ccxt's own structures. */
function ofUnified(path: string, name: string): Payload | null {
  const topic = CCXT_TOPICS[snake(name)];
  return topic !== undefined && UNIFIED.has(topic) ? payload({ ...raw("ccxt", topic, true), ccxtClass: ccxtClassOf(path) }) : null;
}

const UNIFIED: ReadonlySet<Topic> = new Set<Topic>(["orders", "placed", "positions", "tickers", "funding"]);

function ofImplicit(path: string, name: string): Payload | null {
  const flat = name.replaceAll("_", "").toLowerCase();
  if (!CCXT_IMPLICIT.test(flat)) return null;
  const venue = venueOfCcxt(path) ?? (/v5/.test(flat) ? "bybit" : /^(fapi|dapi|sapi)/.test(flat) ? "binance" : null);
  const topic = CCXT_IMPLICIT_TOPICS.find((one) => one.name.test(flat))?.topic ?? null;
  return venue ? raw(venue, topic, topic !== null) : null;
}

function ofCcxt(on: Carriers, node: Subscript): Payload | null {
  return ofCcxtObject(on, node.object);
}

/** `position["info"]` where the position is what one of ccxt's unified methods gave. */
function ofCcxtObject(on: Carriers, object: Expr): Payload | null {
  for (const one of on.infer.evaluate(object)) {
    if (one.kind !== "external" || !/^ccxt\b/.test(one.path)) continue;
    const methods = [...one.path.matchAll(/\.(\w+)\(\)/g)].map((each) => snake(each[1]!));
    const venue = venueOfCcxt(one.path);
    if (venue) return raw(venue, CCXT_TOPICS[methods.find((each) => each in CCXT_TOPICS) ?? ""] ?? null, true);
  }
  return null;
}

/** `response.json()` of an HTTP client, with what the request's URL tells. */
function ofResponse(on: Carriers, call: Call, object: Expr, hint: Hint, name: string): Payload | null {
  const values = on.infer.evaluate(object);
  if (values.some((one) => one.kind === "external" && WEB_FRAMEWORK.test(one.path))) return null;
  const http = values.some((one) => one.kind === "external" && HTTP_LIBRARY.test(one.path));
  const stream = name === "receive_json" || values.some((one) => one.kind === "external" && SOCKET_LIBRARY.test(one.path));
  if (!http && !stream && values.length > 0) return null;
  if (!http && !stream && (object.kind !== "name" || !/^(r|res|resp|response|reply)\w*$/i.test(object.id))) return null;
  return stream ? pushed(hint.venue, topicHere(call), hint.own) : requested(on, object, hint);
}

function requested(on: Carriers, object: Expr, hint: Hint): Payload | null {
  const request = requestOf(object, 0);
  if (request) {
    const told = toldBy(on, request);
    if (told) return raw(told.venue, told.topic, true, told.openOnly);
    for (const argument of request.args) {
      const text = textOf(on, argument.value, 0);
      if (!text) continue;
      if (isForeignHost(text)) return UNREAD_EXCHANGES.test(text) ? raw(null, null, true) : null;
      const venue = venueOfHost(text);
      if (venue) return raw(venue, null, true);
    }
  }
  return raw(hint.venue, null, false);
}

/** The call that sent the request whose response this is. */
function requestOf(object: Expr, depth: number): Call | null {
  if (depth > 5) return null;
  if (object.kind === "await") return requestOf(object.value, depth + 1);
  if (object.kind === "name") {
    for (const one of definitionsOf(object)) {
      const found = requestOf(one, depth + 1);
      if (found) return found;
    }
    return null;
  }
  if (object.kind === "attribute") return requestOf(object.object, depth + 1);
  if (object.kind !== "call") return null;
  const name = object.callee.kind === "attribute" ? object.callee.name : "";
  if (/^(get|post|put|delete|request|send|patch|_?get|_?request|urlopen)$/i.test(name)) return object;
  return object.callee.kind === "attribute" ? requestOf(object.callee.object, depth + 1) : null;
}

/** `json.loads(text)` of a response's body or a socket's message; other texts (files, caches, models) are not a venue's. */
function ofText(on: Carriers, call: Call, hint: Hint): Payload | null {
  const text = call.args[0]?.value;
  const targets = on.graph.targets(call);
  if (!text || !targets.libraries.some((one) => /^(u?json|orjson|simplejson|rapidjson|json)\.loads$/.test(one))) return null;
  const values = on.infer.evaluate(text);
  const paths = values.flatMap((one) => (one.kind === "external" ? [one.path] : []));
  if (paths.some((path) => SOCKET_LIBRARY.test(path))) return pushed(hint.venue, topicHere(call), hint.own);
  if (paths.some((path) => HTTP_LIBRARY.test(path) && /\.(text|read|content|data)(\(\))?(\.decode\(\))?$/.test(path))) return requested(on, text, hint);
  const fn = enclosingFunction(call);
  if (paths.length > 0 && !paths.every((path) => path === "str()" || path === "bytes()")) return null;
  if (text.kind !== "name" || !fn || !fn.params.some((one) => one.name === text.id) || !/^(message|msg|raw|data|payload|text|event)(_\w+)?$/.test(text.id)) return null;
  const toSocket = socketHandlers(on).has(fn);
  const handles = /(^|_)on_?(message|msg|data)|(handle|process|parse|dispatch)_?\w*(message|msg|ws)/i.test(fn.name);
  return (toSocket || handles) && hint.own ? pushed(hint.venue, topicHere(call), true) : null;
}

const handlers = new WeakMap<Carriers, ReadonlySet<FunctionNode>>();

/** Functions that are handed to a WebSocket library. */
function socketHandlers(on: Carriers): ReadonlySet<FunctionNode> {
  let known = handlers.get(on);
  if (!known) handlers.set(on, known = new Set(on.graph.escapes.filter((one) => /websocket/i.test(one.to)).map((one) => one.fn)));
  return known;
}

/** A topic from the names of the function: only where the message could be about anything. */
function topicHere(call: Call): Topic | null {
  const fn = enclosingFunction(call);
  return (fn && TOPIC_WORDS.find((one) => one.word.test(fn.name))?.topic) ?? null;
}

/** A callback that a library's stream calls with the message as it came. */
function enterCallback(on: Carriers, fn: FunctionNode, to: string, at: Expr): void {
  const venue = VENUE_LIBRARIES.find((one) => one.path.test(to))?.venue;
  const known = venue ? RAW_STREAMS.get(`${venue} ${to.slice(to.lastIndexOf(".") + 1)}`) : undefined;
  if (!known) return;
  const position = fn.params[0]?.name === "self" ? 1 : 0;
  const from: Carried = { expr: at, value: pushed(known.venue, known.topic, true), stack: null, from: null };
  bindParameter(on, fn, position, from, null);
}
