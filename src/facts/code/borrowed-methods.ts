import { calledName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Name, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";

/** Methods that a call by a plain name runs because the name was given one before: `send = getattr(exchange, "create_order", None)`. */
export interface BorrowedMethods {
  /** Names of the methods, and whose they are; null: the callee is no such name. */
  of(call: Call): BorrowedMethod | null;
  /** The same for a name that stands anywhere else: `retry(send, payload)`. */
  held(name: Name): BorrowedMethod | null;
}

export interface BorrowedMethod {
  /** What the literals of the look-up name; several where it tries several (`create_order`, then `createOrder`). */
  readonly names: readonly string[];
  /** What the name was given: an attribute, or the call that looks it up. */
  readonly value: Expr;
}

export const borrowedMethods = codeFact({
  name: "borrowed-methods",
  doc: "Plain names that hold a method of an object: `send = exchange.create_order`, `send = getattr(exchange, \"create_order\")`.",
  requires: { index },
  derive({ index }): BorrowedMethods {
    const held = new Map<FunctionNode, Map<string, BorrowedMethod | null>>();
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("assign") ?? []) {
        if (node.kind !== "assign" || node.targets.length !== 1 || node.targets[0]!.kind !== "name") continue;
        const names = memberNames(index, node.value);
        if (names.length > 0) hold(held, node, node.targets[0]!.id, { names, value: node.value });
      }
    }
    const heldBy = (name: Name): BorrowedMethod | null => {
      for (let fn = enclosingFunction(name); fn; fn = enclosingFunction(fn)) {
        const found = held.get(fn)?.get(name.id);
        if (found !== undefined) return found;
        if (fn.params.some((one) => one.name === name.id)) return null;
      }
      return null;
    };
    return {
      held: heldBy,
      of(call) {
        if (call.callee.kind === "call") {
          const names = call.callee.callee.kind === "name" && call.callee.callee.id === "getattr" ? memberNames(index, call.callee) : [];
          return names.length > 0 ? { names, value: call.callee } : null;
        }
        return call.callee.kind === "name" ? heldBy(call.callee) : null;
      },
    };
  },
});

/** Two look-ups of the same name in one function add up; anything else that is not one keeps it from being told. */
function hold(held: Map<FunctionNode, Map<string, BorrowedMethod | null>>, at: Node, name: string, method: BorrowedMethod): void {
  const fn = enclosingFunction(at);
  if (!fn) return;
  let byName = held.get(fn);
  if (!byName) held.set(fn, (byName = new Map()));
  const before = byName.get(name);
  byName.set(name, before ? { names: [...before.names, ...method.names], value: before.value } : method);
}

/** The members that an expression looks up: by attribute, or by the literals of `getattr` or of a helper around it. */
function memberNames(index: Index, value: Expr): readonly string[] {
  if (value.kind === "attribute") return [value.name];
  if (value.kind === "conditional") return [...memberNames(index, value.then), ...memberNames(index, value.otherwise)];
  if (value.kind === "logical") return [...memberNames(index, value.left), ...memberNames(index, value.right)];
  if (value.kind !== "call" || value.args.length < 2 || value.args[0]!.value.kind === "string") return [];
  const word = calledName(value);
  if (!/attr|callable|method/i.test(word)) return [];
  return value.args.slice(1).flatMap(({ value: name }) => (name.kind === "name" && word === "getattr" ? iterated(index, name) : textIn(name)));
}

const textIn = (expr: Expr): readonly string[] => (expr.kind === "string" && /^[A-Za-z_]\w+$/.test(expr.value) ? [expr.value] : []);

/** `for name, params in [("cancel_algo_order", {...}), ("cancel_order", {...})]`: the names that a look-up goes through. */
function iterated(index: Index, name: Expr & { kind: "name" }): readonly string[] {
  const scope = scopeOf(name);
  const own = (id: string) => index.modules.get(index.moduleOf(name).file)!.scopes.get(scope)?.get(id) ?? [];
  return own(name.id).flatMap((one) => {
    if (one.kind !== "iteration") return [];
    const list = one.expr.kind === "name" ? own(one.expr.id).flatMap((each) => (each.kind === "value" && each.item < 0 ? [each.expr] : [])) : [one.expr];
    return list.flatMap((each) => (each.kind === "list" || each.kind === "tuple" ? each.items : [])).flatMap((each) => {
      const part = one.item < 0 ? each : each.kind === "tuple" || each.kind === "list" ? each.items[one.item] : undefined;
      return part ? textIn(part) : [];
    });
  });
}
