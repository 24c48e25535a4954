import { leaves, statementsBefore } from "../../ir/blocks.ts";
import type { Expr, FunctionNode, If, Node, Stmt } from "../../ir/nodes.ts";
import { children, classOf, functionAround } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { index, type Index } from "./module-index.ts";
import { reach } from "./reach.ts";

export interface RefusedBefore {
  /** The test before the node that left the function whenever the node's own conditions hold, so that it never runs; null: none was seen. */
  of(node: Node): If | null;
  /** Whether each call of the function by running code is like that: the first of them, and the test before it. */
  callOf(fn: FunctionNode): { readonly call: Node; readonly test: If } | null;
}

export const refusedBefore = codeFact({
  name: "refused-before",
  doc: "Code that never runs, since an earlier test left the function under the same condition: `if self.gate: ...; return`, later `if self.gate: record()`.",
  requires: { index, callGraph, reach },
  derive({ index, callGraph, reach }): RefusedBefore {
    const of = (node: Node): If | null => {
      const held = new Set<string>();
      for (let at: Node = node, up = node.parent; up && up.kind !== "function"; at = up, up = up.parent) {
        if (up.kind === "if" && up.body.includes(at as Stmt)) for (const one of conjuncts(up.test)) held.add(one);
      }
      if (held.size === 0) return null;
      for (let at: Node = node, up = node.parent; up; at = up, up = up.parent) {
        for (const one of statementsBefore(at)) {
          if (one.kind !== "if" || one.otherwise.length > 0 || !leaves(one.body)) continue;
          const asked = conjuncts(one.test);
          if (asked.length > 0 && asked.every((each) => held.has(each)) && !changes(index, node, one, one.test)) return one;
        }
        if (up.kind === "function") return null;
      }
      return null;
    };
    return {
      of,
      callOf(fn) {
        const calls = callGraph.callersOf(fn).filter(({ caller }) => reach.of(caller) !== "dead");
        const tests = calls.map(({ call }) => of(call));
        return calls.length === 0 || tests.includes(null) ? null : { call: calls[0]!.call, test: tests[0]! };
      },
    };
  },
});

/** What an `and` asks, each as one key; empty where some part is more than a look at a name or an attribute. */
function conjuncts(test: Expr): string[] {
  if (test.kind === "logical" && test.op === "and") {
    const [left, right] = [conjuncts(test.left), conjuncts(test.right)];
    return left.length > 0 && right.length > 0 ? [...left, ...right] : [];
  }
  const key = keyOf(test);
  return key === null ? [] : [key];
}

/** A pure look, told the same way wherever it stands. */
function keyOf(test: Expr): string | null {
  if (test.kind === "name") return test.id;
  if (test.kind === "attribute") {
    const object = keyOf(test.object);
    return object === null ? null : `${object}.${test.name}`;
  }
  if (test.kind === "call" && test.callee.kind === "name" && test.callee.id === "hasattr" && test.args.length === 2) {
    const [object, name] = test.args.map((one) => one.value);
    const key = keyOf(object!);
    return key === null || name?.kind !== "string" ? null : `hasattr ${key}.${name.value}`;
  }
  return null;
}

/** What was asked may have changed: something of it is bound anew in between, or is taken back to None somewhere. */
function changes(index: Index, node: Node, since: If, test: Expr): boolean {
  const names = new Set<string>();
  const attributes = new Set<string>();
  const collect = (one: Node): void => {
    if (one.kind === "name") names.add(one.id);
    if (one.kind === "attribute") attributes.add(one.name);
    children(one, collect);
  };
  collect(test);
  const fn = functionAround(node);
  const bound = index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn);
  for (const name of names) if ((bound?.get(name) ?? []).some((one) => "node" in one && one.node.start > since.end && one.node.end < node.start)) return true;
  const own = classOf(fn);
  const isOwn = (object: Expr, by: FunctionNode): boolean => object.kind !== "name" || object.id !== "self" || classOf(by) === own;
  return [...index.modules.values()].some(({ stores }) => stores.some(({ target, value, fn: by }) =>
    target.kind === "attribute" && attributes.has(target.name) && isOwn(target.object, by) && (by === fn || (value?.kind === "none" && by.name !== "__init__"))));
}
