import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { AGE_ASKED, NOT_A_PRICE, STREAM_HANDLER, STREAM_PRICE } from "../../../knowledge/stream-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index, type Store } from "../module-index.ts";
import { reach } from "../reach.ts";
import { reconnectLoops } from "../reconnect-loops.ts";
import { tradingCode } from "../trading-code.ts";
import { appCallbacks, receivers } from "./sites.ts";

/** A price that a stream left behind, and who decides with it. */
export interface StreamPrice {
  readonly name: string;
  readonly owner: ClassNode;
  /** Where a message of the stream stores it. */
  readonly store: Store;
  /** Where code that leads to orders reads it, outside of the stream's own messages. */
  readonly reads: readonly { readonly node: Node; readonly fn: FunctionNode }[];
  /** Where somebody asks how old it is; null: nobody does. */
  readonly asked: Node | null;
}

export const streamPrices = codeFact({
  name: "stream-prices",
  doc: "Prices that the messages of a stream store and that orders are decided with elsewhere, and whether their age is asked.",
  requires: { index, infer, callGraph, reach, tradingCode, reconnectLoops },
  derive({ index, infer, callGraph, reach, tradingCode, reconnectLoops }): readonly StreamPrice[] {
    const messages = messageCode(index, callGraph, reconnectLoops.connections.flatMap((one) => [one.site, ...one.others]).map((site) => ({ ...site, callbacks: site.how.shape === "app" ? [...appCallbacks(index, callGraph, site).values()] : [] })));
    if (messages.size === 0) return [];
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead";
    const classesOf = (node: Node & { kind: "attribute" }): ReadonlySet<ClassNode> => {
      const fn = enclosingFunction(node);
      const own = fn && node.object.kind === "name" && node.object.id === "self" ? classOf(fn) : null;
      return own ? new Set([own]) : new Set(infer.evaluate(node.object).flatMap((one) => (one.kind === "instance" ? [one.class] : [])));
    };
    const stored = storedPrices(index, messages, isLive, classesOf);
    const found: StreamPrice[] = [];
    for (const { name, owner, store, elsewhere } of stored.values()) {
      const read = (fn: FunctionNode): boolean => isLive(fn) && !messages.has(fn) && tradingCode.of(fn) === "order" && !isRoute(fn);
      const reads = readsOf(name, owner, index, callGraph, classesOf).filter(({ fn, node }) => read(fn) && !onlyTold(node));
      // What other code writes too has a second source, whose age this is not about.
      const isOnlySource = elsewhere.every((one) => reads.some((each) => each.fn === one.fn));
      if (reads.length === 0 || !isOnlySource) continue;
      found.push({ name, owner, store, reads, asked: askedIn(reads.map((one) => one.fn)) ?? askedOf(owner, index, messages, isLive) });
    }
    return found;
  },
});

interface Seed { readonly fn: FunctionNode; readonly call: Call; readonly callbacks: readonly FunctionNode[] }

const MOST = 400;

/** What runs for a message: what waits for it beside the connection, the callbacks, and what they call. */
function messageCode(index: Index, graph: CallGraph, sites: readonly Seed[]): Set<FunctionNode> {
  const classes = new Set(sites.flatMap((one) => classOf(one.fn) ?? []));
  const found = new Set<FunctionNode>(sites.flatMap((one) => one.callbacks));
  for (const fn of receivers(index, graph)) if (sites.some((one) => one.fn === fn) || classes.has(classOf(fn)!)) found.add(fn);
  const fns = new Set(sites.map((one) => one.fn));
  for (const { fn, from, to } of graph.escapes) if (STREAM_HANDLER.test(to) || (fns.has(from) && STREAM_HANDLER.test(fn.name))) found.add(fn);
  for (const fn of found) {
    if (found.size > MOST) break;
    for (const call of index.callsIn(fn)) for (const callee of graph.runs(call)) if (callee.name !== "__init__") found.add(callee);
  }
  return found;
}

interface Stored { readonly name: string; readonly owner: ClassNode; readonly store: Store; readonly elsewhere: Store[] }

/** By class and name; not what is emptied when the connection is lost. */
function storedPrices(index: Index, messages: ReadonlySet<FunctionNode>, isLive: (fn: FunctionNode) => boolean, classesOf: (node: Node & { kind: "attribute" }) => ReadonlySet<ClassNode>): Map<string, Stored> {
  const found = new Map<string, Stored>();
  const others: { store: Store; attribute: Node & { kind: "attribute" } }[] = [];
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      const attribute = store.target.kind === "subscript" ? store.target.object : store.target;
      if (attribute.kind !== "attribute" || !STREAM_PRICE.test(attribute.name) || NOT_A_PRICE.test(attribute.name) || store.fn.name === "__init__" || !isLive(store.fn)) continue;
      if (store.value && isConstant(store.value)) continue;
      if (!messages.has(store.fn) || !store.value) {
        if (!isRoute(store.fn)) others.push({ store, attribute });
        continue;
      }
      for (const owner of classesOf(attribute)) {
        const key = keyOf(owner, attribute.name);
        if (!found.has(key)) found.set(key, { name: attribute.name, owner, store, elsewhere: [] });
      }
    }
  }
  for (const { store, attribute } of others) for (const owner of classesOf(attribute)) found.get(keyOf(owner, attribute.name))?.elsewhere.push(store);
  return found;
}

