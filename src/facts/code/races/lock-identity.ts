import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { LOCK_NAME, LOCK_PATH, SEMAPHORE_PATH, THREAD_LOCK_PATH } from "../../../knowledge/lock-types.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Constants } from "../constants.ts";
import type { Inference } from "../inference/context.ts";
import type { Location, Locations } from "./locations.ts";

/**
 * Which lock an expression is. `id` is equal for the same lock (for a map of locks: for the same map; whose entry is asked
 * for by the same key is told by the caller). fresh: made by the expression itself, so nobody else can hold it.
 */
export interface Lock {
  readonly id: string;
  readonly label: string;
  readonly fresh: boolean;
  /** One of a map of locks, or a field of a record: one for each key. */
  readonly keyed: boolean;
  /** Blocks the thread while it waits. */
  readonly thread: boolean;
  readonly location: Location | null;
}

const MAX_HOPS = 5;

export interface LockReader {
  of(expr: Expr): Lock | null;
  /** Whether the values of an expression are locks: by type, not by name. */
  isLockValue(expr: Expr): boolean;
}

export function lockReader(infer: Inference, graph: CallGraph, places: Locations, constants: Constants, returnsOf: (fn: FunctionNode) => readonly (Node & { kind: "return" })[]): LockReader {
  const paths = (expr: Expr): string[] => infer.evaluate(expr).flatMap((one) => (one.kind === "external" ? [one.path] : []));
  const isLockValue = (expr: Expr): boolean => paths(expr).some((path) => LOCK_PATH.test(path) || isMutex(path, expr));

  /** A semaphore excludes only when its count is 1. */
  const isMutex = (path: string, expr: Expr): boolean => {
    if (!SEMAPHORE_PATH.test(path)) return false;
    const made = expr.kind === "call" ? expr : null;
    const count = made?.args[0]?.value;
    return made !== null && (count === undefined || constants.numberOf(count) === 1);
  };

  const identify = (expr: Expr, hops: number, seen: Set<Node>): Omit<Lock, "thread"> | null => {
    if (hops > MAX_HOPS || seen.has(expr)) return null;
    seen.add(expr);
    switch (expr.kind) {
      case "await": return identify(expr.value, hops, seen);
      case "bind": return identify(expr.value, hops, seen);
      case "subscript": return element(expr.object, expr.index);
      case "attribute": {
        const location = places.of(expr);
        return location ? { id: location.key, label: location.label, fresh: false, keyed: false, location } : { id: `?.${expr.name}`, label: expr.name, fresh: false, keyed: false, location: null };
      }
      case "name": return named(expr, hops, seen);
      case "call": return called(expr, hops, seen);
      default: return null;
    }
  };

  const element = (object: Expr, index: Expr): Omit<Lock, "thread"> => {
    const location = places.of(object);
    if (location) return { id: `${location.key}[]`, label: `${location.label}[...]`, fresh: false, keyed: true, location };
    const word = index.kind === "string" ? index.value : "";
    return { id: `?[${word}]`, label: `[${word}]`, fresh: false, keyed: true, location: null };
  };

  /** A local name is what it was last bound to; a parameter or global keeps its own name. */
  const named = (expr: Expr & { kind: "name" }, hops: number, seen: Set<Node>): Omit<Lock, "thread"> | null => {
    const fn = enclosingFunction(expr);
    const definitions = fn ? infer.moduleIndexOf(expr).scopes.get(fn)?.get(expr.id) : undefined;
    const values = definitions?.filter((one) => one.kind === "value");
    if (values && values.length > 0 && values.length === definitions!.length) {
      const found = values.map((one) => (one.kind === "value" ? identify(one.expr, hops + 1, seen) : null));
      const first = found.find((one) => one && !one.fresh) ?? found[0];
      // One that is made here and stored: the place that it is stored in.
      if (first?.fresh && values.length === 1) return { ...first, id: `fresh ${expr.id}` };
      return first ?? null;
    }
    const location = places.of(expr);
    if (location) return { id: location.key, label: location.label, fresh: false, keyed: false, location };
    return { id: `?${expr.id}`, label: expr.id, fresh: false, keyed: false, location: null };
  };

  const called = (expr: Expr & { kind: "call" }, hops: number, seen: Set<Node>): Omit<Lock, "thread"> | null => {
    const targets = graph.targets(expr);
    if (expr.callee.kind === "attribute" && (expr.callee.name === "setdefault" || expr.callee.name === "get") && expr.args[0] && targets.functions.length === 0) {
      return element(expr.callee.object, expr.args[0].value);
    }
    if (targets.libraries.some((path) => LOCK_PATH.test(`${path}()`) || SEMAPHORE_PATH.test(`${path}()`))) return { id: "fresh", label: "", fresh: true, keyed: false, location: null };
    for (const fn of targets.functions) {
      for (const one of returnsOf(fn)) {
        const found = one.value ? identify(one.value, hops + 1, seen) : null;
        if (found && !(found.fresh && fn.decorators.length > 0)) return found.fresh ? { ...found, label: fn.name } : { ...found, keyed: found.keyed || fn.params.length > 1 };
      }
    }
    return null;
  };

  return {
    isLockValue,
    of(expr) {
      const values = paths(expr);
      const byType = values.some((path) => LOCK_PATH.test(path));
      const semaphore = values.some((path) => SEMAPHORE_PATH.test(path));
      if (!byType && !semaphore && !(values.length === 0 && LOCK_NAME.test(lastName(expr)))) return null;
      if (semaphore && !byType && !values.some((path) => isMutex(path, expr))) return null;
      const found = identify(expr, 0, new Set());
      return found && { ...found, thread: values.length > 0 && values.every((path) => THREAD_LOCK_PATH.test(path) || !LOCK_PATH.test(path)) && values.some((path) => THREAD_LOCK_PATH.test(path)) };
    },
  };
}

/** The word that names an expression: of an element its container's, of a call its function's. */
export function lastName(expr: Expr): string {
  switch (expr.kind) {
    case "name": return expr.id;
    case "attribute": return expr.name;
    case "subscript": return lastName(expr.object);
    case "call": return lastName(expr.callee);
    case "await": return lastName(expr.value);
    default: return "";
  }
}
