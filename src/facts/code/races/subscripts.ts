import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Handler, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, pointsOf, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { reaches } from "../../../ir/paths.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Inference } from "../inference/context.ts";
import { index, type Index } from "../module-index.ts";
import { isSetUp, sharedState, type SharedPlace, type SharedState } from "../shared-state.ts";
import { REMOVALS, type Access } from "./accesses.ts";
import { isVariable, keyWords } from "./key-words.ts";
import { removals, type Interference, type Removals } from "./removals.ts";
import { suspension, type Suspension } from "./suspension.ts";
import { together, type Together } from "./together.ts";
import { staleWindow } from "./windows.ts";

/** `d[key]` or `del d[key]` on a shared place that entries are taken out of. */
export interface KeyedUse {
  readonly place: SharedPlace;
  readonly access: Access;
  /** The test, earlier use or store that showed that the key is there. */
  readonly guard: Access | null;
  /**
   * Guarded in the callers, by a loop over the place, or by an `except KeyError`; aside: no registry of trading. either: the
   * test before it is also passed by a key that only another map holds.
   */
  readonly otherwise: "handler" | "caller" | "loop" | "predicate" | "aside" | "either" | null;
  /** The test of two maps, where it is `either`. */
  readonly either: Node | null;
  /** Where other tasks may run between the guard and the use. */
  readonly yieldsAt: Node | null;
  readonly removal: Interference | null;
  /** A removal by another thread under no common lock: it needs no await, so a look before the use proves nothing. */
  readonly byThread: Interference | null;
}

export const subscripts = codeFact({
  name: "subscripts",
  doc: "Subscripts of shared maps: what showed that the key is there, and who may take it out meanwhile.",
  requires: { index, infer, callGraph, sharedState, suspension, removals, together },
  derive({ index, infer, callGraph, sharedState, suspension, removals, together }): readonly KeyedUse[] {
    const on: On = { index, infer, graph: callGraph, state: sharedState, suspension, removals, together };
    return sharedState.places.filter((one) => isRegistry(on, one)).flatMap((place) => {
      const uses = place.accesses.filter((one) => (one.kind === "load" || one.kind === "delete") && one.key && isVariable(one.key)).map((access) => withThreads(on, judge(on, place, access)));
      return isOnlyRestored(place) ? uses.filter((one) => one.either) : uses;
    });
  },
});

interface On {
  readonly index: Index;
  readonly infer: Inference;
  readonly graph: CallGraph;
  readonly state: SharedState;
  readonly suspension: Suspension;
  readonly removals: Removals;
  readonly together: Together;
}

function withThreads(on: On, use: Omit<KeyedUse, "byThread">): KeyedUse {
  const { place, access, guard, removal } = use;
  const by = removal ?? on.removals.between(place, access, guard?.node ?? access.node, access.node);
  return { ...use, byThread: by && on.together.inThreads(by.pair) ? by : null };
}

/** A map that makes no entries by itself and loses some while the bot runs. */
function isRegistry(on: On, place: SharedPlace): boolean {
  const loses = place.accesses.some((one) => one.kind === "delete" || (one.kind === "drop" && one.key !== null));
  if (!loses) return false;
  const values = on.infer.evaluate(place.accesses[0]!.place);
  const sites = values.flatMap((one) => (one.kind === "container" ? [one.site] : []));
  if (sites.some((site) => makesEntries(site))) return false;
  // A list is subscripted by position; a dict has keys.
  return !sites.some((site) => site.kind === "list" || (site.kind === "call" && /^(list|deque)$/.test(headOf(site))));
}

const FILLS: ReadonlySet<Access["kind"]> = new Set(["store", "add", "rebind"]);
const RESTORES = /restore|load|resume|recover|from_(dict|state|json|disk|file)|deserial|import/i;

/** What the running bot adds to stands in code that nobody calls: only an old state file can fill it. */
function isOnlyRestored(place: SharedPlace): boolean {
  const fills = place.accesses.filter((one) => FILLS.has(one.kind) && !isSetUp(one.fn));
  return fills.length > 0 && fills.every((one) => RESTORES.test(one.fn.name));
}

const headOf = (site: Expr): string => (site.kind !== "call" ? "" : calledName(site));
const makesEntries = (site: Expr): boolean => /^(defaultdict|Counter|TTLCache|LRUCache)$/.test(headOf(site)) || (site.kind === "subscript" && /^(DefaultDict|defaultdict|Counter|List|list|Deque|deque)$/.test(ownName(site.object)));

