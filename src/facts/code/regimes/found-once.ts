import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { FINDS_REGIME, POSITION_CLASS } from "../../../knowledge/regime-words.ts";
import { snake } from "../guard-kinds.ts";
import { nameOf } from "../metrics/price-roles.ts";
import type { RegimeStore } from "./regime-sources.ts";

/** The regime itself, kept in an attribute that only constructors set. */
export interface FoundOnce {
  readonly name: string;
  readonly node: Node;
}

interface Given {
  readonly stores: readonly RegimeStore[];
  readonly reads: readonly Expr[];
  /** Runs, and is no constructor. */
  readonly runsLater: (fn: FunctionNode) => boolean;
  readonly isConstructor: (fn: FunctionNode) => boolean;
}

/** `self.regime = self.detector.detect_regime()` in a constructor, read later and set nowhere else. */
export function foundOnce({ stores, reads, runsLater, isConstructor }: Given): FoundOnce[] {
  return stores.flatMap(({ name, owner, stores: all }) => {
    const found = all.find(({ value }) => value !== null && finds(value));
    if (!owner || POSITION_CLASS.test(owner.name) || !found || !all.every((one) => isConstructor(one.fn))) return [];
    const used = reads.some((one) => {
      const fn = enclosingFunction(one);
      return one.kind === "attribute" && one.name === name && fn !== null && runsLater(fn);
    });
    return used ? [{ name, node: found.statement }] : [];
  });
}

const finds = (value: Expr): boolean => (value.kind === "await" ? finds(value.value) : value.kind === "call" && FINDS_REGIME.test(snake(nameOf(value.callee))));
