import type { Expr, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Constants } from "../constants.ts";
import type { Index } from "../module-index.ts";
import { isBound } from "../settings-join/arguments.ts";

interface Given {
  readonly index: Index;
  readonly callGraph: CallGraph;
  readonly constants: Constants;
}

/** `params["stop"]` of a function that answers each regime with the same stop: there is nothing to follow. */
export function isSameForAll(value: Expr, given: Given): boolean {
  const handed = value.kind === "name" ? handedIn(value, given) : [];
  if (handed.length > 0) return handed.every((one) => one.kind !== "name" && isSameForAll(one, given));
  const read = keyed(value);
  if (!read) return false;
  const tables = tablesOf(read.object, given);
  return tables.length > 0 && tables.every((fn) => answersOne(fn, read.key, given));
}

/** What the callers give for a parameter. */
function handedIn(name: Expr & { kind: "name" }, { callGraph }: Given): readonly Expr[] {
  const fn = enclosingFunction(name);
  const at = fn?.params.findIndex((one) => one.name === name.id) ?? -1;
  if (!fn || at < 0) return [];
  return callGraph.callersOf(fn).flatMap(({ call }) => {
    const given = call.args.find((one) => one.name === name.id) ?? call.args.filter((one) => one.name === null)[isBound(fn) ? at - 1 : at];
    return given ? [given.value] : [];
  });
}

function keyed(value: Expr): { readonly object: Expr; readonly key: string } | null {
  if (value.kind === "subscript" && value.index.kind === "string") return { object: value.object, key: value.index.value };
  const key = value.kind === "call" ? value.args[0]?.value : undefined;
  return value.kind === "call" && value.callee.kind === "attribute" && value.callee.name === "get" && key?.kind === "string" ? { object: value.callee.object, key: key.value } : null;
}

/** The functions that give the table: called here, or where the local name gets its value. Tables written out know no regime. */
function tablesOf(object: Expr, given: Given): readonly FunctionNode[] {
  const { index, callGraph } = given;
  if (object.kind === "await") return tablesOf(object.value, given);
  if (object.kind === "call") return callGraph.runs(object);
  const fn = object.kind === "name" ? enclosingFunction(object) : null;
  if (!fn || object.kind !== "name") return [];
  const defined = index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(object.id) ?? [];
  return defined.flatMap((one) => (one.kind === "value" && (one.expr.kind === "call" || one.expr.kind === "await") ? tablesOf(one.expr, given) : []));
}

/** It has several tables to return, each with the same constant under the key. */
function answersOne(fn: FunctionNode, key: string, { index, constants }: Given): boolean {
  const returns = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!;
  const answers = returns.map(({ value }) => {
    const entry = value?.kind === "dict" ? value.entries.find((one) => one.key?.kind === "string" && one.key.value === key) : undefined;
    return entry && constants.of(entry.value)?.value;
  });
  return answers.length > 1 && answers[0] !== undefined && answers.every((one) => one === answers[0]);
}
