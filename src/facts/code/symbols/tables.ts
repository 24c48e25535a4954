import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node, StringLiteral } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { COIN_QUOTES, FIATS, STABLE_QUOTES } from "../../../knowledge/coins.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { Inference } from "../inference/context.ts";
import type { Index, ModuleIndex } from "../module-index.ts";
import type { SymbolHolders } from "./holders.ts";
import { instrumentIn } from "./instrument-form.ts";

/** A list, set or dict of literals that name instruments. */
export interface Container {
  readonly site: Expr;
  readonly literals: readonly StringLiteral[];
  /** The name that it is kept under, or "". */
  readonly name: string;
  readonly shape: "dict" | "list";
  readonly reads: readonly Read[];
}

/** Where a container is asked by symbol (`[symbol]`, `.get(symbol)`, `symbol in`) or run through. */
export interface Read {
  readonly node: Expr;
  /** handed: the whole of it is stored, returned or passed on. */
  readonly how: "lookup" | "membership" | "iteration" | "handed";
  readonly fn: FunctionNode;
}

/** Groups the literals of one container, in source order of the first. */
export function containersOf(members: ReadonlyMap<Expr, readonly StringLiteral[]>, on: Inference, index: Index, holders: SymbolHolders): Container[] {
  if (members.size === 0) return [];
  const reads = readsBySite(members, on, index, holders);
  return [...members].map(([site, literals]) => ({ site, literals, name: nameOf(site), shape: dictOf(site) ? "dict" : "list", reads: reads.get(site) ?? [] }));
}

function readsBySite(members: ReadonlyMap<Expr, unknown>, on: Inference, index: Index, holders: SymbolHolders): Map<Expr, Read[]> {
  const outer = new Map<Expr, Expr>();
  for (const site of members.keys()) walk(site, (node) => {
    if (node.kind === "dict" || node.kind === "list" || node.kind === "set" || node.kind === "tuple" || node.kind === "call") outer.set(node, site);
  });
  const names = new Set([...members.keys()].map(nameOf).filter(Boolean));
  const reads = new Map<Expr, Read[]>();
  const add = (object: Expr, node: Expr, how: Read["how"]): void => {
    const direct = outer.get(object);
    const sites = direct ? [direct] : on.evaluate(object).flatMap((one) => (one.kind === "container" && outer.has(one.site) ? [outer.get(one.site)!] : []));
    for (const site of new Set(sites)) {
      const read = { node, how, fn: enclosingFunction(node)! };
      appendTo(reads, site, read);
    }
  };
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("subscript")!) if (node.kind === "subscript" && node.index.kind !== "string" && node.index.kind !== "number" && holders.of(node.index)) add(node.object, node, "lookup");
    for (const node of one.byKind.get("compare")!) if (node.kind === "compare" && (node.op === "in" || node.op === "not in") && holders.of(node.left)) add(node.right, node, "membership");
    for (const calls of one.calls) for (const call of calls) {
      if (call.callee.kind !== "attribute" || call.callee.name !== "get" || !call.args[0] || !holders.of(call.args[0].value)) continue;
      add(call.callee.object, call, "lookup");
    }
    for (const kind of ["for", "comprehension"] as const) for (const node of one.byKind.get(kind)!) {
      if (node.kind === "for") add(runThrough(node.iterable), node.iterable, "iteration");
      else if (node.kind === "comprehension") for (const clause of node.clauses) add(runThrough(clause.iterable), clause.iterable, "iteration");
    }
    for (const each of handedOn(one, names)) add(each, each, "handed");
  }
  return reads;
}

/** `groups.items()`, `enumerate(symbols)`, `list(symbols)`. */
function runThrough(iterable: Expr): Expr {
  if (iterable.kind !== "call") return iterable;
  if (iterable.callee.kind === "attribute" && /^(items|values|keys)$/.test(iterable.callee.name)) return iterable.callee.object;
  return iterable.callee.kind === "name" && /^(enumerate|list|sorted|set|tuple|reversed)$/.test(iterable.callee.id) && iterable.args[0] ? iterable.args[0].value : iterable;
}

