import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { RUN_FLAG } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { Opens, orderReach, type OrderReach } from "../order-reach.ts";
import { orderSites } from "../order-sites.ts";
import { acquisitions } from "../resources/acquisitions.ts";
import { swallowedCancellations } from "../resources/swallowed-cancellations.ts";
import { tasks, type Tasks } from "../tasks.ts";
import { tradePaths, type TradePaths } from "../trade-paths.ts";
import { calleeName, stopSequence, type StopStep } from "./stop-sequence.ts";
import { tradingStart } from "./trading-start.ts";

/** What the stopping bot does, by the first place that does it; null: nothing was found. */
export interface StopEffects {
  /** Something keeps new entries from being sent: a flag, an event, a cancelled task. */
  readonly entries: Node | null;
  /** Working orders are cancelled, positions closed. */
  readonly orders: Node | null;
  /** The function that does. */
  readonly settler: FunctionNode | null;
  /** Positions or orders are saved, or a person is told of them. */
  readonly handedOver: Node | null;
  /** They are at least read. */
  readonly readsBooks: Node | null;
  /** A person is told what orders or positions stay. */
  readonly told: Node | null;
  readonly connections: Node | null;
  readonly state: Node | null;
  /** Waits of the sequence that nothing bounds. */
  readonly hangs: readonly { readonly node: Node; readonly step: StopStep }[];
  /** Openings that run beside the main thread of execution: they go on while the sequence waits. */
  readonly entriesBeside: boolean;
  /** An opening order that brings its own stop, which stays on the exchange. */
  readonly attached: Node | null;
  /** Sessions and sockets that have to be closed: what a `with` holds is closed when its task ends. */
  readonly holdsConnections: boolean;
}

export const stopEffects = codeFact({
  name: "stop-effects",
  doc: "What the bot does while it stops: entries, orders and positions, connections, state; and where it may wait for ever.",
  requires: { index, callGraph, orderSites, orderReach, tasks, tradePaths, acquisitions, stopSequence, swallowedCancellations, tradingStart },
  derive({ index, callGraph, orderSites, orderReach, tasks, tradePaths, acquisitions, stopSequence, swallowedCancellations, tradingStart }): StopEffects {
    // A cancelled task ends, unless some task of the bot takes its cancellation and goes on.
    const swallowing = swallowedCancellations.some((one) => one.swallows);
    const settling = new Set<Node>(orderSites.filter((one) => one.role === "cancel" || one.role === "close").map((one) => one.call));
    const opening = new Set<Node>(tradePaths.openings.map((one) => one.call));
    const found: { entries: Node | null; orders: Node | null; settler: FunctionNode | null; handedOver: Node | null; readsBooks: Node | null; told: Node | null; connections: Node | null; state: Node | null } = { entries: null, orders: null, settler: null, handedOver: null, readsBooks: null, told: null, connections: null, state: null };
    const hangs: { node: Node; step: StopStep }[] = [];
    let bounded = false;
    const seen = new Set<Node>();
    // What another program of the repository does at its end says nothing about this one.
    const own = new Map<Node, boolean>();
    const isOwn = ({ region: { at } }: StopStep): boolean => {
      let known = own.get(at);
      if (known === undefined) own.set(at, (known = tradingStart.loads(index.moduleOf(at)) && !tradingStart.isAside(at)));
      return known;
    };
    stopSequence.visit((node, step, timed) => {
      if (seen.has(node) || !isOwn(step)) return;
      seen.add(node);
      if (isStopFlag(node)) found.entries ??= node;
      if (mentionsBooks(node)) found[isSaid(node) ? "handedOver" : "readsBooks"] ??= node;
      if (node.kind === "call") {
        const name = calleeName(node);
        if ((settling.has(node) || (!opening.has(node) && SETTLES.test(name) && !closesPool(node) && !settled(callGraph, node))) && !ofOneOrder(node, step, index, orderReach)) {
          if (!found.orders) found.settler = step.fn;
          found.orders ??= node;
        }
        if (HALTS.test(name) || (name === "set" && RUN_FLAG.test(receiver(node))) || name === "cancel") found.entries ??= node;
        if (CLOSES.test(name)) found.connections ??= node;
        if (SAVES.test(name)) {
          found.state ??= node;
          // `json.dump(state)` of any helper may write any state.
          const writesAny = /^dump/.test(name) && !/state|save|persist|position|trade|order/i.test(step.fn.name);
          if ((writesAny ? /position|trade|order/i : /state|position|trade|order|book|snapshot/i).test(`${name} ${receiver(node)} ${wordsIn(node)}`)) found.handedOver ??= node;
        }
        if (tellsWhatStays(node)) {
          found.told ??= node;
          found.handedOver ??= node;
        }
        if (/^(alarm|setitimer)$/.test(name) || (/^(call_later|Timer)$/.test(name) && /exit|kill/i.test(wordsIn(node)))) bounded = true;
      }
      if (step.region.kind === "task" || !stopsOn(step)) return;
      if (waitsForever(node, callGraph) && !timed && (swallowing || !isCancelled(node, step.fn))) hangs.push({ node, step });
    });
    const isBeside = (roots: ReturnType<Tasks["rootsOf"]>): boolean => roots.length > 0 && roots.every((one) => one.kind !== "main");
    const entriesBeside = tradePaths.openings.some(({ fn }) => isBeside(tasks.rootsOf(fn)));
    return { ...found, attached: attachedStop(tradePaths, index), hangs: bounded ? [] : hangs, entriesBeside, holdsConnections: acquisitions.some((one) => !one.collected && !one.fates.some((fate) => fate.kind === "managed") && (one.kind === "session" || one.kind === "socket" || one.kind === "exchange")) };
  },
});

