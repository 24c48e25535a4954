import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { DISTANCE_NAME, STOP_PRICE, TRAIL_NAME } from "../../../knowledge/metric-words.ts";
import { ASIDE_PATH } from "../../../knowledge/trade-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { isAbstract } from "../guard-shapes.ts";
import { index, type Index, type ModuleIndex } from "../module-index.ts";
import { trailsAtVenue } from "../order-answers.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { isSetUp } from "../shared-state.ts";
import { snake } from "../snake.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { boundsStop, clampsRate, holdsDistance } from "./held-distances.ts";
import { nameOf } from "./price-roles.ts";

/** One trailing stop of the bot: where it is worked out and moved, and which other functions have a hand in it. */
export interface TrailMover {
  readonly fn: FunctionNode;
  /** Where the new stop is computed, else the function. */
  readonly node: Node;
  /** The venue trails it, at the distance that it is handed. */
  readonly atVenue: boolean;
  readonly more: readonly Node[];
}

const MOVES_STOP = /(^|_)(update|move|adjust|raise|tighten|apply|check|manage|process|handle|calc\w*|compute)_(\w+_)?trail\w*|(^|_)trail\w*_(\w+_)?(update|move|adjust|step)(_|$)/;

const GIVES_RATE = /(^|_)(callback|distance|offset|width|rate|ratio|pct|percent)(_(rate|ratio|pct|percent))?$/;

const ENTERS = /^_*(open|enter|place_entry|execute_(entry|open))(_(position|trade|long|short|entry|order))?$/;

interface Candidate { readonly fn: FunctionNode; readonly node: Node; readonly rank: number; readonly atVenue: boolean }

export const trailMovers = codeFact({
  name: "trail-movers",
  doc: "The trailing stops of a bot, one for each group of functions that work on it together.",
  requires: { program, index, reach, orderReach, widerCalls },
  derive({ program, index, reach, orderReach, widerCalls }): readonly TrailMover[] {
    // What only an entry calls puts the first stop there.
    const setsFirst = (fn: FunctionNode): boolean => {
      const callers = widerCalls.callersOf(fn);
      return callers.length > 0 && callers.every(({ caller }) => ENTERS.test(snake(caller.name)));
    };
    const found = new Map<FunctionNode, Candidate>();
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot") || ASIDE_PATH.test(file)) continue;
      for (const each of candidates(one, orderReach)) if (reach.of(each.fn) === "live" && (each.atVenue ? !asksDistance(each.fn) : !setsFirst(each.fn))) found.set(each.fn, each);
    }
    const callsOf = (fn: FunctionNode): readonly Call[] => index.callsIn(fn);
    const holds = (fn: FunctionNode): boolean => boundsStop(fn) || callsOf(fn).some((call) => holdsDistance(call, snake(fn.name)));
    // `calculate_trailing_callback()` works out the distance itself; whoever asked for it may hold it above a minimum.
    const isClamped = (fn: FunctionNode): boolean => GIVES_RATE.test(snake(fn.name)) && widerCalls.callersOf(fn).some(({ caller }) => clampsRate(caller));
    // A distance that is held above a minimum needs no watch.
    const isHeld = (group: readonly Candidate[]): boolean => group.some(({ fn }) => holds(fn) || isClamped(fn) || callsOf(fn).some((call) => widerCalls.runs(call).some(holds)));
    // What only works out a stop and gives it to nobody who moves one.
    const stores = (fn: FunctionNode): boolean => index.modules.get(index.moduleOf(fn).file)!.stores.some((one) => one.fn === fn && STOP_PRICE.test(nameOf(one.target)));
    const moves = (fn: FunctionNode): boolean => orderReach.ofFunction(fn) !== 0 || stores(fn);
    const isIdle = (group: readonly Candidate[]): boolean => group.every(({ fn, atVenue }) => !atVenue && !moves(fn) && !widerCalls.callersOf(fn).some(({ caller }) => reach.of(caller) !== "dead" && moves(caller)));
    return grouped(index, widerCalls, found).filter((group) => !isHeld(group) && !isIdle(group)).map((group) => {
      const overridden = (one: Candidate): number => Number(group.some((other) => overrides(other.fn, one.fn)));
      const [best, ...others] = group.toSorted((a, b) => overridden(a) - overridden(b) || b.rank - a.rank) as [Candidate, ...Candidate[]];
      return { fn: best.fn, node: best.node, atVenue: best.atVenue, more: others.map((one) => one.node) };
    });
  },
});

/** `if trailing_distance < self.min_distance: ...` */
function asksDistance(fn: FunctionNode): boolean {
  let asked = false;
  walkBody(fn, (node) => { asked ||= node.kind === "compare" && /^[<>]/.test(node.op) && [node.left, node.right].some((one) => DISTANCE.test(nameOf(one))); });
  return asked;
}

const DISTANCE = new RegExp(`${DISTANCE_NAME.source}|(^|_)(callback|trail\\w*)(_|$)`);

