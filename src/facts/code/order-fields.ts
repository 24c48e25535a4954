import { calledName } from "../../ir/names.ts";
import type { Argument, Call, Expr, FunctionNode } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import type { Index } from "./module-index.ts";

export interface Field { readonly key: string; readonly value: Expr }

/** A field with the fields beside it, all of them sent if one is: the keywords of the call, a dict, an order object. */
export type Fields = readonly Field[];

/** What the call is handed by name: its keywords, its dicts and, where `index` is given, local names that hold a dict or a new object. */
export function fieldsOf(call: Call, index: Index | null): readonly Fields[] {
  const own = keywords(call.args);
  const handed = call.args.flatMap(({ value }) => (value.kind === "dict" ? [inDict(value)] : value.kind === "name" && index ? held(index, value) : isMade(value) ? [keywords(value.args)] : []));
  return own.length > 0 ? [own, ...handed] : handed;
}

const keywords = (args: readonly Argument[]): Fields => args.flatMap(({ name, value }) => (name !== null ? [{ key: name, value }] : []));

const inDict = (dict: Expr & { kind: "dict" }): Fields => dict.entries.flatMap(({ key, value }) => (key?.kind === "string" ? [{ key: key.value, value }] : []));

/** `FuturesOrder(contract=..., close=True)`: an object of a library's or the bot's class. */
const isMade = (value: Expr): value is Call => value.kind === "call" && /^[A-Z]/.test(calledName(value));

/** Only where all that the name is assigned in the function says so is it known. */
function held(index: Index, name: Expr & { kind: "name" }): readonly Fields[] {
  const fn = enclosingFunction(name);
  for (let at: FunctionNode | null = fn; at; at = enclosingFunction(at)) {
    const own = index.modules.get(index.moduleOf(at).file)!.scopes.get(at)?.get(name.id);
    if (!own) continue;
    const made = own.flatMap((one) => (one.kind === "value" && one.item < 0 ? [one.expr.kind === "dict" ? inDict(one.expr) : isMade(one.expr) ? keywords(one.expr.args) : []] : []));
    return made.length === 1 && own.length === 1 ? made : [];
  }
  return [];
}