/** `place()` that cancels what was not filled of its own order: on the way of a close that is no clean-up of the book. */
function ofOneOrder(call: Call, step: StopStep, index: Index, reach: OrderReach): boolean {
  if (!/cancel/i.test(calleeName(call)) || /(^|_)all(_|$)/i.test(calleeName(call))) return false;
  for (let at: StopStep | null = step; at?.via; at = at.from) if (!ENDS.test(at.fn.name) && index.callsIn(at.fn).some((one) => (reach.ofCall(one) & Opens) !== 0 || PLACES.test(calleeName(one)))) return true;
  return false;
}

/** An opening order that brings its stop along. */
const attachedStop = ({ openings }: TradePaths, index: Index): Node | null =>
  openings.find((site) => site.sent.some((one) => STOPS.test(one.name ?? "") || (one.value.kind === "dict" && one.value.entries.some((entry) => entry.key?.kind === "string" && STOPS.test(entry.key.value)))))?.call ?? storedStop(index, new Set(openings.map((one) => one.fn)));

/** `params["stopLoss"] = ...` where the order is made. */
function storedStop(index: Index, fns: ReadonlySet<FunctionNode>): Node | null {
  for (const one of index.modules.values()) {
    const store = one.stores.find(({ target, fn }) => fns.has(fn) && target.kind === "subscript" && target.index.kind === "string" && STOPS.test(target.index.value));
    if (store) return store.statement;
  }
  return null;
}

const STOPS = /stop_?loss|^sl(_|$)|slTrigger|tpsl|attachAlgo|stop_?price/i;
const SETTLES = /(cancel|close|flatten|liquidate|unwind|settle)_?\w*(order|position|trade|all)|flatten|liquidate|(close|exit)_all/i;
const PLACES = /^_*(place|create|submit|send)(_\w+)?_order$/;
/** `connection_pool.closeall()`: what is closed are connections, not positions. */
const closesPool = (call: Call): boolean => /^_*(close|cancel|shutdown|disconnect)_?(all)(_?(sessions|connections|tasks|sockets|streams|threads))?$/i.test(calleeName(call)) && POOLS.test(receiver(call));
const POOLS = /(^|_)(pool|pools|conn|connections?|sessions?|db|database|redis|kafka|sockets?|streams?|engine|loggers?|handlers?|executor|tasks)$|Pool$/i;
/** By its name a function ends something. */
const ENDS = /(^|_)(close|exit|flatten|liquidate|cancel|stop|shut_?down|clean_?up|teardown|finali[sz]e|emergency|end|main|run|start)(_|$)/i;
const HALTS = /(disable|pause|halt|stop|block|suspend|freeze)_?\w*(entr|trad|signal|strateg|quot|engine|loop|bot|scheduler|run|all)?|^stop$|^shutdown$|^terminate$/i;
const CLOSES = /^(a?close|disconnect|stop|shutdown|cleanup|aclose|close_connection|terminate|unsubscribe\w*|logout)$|_(session|connection|socket|ws|client|stream)s?$/i;
/** `json.dumps` writes nothing. */
const SAVES = /(^|_)(save|persist|flush|dump(?!s)|checkpoint|store|commit|snapshot)/i;
const BOOKS = /(^|_)(positions?|orders|open_orders|trades|portfolio|holdings|inventory|(trade|position|order)_(state|book|store|map|snapshot|registry))(_|$)/i;

