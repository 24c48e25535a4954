import { readsOf, reachingDefinitions } from "../../../ir/definitions.ts";
import { ENTRY, flowOf, Kind, ownPoints } from "../../../ir/flow.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { appendTo } from "../../../sdk/append.ts";
import type { CallGraph } from "../call-graph.ts";
import type { WiderCalls } from "../wider-calls.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { stepOver } from "./steps.ts";
import { follow, isEmptyLiteral, rootOf, type Change, type HandedOn, type LookedUp, type Mark, type StoredAway, type Walker } from "./trail.ts";

const MOST_MARKS = 6;
const DEEPEST = 7;

/** Follows values forward, only from where they are born: what is never marked costs nothing. */
export class Spread implements Walker {
  readonly marks = new Map<Node, Mark[]>();
  readonly stored: StoredAway[] = [];
  readonly lookedUp: LookedUp[] = [];
  readonly handedOn: HandedOn[] = [];
  /** Functions that return it, and their calls that give it. */
  readonly givers = new Set<FunctionNode>();
  readonly given = new Set<Call>();
  /** Other failures that are the same from there on. */
  readonly joined = new Map<Mark, Mark[]>();
  readonly graph: CallGraph;
  readonly wider: WiderCalls;
  readonly #queue: Mark[] = [];
  readonly #stops: (mark: Mark) => boolean;

  constructor(graph: CallGraph, wider: WiderCalls, stops: (mark: Mark) => boolean = () => false) {
    this.graph = graph;
    this.wider = wider;
    this.#stops = stops;
  }

