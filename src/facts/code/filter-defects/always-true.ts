import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { HALT_WORDS } from "../../../knowledge/guard-words.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";

/** A test of an answer that is true whatever was answered. tuple: `(False, "reason")` is no empty tuple. coroutine: nobody awaits it. */
export interface AlwaysTrue {
  readonly call: Call;
  /** Where the answer is tested. */
  readonly at: Expr;
  readonly fn: FunctionNode;
  readonly how: "tuple" | "coroutine";
}

/** `can_open(symbol)`, `check_limits(order)`, `allow_entry()`: asked whether something may be done. */
const ASKS = /^_*(is|are|can|may|should|has|check|allows?|approves?|validate|verify|passes|within|exceeds|risk|filter)_/;

export const alwaysTrue = codeFact({
  name: "always-true",
  doc: "Tests of answers to questions that are true whatever was answered.",
  requires: { index, callGraph, reach },
  derive({ index, callGraph, reach }): readonly AlwaysTrue[] {
    const found: AlwaysTrue[] = [];
    for (const { module, byKind } of index.modules.values()) {
      for (const node of byKind.get("if") ?? []) {
        if (node.kind !== "if") continue;
        for (const atom of atomsOf(node.test)) {
          const asked = questionIn(atom, index);
          const one = asked && meaningless(asked, callGraph, index);
          if (one && reach.of(enclosingFunction(node) ?? module.root) !== "dead") found.push({ ...one, at: atom });
        }
      }
    }
    return found;
  },
});

function atomsOf(test: Expr): readonly Expr[] {
  if (test.kind === "logical") return [...atomsOf(test.left), ...atomsOf(test.right)];
  return test.kind === "unary" && test.op === "not" ? atomsOf(test.operand) : [test];
}

interface Asked { readonly call: Call; readonly awaited: boolean }

/** `risk.can_open(symbol)`, `await ...`, or the only value of the local name that is tested. */
function questionIn(atom: Expr, index: Index): Asked | null {
  if (atom.kind === "name") {
    const fn = enclosingFunction(atom);
    const [only, ...more] = fn ? (index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(atom.id) ?? []) : [];
    return only?.kind === "value" && only.item < 0 && more.length === 0 && only.expr.kind !== "name" ? questionIn(only.expr, index) : null;
  }
  const call = atom.kind === "await" ? atom.value : atom;
  if (call.kind !== "call") return null;
  const name = snake(calledName(call));
  return ASKS.test(name) || HALT_WORDS.test(name) ? { call, awaited: atom.kind === "await" } : null;
}

function meaningless({ call, awaited }: Asked, graph: CallGraph, index: Index): Pick<AlwaysTrue, "call" | "fn" | "how"> | null {
  // All that it may make: a coroutine that nobody awaits runs nothing.
  const [fn, ...more] = graph.targets(call).functions;
  if (!fn) return null;
  const all = [fn, ...more];
  if (!awaited && all.every((one) => one.async && !one.generator)) return { call, fn, how: "coroutine" };
  return all.every((one) => one.async === awaited && answersInPairs(one, index)) ? { call, fn, how: "tuple" } : null;
}

/** Each of its answers is a tuple that says yes or no in its first place. */
function answersInPairs(fn: FunctionNode, index: Index): boolean {
  if (fn.generator || fn.decorators.length > 0) return false;
  const answers = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.map(({ value }) => value);
  return answers.length > 0 && answers.every((one) => one?.kind === "tuple" && one.items.length > 0) && answers.some((one) => one?.kind === "tuple" && one.items[0]!.kind === "boolean");
}
