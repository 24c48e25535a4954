import { ownName } from "../../../ir/names.ts";
import type { Attribute, Call, ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction, methodsOf, walkBody } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { index, type Index, type Store } from "../module-index.ts";
import { follower } from "../value-follower.ts";
import { isConstructor, regimes } from "./regimes.ts";

/** An object that keeps a regime which is read, while only other objects of its class are told to find it anew. */
export interface StandingRegime {
  readonly name: string;
  readonly owner: ClassNode;
  /** Where it is made. */
  readonly made: Store;
  /** Where it is asked for its regime, or for parameters by it. */
  readonly reads: readonly { readonly node: Attribute; readonly fn: FunctionNode }[];
  /** The call that finds the regime of the others: of this one at most where a key has no object of its own. */
  readonly update: Call;
  readonly standsIn: boolean;
}

export const standingRegimes = codeFact({
  name: "standing-regimes",
  doc: "Objects whose regime is read and never found anew: only others of their class are updated.",
  requires: { index, callGraph, regimes, follow: follower },
  derive({ index, callGraph, regimes, follow }): readonly StandingRegime[] {
    const found: StandingRegime[] = [];
    for (const { name: field, owner } of regimes.stores) {
      const changing = owner ? changesIn(owner, field, regimes.changes, index) : null;
      if (!owner || !changing || changing.size === 0) continue;
      const holders = [...index.modules.values()].flatMap((one) => one.stores.filter(({ value, fn }) => value?.kind === "call" && regimes.isLive(fn) && callGraph.targets(value).classes.includes(owner)));
      const single = holders.filter(({ target }) => target.kind === "attribute");
      if (single.length === 0 || holders.length === single.length) continue;
      const updates = [...changing].flatMap((fn) => follow.attributesNamed(fn.name)).flatMap((callee) => {
        const call = callee.parent;
        const around = enclosingFunction(callee);
        const given = call?.kind === "call" && call.callee === callee && around && classOf(around) !== owner && regimes.isLive(around) ? callGraph.targets(call).classes.concat(ownersOf(callGraph.targets(call).functions)) : [];
        return call?.kind === "call" && given.includes(owner) ? [call] : [];
      });
      const maps = new Set(holders.flatMap(({ target }) => (target.kind === "subscript" ? [ownName(target.object)] : [])));
      for (const made of single) {
        const name = ownName(made.target);
        const kinds = updates.map((call) => receiver((call.callee as Attribute).object, name, maps, index));
        if (updates.length === 0 || kinds.some((one) => one === "it" || one === "unknown")) continue;
        const asked = asks(owner, field, changing);
        const reads = follow.attributesNamed(name).flatMap((node) => {
          const fn = enclosingFunction(node);
          return fn && node.parent?.kind === "attribute" && asked.has(node.parent.name) && isAlone(fn, maps) && regimes.isLive(fn) ? [{ node, fn }] : [];
        });
        const at = kinds.indexOf("stand-in");
        if (reads.length > 0) found.push({ name, owner, made, reads, update: updates[Math.max(0, at)]!, standsIn: at >= 0 });
      }
    }
    return found;
  },
});

const classOf = (fn: FunctionNode): ClassNode | null => (fn.parent?.parent?.kind === "class" ? fn.parent.parent : null);

const ownersOf = (functions: readonly FunctionNode[]): ClassNode[] => functions.flatMap((one) => classOf(one) ?? []);

/** Methods of the class that set the regime, themselves or by another method of it. */
function changesIn(owner: ClassNode, field: string, changes: readonly Store[], index: Index): ReadonlySet<FunctionNode> {
  const methods = methodsOf(owner).filter((one) => !isConstructor(one));
  const found = new Set(methods.filter((fn) => changes.some((one) => one.fn === fn && one.target.kind === "attribute" && one.target.name === field)));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const fn of methods) if (index.callsIn(fn).some(({ callee }) => callee.kind === "attribute" && ownName(callee.object) === "self" && [...found].some((one) => one.name === callee.name))) found.add(fn);
  }
  return found;
}

/** What others ask for the regime: the field itself, and methods that read it and find nothing. */
function asks(owner: ClassNode, field: string, changing: ReadonlySet<FunctionNode>): ReadonlySet<string> {
  const found = new Set([field]);
  for (const fn of methodsOf(owner)) {
    if (isConstructor(fn) || changing.has(fn) || /stat|log|summary|status|info|report/i.test(fn.name)) continue;
    let reads = false;
    walkBody(fn, (node) => { reads ||= node.kind === "attribute" && node.name === field && node.object.kind === "name" && node.object.id === "self"; });
    if (reads) found.add(fn.name);
  }
  return found;
}

/** it: the object of that name. stand-in: only where a map has none. other: one out of a map. */
type Receiver = "it" | "stand-in" | "other" | "unknown";

function receiver(expr: Expr, name: string, maps: ReadonlySet<string>, index: Index, depth = 0): Receiver {
  if (depth > 3) return "unknown";
  const again = (one: Expr): Receiver => receiver(one, name, maps, index, depth + 1);
  switch (expr.kind) {
    case "attribute": return expr.name === name ? "it" : "unknown";
    case "subscript": return maps.has(ownName(expr.object)) ? "other" : "unknown";
    case "call": return expr.callee.kind === "attribute" && maps.has(ownName(expr.callee.object)) ? "other" : "unknown";
    case "logical": {
      if (expr.op !== "or" && expr.op !== "??") return "unknown";
      const [left, right] = [again(expr.left), again(expr.right)];
      return left === "other" && right === "it" ? "stand-in" : left === right ? left : "unknown";
    }
    case "name": {
      const fn = enclosingFunction(expr);
      const all = fn ? index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) ?? [] : [];
      const kinds = new Set(all.map((one): Receiver => (one.kind === "value" || one.kind === "iteration" ? again(one.expr) : "unknown")));
      return kinds.size === 1 ? [...kinds][0]! : "unknown";
    }
    default: return "unknown";
  }
}

/** Asked by a function that does not look into the map of the others first. */
function isAlone(fn: FunctionNode, maps: ReadonlySet<string>): boolean {
  let looks = false;
  walkBody(fn, (node) => { looks ||= (node.kind === "attribute" && maps.has(node.name)) || (node.kind === "string" && maps.has(node.value)); });
  return !looks;
}
