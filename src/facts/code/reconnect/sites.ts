import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, walk, walkBody } from "../../../ir/walk.ts";
import { CALLBACK_APP, CONNECT_CALLS, CONNECT_METHODS, RECEIVE_METHODS, SDK_STREAM, type ConnectCall } from "../../../knowledge/connections.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Index } from "../module-index.ts";
import { type ConnectSite } from "./machine.ts";

/** Every call that opens a connection, in module and source order. */
export function connectSites(index: Index, graph: CallGraph): Map<Call, ConnectSite> {
  const found = new Map<Call, ConnectSite>();
  for (const one of index.modules.values()) {
    for (const fn of one.module.functions) {
      for (const call of one.calls[fn.index]!) {
        const how = connecting(graph, call);
        if (how) found.set(call, { call, fn, how });
      }
    }
  }
  return found;
}

function connecting(graph: CallGraph, call: Call): ConnectCall | null {
  const targets = graph.targets(call);
  if (targets.how === "resolved" || targets.how === "named") return null;
  for (const path of targets.libraries) {
    if (!ANY_LIBRARY.test(path)) continue;
    const known = CONNECT_CALLS.find((one) => one.path.test(path));
    if (known) return known;
  }
  const started = call.args.find((one) => one.value.kind === "attribute" && one.value.name === "run_forever");
  if (started) return known(graph.valuesOf(started.value).flatMap((one) => (one.kind === "external" ? [one.path] : [])));
  if (targets.libraries.length > 0) return sdkStream(call, targets.libraries);
  if (call.callee.kind !== "attribute") return null;
  return CONNECT_METHODS.get(call.callee.name) ?? null;
}

/** Cheaper than asking every pattern about every call. */
const ANY_LIBRARY = /websocket|ws_connect|watch|binance|socketio|okx|httpx_ws|pybit|pybotters|hyperliquid|ib_(insync|async)|alpaca|cryptofeed|kucoin/i;

/** `Thread(target=app.run_forever)` */
const known = (paths: readonly string[]): ConnectCall | null => CONNECT_CALLS.find((one) => paths.some((path) => one.path.test(path))) ?? null;

/** `async with client.subscribe_to_orders() as stream: async for event in stream:` of an SDK that no table knows. */
function sdkStream(call: Call, paths: readonly string[]): ConnectCall | null {
  const item = call.parent;
  if (item?.kind !== "with-item" || item.target?.kind !== "name" || call.callee.kind !== "attribute" || !SDK_STREAM.name.test(call.callee.name)) return null;
  const block = item.parent;
  const { id } = item.target;
  const [path] = paths;
  if (block?.kind !== "with" || !block.async || !path || SDK_STREAM.elsewhere.test(path)) return null;
  let read = false;
  for (const one of block.body) {
    walk(one, (node) => {
      if (node.kind === "for" && node.async && node.iterable.kind === "name" && node.iterable.id === id) read = true;
      if (node.kind === "call" && node.callee.kind === "attribute" && RECEIVE_METHODS.has(node.callee.name) && node.callee.object.kind === "name" && node.callee.object.id === id) read = true;
    });
  }
  return read ? { path: /^$/, shape: "socket", library: path.slice(0, path.search(/\.|$/)), errors: SDK_STREAM.errors, keeps: null } : null;
}

/** Functions from which one of `seeds` can be reached by calls, starts and hand-outs. */
export function leadingTo(graph: CallGraph, seeds: Iterable<FunctionNode>, handed: ReadonlyMap<FunctionNode, readonly FunctionNode[]>): Set<FunctionNode> {
  const found = new Set(seeds);
  const queue = [...found];
  for (let i = 0; i < queue.length; i++) {
    const callers = graph.callersOf(queue[i]!).map((one) => one.caller);
    for (const caller of [...callers, ...(handed.get(queue[i]!) ?? [])]) {
      if (found.has(caller)) continue;
      found.add(caller);
      queue.push(caller);
    }
  }
  return found;
}

/** Who hands out each function, by that function. */
export function handedOut(graph: CallGraph): Map<FunctionNode, FunctionNode[]> {
  const found = new Map<FunctionNode, FunctionNode[]>();
  for (const one of graph.escapes) {
    appendTo(found, one.fn, one.from);
  }
  return found;
}

/** Functions that wait for messages by themselves. */
export function receivers(index: Index, graph: CallGraph): Set<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const one of index.modules.values()) {
    for (const call of one.byKind.get("call") as readonly Call[]) {
      if (!RECEIVE_METHODS.has(ownName(call.callee)) || call.callee.kind !== "attribute" || graph.targets(call).how === "resolved") continue;
      const fn = enclosingFunction(call);
      if (fn) found.add(fn);
    }
    for (const node of one.byKind.get("for")!) {
      const fn = node.kind === "for" && node.async ? enclosingFunction(node) : null;
      if (fn) found.add(fn);
    }
  }
  return found;
}

/** Functions that pause: `sleep` in any spelling. */
export function pausing(index: Index): Set<FunctionNode> {
  const found = new Set<FunctionNode>();
  for (const one of index.modules.values()) {
    for (const call of one.byKind.get("call") as readonly Call[]) {
      const name = ownName(call.callee);
      if (name !== "sleep" && !(name === "wait_for" || (name === "wait" && call.args.length > 0)) && name !== "Timer" && name !== "call_later") continue;
      const fn = enclosingFunction(call);
      if (fn) found.add(fn);
    }
  }
  return found;
}

/** The functions given to a WebSocketApp as callbacks, by name: those constructed in the same class, else in the same module. */
export function appCallbacks(index: Index, graph: CallGraph, site: ConnectSite): Map<string, FunctionNode> {
  const module = index.modules.get(index.moduleOf(site.call).file)!;
  const found = new Map<string, FunctionNode>();
  const owner = classOf(site.fn);
  for (const call of module.byKind.get("call") as readonly Call[]) {
    if (!graph.targets(call).libraries.some((path) => CALLBACK_APP.test(path))) continue;
    const holder = enclosingFunction(call);
    if (owner && holder && classOf(holder) !== owner) continue;
    for (const argument of call.args) {
      if (argument.name === null || found.has(argument.name)) continue;
      const value = graph.valuesOf(argument.value).find((one) => one.kind === "function");
      if (value?.kind === "function") found.set(argument.name, value.fn);
    }
  }
  for (const { fn, to } of graph.escapes) {
    const name = /WebSocketApp\(\)\.(on_\w+)$/.exec(to)?.[1];
    if (name && !found.has(name) && index.moduleOf(fn) === module.module) found.set(name, fn);
  }
  return found;
}

export { loopAround } from "../../../ir/walk.ts";

/** Whether the function's own body matches: nested functions are not asked. */
export function bodyHas(fn: FunctionNode, test: (node: Node) => boolean): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (!found && test(node)) found = true;
  });
  return found;
}
