import type { Call, Dict, Expr } from "../../ir/nodes.ts";
import type { FileRole, Program } from "../../ir/program.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { flatWords, NARROWING_WORDS, namesPositions, oneSpelling, QUANTITY_WORDS } from "../../knowledge/quantity-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";
import { reach, type Reachability } from "./reach.ts";

/** `d.get("qty", 0)` where the bot itself makes d, and writes the quantity under other names only. */
export interface MissingKey {
  readonly read: Call;
  readonly key: string;
  readonly producer: Dict;
  /** Keys of the producer that name the same quantity. */
  readonly instead: readonly string[];
}

/** A read with a default whose every producer in the bot writes the key. */
export interface PresentKey {
  readonly read: Call;
  readonly key: string;
  readonly producer: Dict;
}

/** `account.get("assetPositions", [])` of a dict that has "positions": to the reader nothing is ever open. */
export interface NoPositions extends Omit<MissingKey, "instead"> {
  readonly instead: string;
}

export interface KeyReads {
  readonly noPositions: readonly NoPositions[];
  readonly missing: readonly MissingKey[];
  readonly present: readonly PresentKey[];
}

const MAX_PRODUCERS = 12;

export const keyReads = codeFact({
  name: "key-reads",
  doc: "Reads with a numeric default of quantities in dicts that the bot itself makes.",
  requires: { program, index, infer, reach },
  derive({ program, index, infer, reach }): KeyReads {
    const missing: MissingKey[] = [];
    const present: PresentKey[] = [];
    const noPositions: NoPositions[] = [];
    const written = keysWritten(index);
    for (const one of index.modules.values()) {
      if (!trades(program.roles.get(one.module.file))) continue;
      for (const read of one.byKind.get("call") ?? []) {
        const key = read.kind === "call" ? keyOf(read) : null;
        if (read.kind !== "call" || key === null || reach.of(enclosingFunction(read)!) === "dead") continue;
        const producers = producersOf(infer, read, { program, index, reach });
        if (namesPositions(key)) {
          const found = noneWrites(producers, key) && !readsOther(one, read, namesPositions) ? producers.find((each) => positionsIn(each) !== null) : undefined;
          if (found && !producers.some((each) => written(each, key))) noPositions.push({ read, key, producer: found, instead: positionsIn(found)! });
          continue;
        }
        for (const producer of producers) {
          const keys = literalKeys(producer);
          if (!keys) continue;
          if (keys.includes(key)) present.push({ read, key, producer });
          else {
            const instead = keys.filter((each) => isSameQuantity(key, each));
            if (instead.length > 0 && !written(producer, key) && !readsOther(one, read, (each) => instead.includes(each))) missing.push({ read, key, producer, instead });
          }
        }
      }
    }
    return { missing, present, noPositions };
  },
});

const trades = (role: FileRole | undefined): boolean => role === undefined || role === "bot" || role === "config";

/** The same function reads one of the other keys from the same object: its author knows both spellings. */
function readsOther(one: ModuleIndex, read: Call, isOther: (key: string) => boolean): boolean {
  const fn = enclosingFunction(read);
  const object = objectOf(read);
  if (!fn || object === null) return true;
  return one.calls[fn.index]!.some((call) => call !== read && objectOf(call) === object && call.args[0]?.value.kind === "string" && isOther(call.args[0].value.value))
    || (one.byKind.get("subscript") ?? []).some((node) => node.kind === "subscript" && node.object.kind === "name" && node.object.id === object && node.index.kind === "string"
      && isOther(node.index.value) && enclosingFunction(node) === fn);
}

const objectOf = (call: Call): string | null => (call.callee.kind === "attribute" && call.callee.name === "get" && call.callee.object.kind === "name" ? call.callee.object.id : null);

/** The key of `x.get("qty", 0)` that asks for a quantity, or of `x.get("positions", [])`. */
function keyOf(read: Call): string | null {
  if (read.callee.kind !== "attribute" || read.callee.name !== "get") return null;
  const [key, fallback] = read.args;
  if (key?.value.kind !== "string" || read.args.length > 2) return null;
  if (namesPositions(key.value.value)) return !fallback || NOTHING.has(fallback.value.kind) ? key.value.value : null;
  return fallback && STANDS_IN.has(fallback.value.kind) && groupOf(key.value.value) ? key.value.value : null;
}

