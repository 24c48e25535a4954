import type { ClassNode, Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { children, classOf, enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import { index, type Index, type Store } from "../module-index.ts";
import { reach, type Reachability } from "../reach.ts";
import { refusedBefore, type RefusedBefore } from "../refused-before.ts";
import { DAILY, isFresh, onDays, RESULT, valuesOf } from "./day-words.ts";
import { handedResults, lifetimeOf, type Lifetime } from "./lifetime-results.ts";
import { limitTests } from "./limit-tests.ts";

/** What the daily loss limit is compared with. */
export interface DailyResult {
  /** The attribute or key that the day's result is kept in. */
  readonly name: string;
  /** The comparison that reads it. */
  readonly test: Node;
  /** Where running code adds a result to it. */
  readonly feeds: readonly Store[];
  /** Where nothing that runs adds one. */
  readonly deadFeeds: readonly Store[];
  /** The call of a dead feed and the test before it that always leaves first, where that is why it is dead. */
  readonly passed: { readonly call: Node; readonly test: If } | null;
  /** Where running code starts it anew. */
  readonly resets: readonly Store[];
  readonly deadResets: readonly Store[];
  /** Whether the start anew hangs on the day: a date, midnight, or a name that says so, in its function or its callers. */
  daily(reset: Store): boolean;
  /** Its value is computed anew from records, or comes from elsewhere: no counter of the bot. */
  readonly derived: boolean;
  /** It is only called the day's: it is made of a counter that starts anew on no day. */
  readonly lifetime: Lifetime | null;
}

export const dailyResults = codeFact({
  name: "daily-results",
  doc: "The counters of the day's result that the daily loss limit reads, what feeds them and what starts them anew.",
  requires: { index, callGraph, reach, refusedBefore, limitTests },
  derive({ index, callGraph, reach, refusedBefore, limitTests }): readonly DailyResult[] {
    const found = new Map<string, DailyResult>();
    const stores = storesByName(index);
    let handed: ReturnType<typeof handedResults> | null = null;
    const withLifetime = (one: DailyResult): DailyResult => {
      if (one.feeds.length + one.resets.length > 0 || !one.derived) return one;
      handed ??= handedResults(index, reach);
      return { ...one, lifetime: lifetimeOf(handed.get(one.name) ?? [], stores, reach, callGraph, index) };
    };
    for (const { measured, node } of limitTests.of("daily-loss")) {
      for (const counter of countersIn(measured, index, callGraph)) {
        const { name } = counter;
        if (found.has(name)) continue;
        // A method or property of this name is computed; what it is computed from was looked at.
        if (stores.has(name) || callGraph.named(name).length === 0) found.set(name, withLifetime(withoutPassed(resultOf(counter, node, stores, reach, callGraph), refusedBefore)));
      }
    }
    return [...found.values()];
  },
});

const LIMIT = /(^|_)(max|limit|threshold|cap|allowed|enabled|pct_limit)(_|$)|limit$/;
/** `self._daily.pnl`: the holder says the day. */
const isCounter = (name: string, holder: string): boolean => !LIMIT.test(name) && RESULT.test(name) && (DAILY.test(name) || DAILY.test(holder));

const MAX_DEPTH = 4;

/** A counter, and whose it is: `self._daily.pnl` is called by its holder, `self.daily_pnl` belongs to the class. */
interface Counter {
  readonly name: string;
  readonly holder: string;
  readonly owner: ClassNode | null;
}

/** Attributes and keys that hold a day's result, in the measured side and in what it is computed from. */
function countersIn(expr: Expr, index: Index, graph: CallGraph): readonly Counter[] {
  const found = new Map<string, Counter>();
  const add = (name: string, object: Expr): void => {
    const holder = snake(lastName(object));
    const fn = enclosingFunction(object);
    if (isCounter(snake(name), holder) && !found.has(name)) found.set(name, { name, holder: DAILY.test(snake(name)) ? "" : holder, owner: holder === "self" && fn ? classOf(fn) : null });
  };
  const seen = new Set<Node>();
  const visit = (node: Node, depth: number): void => {
    if (seen.has(node) || node.kind === "function") return;
    seen.add(node);
    if (node.kind === "attribute") add(node.name, node.object);
    if (node.kind === "subscript" && node.index.kind === "string") add(node.index.value, node.object);
    if (depth < MAX_DEPTH) {
      if (node.kind === "name") for (const one of valuesOf(node, index)) visit(one, depth + 1);
      if (node.kind === "call") for (const fn of graph.runs(node)) for (const one of index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!) if (one.value) visit(one.value, depth + 1);
      if (node.kind === "attribute") for (const fn of propertiesNamed(node.name, graph)) for (const one of index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!) if (one.value) visit(one.value, depth + 1);
    }
    children(node, (child) => visit(child, depth));
  };
  visit(expr, 0);
  return [...found.values()];
}

const propertiesNamed = (name: string, graph: CallGraph): readonly FunctionNode[] =>
  RESULT.test(name) ? graph.named(name).filter((fn) => classOf(fn) !== null && fn.decorators.some((one) => one.kind === "name" && one.id === "property")) : [];

/** By the name of the attribute or key. */
function storesByName(index: Index): ReadonlyMap<string, readonly Store[]> {
  const byName = new Map<string, Store[]>();
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      const name = storedName(store);
      if (name === null) continue;
      appendTo(byName, name, store);
    }
  }
  return byName;
}