/** `@router.get("/prices")`: runs when a person looks, keeps nothing up to date. */
const isRoute = (fn: FunctionNode): boolean => fn.decorators.some((one) => one.kind === "call" && /^(get|post|put|delete|route|websocket|api_route)$/.test(ownName(one.callee)));

const keyOf = (owner: ClassNode, name: string): string => `${String(owner.start)} ${owner.name} ${name}`;
const isConstant = (node: Node): boolean => node.kind === "number" || node.kind === "none" || node.kind === "boolean" || node.kind === "string" || (node.kind === "dict" && node.entries.length === 0);

/** Loads of the attribute, and calls of methods that only hand it out. */
function readsOf(name: string, owner: ClassNode, index: Index, graph: CallGraph, classesOf: (node: Node & { kind: "attribute" }) => ReadonlySet<ClassNode>): { node: Node; fn: FunctionNode }[] {
  const found: { node: Node; fn: FunctionNode }[] = [];
  for (const one of index.modules.values()) {
    const stored = new Set<Node>(one.stores.map((each) => (each.target.kind === "subscript" ? each.target.object : each.target)));
    for (const node of one.byKind.get("attribute")!) {
      if (node.kind !== "attribute" || node.name !== name || stored.has(node) || !classesOf(node).has(owner)) continue;
      const fn = enclosingFunction(node);
      if (!fn) continue;
      found.push({ node, fn });
      if (classOf(fn) === owner && fn.body.length <= 3 && returnsIt(index, fn, node)) for (const { call, caller } of graph.callersOf(fn)) found.push({ node: call, fn: caller });
    }
  }
  return found;
}

/** `return self._tickers.get(symbol)`, and not `self._tickers.pop(symbol)` before a `return`. */
function returnsIt(index: Index, fn: FunctionNode, node: Node): boolean {
  const returns = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!;
  const given = returns.length === 1 ? returns[0]!.value : null;
  if (!given) return false;
  for (let at: Node | null = node; at && at.kind !== "function"; at = at.parent) {
    if (at === given) return true;
    if (at.kind === "assign" && given.kind === "name") return at.targets.some((one) => one.kind === "name" && one.id === given.id);
  }
  return false;
}

const TELLS = /^(debug|info|warning|warn|error|exception|critical|log|print|send\w*|notify\w*|record\w*|publish|broadcast|emit|append)$/;

/** In a line of the log or a message nothing is decided. */
function onlyTold(node: Node): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "template" || (at.kind === "call" && TELLS.test(calledName(at)))) return true;
  }
  return false;
}

/** Somewhere in the functions that decide somebody asks how old the data is, or whether the stream is up. */
function askedIn(fns: readonly FunctionNode[]): Node | null {
  let found: Node | null = null;
  for (const fn of new Set(fns)) {
    walkBody(fn, (node) => {
      if (!found && (node.kind === "name" || node.kind === "attribute") && AGE_ASKED.test(ownName(node)) && !OTHER_AGE.test(ownName(node)) && isAsked(node)) found = node;
    });
  }
  return found;
}

/** `stale_orders`, `position_age`: the age of something else. */
const OTHER_AGE = /order|position|trade|balance|account|funding|(last|latest)_tickers?$/i;

/** It stands in a test or a difference, or is a question that is called: a name that is only assigned or logged asks nothing. */
function isAsked(node: Node): boolean {
  for (let at: Node = node, up = node.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "compare" || up.kind === "logical" || up.kind === "unary" || up.kind === "binary" || up.kind === "return") return true;
    if (up.kind === "if" || up.kind === "while" || up.kind === "conditional") return up.test === at;
    if (up.kind === "call" && up.callee === at) return true;
    if (up.kind === "template" || up.kind === "expression" || up.kind === "assign") return false;
  }
  return false;
}

/** The stream's class remembers when it heard something, and other code reads that. */
function askedOf(owner: ClassNode, index: Index, messages: ReadonlySet<FunctionNode>, isLive: (fn: FunctionNode) => boolean): Node | null {
  const remembered = new Set<string>();
  for (const { target, fn } of index.modules.get(index.moduleOf(owner).file)!.stores) {
    const attribute = target.kind === "subscript" ? target.object : target;
    if (attribute.kind === "attribute" && classOf(fn) === owner && AGE_ASKED.test(attribute.name) && !OTHER_AGE.test(attribute.name)) remembered.add(attribute.name);
  }
  if (remembered.size === 0) return null;
  for (const { byKind, stores } of index.modules.values()) {
    const stored = new Set<Node>(stores.map((one) => (one.target.kind === "subscript" ? one.target.object : one.target)));
    for (const node of byKind.get("attribute")!) {
      const fn = node.kind === "attribute" && remembered.has(node.name) && !stored.has(node) ? enclosingFunction(node) : null;
      if (fn && isLive(fn) && !messages.has(fn) && isAsked(node!)) return node;
    }
  }
  return null;
}