const NOTHING: ReadonlySet<Expr["kind"]> = new Set<Expr["kind"]>(["list", "dict", "none", "tuple"]);

const keysOf = (producer: Dict): readonly string[] => producer.entries.flatMap((one) => (one.key?.kind === "string" ? [one.key.value] : []));

/** Every dict that may come is written out whole, and none of them has the key. */
const noneWrites = (producers: readonly Dict[], key: string): boolean => producers.every((one) => keysOf(one).length === one.entries.length && !keysOf(one).includes(key));

const positionsIn = (producer: Dict): string | null => keysOf(producer).find(namesPositions) ?? null;

/** `ticker.get("lastPrice", trade.entry_price)`: a value that passes for what was asked. */
const STANDS_IN: ReadonlySet<Expr["kind"]> = new Set<Expr["kind"]>(["number", "name", "attribute", "subscript", "binary"]);

const wordsOf = (key: string): string[] => flatWords(key).split("_").filter(Boolean).map(oneSpelling);
const groupOf = (key: string): readonly string[] | undefined => {
  const words = wordsOf(key);
  return QUANTITY_WORDS.find((group) => words.some((one) => group.includes(one)));
};

/** `qty` and `filled_quantity`, `unrealizedPnl` and `unrealised_pnl`: the same quantity, at most narrowed down. */
function isSameQuantity(asked: string, written: string): boolean {
  const group = groupOf(asked);
  if (!group || groupOf(written) !== group) return false;
  const [wanted, given] = [wordsOf(asked), wordsOf(written)].map((words) => words.filter((one) => !group.includes(one)));
  return wanted!.every((one) => given!.includes(one)) && given!.every((one) => wanted!.includes(one) || NARROWING_WORDS.has(one));
}

/** The dict literals of running code that the object may be; none where it may be anything else. */
function producersOf(on: Inference, read: Call, given: { program: Program; index: Index; reach: Reachability }): readonly Dict[] {
  const values = on.evaluate((read.callee as Expr & { kind: "attribute" }).object);
  if (values.length === 0 || values.length > MAX_PRODUCERS) return [];
  const found: Dict[] = [];
  for (const one of values) {
    if (one.kind === "external" && /^(dict|Dict|typing\.Dict)\b/.test(one.path)) continue;
    if (one.kind !== "container" || one.view !== "itself") return [];
    const { site } = one;
    if (site.kind === "subscript") continue;
    if (site.kind !== "dict") return [];
    const role = given.program.roles.get(given.index.moduleOf(site).file);
    if (trades(role) && given.reach.of(enclosingFunction(site)!) !== "dead") found.push(site);
  }
  return found;
}

/** All keys, when each is a literal and there are enough to be a record. */
function literalKeys(producer: Dict): readonly string[] | null {
  const keys = keysOf(producer);
  return keys.length === producer.entries.length && keys.length >= 3 ? keys : null;
}

/** Whether the key may be written later: `record["qty"] = ...`, `record.update(...)`, anywhere that names it. */
function keysWritten(index: Index): (producer: Dict, key: string) => boolean {
  const stored = new Set<string>();
  const opaque = new Set<string>();
  for (const one of index.modules.values()) {
    for (const store of one.stores) {
      if (store.target.kind === "subscript" && store.target.index.kind === "string" && store.target.object.kind === "name") stored.add(`${one.module.file} ${store.target.object.id} ${store.target.index.value}`);
    }
    for (const calls of one.calls) {
      for (const call of calls) {
        if (call.callee.kind === "attribute" && call.callee.name === "update" && call.callee.object.kind === "name") opaque.add(`${one.module.file} ${call.callee.object.id}`);
      }
    }
  }
  return (producer, key) => {
    const assigned = producer.parent;
    const name = assigned?.kind === "assign" && assigned.targets[0]?.kind === "name" ? assigned.targets[0].id : null;
    if (!name) return false;
    const file = index.moduleOf(producer).file;
    return stored.has(`${file} ${name} ${key}`) || opaque.has(`${file} ${name}`);
  };
}
