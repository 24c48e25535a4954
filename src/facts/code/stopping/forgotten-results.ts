import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Module, Node } from "../../../ir/nodes.ts";
import { children, classOf, enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index, type Store } from "../module-index.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";
import { dailyResults } from "./daily-results.ts";
import { isFresh, valuesOf } from "./day-words.ts";
import { limitTests } from "./limit-tests.ts";

/** What the daily loss limit measures with and no run of the bot takes over from the one before: the day's result, or the equity that the day began with. */
export interface ForgottenResult {
  readonly name: string;
  readonly what: "result" | "base";
  /** Where a new run begins it. */
  readonly begun: Node;
  /** Where it grows in a run; null: it is only set. */
  readonly feed: Node | null;
  readonly test: Node;
}

export const forgottenResults = codeFact({
  name: "forgotten-results",
  doc: "Counters and bases of the daily loss limit that live in memory only, so that a restart forgets the day's loss.",
  requires: { dailyResults, limitTests, index, reach },
  derive({ dailyResults, limitTests, index, reach }): readonly ForgottenResult[] {
    const found = new Map<string, ForgottenResult>();
    const stores = new Map<string, Store[]>();
    for (const one of index.modules.values()) for (const store of one.stores) if (store.target.kind === "attribute" && reach.of(store.fn) !== "dead") appendTo(stores, store.target.name, store);
    const restoring = restoringModules(index);
    const isKept = (own: readonly Store[]): boolean => own.some((one) => restoring.has(index.moduleOf(one.fn)) || isHandedOver(one, index) || (one.value !== null && isTaken(one.value, index)));
    for (const { name, test, feeds, derived } of dailyResults) {
      const own = stores.get(name) ?? [];
      const [feed] = feeds;
      if (derived || !feed || feed.target.kind !== "attribute" || isKept(own)) continue;
      const begun = own.find((one) => one.fn.name === "__init__" && one.value !== null && isFresh(one.value));
      if (begun && classOf(begun.fn) !== null) found.set(name, { name, what: "result", begun: begun.statement, feed: feed.statement, test });
    }
    for (const { measured, node } of found.size > 0 ? [] : limitTests.of("daily-loss")) {
      for (const base of basesIn(measured, index)) {
        const own = stores.get(base) ?? [];
        const owner = own[0] ? classOf(own[0].fn) : null;
        if (found.has(base) || !owner || own.some((one) => classOf(one.fn) !== owner) || isKept(own)) continue;
        const set = own.find((one) => one.value !== null && !isFresh(one.value));
        const begun = own.find((one) => one.fn.name === "__init__") ?? set;
        if (set && begun) found.set(base, { name: base, what: "base", begun: begun.statement, feed: set === begun ? null : set.statement, test: node });
      }
    }
    return [...found.values()];
  },
});

/** Modules that give attributes back by any name: `setattr`, `self.__dict__.update(kept)`, pickle. */
function restoringModules(index: Index): ReadonlySet<Module> {
  const found = new Set<Module>();
  for (const { module, byKind } of index.modules.values()) {
    for (const node of byKind.get("call") ?? []) {
      if (node.kind !== "call") continue;
      const { callee } = node;
      const called = calledName(node);
      const into = callee.kind === "attribute" ? ownName(callee.object) : "";
      if (called === "setattr" || (called === "update" && into === "__dict__") || (/^loads?$/.test(called) && /^(pickle|dill|joblib|shelve|cloudpickle)$/.test(into))) found.add(module);
    }
  }
  return found;
}

/** `Day(pnl=state.pnl)`: the constructor is told it. */
const isHandedOver = ({ fn, value }: Store, index: Index): boolean => fn.name === "__init__" && value !== null && !isFresh(value) && mentionsParameter(value, fn, index);

function mentionsParameter(value: Node, fn: FunctionNode, index: Index): boolean {
  if (value.kind === "name") return fn.params.some((one) => one.name === value.id) || valuesOf(value, index).some((one) => one.kind !== "name" && mentionsParameter(one, fn, index));
  let found = false;
  children(value, (child) => { found ||= mentionsParameter(child, fn, index); });
  return found;
}

/** It comes out of a file, a database, a table of trades. */
function isTaken(value: Node, index: Index, depth = 0): boolean {
  if (value.kind === "call" && STORED.test(snake(calledName(value)))) return true;
  // `data["daily_pnl"]`, `state.get("start_equity")`
  if (value.kind === "subscript" && value.index.kind === "string") return true;
  if (value.kind === "call" && value.callee.kind === "attribute" && value.callee.name === "get" && value.args[0]?.value.kind === "string" && HOLDS.test(snake(ownName(value.callee.object)))) return true;
  if ((value.kind === "name" || value.kind === "attribute") && HOLDS.test(snake(value.kind === "name" ? value.id : value.name))) return true;
  if (value.kind === "name" && depth < 3 && enclosingFunction(value) && valuesOf(value, index).some((one) => isTaken(one, index, depth + 1))) return true;
  let found = false;
  children(value, (child) => { found ||= isTaken(child, index, depth); });
  return found;
}

const STORED = /(^|_)(load|loads|restore|read|persisted|saved|stored|query|execute|fetchone|fetch_one|fetchall|scalar|history|trades|fills|recover|replay|ledger|journal|deals|records|income|closed_pnl|database|db|since)(_|$)/;
const HOLDS = /^(saved|state|data|payload|snapshot|row|record|stored|persisted|loaded|cached)(_\w+)?$/;

/** `self.day_start_equity`, with which today's equity is compared. */
function basesIn(measured: Expr, index: Index): readonly string[] {
  const found = new Set<string>();
  const visit = (node: Node, depth: number): void => {
    if (node.kind === "function") return;
    if (node.kind === "attribute" && BASE.test(snake(node.name)) && node.object.kind === "name" && node.object.id === "self") found.add(node.name);
    if (node.kind === "name" && depth < 3) for (const one of valuesOf(node, index)) visit(one, depth + 1);
    children(node, (child) => visit(child, depth));
  };
  visit(measured, 0);
  return [...found];
}

const BASE = /(^|_)(day|daily|today|session)_(\w+_)?(equity|balance|capital|nav|wallet|value)$|(^|_)(equity|balance|capital|nav)_(at_)?(\w+_)?(day|daily|today|sod|midnight)(_\w+)?$|^_*(start|starting|initial)_(of_)?(day|daily)_(equity|balance|capital)$/;