/** The call runs a function of the bot that was seen: what it does is judged inside. */
const settled = (graph: CallGraph, call: Call): boolean => graph.targets(call).how === "resolved";

const isStopFlag = (node: Node): boolean =>
  node.kind === "assign" && node.value.kind === "boolean" && node.targets.some((one) => (one.kind === "attribute" && isFlag(one.name)) || (one.kind === "name" && isFlag(one.id)));
const isFlag = (name: string): boolean => RUN_FLAG.test(name) || /enabled|allowed|trading|accept/i.test(name);

/** `config.max_open_positions` is a limit, and counts nothing. */
const LIMITS = /(^|_)(max|limit|min|cap)(_|$)/i;
/** `self.position_monitor.stop()` stops a part of the bot. */
const PARTS = /(monitor|manager|sync|synchroni[sz]er|coordinator|tracker|sizer|guard|checker|watcher|worker|task|loop|thread|stream|client|ws|executor|handler|callback)s?$/i;
/** `stats.trades_executed` counts, `stop_position_refresh()` ends a part. */
const COUNTS = /(executed|count|total|pnl|refresh|interval|lock)$|^_*(stop|total|num|n|winning|losing|closed)_/i;
const isBook = (name: string): boolean => BOOKS.test(name) && !LIMITS.test(name) && !PARTS.test(name) && !COUNTS.test(name);
const mentionsBooks = (node: Node): boolean => (node.kind === "attribute" && isBook(node.name)) || (node.kind === "call" && isBook(calleeName(node))) || (node.kind === "name" && isBook(node.id) && isSaid(node));

/** `f"Holding: {holding_position}"`: a report of the stop tells what is held. */
function isSaid(book: Node): boolean {
  for (let at = book.parent; at && at.kind !== "function" && at.kind !== "expression" && at.kind !== "assign"; at = at.parent) if (at.kind === "template") return true;
  return false;
}

/** `log.info("... orders stay on the exchange")`: whoever stops the bot is told what it leaves behind. */
const tellsWhatStays = (call: Call): boolean => call.args.some(({ value }) => textIn(value).some((text) => LEFT.test(text)));
const textIn = (value: Node): readonly string[] => (value.kind === "string" ? [value.value] : value.kind === "template" ? value.parts.flatMap((one) => (one.kind === "string" ? [one.value] : [])) : []);
const LEFT = /(orders?|positions?)\b.{0,60}\b(remain|persist|stay|left|still|kept|manual|not closed|not touched|untouched)|(leav|keep|not clos)\w*\b.{0,40}\b(orders?|positions?)|(ордер|позици)\S*.{0,60}(оста|не закры|сохран|вручную)|не закрыва\S*.{0,40}(ордер|позици)/i;

