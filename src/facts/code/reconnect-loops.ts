import { calledName } from "../../ir/names.ts";
import type { Call, ClassNode, FunctionNode, Module, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction, methodsOf, walkBody } from "../../ir/walk.ts";
import { RETRY_DECORATORS } from "../../knowledge/connections.ts";
import { appendTo } from "../../sdk/append.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { callGraph } from "./call-graph.ts";
import { constants } from "./constants.ts";
import { entryPoints } from "./entry-points.ts";
import { infer } from "./inference/infer.ts";
import { index, type Index, type Store } from "./module-index.ts";
import { orderSites } from "./order-sites.ts";
import { places } from "./places.ts";
import { reach } from "./reach.ts";
import type { ConnectSite, World } from "./reconnect/machine.ts";
import { afterSuccess } from "./reconnect/own-tasks.ts";
import { firstFailureOf, type FirstFailure } from "./reconnect/first-connect.ts";
import { endNoticed, triesForEver } from "./reconnect/library-ends.ts";
import { isHeard } from "./reconnect/heard.ts";
import { mendersOf, type Menders } from "./reconnect/menders.ts";
import { noticedAt, type Noticing, type Read } from "./reconnect/noticed.ts";
import { rootsOf, type Root } from "./reconnect/roots.ts";
import { throttleIn } from "./reconnect/throttles.ts";
import { showSchedule } from "./reconnect/schedule.ts";
import { appCallbacks, connectSites, handedOut, leadingTo, loopAround, pausing, receivers } from "./reconnect/sites.ts";
import { alone, storyOf, type Story } from "./reconnect/story.ts";
import { tradingModules } from "./reconnect/trading-modules.ts";

/** private: orders, fills, balances of the account. market: prices. */
export type Feed = "private" | "market";

/** A connection of the running bot and how it comes back. */
export interface Connection {
  readonly site: ConnectSite;
  readonly others: readonly ConnectSite[];
  /** Null: nothing in the bot's code connects again. */
  readonly story: Story | null;
  /** Without a story: where the connection ends. */
  readonly alone: ReturnType<typeof alone> | null;
  /** A decorator that repeats the connecting function. */
  readonly decorator: Node | null;
  readonly feed: Feed;
  /** Something that starts the function again when it has ended: a callback of its task, a loop around its start. */
  readonly startedAgain: Node | null;
  /** What its reader does with a message reaches something: what only writes it to the log is missed by nobody. */
  readonly heard: boolean;
  /** An attempt that comes soon after the last is dropped here. */
  readonly throttle: Node | null;
  /** What comes in here can lead to orders. */
  readonly trades: boolean;
  /** Something of the running bot that is called like what connects again: it may reach the client by ways that were not followed. */
  readonly mended: Node | null;
  /** The library stops after so many attempts of its own, and this is where the bot may notice; null: nowhere. Undefined: it does not stop. */
  readonly endNoticed?: Node | null;
  /** A method of its class that would connect again, and nobody calls it. */
  readonly uncalled: FunctionNode | null;
  /** Where the first connection fails for good, although later ones are tried again. */
  readonly first: FirstFailure | null;
  readonly at: Anchor;
}

export interface ReconnectLoops {
  readonly connections: readonly Connection[];
  /** Methods that connect again and that nobody calls, of classes that are in use and have no connection above. */
  readonly uncalled: readonly { readonly fn: FunctionNode; readonly of: string }[];
  /** Connect calls that nothing of the running bot reaches. */
  readonly unreached: number;
  /** Functions of the running bot that read an attribute of the name. */
  readersOf(name: string): readonly FunctionNode[];
  /** Where code beside the connection learns of its outage by the attribute; null: nobody asks. */
  noticedAt(one: Connection, name: string): Node | null;
  /** Where the connection's class remembers the time of its last message, if functions of other duties read it. */
  freshnessOf(one: Connection): { readonly name: string; readonly node: Node } | null;
  /** Stores to an attribute of the name outside of constructors. */
  storesOf(name: string): readonly Store[];
}

const TRADING_ROLES = new Set(["bot", "config", "script"]);

