import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { locks, type Locks, type Region } from "../locks.ts";
import { tasks, type TaskRoot, type Tasks } from "../tasks.ts";

/** From the first of two nodes of one function to the last. */
export type Stretch = readonly [first: Node, last: Node];

export interface RunLocks {
  /** The run of the two that holds a lock at its place which the other one does not hold at its own. */
  holder(pair: readonly [TaskRoot, TaskRoot], mine: Node, theirs: Node): TaskRoot | null;
  holds(root: TaskRoot, at: Node): boolean;
  /** Some lock is held by the one run all through its stretch and by the other all through its own, whichever way each came. */
  exclude(one: TaskRoot, mine: Stretch, other: TaskRoot, theirs: Stretch, counts?: (id: string) => boolean): boolean;
}

export const runLocks = codeFact({
  name: "run-locks",
  doc: "Which locks a run holds at a place: another run may come to the same place without them.",
  requires: { callGraph, tasks, locks },
  derive: ({ callGraph, tasks, locks }): RunLocks => new Held(callGraph, tasks, locks),
});

const NOTHING: ReadonlySet<string> = new Set();
const MOST_FUNCTIONS = 300;

class Held implements RunLocks {
  readonly #graph: CallGraph;
  readonly #tasks: Tasks;
  readonly #locks: Locks;
  readonly #entry = new Map<TaskRoot, Map<FunctionNode, ReadonlySet<string>>>();

  constructor(graph: CallGraph, tasks: Tasks, locks: Locks) {
    this.#graph = graph;
    this.#tasks = tasks;
    this.#locks = locks;
  }

  exclude(one: TaskRoot, mine: Stretch, other: TaskRoot, theirs: Stretch, counts: (id: string) => boolean = () => true): boolean {
    const held = this.#through(one, mine);
    return held.size > 0 && [...this.#through(other, theirs)].some((id) => held.has(id) && counts(id));
  }

  holder([one, other]: readonly [TaskRoot, TaskRoot], mine: Node, theirs: Node): TaskRoot | null {
    const [left, right] = [this.#through(one, [mine, mine]), this.#through(other, [theirs, theirs])];
    return [...left].some((id) => !right.has(id)) ? one : [...right].some((id) => !left.has(id)) ? other : null;
  }

  holds = (root: TaskRoot, at: Node): boolean => this.#through(root, [at, at]).size > 0;

  #through(root: TaskRoot, [first, last]: Stretch): ReadonlySet<string> {
    const fn = enclosingFunction(first);
    const own = idsOf(this.#locks.around(first).filter((one) => one.start <= last.start && last.end <= one.end));
    return fn ? new Set([...own, ...this.#onEntry(root, fn)]) : new Set(own);
  }

  /** The locks that are held on every way from the root to the function: the greatest fixed point over what lies in between. */
  #onEntry(root: TaskRoot, fn: FunctionNode): ReadonlySet<string> {
    const known = this.#entry.get(root)?.get(fn);
    if (known) return known;
    const between = this.#between(root, fn);
    const held = new Map<FunctionNode, ReadonlySet<string>>([[root.fn, NOTHING]]);
    for (let changed = between.size <= MOST_FUNCTIONS; changed;) {
      changed = false;
      for (const [one, ways] of between) {
        if (one === root.fn) continue;
        const next = common(ways.flatMap(({ caller, own }) => { const above = held.get(caller); return above ? [new Set([...own, ...above])] : []; }));
        if (!next || held.get(one)?.size === next.size) continue;
        held.set(one, next);
        changed = true;
      }
    }
    const found = this.#entry.get(root) ?? new Map<FunctionNode, ReadonlySet<string>>();
    this.#entry.set(root, found.set(fn, held.get(fn) ?? NOTHING));
    return held.get(fn) ?? NOTHING;
  }

  /** Upwards from the function through whatever the root runs, with the locks around each call. */
  #between(root: TaskRoot, fn: FunctionNode): Map<FunctionNode, { caller: FunctionNode; own: readonly string[] }[]> {
    const found = new Map<FunctionNode, { caller: FunctionNode; own: readonly string[] }[]>();
    const queue = [fn];
    for (let i = 0; i < queue.length && found.size <= MOST_FUNCTIONS; i++) {
      const one = queue[i]!;
      if (found.has(one)) continue;
      const ways = one === root.fn ? [] : this.#graph.callersOf(one).filter(({ call, caller }) => this.#tasks.rootsOf(caller).includes(root) && (!one.async || call.parent?.kind === "await" || call.parent?.kind === "return"));
      found.set(one, ways.map(({ call, caller }) => ({ caller, own: idsOf(this.#locks.around(call)) })));
      for (const { caller } of ways) queue.push(caller);
    }
    return found;
  }
}

/** A lock that is new at each call excludes nobody. */
const idsOf = (regions: readonly Region[]): string[] => regions.flatMap((one) => (one.lock.fresh ? [] : [one.lock.id]));

function common(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> | null {
  const [first, ...more] = sets;
  return first ? new Set([...first].filter((id) => more.every((one) => one.has(id)))) : null;
}
