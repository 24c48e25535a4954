import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { walk } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";
import { argumentFor } from "../resources/flows.ts";
import { holderOf, idOf, type HolderFinder } from "./holders.ts";

/** `if not self.risk.may_open(signal, self.positions): return`: whether what a test calls compares the container's size with a limit. */
export class SizeLimits {
  readonly #on: HolderFinder;
  readonly #index: Index;

  constructor(on: HolderFinder, index: Index) {
    this.#on = on;
    this.#index = index;
  }

  asks(test: Node, id: string): boolean {
    let found = false;
    walk(test, (one) => { found ||= one.kind === "call" && this.#asksSize(one, id); });
    return found;
  }

  #asksSize(call: Call, id: string): boolean {
    const { how, functions } = this.#on.graph.targets(call);
    return how === "resolved" && functions.length > 0 && functions.every((fn) => this.#index.callsIn(fn).some((one) => {
      const asked = isCompared(one) ? lengthOf(one) : null;
      return asked !== null && this.#isSame(asked, fn, call, id);
    }));
  }

  #isSame(asked: Expr, fn: FunctionNode, call: Call, id: string): boolean {
    const at = asked.kind === "name" ? fn.params.findIndex((one) => one.name === asked.id) : -1;
    const given = at < 0 ? asked : argumentFor(call, fn, at);
    const holder = given && holderOf(this.#on, given);
    return holder !== null && idOf(holder) === id;
  }
}

export const lengthOf = (expr: Expr): Expr | null => (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "len" ? (expr.args[0]?.value ?? null) : null);

/** Held against something else than nothing. */
function isCompared(node: Node): boolean {
  const up = node.parent;
  return up?.kind === "compare" && /^[<>]=?$/.test(up.op) && !(up.right.kind === "number" && up.right.value === 0);
}
