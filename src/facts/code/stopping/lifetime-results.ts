import type { Expr, Node } from "../../../ir/nodes.ts";
import { children, classOf, enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { CallGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import type { Index, Store } from "../module-index.ts";
import type { Reachability } from "../reach.ts";
import { DAILY, DATES, isFresh, onDays, RESULT, valuesOf } from "./day-words.ts";

/** A counter of the bot's whole life that is handed over as the day's result. */
export interface Lifetime {
  readonly counter: string;
  /** Where it is read as the day's. */
  readonly read: Node;
  /** Where a result is added to it. */
  readonly feed: Node;
}

/** What running code gives for a day's result by name: `Snapshot(daily_pnl=...)`. */
export function handedResults(index: Index, reach: Reachability): ReadonlyMap<string, readonly Expr[]> {
  const found = new Map<string, Expr[]>();
  for (const { module, calls } of index.modules.values()) {
    for (const fn of module.functions) {
      for (const call of calls[fn.index]!) {
        for (const { name, value } of call.args) {
          if (name === null || !DAILY.test(name) || !RESULT.test(name) || reach.of(fn) === "dead") continue;
          appendTo(found, name, value);
        }
      }
    }
  }
  return found;
}

const MAX_DEPTH = 3;
/** What is open is no result yet. */
const OPEN = /unreal|float|(^|_)open(_|$)/;

export function lifetimeOf(handed: readonly Expr[], stores: ReadonlyMap<string, readonly Store[]>, reach: Reachability, graph: CallGraph, index: Index): Lifetime | null {
  for (const value of handed) {
    const read = resultsIn(value, index).map((one) => countedUp(one, stores, reach, graph));
    const found = read.find((one) => one !== null);
    // Another part of the sum may be the base of the day that is taken off.
    if (found && read.every((one) => one !== null)) return found;
  }
  return null;
}

/** The attributes that hold results, in the expression and in what its names are bound to. */
function resultsIn(expr: Expr, index: Index): (Expr & { kind: "attribute" })[] {
  const found: (Expr & { kind: "attribute" })[] = [];
  const visit = (node: Node, depth: number): void => {
    if (node.kind === "function" || node.kind === "comprehension") return;
    if (node.kind === "attribute" && RESULT.test(snake(node.name)) && !OPEN.test(snake(node.name))) return void found.push(node);
    if (node.kind === "name" && depth < MAX_DEPTH) for (const one of valuesOf(node, index)) visit(one, depth + 1);
    children(node, (child) => visit(child, depth));
  };
  visit(expr, 0);
  return found;
}

/** Results are added to it, and no day takes them out again. */
function countedUp(read: Expr & { kind: "attribute" }, stores: ReadonlyMap<string, readonly Store[]>, reach: Reachability, graph: CallGraph): Lifetime | null {
  const reader = enclosingFunction(read);
  const owner = reader ? classOf(reader) : null;
  if (DAILY.test(snake(read.name)) || owner === null || read.object.kind !== "name" || read.object.id !== "self") return null;
  let feed: Store | null = null;
  for (const store of stores.get(read.name) ?? []) {
    if (reach.of(store.fn) === "dead" || !isSame(store)) continue;
    if (store.statement.kind === "augmented") feed ??= store;
    else if (store.fn.name !== "__init__" && (onDays(store.fn, graph, 0) || (store.value !== null && !isFresh(store.value) && saysDay(store.value)))) return null;
  }
  return feed && { counter: read.name, read, feed: feed.statement };
}

/** Not `position.realized_pnl`, the result of one trade. */
const isSame = ({ target }: Store): boolean => target.kind === "attribute" && (target.object.kind !== "name" || target.object.id === "self");

function saysDay(value: Node): boolean {
  if ((value.kind === "attribute" && DATES.test(snake(value.name))) || (value.kind === "name" && DATES.test(snake(value.id)))) return true;
  let found = false;
  children(value, (child) => { found ||= saysDay(child); });
  return found;
}