export const reconnectLoops = codeFact({
  name: "reconnect-loops",
  doc: "Each long-lived connection, the loop that connects again, and its delays as the code computes them.",
  requires: { program, index, infer, callGraph, constants, places, reach, entryPoints, orderSites },
  derive({ program, index, infer, callGraph, constants, places, reach, entryPoints, orderSites }): ReconnectLoops {
    const sites = connectSites(index, callGraph);
    if (sites.size === 0) return { connections: [], uncalled: [], unreached: 0, readersOf: () => [], storesOf: () => [], freshnessOf: () => null, noticedAt: () => null };
    const handed = handedOut(callGraph);
    const seeds = [...sites.values()].map((one) => one.fn);
    const waiting = receivers(index, callGraph);
    const leads = leadingTo(callGraph, seeds, handed);
    const callbacks = new Map<Call, ReadonlyMap<string, FunctionNode>>();
    const beside = new Set([...leads, ...leadingTo(callGraph, waiting, new Map())]);
    const world: World = {
      graph: callGraph, infer, constants, places, sites, leads, beside, relevant: new Set([...beside, ...pausing(index)]),
      storedIn: (name) => [...index.modules.values()].flatMap((one) => one.stores.flatMap(({ target, value }) => (target.kind === "attribute" && target.name === name ? [value] : []))),
      callbacks(site) {
        let known = callbacks.get(site.call);
        if (!known) callbacks.set(site.call, (known = appCallbacks(index, callGraph, site)));
        return known;
      },
    };
    const isLive = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !isReplaced(fn) && TRADING_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const trading = tradingModules(entryPoints, index, orderSites);
    const live = [...sites.values()].filter((one) => isLive(one.fn));
    const menders = mendersOf(index, isLive);
    const noticed = live.some(({ how }) => how.keeps?.bounded) ? endNoticed(index, isLive) : null;
    const made = live.map((site) => ({ ...connectionOf(world, site, isLive, handed, (module) => trading.has(module), menders, index), ...(site.how.keeps?.bounded && !triesForEver(site.call) ? { endNoticed: noticed } : {}) }));
    const madeIn = (fn: FunctionNode): Connection => made.find((each) => each.site.fn === fn)!;
    // A probe that the loop starts when it gives up is the end of the loop's own schedule.
    const outer = live.flatMap((site) => outerLoops(world, site, isLive, handed)).filter((one) => !madeIn(one.inner.fn).story?.entered.has(one.story.root.fn));
    const all = [...made, ...outer.map((one) => ({ ...madeIn(one.inner.fn), site: one.site, story: one.story, first: null, at: places.at(one.site.call), alone: null }))];
    const readsOf = reads(index, isLive);
    const readersOf = (name: string): FunctionNode[] => readsOf(name).map((read) => read.fn);
    const noticing: Noticing = { graph: callGraph, infer, readsOf };
    const notices = (one: Connection, name: string): Node | null => noticedAt(noticing, name, classOf(one.site.fn), new Set([...(one.story?.entered ?? []), one.site.fn, ...(one.story ? [one.story.root.fn] : [])]));
    const uncalled = menders.uncalled.filter((fn) => trading.has(index.moduleOf(fn)) && !all.some((one) => classOf(one.site.fn) === classOf(fn) || (one.story?.decided && classOf(one.story.root.fn) === classOf(fn)))).map((fn) => ({ fn, of: classOf(fn)!.name }));
    return { connections: merged(all), uncalled, unreached: sites.size - live.length, readersOf, storesOf: stores(index, isLive), noticedAt: notices, freshnessOf: (one) => freshness(index, one, readersOf) };
  },
  *show({ connections }) {
    for (const one of connections) yield [one.at, one.story ? showSchedule(one.story.failing.schedule) : "no reconnect"] as const;
  },
});