function judge(on: On, place: SharedPlace, access: Access): Omit<KeyedUse, "byThread"> {
  const { fn } = access;
  const flow = flowOf(fn);
  const at = pointsOf(flow, access.node)[0];
  const base = { place, access, guard: null, otherwise: null, either: null, yieldsAt: null, removal: null };
  if (catchesKeyError(access.node)) return { ...base, otherwise: "handler" };
  if (at === undefined || flow.position[at]! < 0) return { ...base, otherwise: "loop" };
  const words = keyWords(on.index, access.key!);
  const same = on.state.inside(fn).filter((one) => one.place === place && one.access !== access && one.access.key && keyWords(on.index, one.access.key) === words).map((one) => one.access);
  const guards = same.flatMap((one) => guardPoints(flow, one, at).map((point) => ({ access: one, point })));
  if (guards.length > 0) return stale(on, base, flow, guards, same, at);
  const snapshot = snapshotOf(on, place, access);
  if (snapshot) return stale(on, base, flow, pointsOf(flow, snapshot.node).filter((point) => flow.position[point]! >= 0).map((point) => ({ access: snapshot, point })), same, at);
  if (isLoopKey(on, place, access)) return { ...base, otherwise: "loop" };
  const either = testOfTwo(on, place, flow, at, words);
  if (either) return { ...base, otherwise: "either", either };
  if (calledPredicate(on, place, flow, at)) return { ...base, otherwise: "predicate" };
  if (isAccessor(fn, access) || isGuardedByCallers(on, place, fn, new Set(), 0)) return { ...base, otherwise: "caller" };
  if (!isTradingKey(words, place)) return { ...base, otherwise: "aside" };
  return { ...base, removal: on.removals.between(place, access, access.node, access.node) };
}

/** Positions, orders, stops: by the key's words, else by the place's name. */
const TRADING_KEY = /(symbol|(^|[._])sym($|[.)])|inst_?id|(^|[._])pair($|[.)])|order_?id|client_?id|cl_?ord|pos_?id|position_?id|trade_?id|deal_?id|coin)/i;
const TRADING_PLACE = /(position|order|trade|fill|(^|_)stop|trail|deal|pending|slot)/i;
const isTradingKey = (words: string, place: SharedPlace): boolean => TRADING_KEY.test(words) || TRADING_PLACE.test(place.location.name);

/** `def get_order(self, order_id): return self.orders[order_id]`: to raise is its contract; the guard is its callers'. */
function isAccessor(fn: FunctionNode, access: Access): boolean {
  if (access.kind !== "load" || access.node.parent?.kind !== "return") return false;
  const { key } = access;
  return key?.kind === "name" && fn.params.some((one) => one.name === key.id);
}

interface Guard { readonly access: Access; readonly point: Point }

/** The points at which this access shows, on every way to `at`, that the key is there. */
function guardPoints(flow: FlowGraph, access: Access, at: Point): Point[] {
  const tree = dominatorsOf(flow);
  const points = pointsOf(flow, access.node).filter((one) => one !== at && dominates(tree, one, at));
  if (access.kind === "load" || access.kind === "store" || access.kind === "add") return points;
  if (access.kind === "get") return points;
  if (access.kind !== "has" || access.node.kind !== "compare") return [];
  const shown = conditionsAt(flow, at).filter((one) => one.node === access.node && one.outcome === ((access.node as { op: string }).op === "in"));
  if (shown.length > 0) return shown.map((one) => one.point);
  // `known = k in d`, then `if known: d[k]`: what the name says was true where it was asked.
  const told = keptIn(access.node);
  if (told && conditionsAt(flow, at).some((one) => one.node.kind === "name" && one.node.id === told && one.outcome === ((access.node as { op: string }).op === "in"))) return points;
  // `if k not in d: d[k] = …`: after it the key is there either way.
  return points.length > 0 && access.node.op === "not in" ? points : [];
}

/** The local that keeps the answer of a test. */
function keptIn(test: Node): string | null {
  const up = test.parent;
  const target = up?.kind === "assign" && up.value === test && up.targets.length === 1 ? up.targets[0]! : null;
  return target?.kind === "name" ? target.id : null;
}

