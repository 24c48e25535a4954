import { leaves } from "../../../ir/blocks.ts";
import type { ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { isMode, switchedOff } from "../switched-off.ts";
import { index } from "../module-index.ts";

/** Parts of the bot that do nothing as it ships. */
export interface ShippedOff {
  /** The test at the head of the function, or of one around it, that always leaves: `if not self.is_enabled(): return`. */
  of(fn: FunctionNode): Node | null;
}

export const shippedOff = codeFact({
  name: "shipped-off",
  doc: "Functions whose first test asks a switch of their own object that is off as the bot ships.",
  requires: { callGraph, switchedOff, index },
  derive({ callGraph, switchedOff, index }): ShippedOff {
    const known = new Map<FunctionNode, Node | null>();
    /** All that is ever stored under the name, by the class itself or from outside, is off. */
    const isOff = (name: string, owner: ClassNode | null): boolean => {
      let any = false;
      for (const one of index.modules.values()) {
        for (const { target, value } of one.stores) {
          if (target.kind !== "attribute" || target.name !== name) continue;
          const own = target.object.kind === "name" && target.object.id === "self";
          const holder = own ? classOf(enclosingFunction(target)!) : null;
          if (holder !== null && holder !== owner) continue;
          if (!value || isMode(target) || !switchedOff.never(bare(value), true)) return false;
          any = true;
        }
      }
      return any;
    };
    const asked = (test: Expr): string | null => {
      if (test.kind === "attribute" && test.object.kind === "name" && test.object.id === "self") return test.name;
      if (test.kind !== "call") return null;
      const { how, functions } = callGraph.targets(test);
      const body = how === "resolved" && functions.length === 1 ? functions[0]!.body.filter((one) => one.kind !== "expression") : [];
      const [given] = body;
      return body.length === 1 && given?.kind === "return" && given.value ? flagOf(given.value) : null;
    };
    const own = (fn: FunctionNode): Node | null => {
      const head = fn.body.flatMap((one) => (one.kind === "try" ? one.body : [one])).slice(0, 3);
      for (const one of head) {
        if (one.kind !== "if" || !leaves(one.body) || one.test.kind !== "unary" || one.test.op !== "not") continue;
        const name = asked(one.test.operand);
        if (name !== null && isOff(name, classOf(fn))) return one.test;
      }
      return null;
    };
    const of = (fn: FunctionNode): Node | null => {
      let found = known.get(fn);
      if (found === undefined) {
        const outer = fn.parent ? enclosingFunction(fn.parent) : null;
        known.set(fn, (found = own(fn) ?? (outer && outer.name !== "<module>" ? of(outer) : null)));
      }
      return found;
    };
    return { of };
  },
});

/** `bool(x)`, `self._normalize(x)`: the value that is taken over. */
const bare = (value: Expr): Expr => (value.kind === "call" && value.args.length === 1 && value.args[0]!.value.kind !== "string" ? bare(value.args[0]!.value) : value);

/** `self.enabled`, `getattr(self, "enabled", False)` */
function flagOf(value: Expr): string | null {
  if (value.kind === "attribute" && value.object.kind === "name" && value.object.id === "self") return value.name;
  const name = value.kind === "call" && value.callee.kind === "name" && value.callee.id === "getattr" ? value.args[1]?.value : undefined;
  return name?.kind === "string" ? name.value : null;
}