function connectionOf(world: World, site: ConnectSite, isLive: (fn: FunctionNode) => boolean, handed: ReadonlyMap<FunctionNode, readonly FunctionNode[]>, trades: (module: Module) => boolean, menders: Menders, index: Index): Connection {
  const at = world.places.at(site.call);
  const base = { site, others: [], at, feed: feedOf(world, site), trades: trades(world.places.moduleOf(site.call)), mended: site.how.shape === "client" && site.how.keeps?.bounded !== false ? menders.live : null, uncalled: menders.uncalled.find((fn) => classOf(fn) === classOf(site.fn)) ?? null };
  const decorator = decoratorOf(world, site.fn);
  // A loop around a client that tries for ever is never gone round.
  const story = site.how.keeps?.bounded === false ? null : firstThatHolds(world, site, rootsOf(world, site, isLive, handed), isLive);
  const ended = story ? null : alone(world, site);
  const reader = ended?.ended ? enclosingFunction(ended.ended) : null;
  return { ...base, story, throttle: story && throttleIn(story.entered, world.leads, index), first: firstFailureOf(world, site, story, isLive), decorator, startedAgain: startedAgain(world, story?.root.fn ?? site.fn), alone: ended, heard: !reader || isHeard(world.graph, reader) };
}

/** The nearest loop; where that one ends at the first failure or only establishes the connection, what stands above it. */
function firstThatHolds(world: World, site: ConnectSite, roots: readonly Root[], isLive: (fn: FunctionNode) => boolean): Story | null {
  let nearest: Story | null = null;
  for (const root of roots.slice(0, 4)) {
    const plain = storyOf(world, root, site, []);
    const story = root.how === "loop" ? (afterSuccess(world, plain, isLive) ?? plain) : plain;
    if (story.failing.stopsAfter === null && story.failing.schedule.delays.length > 0 && !story.establishes) return nearest && !nearest.establishes && nearest.failing.stopsAfter !== 1 ? nearest : story;
    nearest ??= story;
  }
  return nearest && (afterSuccess(world, nearest, isLive) ?? nearest);
}

const CONNECTING = /connect|(^|_)ws(_|$)|websocket|stream|socket/i;

/** Loops above that call the way to the connection and pause by themselves: each has a schedule of its own. */
function outerLoops(world: World, inner: ConnectSite, isLive: (fn: FunctionNode) => boolean, handed: ReadonlyMap<FunctionNode, readonly FunctionNode[]>): { inner: ConnectSite; site: ConnectSite; story: Story }[] {
  return rootsOf(world, inner, isLive, handed).slice(0, 6).flatMap((root) => {
    if (root.how !== "loop" || root.level === 0 || inner.how.keeps?.bounded === false || !CONNECTING.test(root.fn.name)) return [];
    const call = world.graph.callersOf(inner.fn).find((one) => one.caller === root.fn)?.call;
    if (!call || loopAround(call) !== root.at) return [];
    const site: ConnectSite = { call, fn: root.fn, how: { ...inner.how, shape: "client", errors: { refused: ["Exception"], rejected: [], lost: [] }, keeps: null } };
    const story = storyOf({ ...world, sites: new Map([[call, site]]) }, root, site, []);
    return story.failing.schedule.delays.length > 2 && story.failing.schedule.longest > 0 ? [{ inner, site, story }] : [];
  });
}

/** A second method of the name stands further down in its class: Python keeps that one. */
function isReplaced(fn: FunctionNode): boolean {
  const others = (classOf(fn)?.body ?? []).flatMap((one) => (one.kind === "function-statement" ? [one.function] : []));
  return fn.decorators.length === 0 && others.some((one) => one.name === fn.name && one.start > fn.start && one.decorators.length === 0);
}

function startedAgain(world: World, fn: FunctionNode): Node | null {
  for (const { call, caller } of world.graph.callersOf(fn)) {
    if (loopAround(call)) return call;
    let done: Node | null = null;
    walkBody(caller, (node) => {
      if (node.kind === "call" && node.callee.kind === "attribute" && node.callee.name === "add_done_callback") done = node;
    });
    if (done) return done;
  }
  return null;
}

function reads(index: Index, isLive: (fn: FunctionNode) => boolean): Noticing["readsOf"] {
  let byName: Map<string, Read[]> | null = null;
  return (name) => {
    byName ??= collect(index, isLive);
    return byName.get(name) ?? [];
  };
}

