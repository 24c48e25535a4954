import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, ClassNode, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction, methodsOf, walkBody } from "../../../ir/walk.ts";
import { NOT_REGIME, REGIME_NAME } from "../../../knowledge/regime-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { snake } from "../guard-kinds.ts";
import type { Inference } from "../inference/context.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index } from "../module-index.ts";
import { regimes } from "./regimes.ts";

/** A regime that is asked of an object which never has one: the question is guarded, so what stands in for it is taken always. */
export interface UnwrittenRegime {
  readonly name: string;
  readonly owner: ClassNode;
  /** `hasattr(portfolio, "market_regime")`, `getattr(portfolio, "market_regime", "unknown")`. */
  readonly asked: Call;
  readonly fn: FunctionNode;
}

export const unwrittenRegimes = codeFact({
  name: "unwritten-regimes",
  doc: "Guarded reads of a regime from objects of a class that never gets one.",
  requires: { index, infer, regimes },
  derive({ index, infer, regimes }): readonly UnwrittenRegime[] {
    const found: UnwrittenRegime[] = [];
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("string") ?? []) {
        if (node.kind !== "string" || !node.value.includes("regime") || !REGIME_NAME.test(snake(node.value)) || NOT_REGIME.test(snake(node.value))) continue;
        const call = node.parent?.parent;
        if (call?.kind !== "call" || call.args[1]?.value !== node || !/^(hasattr|getattr)$/.test(calledName(call)) || call.callee.kind !== "name") continue;
        const fn = enclosingFunction(call);
        const values = fn && regimes.isLive(fn) ? infer.evaluate(call.args[0]!.value) : [];
        const [only] = values;
        if (!fn || values.length !== 1 || only!.kind !== "instance" || found.some((each) => each.fn === fn && each.name === node.value)) continue;
        if (isReadOf(fn, call, node.value) && !mayHave(only!.class, node.value, index, infer)) found.push({ name: node.value, owner: only!.class, asked: call, fn });
      }
    }
    return found;
  },
});

/** Asked by `getattr`, or by `hasattr` and then read. */
function isReadOf(fn: FunctionNode, call: Call, name: string): boolean {
  if (calledName(call) === "getattr") return call.args.length > 2;
  let read = false;
  walkBody(fn, (node) => { read ||= node.kind === "attribute" && node.name === name && ownName(node.object) === ownName(call.args[0]!.value); });
  return read;
}

/** The class, one that it comes from or one made of it has the name; or it gets names that nobody sees. */
function mayHave(owner: ClassNode, name: string, index: Index, on: Inference): boolean {
  const { hierarchy } = on;
  if (hierarchy.libraryBases(owner).some((one) => !/(^|\.)(ABC|object|Protocol|Generic)$/.test(one))) return true;
  const family = new Set([...hierarchy.ancestors(owner), ...hierarchy.descendants(owner)]);
  if ([...family].some((one) => hierarchy.member(one, name) !== null || hierarchy.member(one, "__getattr__") !== null || methodsOf(one).some(setsAny))) return true;
  for (const one of index.modules.values()) {
    for (const { target, fn } of one.stores) {
      if (target.kind !== "attribute" || target.name !== name) continue;
      const self = target.object.kind === "name" ? on.selfClass(target.object, fn) : null;
      const holders = self ? [self] : on.evaluate(target.object).map((each) => (each.kind === "instance" ? each.class : null));
      if (holders.length === 0 || holders.some((each) => each === null || family.has(each))) return true;
    }
  }
  return false;
}

/** `setattr(self, key, value)`, `self.__dict__.update(...)`: any name at all. */
function setsAny(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => { found ||= (node.kind === "call" && calledName(node) === "setattr") || (node.kind === "attribute" && node.name === "__dict__"); });
  return found;
}