/** With several guards the use is stale only if it is for each of them, unless another one stands in between. */
function stale(on: On, base: Omit<KeyedUse, "guard" | "byThread">, flow: FlowGraph, guards: readonly Guard[], same: readonly Access[], at: Point): Omit<KeyedUse, "byThread"> {
  const real = on.suspension.points(flow);
  // Whatever looks at the key again on the way, or stores it, is newer knowledge.
  const looks = same.filter((one) => !REMOVALS.has(one.kind)).flatMap((access) => pointsOf(flow, access.node).filter((point) => point !== at).map((point) => ({ access, point })));
  const kills = new Set(looks.map((one) => one.point));
  // What is newer grows old itself: `if k in d: await check(d[k])`, then `d[k]`.
  const sources = [...guards, ...looks.filter(({ access, point }) => isShown(access) && guards.some((one) => one.point !== point && reaches(flow, one.point, point)))];
  let found: { guard: Guard; yieldsAt: Node } | null = null;
  for (const guard of sources) {
    const via = staleWindow(flow, real, guard.point, at, (point) => point !== guard.point && kills.has(point));
    if (via >= 0 && (!found || guard.access.node.start > found.guard.access.node.start)) found = { guard, yieldsAt: flow.nodes[via]! };
  }
  const nearest = guards.length === 0 ? null : guards.reduce((a, b) => (b.access.node.start > a.access.node.start ? b : a));
  if (!found) return nearest ? { ...base, guard: nearest.access } : { ...base, guard: null, otherwise: "loop" };
  const removal = on.removals.between(base.place, base.access, found.guard.access.node, base.access.node);
  return { ...base, guard: found.guard.access, yieldsAt: found.yieldsAt, removal };
}

/** After it the key is there: it would have raised otherwise. */
const isShown = ({ kind }: Access): boolean => kind === "load" || kind === "store";

/** A handler in the same function that is made for a missing key. */
export function catchesKeyError(node: Node): boolean {
  for (let at: Node = node, up = node.parent; up && up.kind !== "function"; at = up, up = up.parent) {
    if (up.kind === "try" && up.body.includes(at as never) && up.handlers.some((one) => namesKeyError(one))) return true;
  }
  return false;
}

function namesKeyError(handler: Handler): boolean {
  let found = false;
  if (handler.type) walk(handler.type, (node) => void (node.kind === "name" && /^(KeyError|LookupError)$/.test(node.id) && (found = true)));
  return found;
}

/** The key comes out of a loop over a copy: `for k in list(d): d[k]`. It was there when the copy was made. */
function snapshotOf(on: On, place: SharedPlace, access: Access): Access | null {
  const names = new Set<string>();
  walk(access.key!, (node) => void (node.kind === "name" && names.add(node.id)));
  for (let up = access.node.parent; up && up.kind !== "function"; up = up.parent) {
    if (up.kind !== "for" || !binds(up.target, names)) continue;
    const { iterable } = up;
    const copied = on.state.inside(access.fn).find((one) => one.place === place && one.access.kind === "copy" && iterable.start <= one.access.node.start && one.access.node.end <= iterable.end);
    return iterable.kind === "call" && /^(list|tuple|sorted)$/.test(headOf(iterable)) ? (copied?.access ?? null) : null;
  }
  return null;
}

/** The key comes out of a loop over the place (or a copy of it), or out of another place: `for k in list(d): d[k]`. */
function isLoopKey(on: On, place: SharedPlace, access: Access): boolean {
  const names = new Set<string>();
  walk(access.key!, (node) => void (node.kind === "name" && names.add(node.id)));
  for (let up = access.node.parent; up && up.kind !== "function"; up = up.parent) {
    if (up.kind === "for" && binds(up.target, names)) return mentions(on, up.iterable, place);
    if (up.kind === "comprehension") for (const clause of up.clauses) if (binds(clause.target, names)) return true;
  }
  const fn = access.fn;
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn);
  return [...names].some((name) => (own?.get(name) ?? []).some((one) => one.kind === "iteration" || (one.kind === "value" && mentions(on, one.expr, place))));
}

const binds = (target: Expr, names: ReadonlySet<string>): boolean => {
  let found = false;
  walk(target, (node) => void (node.kind === "name" && names.has(node.id) && (found = true)));
  return found;
};

/** Whether an expression is made from the place, or from something that is not known not to be. */
function mentions(on: On, expr: Expr, place: SharedPlace): boolean {
  const fn = enclosingFunction(expr);
  return fn !== null && on.state.inside(fn).some(({ place: one, access }) => one === place && expr.start <= access.place.start && access.place.end <= expr.end) || expr.kind === "name";
}

