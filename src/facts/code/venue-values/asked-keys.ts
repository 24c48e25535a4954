import { reachingDefinitions } from "../../../ir/definitions.ts";
import { ENTRY, flowOf } from "../../../ir/flow.ts";
import type { Expr, Name } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { methodFlavour } from "../inference/hierarchy.ts";
import type { Ask, Carriers } from "./carriers.ts";
import type { Stack } from "./tracked.ts";

const MOST = 12;

/** What an index asks for: a literal, a constant, the literals that a loop goes over, or those that the call which brought the value passes on. */
export function asksOf(on: Carriers, index: Expr, stack: Stack | null): readonly Ask[] {
  if (index.kind === "string") return [{ key: index.value }];
  if (index.kind === "number") return [{ position: index.value }];
  if (index.kind === "unary" && index.operand.kind === "number") return [{ position: -1 }];
  const folded = index.kind === "name" || index.kind === "attribute" ? on.constants.of(index)?.value : undefined;
  if (typeof folded === "string") return [{ key: folded }];
  if (typeof folded === "number") return [{ position: folded }];
  return index.kind === "name" ? keysOf([...passedBy(index, stack), ...loopedOver(index, stack)]) : [];
}

const keysOf = (exprs: readonly Expr[]): readonly Ask[] => exprs.slice(0, MOST).flatMap((one) => (one.kind === "string" ? [{ key: one.value }] : []));

/** The arguments that the innermost call of the stack gives for a parameter: several for `*keys`. */
function passedBy(name: Name, stack: Stack | null): readonly Expr[] {
  const fn = stack ? enclosingFunction(name) : null;
  const at = fn?.params.findIndex((one) => one.name === name.id) ?? -1;
  if (!fn || !stack || at < 0) return [];
  const offset = classOf(fn) && methodFlavour(fn) !== "static" ? 1 : 0;
  const { args } = stack.call;
  if (fn.params[at]!.flavour === "rest") return args.slice(at - offset).flatMap((one) => (one.name === null ? [one.value] : []));
  const given = args.find((one) => one.name === name.id) ?? args[at - offset];
  return given ? [given.value] : [];
}

/** `for key in ("available", "equity"): row.get(key)`: the literals, written there or handed in. */
function loopedOver(name: Name, stack: Stack | null): readonly Expr[] {
  const fn = enclosingFunction(name);
  if (!fn) return [];
  const flow = flowOf(fn);
  return (reachingDefinitions(flow, name) ?? []).flatMap((point) => {
    const value = point === ENTRY ? null : flow.values[point];
    if (value?.kind !== "for" && value?.kind !== "clause") return [];
    return value.target.kind === "name" ? literalsOf(value.iterable, stack) : [];
  });
}

function literalsOf(iterable: Expr, stack: Stack | null): readonly Expr[] {
  if (iterable.kind === "tuple" || iterable.kind === "list" || iterable.kind === "set") return iterable.items;
  return iterable.kind === "name" ? passedBy(iterable, stack).flatMap((one) => (one.kind === "tuple" || one.kind === "list" ? one.items : [one])) : [];
}
