import type { Call, ClassNode, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
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
        if (object?.kind !== "name") return false;
        const owner = object.id === "self" ? classOf(fn) : null;
        return owner ? isPartOfRun(on, root, owner, 0) : object.id !== "self" && isOwn(on, root, fn, object.id, 0);
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

/**
 * Objects of the class are made for the run: the run is handed a fresh one, or such an object makes it and keeps it itself
 * (`self.hedge = Hedge(...)` in the trade that the run is about).
 */
function isPartOfRun(on: On, root: TaskRoot, owner: ClassNode, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  const starts = startsOf(on, root);
  const handed = root.fn.params.some((_, at) => starts.length > 0 && starts.every((call) => madeIn(on, argumentFor(call, root.fn, at)) === owner));
  const init = owner.body.flatMap((one) => (one.kind === "function-statement" && one.function.name === "__init__" ? [one.function] : []))[0];
  const made = init ? on.graph.callersOf(init).filter(({ call, caller }) => on.graph.targets(call).classes.includes(owner) && on.together.runs(root, caller)) : [];
  if (made.length === 0) return handed;
  return made.every(({ call, caller }) => {
    const holder = classOf(caller);
    const into = call.parent?.kind === "assign" && call.parent.value === call ? call.parent.targets : [];
    const kept = into.length === 1 && into[0]!.kind === "attribute" && into[0]!.object.kind === "name" && into[0]!.object.id === "self";
    return kept && holder !== null && holder !== owner && isPartOfRun(on, root, holder, depth + 1);
  });
}

/** The class of the object that the local was made as. */
function madeIn(on: On, given: Node | null): ClassNode | null {
  const fn = given && enclosingFunction(given);
  if (given?.kind !== "name" || !fn || !isFresh(on, given)) return null;
  const [only] = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)!.get(given.id)!;
  return only?.kind === "value" && only.expr.kind === "call" ? on.graph.targets(only.expr).classes[0] ?? null : null;
}

/** The call of the coroutine within `create_task(...)`. */
function startsOf(on: On, root: TaskRoot): readonly Call[] {
  const { at } = root;
  const holder = at && enclosingFunction(at);
  if (!holder) return [];
  return on.index.callsIn(holder).filter((call) => call.start >= at.start && call.end <= at.end && call !== at && on.graph.targets(call).functions.includes(root.fn));
}

/** A local that is bound once, to an object of the bot's that is made there. */
function isFresh(on: On, given: Node | null): boolean {
  const fn = given && enclosingFunction(given);
  if (given?.kind !== "name" || !fn) return false;
  const own = on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(given.id) ?? [];
  const [only] = own;
  return own.length === 1 && only?.kind === "value" && only.item < 0 && only.expr.kind === "call" && on.graph.targets(only.expr).classes.length > 0;
}