/** `task.cancel()` before `await task` or `await gather(*tasks)`; `if task.done(): await task` only takes the result. */
function isCancelled(wait: Node, fn: FunctionNode): boolean {
  if (wait.kind !== "await" || (wait.value.kind === "call" && calleeName(wait.value) !== "gather")) return false;
  if (isOver(wait)) return true;
  const awaited = new Set(namesIn(wait));
  let found = false;
  walkBody(fn, (node) => {
    if (found || node.kind !== "call" || calleeName(node) !== "cancel" || node.callee.kind !== "attribute" || node.start > wait.start) return;
    const names = namesIn(node.callee.object);
    for (let at: Node | null = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for" && at.target.kind === "name" && names.includes(at.target.id)) names.push(...namesIn(at.iterable));
    found = names.some((one) => awaited.has(one));
  });
  return found;
}

function isOver(wait: Node): boolean {
  for (let at = wait.parent, from = wait; at && at.kind !== "function"; from = at, at = at.parent) {
    if (at.kind === "if" && at.test.kind === "call" && calleeName(at.test) === "done" && at.body.some((one) => one === from)) return true;
  }
  return false;
}

function namesIn(node: Node): string[] {
  const found: string[] = [];
  const visit = (one: Node): void => {
    if (one.kind === "name" && one.id !== "self" && one.id !== "asyncio") found.push(one.id);
    if (one.kind === "attribute" && one.name !== "gather" && one.name !== "wait") found.push(one.name);
    children(one, visit);
  };
  visit(node);
  return found;
}

const receiver = ({ callee }: Call): string => (callee.kind !== "attribute" ? "" : ownName(callee.object));

function wordsIn(call: Call): string {
  return call.args.map(({ value }) => ownName(value)).join(" ");
}

/** Code that is about stopping: not what happens to follow a first `gather`. */
const stopsOn = (step: StopStep): boolean =>
  step.region.kind !== "after" || step.via !== null || /^_*(a?close|stop|shut_?down|cleanup|teardown|terminate|graceful)/.test(step.fn.name);

/** `await asyncio.gather(*tasks)`, `await task`, `thread.join()`, `queue.join()`, `executor.shutdown(wait=True)`. */
function waitsForever(node: Node, graph: CallGraph): boolean {
  if (node.kind === "await") {
    const { value } = node;
    if (value.kind === "name" || value.kind === "attribute" || value.kind === "subscript") return isTask(ownName(value)) || graph.valuesOf(value).some((one) => one.kind === "coroutine");
    if (value.kind !== "call") return false;
    const name = calleeName(value);
    if (name === "gather") return value.args.some((one) => (one.spread === "list" ? one.value.kind !== "list" && one.value.kind !== "comprehension" && !holdsCalls(one.value, graph) : one.name === null && isTask(ownName(one.value))));
    if (name === "wait" && receiver(value) === "asyncio") return !value.args.some((one) => one.name === "timeout");
    return name === "join" && value.args.length === 0;
  }
  if (node.kind === "call" && calleeName(node) === "shutdown" && /executor|pool/i.test(receiver(node))) return !node.args.some((one) => (one.name === "wait" || one.name === null) && one.value.kind === "boolean" && !one.value.value);
  return node.kind === "call" && node.parent?.kind !== "await" && calleeName(node) === "join" && node.args.length === 0 && node.callee.kind === "attribute" && /thread|process|worker|queue/i.test(receiver(node));
}

/** `closing.append(self.close(one))`, then `gather(*closing)`: nothing runs yet that could go on for ever; the calls are judged inside. */
function holdsCalls(list: Node, graph: CallGraph): boolean {
  const fn = list.kind === "name" ? enclosingFunction(list) : null;
  if (!fn || list.kind !== "name") return false;
  let [calls, others] = [0, 0];
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.targets.some((one) => one.kind === "name" && one.id === list.id) && !(node.value.kind === "list" && node.value.items.length === 0)) others++;
    if (node.kind !== "call" || node.callee.kind !== "attribute" || ownName(node.callee.object) !== list.id) return;
    const given = node.args[0]?.value;
    if (node.callee.name === "append" && given?.kind === "call" && graph.targets(given).how === "resolved" && graph.targets(given).functions.every((one) => one.async)) calls++;
    else if (/^(append|extend|insert)$/.test(node.callee.name)) others++;
  });
  return calls > 0 && others === 0;
}

const isTask = (name: string): boolean => /(^|_)(tasks?|futures?|worker|job|loop_task)$/i.test(name);