/** Names of containers that are stored, returned, passed on or chosen as they are. */
function handedOn(one: ModuleIndex, names: ReadonlySet<string>): Expr[] {
  const found: Expr[] = [];
  const take = (value: Expr | null): void => {
    if (value?.kind === "subscript" && value.index.kind === "slice") return take(value.object);
    if ((value?.kind === "name" && names.has(value.id)) || (value?.kind === "attribute" && names.has(value.name))) found.push(value);
  };
  for (const calls of one.calls) for (const call of calls) for (const { value } of call.args) take(value);
  for (const node of one.byKind.get("assign")!) if (node.kind === "assign") take(node.value);
  for (const node of one.byKind.get("return")!) if (node.kind === "return") take(node.value);
  for (const node of one.byKind.get("logical")!) if (node.kind === "logical") take(node.right);
  for (const node of one.byKind.get("conditional")!) if (node.kind === "conditional") take(node.then), take(node.otherwise);
  return found;
}

/** The whole of what the table is part of: `{"okx": {"BTC-USDT": 100}, "bybit": {...}}`. */
export function wholeOf(site: Expr): Expr {
  const outer = site.parent?.kind === "entry" ? (site.parent.parent as Expr) : null;
  return outer?.kind === "dict" ? wholeOf(outer) : site;
}

function nameOf(site: Expr): string {
  const holder = wholeOf(site).parent;
  if (holder?.kind !== "assign") return "";
  const target = holder.targets[0]!;
  return ownName(target);
}

const dictOf = (site: Expr): (Expr & { kind: "dict" }) | null => {
  const inner = site.kind === "call" ? site.args[0]?.value : site;
  return inner?.kind === "dict" ? inner : null;
};

/** A list of currencies that names end in, to take them apart. */
export function listsQuotes({ site }: Container): boolean {
  let stable = false;
  let others = false;
  walk(site, (node) => {
    if (node.kind !== "string") return;
    const text = node.value.replace(/^[-_/:]/, "");
    if (STABLE_QUOTES.has(text)) stable = true;
    else if (!COIN_QUOTES.has(text) && !FIATS.has(text)) others = true;
  });
  return stable && !others;
}

const isNumberText = (node: Node): boolean =>
  node.kind === "call" && node.callee.kind === "name" && /^(Decimal|D|float|int)$/.test(node.callee.id) && node.args[0]?.value.kind === "string" && !/^[0.]*$/.test(node.args[0].value.value);

/** `{"BTCUSDT": "MAJOR", "ETHUSDT": "MAJOR", "DOGEUSDT": "MEME"}`: kinds, and each of several markets is of one. */
function sorts({ entries }: Expr & { kind: "dict" }): boolean {
  const kinds = new Set<string>();
  for (const { key, value } of entries) {
    if (key?.kind !== "string" || value.kind !== "string" || instrumentIn(value.value)?.form === "pair") return false;
    kinds.add(value.value);
  }
  return kinds.size > 1 && kinds.size * 2 <= entries.length;
}

/** From one spelling of a name to another, to a text for people, or to names of sources: no number and no switch in it. */
export function mapsNames({ site }: Container): boolean {
  const dict = dictOf(site);
  if (!dict || dict.entries.length === 0 || sorts(dict)) return false;
  let decides = false;
  for (const { key, value } of dict.entries) {
    if (key?.kind === "string" && !instrumentIn(key.value)) {
      // {"MAJOR": ["BTC", ...]}: groups of markets.
      if (value.kind === "list" || value.kind === "set" || value.kind === "tuple") decides = true;
    }
    // Zeros are what counters and balances start with.
    walk(value, (node) => void (((node.kind === "number" && node.value !== 0) || node.kind === "boolean" || isNumberText(node)) && (decides = true)));
  }
  return !decides;
}