/** Functions that are named after it or store a stop under its name; the better ones work the stop out and send it. */
function candidates(one: ModuleIndex, orders: OrderReach): Candidate[] {
  const found = new Map<FunctionNode, Candidate>();
  const computed = new Map<FunctionNode, Node>();
  for (const node of one.byKind.get("assign") ?? []) {
    const fn = enclosingFunction(node);
    if (node.kind !== "assign" || !fn || !COMPUTED.has(node.value.kind)) continue;
    // The stop that trails before others of the function.
    const known = computed.get(fn);
    const name = nameOf(node.targets[0]!);
    if (known ? isTrailingStop(name) && !(known.kind === "assign" && isTrailingStop(nameOf(known.targets[0]!))) : STOP_PRICE.test(name)) computed.set(fn, node);
  }
  const add = (fn: FunctionNode, node: Node, rank: number, atVenue = false): void => void found.set(fn, { fn, node, rank: rank + (orders.ofFunction(fn) === 0 ? 0 : 4), atVenue });
  for (const [fn, node] of computed) if (node.kind === "assign" && isTrailingStop(nameOf(node.targets[0]!)) && !isSetUp(fn) && !places(node.value)) add(fn, node, 2);
  for (const { target, value, fn, statement } of one.stores) {
    if (isTrailingStop(nameOf(target)) && value && (COMPUTED.has(value.kind) || value.kind === "name") && !isSetUp(fn) && !found.has(fn)) add(fn, statement, 2);
  }
  for (const call of one.byKind.get("call") ?? []) {
    const fn = enclosingFunction(call);
    if (call.kind === "call" && fn && (orders.ofCall(call) !== 0 || REQUESTS.test(calledName(call))) && trailsAtVenue(call)) add(fn, call, 2, true);
  }
  for (const fn of one.module.functions) {
    if (MOVES_STOP.test(snake(fn.name)) && !isAbstract(fn) && !isIndicator(one, fn)) add(fn, computed.get(fn) ?? found.get(fn)?.node ?? fn, computed.has(fn) ? 3 : 1);
  }
  return [...found.values()];
}

/** `self._request("POST", "/v5/position/trading-stop", {"trailingStop": distance})`, `set_trading_stop(...)` */
const REQUESTS = /^_*(\w*request|post|signed_\w+|send_signed|(set_)?trading_?stop)$/i;

/** `class Okx(Exchange): def move_trail` stands for `Exchange.move_trail`. */
function overrides(fn: FunctionNode, base: FunctionNode): boolean {
  const name = classOf(base)?.name;
  return fn !== base && fn.name === base.name && name !== undefined && (classOf(fn)?.args.some((one) => ownName(one.value) === name) ?? false);
}

/** `trailing_stop = place_trailing_stop(...)`: an order that was put there, not a stop that moves. */
const places = (value: Node): boolean => value.kind === "call" && /^_*(place|create|submit|send|attach|init\w*|open)_/.test(snake(calledName(value)));

/** `_calculate_atr_trail(candles, period, factor)`: a line over a history, that knows no position and keeps nothing. */
const isIndicator = (one: ModuleIndex, fn: FunctionNode): boolean =>
  fn.params.some(({ name }) => HISTORY.test(snake(name))) && !fn.params.some(({ name }) => OF_POSITION.test(snake(name))) && !one.stores.some((store) => store.fn === fn && store.target.kind === "attribute");

const HISTORY = /^(candles?|klines?|bars|df|data|ohlcv?|prices|highs?|lows?|closes?)(_.*)?$/;
const OF_POSITION = /(^|_)(pos|positions?|trades?|entry|current|stop|sl|side|direction|symbol|hwm|peak|best)(_|$)/;

const isTrailingStop = (name: string): boolean => TRAIL_NAME.test(name) && /(^|_)(stop|sl|price|level)(_(price|level|loss))?$/.test(name);

const COMPUTED: ReadonlySet<Node["kind"]> = new Set(["binary", "call", "conditional"]);

/** Functions of one class, those that call each other, and those of one name in several classes, work on the same stop. */
function grouped(index: Index, calls: WiderCalls, all: ReadonlyMap<FunctionNode, Candidate>): Candidate[][] {
  const group = new Map<FunctionNode, Candidate[]>();
  const join = (a: FunctionNode, b: FunctionNode): void => {
    const [one, other] = [group.get(a)!, group.get(b)!];
    if (one === other) return;
    one.push(...other);
    for (const each of other) group.set(each.fn, one);
  };
  const byName = new Map<string | Node, FunctionNode>();
  for (const [fn, one] of all) group.set(fn, [one]);
  for (const fn of all.keys()) {
    for (const key of [fn.name, classOf(fn) ?? fn]) {
      const first = byName.get(key);
      if (first) join(first, fn);
      else byName.set(key, fn);
    }
    for (const call of index.callsIn(fn)) for (const next of calls.runs(call)) {
      if (all.has(next)) join(fn, next);
      // `await self.trailing.check_and_update(price)`, which moves it.
      else for (const inner of index.callsIn(next)) for (const last of calls.runs(inner)) if (all.has(last)) join(fn, last);
    }
  }
  return [...new Set(group.values())];
}
