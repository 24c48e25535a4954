import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { argumentFor } from "../resources/flows.ts";
import type { TaskRoot } from "../tasks.ts";
import type { Access } from "./accesses.ts";
import { together, type Together } from "./together.ts";

export interface OwnRecords {
  /**
   * The record whose field is accessed was made by whoever started the run, for this run:
   * `state = Trade(...)`, `create_task(self.watch(state))`. No other run of the same start works on it.
   */
  has(root: TaskRoot, access: Access): boolean;
}

const MAX_DEPTH = 4;

export const ownRecords = codeFact({
  name: "own-records",
  doc: "Records that are made for one run and handed to it when it starts.",
  requires: { index, callGraph, together },
  derive({ index, callGraph, together }): OwnRecords {
    const on: On = { index, graph: callGraph, together };
    return {
      has(root, { place, fn }) {
        const object = place.kind === "attribute" ? place.object : null;
        return object?.kind === "name" && object.id !== "self" && isOwn(on, root, fn, object.id, 0);
      },
    };
  },
});

interface On { readonly index: Index; readonly graph: CallGraph; readonly together: Together }

function isOwn(on: On, root: TaskRoot, fn: FunctionNode, name: string, depth: number): boolean {
  const at = fn.params.findIndex((one) => one.name === name);
  if (at < 0 || depth > MAX_DEPTH) return false;
  if (fn === root.fn) {
    const starts = startsOf(on, root);
    return starts.length > 0 && starts.every((call) => isFresh(on, argumentFor(call, fn, at)));
  }
  const callers = on.graph.callersOf(fn).filter(({ caller }) => on.together.runs(root, caller));
  return callers.length > 0 && callers.every(({ call, caller }) => {
    const given = argumentFor(call, fn, at);
    return given?.kind === "name" && isOwn(on, root, caller, given.id, depth + 1);
  });
}

/** The call of the coroutine within `create_task(...)`. */
function startsOf(on: On, root: TaskRoot): readonly Call[] {
  const { at } = root;
  const holder = at && enclosingFunction(at);
  if (!holder) return [];
  return on.index.modules.get(on.index.moduleOf(holder).file)!.calls[holder.index]!.filter((call) => call.start >= at.start && call.end <= at.end && call !== at && on.graph.targets(call).functions.includes(root.fn));
}

/** A local that is bound once, to an object of the bot's that is made there. */
function isFresh(on: On, given: Node | null): boolean {
  const fn = given && enclosingFunction(given);
  if (given?.kind !== "name" || !fn) return false;
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(given.id) ?? [];
  const [only] = own;
  return own.length === 1 && only?.kind === "value" && only.item < 0 && only.expr.kind === "call" && on.graph.targets(only.expr).classes.length > 0;
}