/** Not what another class keeps under the same name, nor another holder's. */
function isOf({ holder, owner }: Counter, store: Store): boolean {
  const into = holderOf(store);
  if (holder !== "") return into === holder || into === "self";
  const other = into === "self" ? classOf(store.fn) : null;
  return owner === null || other === null || owner === other || related(owner, other);
}

/** `_daily` of `self._daily.pnl` and of `self._daily.symbol_pnl[symbol]`. */
const holderOf = ({ target }: Store): string => snake(lastName(target.kind === "subscript" && target.index.kind !== "string" ? objectOf(target.object) : target.object));
const objectOf = (expr: Expr): Expr => (expr.kind === "attribute" ? expr.object : expr);

/** One names the other among its bases. */
const related = (a: ClassNode, b: ClassNode): boolean => basesOf(a).includes(b.name) || basesOf(b).includes(a.name) || basesOf(a).some((one) => basesOf(b).includes(one));
const basesOf = (one: ClassNode): readonly string[] => one.args.filter((base) => base.name === null).map((base) => lastName(base.value)).filter((name) => name !== "" && name !== "ABC" && name !== "object");

function resultOf(counter: Counter, test: Node, stores: ReadonlyMap<string, readonly Store[]>, reach: Reachability, graph: CallGraph): DailyResult {
  const { name } = counter;
  const feeds: Store[] = [];
  const deadFeeds: Store[] = [];
  const resets: Store[] = [];
  const deadResets: Store[] = [];
  let derived = false;
  let begun = false;
  const holders = new Set<string>();
  for (const store of (stores.get(name) ?? []).filter((one) => isOf(counter, one))) {
    if (isCopy(store, name)) continue;
    const dead = reach.of(store.fn) === "dead";
    holders.add(holderOf(store));
    // `[loss for loss in self.daily_losses if loss.time > cutoff]`: records are picked anew, nothing is counted up.
    if (store.value?.kind === "comprehension") derived ||= !dead;
    else if (store.statement.kind === "augmented") (dead ? deadFeeds : feeds).push(store);
    else if (!store.value || isFresh(store.value)) {
      if (store.fn.name !== "__init__" && enclosingFunction(store.fn) !== null) (dead ? deadResets : resets).push(store);
      else begun ||= store.value !== null && store.target.kind === "attribute";
    } else if (readsItself(store.value, name)) (dead ? deadFeeds : feeds).push(store);
    else if (!dead && store.fn.name !== "__init__") derived = true;
  }
  // `self._daily = DailyState(...)`: the whole record starts anew.
  for (const [into, own] of stores) {
    if (into === name || !holders.has(snake(into))) continue;
    for (const store of own) {
      if (store.fn.name !== "__init__" && store.value && store.value.kind !== "name") (reach.of(store.fn) === "dead" ? deadResets : resets).push(store);
    }
  }
  // What is written through the same holder tells more than what some class keeps under that name.
  deadFeeds.sort((a, b) => Number(holderOf(b) === counter.holder) - Number(holderOf(a) === counter.holder));
  return { name, test, feeds, deadFeeds, passed: null, resets, deadResets, daily: ({ fn }) => onDays(fn, graph, 0), derived: derived || (!begun && feeds.length + deadFeeds.length + resets.length === 0), lifetime: null };
}

/** A feed is dead too where each call of it stands behind a test that has left by then. */
function withoutPassed(one: DailyResult, refused: RefusedBefore): DailyResult {
  const dead = [...one.feeds, ...one.deadFeeds].filter(({ fn }) => refused.callOf(fn) !== null);
  return dead.length === 0 ? one : { ...one, feeds: one.feeds.filter((feed) => !dead.includes(feed)), deadFeeds: [...dead, ...one.deadFeeds.filter((feed) => !dead.includes(feed))], passed: refused.callOf(dead[0]!.fn) };
}

/** `self.symbol_pnl[symbol] = ...` is a store of `symbol_pnl`. */
function storedName({ target }: Store): string | null {
  if (target.kind === "attribute") return target.name;
  if (target.index.kind === "string") return target.index.value;
  return target.object.kind === "attribute" ? target.object.name : null;
}

/** `self.stats["daily_pnl"] = self.risk.daily_pnl` adds nothing. */
const isCopy = ({ value }: Store, name: string): boolean => (value?.kind === "attribute" && value.name === name) || (value?.kind === "subscript" && value.index.kind === "string" && value.index.value === name);

function readsItself(value: Node, name: string): boolean {
  if ((value.kind === "attribute" && value.name === name) || (value.kind === "subscript" && value.index.kind === "string" && value.index.value === name)) return true;
  let found = false;
  children(value, (child) => { found ||= readsItself(child, name); });
  return found;
}

const lastName = (expr: Expr): string => (expr.kind === "attribute" ? expr.name : expr.kind === "name" ? expr.id : expr.kind === "subscript" ? lastName(expr.object) : "");