/** `if k in self.longs or k in self.grids:`, then `self.longs[k]`: the test lets a key through that only the other map holds. */
function testOfTwo(on: On, place: SharedPlace, flow: FlowGraph, at: Point, words: string): Node | null {
  const shown = conditionsAt(flow, at).find(({ node, outcome }) => outcome && (node.kind === "logical" || node.kind === "name") && isTestOfTwo(on, place, worthOf(on, node), words));
  return shown ? worthOf(on, shown.node) : null;
}

/** What the one definition of a local is. */
function worthOf(on: On, node: Node): Node {
  const fn = node.kind === "name" ? enclosingFunction(node) : null;
  const own = fn && node.kind === "name" ? on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(node.id) : undefined;
  const [only] = own ?? [];
  return own?.length === 1 && only!.kind === "value" && only!.item < 0 ? only!.expr : node;
}

function isTestOfTwo(on: On, place: SharedPlace, test: Node, words: string): boolean {
  if (test.kind !== "logical" || test.op !== "or") return false;
  const asks = (side: Expr): SharedPlace | null => {
    if (side.kind !== "compare" || side.op !== "in" || keyWords(on.index, side.left) !== words) return null;
    return on.state.inside(enclosingFunction(side)!).find((one) => one.access.node === side)?.place ?? null;
  };
  const [left, right] = [asks(test.left), asks(test.right)];
  return left !== null && right !== null && left !== right && (left === place || right === place);
}

/** A condition on the way calls a function of the bot that looks into the place: `if not self.has(symbol): return`. */
function calledPredicate(on: On, place: SharedPlace, flow: FlowGraph, at: Point): boolean {
  return conditionsAt(flow, at).some(({ node }) => node.kind !== "handler" && node.kind !== "case" && looksInto(on, place, node.kind === "for" || node.kind === "clause" ? node.iterable : node, MAX_NAMES));
}

/** Names that stand for questions about names; `known = known or key in d` asks itself. */
const MAX_NAMES = 3;

function looksInto(on: On, place: SharedPlace, node: Node, names: number): boolean {
  let found = false;
  walk(node, (one) => {
    if (found) return;
    if (one.kind === "call") found = on.graph.runs(one).some((fn) => on.state.inside(fn).some((each) => each.place === place));
    else if (one.kind === "name" && names > 0) found = fromPlace(on, place, one, names - 1);
  });
  return found || on.state.inside(enclosingFunction(node)!).some(({ place: one, access }) => one === place && node.start <= access.node.start && access.node.end <= node.end);
}

/** A local that a function, a test or a copy of the place gave: `position = self.find(symbol)`, `known = s in self.a or s in self.b`. */
function fromPlace(on: On, place: SharedPlace, name: Expr & { kind: "name" }, names: number): boolean {
  const fn = enclosingFunction(name);
  const own = fn ? on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(name.id) : undefined;
  return (own ?? []).some((one) => one.kind === "value" && (one.expr.kind === "call" || one.expr.kind === "await" ? callsInto(on, place, one.expr) : isQuestion(one.expr) && looksInto(on, place, one.expr, names)));
}

const isQuestion = (expr: Expr): boolean => expr.kind === "compare" || expr.kind === "logical" || (expr.kind === "unary" && expr.op === "not");

function callsInto(on: On, place: SharedPlace, expr: Expr): boolean {
  const call = expr.kind === "await" ? expr.value : expr;
  return call.kind === "call" && on.graph.runs(call).some((fn) => on.state.inside(fn).some((each) => each.place === place));
}

const MAX_CALLERS = 2;

/** Every caller looks into the place before it calls, or has the key out of it. */
function isGuardedByCallers(on: On, place: SharedPlace, fn: FunctionNode, seen: Set<FunctionNode>, depth: number): boolean {
  const callers = on.graph.callersOf(fn);
  if (callers.length === 0 || depth > MAX_CALLERS || seen.has(fn)) return false;
  seen.add(fn);
  return callers.every(({ call, caller }) => {
    const flow = flowOf(caller);
    const points = pointsOf(flow, call).filter((point) => flow.position[point]! >= 0);
    const tree = dominatorsOf(flow);
    const looked = on.state.inside(caller).some((one) => one.place === place && pointsOf(flow, one.access.node).some((from) => points.some((to) => from !== to && dominates(tree, from, to))));
    const inLoop = on.state.inside(caller).some((one) => one.place === place && one.access.node.kind === "for" && one.access.node.start <= call.start && call.end <= one.access.node.end);
    return looked || inLoop || catchesKeyError(call) || points.some((point) => calledPredicate(on, place, flow, point)) || isGuardedByCallers(on, place, caller, seen, depth + 1);
  });
}
