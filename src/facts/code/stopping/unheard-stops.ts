import { calledName, ownName } from "../../../ir/names.ts";
import type { ClassNode, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index, type Store } from "../module-index.ts";
import { openWays } from "../open-ways.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";

/** A flag that is to stop trading, set on demand, which no code that trades can see. */
export interface UnheardStop {
  readonly name: string;
  readonly set: Store;
  readonly fn: FunctionNode;
  /** Where it is only shown. */
  readonly reads: readonly Node[];
}

export const unheardStops = codeFact({
  name: "unheard-stops",
  doc: "Flags by which a person stops trading and that only the class that sets them reads.",
  requires: { index, infer, callGraph, reach, openWays },
  derive({ index, infer, callGraph, reach, openWays }): readonly UnheardStop[] {
    const sets = [...index.modules.values()].flatMap((one) => one.stores.filter((store) => isStop(store) && reach.of(store.fn) !== "dead"));
    if (sets.length === 0) return [];
    const trading = new Set(openWays.without(null).flatMap(({ steps }) => steps.map((step) => classOf(step.from))));
    if (trading.size === 0) return [];
    const family = (owner: ClassNode): ReadonlySet<ClassNode> => new Set([...infer.hierarchy.ancestors(owner), ...infer.hierarchy.descendants(owner)]);
    const found: UnheardStop[] = [];
    for (const set of sets) {
      const owner = classOf(set.fn);
      if (!owner || set.target.kind !== "attribute" || found.some((one) => one.name === nameOf(set) && classOf(one.fn) === owner)) continue;
      const own = family(owner);
      if ([...own].some((one) => trading.has(one)) || stopsOtherwise(index, set.fn, own)) continue;
      const { name } = set.target;
      const reads = readsOf(name, index);
      const inside = (node: Node): boolean => {
        const fn = enclosingFunction(node);
        const by = fn && classOf(fn);
        return by !== null && own.has(by) && !callGraph.callersOf(fn!).some(({ caller }) => !own.has(classOf(caller)!));
      };
      if (reads.every(inside)) found.push({ name, set, fn: set.fn, reads });
    }
    return found;
  },
});

const nameOf = ({ target }: Store): string => (target.kind === "attribute" ? target.name : "");

/** `self.panic_mode = True`, `self.trading_enabled = False`, outside of constructors. */
function isStop({ target, value, fn }: Store): boolean {
  if (target.kind !== "attribute" || ownName(target.object) !== "self" || value?.kind !== "boolean" || fn.name === "__init__") return false;
  return (value.value ? HALTED : TRADES).test(snake(target.name));
}

const HALTED = /^_*(is_)?(panic(_mode|_active)?|kill_?switch(_active|_on)?|emergency_(stop|mode|halt)(_active)?|trading_(halted|paused|stopped|disabled)|(entries|trading|bot)_(halted|paused|stopped|blocked)|halt_(trading|entries))$/;
const TRADES = /^_*(is_)?(trading_(enabled|allowed|active)|allow_(trading|entries|new_entries)|can_trade|entries_(enabled|allowed))$/;

/** It also stops something else: `self.engine.stop()`, `stop_event.set()`, a task that is cancelled. */
const stopsOtherwise = (index: Index, fn: FunctionNode, own: ReadonlySet<ClassNode>): boolean =>
  index.callsIn(fn).some((call) => (/(^|_)(stop|halt|pause|disable|shutdown|cancel|kill|terminate|exit|suspend|deactivate|activate|trigger)(_|$)/.test(snake(calledName(call))) && own.size > 0) || (calledName(call) === "set" && call.args.length === 0));

/** Loads of an attribute of the name, or of a key or a text with it: `getattr(bot, "panic_mode")`. */
function readsOf(name: string, index: Index): Node[] {
  const found: Node[] = [];
  for (const one of index.modules.values()) {
    const stored = new Set<Node>(one.stores.map((each) => each.target));
    for (const node of one.byKind.get("attribute") ?? []) if (node.kind === "attribute" && node.name === name && !stored.has(node)) found.push(node);
    for (const node of one.byKind.get("string") ?? []) if (node.kind === "string" && node.value === name) found.push(node);
  }
  return found;
}
