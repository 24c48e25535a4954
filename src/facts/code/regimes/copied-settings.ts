import { ownName } from "../../../ir/names.ts";
import type { Attribute, ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { classOf, functionAround } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { repeatedCode } from "../growth/repeated.ts";
import { index, type Store } from "../module-index.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";
import { tradingCode } from "../trading-code.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { follower } from "../value-follower.ts";
import { isConstructor, PARAMETER } from "./regimes.ts";

/** `settings.risk = tier.risk` in the running bot, where who trades by it took `self.risk = settings.risk` when it was made. */
export interface CopiedSetting {
  readonly name: string;
  readonly change: Store;
  readonly owner: ClassNode;
  readonly copy: Store;
  /** Where the copy decides. */
  readonly use: Attribute;
}

const SHARED = /(^|_)(settings?|config|cfg|conf|params|parameters|options)$/;
/** What else decides whether and how much is traded. */
const LIMITS = /(^|_)(max|min|confidence|positions?|pairs|symbols|leverage)(_|$)/;

export const copiedSettings = codeFact({
  name: "copied-settings",
  doc: "Settings that the running bot changes, and that trading code copied at construction.",
  requires: { program, index, callGraph, reach, tradingCode, repeatedCode, follow: follower },
  derive({ program, index, callGraph, reach, tradingCode, repeatedCode, follow }): readonly CopiedSetting[] {
    const counts = (fn: FunctionNode): boolean => reach.of(fn) !== "dead" && !UNTRADED_ROLES.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const found: CopiedSetting[] = [];
    const all = [...index.modules.values()].flatMap((one) => one.stores);
    for (const change of all) {
      const { target, statement, fn } = change;
      if (target.kind !== "attribute" || isSelf(target.object) || !SHARED.test(snake(ownName(target.object))) || !(PARAMETER.test(snake(target.name)) || LIMITS.test(snake(target.name))) || isConstructor(fn)) continue;
      // What the command line sets before anything is made is no change.
      if (!counts(fn) || repeatedCode.why(statement, fn) === null) continue;
      for (const read of follow.attributeReads(target)) {
        const copy = copyOf(read);
        const owner = copy && classOf(copy.fn);
        if (!copy || !owner || !counts(copy.fn) || found.some((one) => one.owner === owner && one.name === target.name)) continue;
        const field = (copy.target as Attribute).name;
        if (all.some((one) => one.target.kind === "attribute" && one.target.name === field && !isConstructor(one.fn) && mayBe(one.target.object, owner))) continue;
        if (callGraph.callersOf(copy.fn).some(({ call, caller }) => repeatedCode.why(call, caller) !== null)) continue;
        const use = follow.attributesNamed(field).find((one) => isOwn(one, owner) && one !== copy.target && counts(functionAround(one)) && tradingCode.of(functionAround(one)) !== "other");
        if (use) found.push({ name: target.name, change, owner, copy, use });
      }
    }
    return found;

    function mayBe(expr: Expr, owner: ClassNode): boolean {
      if (isSelf(expr)) return classOf(functionAround(expr)) === owner;
      const values = callGraph.valuesOf(expr);
      return values.length === 0 || values.some((one) => one.kind !== "instance" || one.class === owner);
    }

    /** `self.risk = settings.risk` in a constructor, also through a conversion. */
    function copyOf(read: Expr): Store | null {
      const wrapped = read.parent?.kind === "argument" && read.parent.parent?.kind === "call" && CONVERTS.test(ownName(read.parent.parent.callee)) ? read.parent.parent : read;
      const assign = wrapped.parent;
      if (assign?.kind !== "assign" || assign.value !== wrapped) return null;
      const fn = functionAround(read);
      return isConstructor(fn) ? index.modules.get(index.moduleOf(read).file)!.stores.find((one) => one.statement === assign && one.target.kind === "attribute" && isSelf(one.target.object)) ?? null : null;
    }
  },
});

const CONVERTS = /^(float|int|Decimal|str|bool)$/;

const isSelf = (expr: Expr): boolean => expr.kind === "name" && expr.id === "self";

/** `self.risk` in a method of the class. */
const isOwn = (read: Attribute, owner: ClassNode): boolean => isSelf(read.object) && classOf(functionAround(read)) === owner && !isConstructor(functionAround(read));
