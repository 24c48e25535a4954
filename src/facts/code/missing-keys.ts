import type { Call, Dict, Expr } from "../../ir/nodes.ts";
import type { FileRole, Program } from "../../ir/program.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { flatWords, NARROWING_WORDS, oneSpelling, QUANTITY_WORDS } from "../../knowledge/quantity-words.ts";
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

export interface KeyReads {
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
    const written = keysWritten(index);
    for (const one of index.modules.values()) {
      if (!trades(program.roles.get(one.module.file))) continue;
      for (const read of one.byKind.get("call") ?? []) {
        const key = read.kind === "call" ? keyOf(read) : null;
        if (read.kind !== "call" || key === null || reach.of(enclosingFunction(read)!) === "dead") continue;
        for (const producer of producersOf(infer, read, { program, index, reach })) {
          const keys = literalKeys(producer);
          if (!keys) continue;
          if (keys.includes(key)) present.push({ read, key, producer });
          else {
            const instead = keys.filter((each) => isSameQuantity(key, each));
            if (instead.length > 0 && !written(producer, key) && !readsOther(one, read, instead)) missing.push({ read, key, producer, instead });
          }
        }
      }
    }
    return { missing, present };
  },
});

const trades = (role: FileRole | undefined): boolean => role === undefined || role === "bot" || role === "config";

/** The same function reads one of the other keys from the same object: its author knows both spellings. */
function readsOther(one: ModuleIndex, read: Call, keys: readonly string[]): boolean {
  const fn = enclosingFunction(read);
  const object = objectOf(read);
  if (!fn || object === null) return true;
  return one.calls[fn.index]!.some((call) => call !== read && objectOf(call) === object && call.args[0]?.value.kind === "string" && keys.includes(call.args[0].value.value))
    || (one.byKind.get("subscript") ?? []).some((node) => node.kind === "subscript" && node.object.kind === "name" && node.object.id === object && node.index.kind === "string"
      && keys.includes(node.index.value) && enclosingFunction(node) === fn);
}

const objectOf = (call: Call): string | null => (call.callee.kind === "attribute" && call.callee.name === "get" && call.callee.object.kind === "name" ? call.callee.object.id : null);

/** The key of `x.get("qty", 0)` that asks for a quantity. */
function keyOf(read: Call): string | null {
  if (read.callee.kind !== "attribute" || read.callee.name !== "get" || read.args.length !== 2) return null;
  const [key, fallback] = read.args;
  if (key!.value.kind !== "string" || !STANDS_IN.has(fallback!.value.kind)) return null;
  return groupOf(key!.value.value) ? key!.value.value : null;
}

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
  const keys = producer.entries.flatMap((one) => (one.key?.kind === "string" ? [one.key.value] : []));
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