  put(mark: Mark): void {
    const known = this.marks.get(mark.node);
    const same = known?.find((one) => isSame(one, mark));
    if (same && mark.label === "failed" && rootOf(same).node !== rootOf(mark).node) appendTo(this.joined, same, mark);
    if (same || (known?.length ?? 0) >= MOST_MARKS || this.#stops(mark)) return;
    if (known) known.push(mark);
    else this.marks.set(mark.node, [mark]);
    this.#queue.push(mark);
  }

  run(): void {
    for (let at = this.#queue.pop(); at; at = this.#queue.pop()) stepOver(this, at);
  }

  markOf(node: Node): Mark | undefined {
    return this.marks.get(node)?.[0];
  }

  /** `target = value`: the reads that may see it. */
  store(target: Expr, mark: Mark, at: Node, change: Change = {}): void {
    switch (target.kind) {
      case "name": return this.reads(target, mark, change);
      case "spread": return this.store(target.value, mark, at, change);
      case "tuple": case "list":
        if (mark.item >= 0) {
          const one = target.items[mark.item];
          return one && this.store(one, mark, at, { ...change, item: -1, failedAs: mark.failedAs === "pair" ? "empty" : mark.failedAs });
        }
        return target.items.forEach((one) => this.store(one, mark, at, change));
      case "subscript": return this.fill(target.object, mark, at);
      case "attribute": return void this.stored.push({ into: target, mark, at });
    }
  }

  reads(target: Expr & { kind: "name" }, mark: Mark, change: Change): void {
    const fn = enclosingFunction(target);
    if (!fn) return;
    const flow = flowOf(fn);
    for (const point of ownPoints(flow, target)) {
      if (flow.kinds[point] === Kind.store) for (const read of readsOf(flow, point)) this.put(follow(mark, read, change));
    }
  }

  /** `into.append(x)`, `into[k] = x`: a container that was empty before is made of it. */
  fill(into: Expr, mark: Mark, at: Node): void {
    if (into.kind === "subscript") return this.fill(into.object, mark, at);
    if (into.kind === "call" && into.callee.kind === "attribute") return this.fill(into.callee.object, mark, at);
    const fn = enclosingFunction(into);
    if (into.kind !== "name" || !fn) return void this.stored.push({ into, mark, at });
    const flow = flowOf(fn);
    const points = reachingDefinitions(flow, into);
    if (points === null && this.#gather(into, fn, mark)) return;
    const value = (point: number): Expr | null => (point === ENTRY ? null : flow.values[point] as Expr | null);
    if (!points || points.length === 0 || !points.every((point) => point !== ENTRY && isMadeEmpty(value(point)))) return void this.stored.push({ into, mark, at });
    for (const point of points) {
      for (const read of readsOf(flow, point)) {
        if (read === into) continue;
        const part = mark.label === "failed" && at.kind === "assign" ? readByKey(read) : null;
        if (part) this.put(follow(mark, part));
        else if (mark.failedAs !== "pair") this.put(follow(mark, read, { element: false, field: false, item: -1, negated: false, failedAs: "empty" }));
      }
    }
  }

  /** `rows.append(x)` in a function that stands inside of the one whose list it is, and is there for nothing else. */
  #gather(into: Expr & { kind: "name" }, fn: FunctionNode, mark: Mark): boolean {
    const outer = fn.name === "<lambda>" ? null : enclosingFunction(fn);
    if (!outer || outer.name === "<module>") return false;
    const flow = flowOf(outer);
    const reads = flow.locals.useNodes.filter((one) => one.id === into.id && reachingDefinitions(flow, one) !== null);
    const made = reads.flatMap((one) => [...reachingDefinitions(flow, one)!]);
    if (made.length === 0 || !made.every((point) => point !== ENTRY && isMadeEmpty(flow.values[point] as Expr | null))) return false;
    for (const read of reads) if (mark.failedAs !== "pair") this.put(follow(mark, read, { element: false, field: false, item: -1, negated: false, failedAs: "empty", stack: mark.stack.slice(0, -1) }));
    return true;
  }

  /** It left a function before, as a field. */
  #left(mark: Mark): boolean {
    for (let at = mark.from; at?.field; at = at.from) if (at.node.kind === "call" && this.given.has(at.node)) return true;
    return false;
  }

  makesObject(call: Call): boolean {
    return this.graph.targets(call).classes.length > 0;
  }

  /** Into the parameters of the bot's function that the call runs. */
  enter(mark: Mark, call: Call, argument: Expr): boolean {
    const { how, functions } = this.graph.targets(call);
    if (how === "unresolved" || functions.length === 0 || mark.stack.length >= DEEPEST) return false;
    for (const fn of functions) {
      const position = fn.params.findIndex((_, i) => argumentOf(call, fn, i) === argument);
      if (position < 0) continue;
      const { name } = fn.params[position]!;
      for (const read of readsOf(flowOf(fn), ENTRY)) if (read.id === name) this.put(follow(mark, read, { stack: [...mark.stack, call] }));
    }
    return true;
  }

  /** Out of the function: to the call by which it went in, else to every call. */
  leave(mark: Mark, fn: FunctionNode): void {
    if (fn.name === "<module>") return;
    if (fn.name === "<lambda>") {
      // `retry(lambda: exchange.fetch_positions())`: whoever gets the lambda gives what it gives.
      const taker = fn.parent?.parent?.kind === "argument" ? fn.parent.parent.parent : null;
      if (taker?.kind === "call") {
        this.given.add(taker);
        this.put(follow(mark, taker));
      }
      return;
    }
    const through = mark.stack.at(-1);
    if (through) return this.put(follow(mark, through, { stack: mark.stack.slice(0, -1) }));
    // What a function computes from a field is its own affair, but for the one that asked.
    if (mark.field && this.#left(mark)) return;
    this.givers.add(fn);
    for (const { call } of this.wider.callersOf(fn)) {
      this.given.add(call);
      this.put(follow(mark, call));
    }
  }
}

/** `answers[symbol]` gives what was kept under the key: a failed value among others. */
function readByKey(read: Expr): Expr | null {
  const up = read.parent;
  return up?.kind === "subscript" && up.object === read && !(up.parent?.kind === "assign" && up.parent.targets.includes(up)) ? up : null;
}

const isMadeEmpty = (value: Expr | null): boolean =>
  isEmptyLiteral(value) || (value?.kind === "call" && value.callee.kind === "name" && /^(defaultdict|OrderedDict|deque|Counter)$/.test(value.callee.id));

const isSame = (a: Mark, b: Mark): boolean =>
  a.label === b.label && a.item === b.item && a.element === b.element && a.field === b.field && a.negated === b.negated && a.only === b.only && a.failedAs === b.failedAs && a.stack.at(-1) === b.stack.at(-1);
