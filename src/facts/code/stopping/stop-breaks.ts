import type { Handler, Name, Node, Stmt } from "../../../ir/nodes.ts";
import { functionAround, mentionsName } from "../../../ir/walk.ts";
import { ownName } from "../../../ir/names.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";
import { bindsUnseen, isBinding, isUnbound } from "../unbound-names.ts";
import { stopSequence, type StopStep } from "./stop-sequence.ts";

/** A step of the shutdown that always raises. unbound: nothing binds the name. none: all that the name is ever bound to is None. */
export interface StopBreak {
  readonly why: "unbound" | "none";
  readonly name: Name;
  readonly step: StopStep;
  /** What stands behind it in the same block and is never run; the next statement first. */
  readonly lost: readonly Stmt[];
}

export const stopBreaks = codeFact({
  name: "stop-breaks",
  doc: "Places in the shutdown that always raise, so that nothing behind them runs: a name that nothing binds, a method of what is only ever None.",
  requires: { index, stopSequence },
  derive({ index, stopSequence }): readonly StopBreak[] {
    const found: StopBreak[] = [];
    const seen = new Set<Node>();
    stopSequence.visit((node, step) => {
      if (node.kind !== "name" || step.region.kind === "task" || seen.has(node)) return;
      seen.add(node);
      const why = breaks(index, node);
      if (why && !isCaught(node, why)) found.push({ why, name: node, step, lost: lostBehind(node) });
    });
    return found;
  },
});

function breaks(index: Index, name: Name): StopBreak["why"] | null {
  if (isUnbound(index, name)) return "unbound";
  const own = index.modules.get(index.moduleOf(name).file)!;
  if (isBinding(name) || bindsUnseen(own)) return null;
  const bindings = bindingsOf(name, own) ?? [];
  if (bindings.length === 0 || !bindings.every((one) => one.kind === "value" && one.item < 0 && one.expr.kind === "none")) return null;
  // A name of the module may be set from elsewhere.
  if (bindings.some(({ node }) => functionAround(node) !== functionAround(name))) return null;
  return name.parent?.kind === "attribute" && name.parent.object === name && !isAsked(name) ? "none" : null;
}

/** A test around it, or one before it that leaves, looks at the name. */
function isAsked(name: Name): boolean {
  for (let child: Node = name, at = name.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if ((at.kind === "if" || at.kind === "while" || at.kind === "conditional") && at.test !== child && mentionsName(at.test, name.id)) return true;
    if (at.kind === "logical" && at.right === child && mentionsName(at.left, name.id)) return true;
  }
  return functionAround(name).body.some((one) => one.kind === "if" && one.end < name.start && mentionsName(one.test, name.id));
}

/** Some `try` of the function around it goes on. */
function isCaught(name: Name, why: StopBreak["why"]): boolean {
  for (let child: Node = name, at = name.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind === "try" && at.body.includes(child as Stmt) && at.handlers.some((one) => catches(one, why))) return true;
    if (at.kind === "with" && at.items.some(({ context }) => context.kind === "call" && ownName(context.callee) === "suppress")) return true;
  }
  return false;
}

const catches = ({ type }: Handler, why: StopBreak["why"]): boolean =>
  type === null || (type.kind === "tuple" ? type.items : [type]).some((one) => /^(Exception|BaseException)$/.test(ownName(one)) || ownName(one) === (why === "unbound" ? "NameError" : "AttributeError"));

/** The statements after the one that raises, out to the function. */
function lostBehind(name: Name): Stmt[] {
  const found: Stmt[] = [];
  for (let child: Node = name, at = name.parent; at; child = at, at = at.parent) {
    const block = at.kind === "function" || at.kind === "with" || at.kind === "for" || at.kind === "handler" ? at.body : at.kind === "if" || at.kind === "while" ? [at.body, at.otherwise].find((one) => one.includes(child as Stmt)) : at.kind === "try" ? [at.body, at.otherwise, at.finally].find((one) => one.includes(child as Stmt)) : undefined;
    const place = block?.indexOf(child as Stmt) ?? -1;
    if (block && place >= 0) found.push(...block.slice(place + 1));
    if (at.kind === "function") break;
  }
  return found;
}