const AGE = /(last|latest|recv|received|updated?|message|msg|tick|heartbeat|pong).*(time|_ts|stamp|_at|monotonic|update|seen)|fresh|stale/i;

function freshness(index: Index, one: Connection, readersOf: ReconnectLoops["readersOf"]): { name: string; node: Node } | null {
  const owner = classOf(one.site.fn);
  if (!owner) return null;
  for (const { target, fn, statement } of index.modules.get(index.moduleOf(owner).file)!.stores) {
    const attribute = target.kind === "subscript" ? target.object : target;
    if (attribute.kind !== "attribute" || !AGE.test(attribute.name) || /ping/i.test(attribute.name) || classOf(fn) !== owner || fn.name === "__init__") continue;
    if (readersOf(attribute.name).some((reader) => reader !== fn)) return { name: attribute.name, node: statement };
  }
  return noted(index, owner);
}

const NOTED = /(^|_)(ts|time|timestamp|updated(_at)?)$/i;

/** `self.latest[symbol]["price_ts"] = time.time()` where another method of the feed asks for that key. */
function noted(index: Index, owner: ClassNode): { name: string; node: Node } | null {
  for (const { target, value, fn, statement } of index.modules.get(index.moduleOf(owner).file)!.stores) {
    const key = target.kind === "subscript" && target.index.kind === "string" ? target.index.value : "";
    if (!NOTED.test(key) || classOf(fn) !== owner || value?.kind !== "call" || !/^(time|monotonic|now|utcnow|perf_counter)$/.test(calledName(value))) continue;
    const asks = (node: Node): boolean => node.kind === "string" && node.value === key;
    for (const method of methodsOf(owner)) {
      let asked = false;
      if (method !== fn) walkBody(method, (node) => void (asked ||= asks(node)));
      if (asked) return { name: key, node: statement };
    }
  }
  return null;
}

function collect(index: Index, isLive: (fn: FunctionNode) => boolean): Map<string, Read[]> {
  const found = new Map<string, Read[]>();
  for (const one of index.modules.values()) {
    const stored = new Set<Node>(one.stores.map((each) => each.target));
    for (const node of one.byKind.get("attribute")!) {
      if (node.kind !== "attribute" || stored.has(node)) continue;
      const fn = enclosingFunction(node);
      if (!fn || !isLive(fn)) continue;
      appendTo(found, node.name, { fn, node });
    }
  }
  return found;
}

function stores(index: Index, isLive: (fn: FunctionNode) => boolean): ReconnectLoops["storesOf"] {
  return (name) => [...index.modules.values()].flatMap((one) =>
    one.stores.filter((each) => each.target.kind === "attribute" && each.target.name === name && each.fn.name !== "__init__" && isLive(each.fn)));
}

function decoratorOf(world: World, fn: FunctionNode): Node | null {
  for (const one of fn.decorators) {
    const head = one.kind === "call" ? one.callee : one;
    if (world.infer.evaluate(head).some((value) => value.kind === "external" && RETRY_DECORATORS.test(value.path))) return one;
  }
  return null;
}

const PRIVATE = /private|user_?data|user_?stream|listen_?key|account|order|fill|execution|position|balance|wallet|\bauth|login/i;

function feedOf(world: World, site: ConnectSite): Feed {
  const words = `${world.places.snippet(site.call, 300)} ${site.fn.name} ${classOf(site.fn)?.name ?? ""}`;
  return PRIVATE.test(words.replace(/order_?book/gi, "")) ? "private" : "market";
}

/** Connections that one loop opens are one story. */
function merged(connections: readonly Connection[]): Connection[] {
  const byRoot = new Map<Node, Connection>();
  const found: Connection[] = [];
  for (const one of connections) {
    const key = one.story?.root.at ?? one.site.call;
    const known = byRoot.get(key);
    if (!known) {
      byRoot.set(key, one);
      found.push(one);
      continue;
    }
    const joined: Connection = { ...known, others: [...known.others, one.site], feed: known.feed === "private" ? "private" : one.feed, trades: known.trades || one.trades };
    found[found.indexOf(known)] = joined;
    byRoot.set(key, joined);
  }
  return found;
}
