import { Edge, Kind, type Point } from "./flow-graph.ts";
import type { FunctionNode, Name, Node, Stmt } from "./nodes.ts";

/**
 * The state of one function's flow under construction. Paths that have been built but not yet continued are *ends*; a
 * new point is linked to the current ends and becomes the only one.
 */

/** Loose ends: `point * 8 + edge kind` each. An array has one owner; taking the builder's ends empties it. */
export type Ends = number[];

/** Where exceptions go that are raised now: collected until the `try` or `with` is complete. */
export interface Sink {
  readonly ordinary: Ends;
  readonly cancel: Ends;
  /** Some of `cancel` is not a CancelledError at an await: SystemExit, KeyboardInterrupt, a re-raise of anything. */
  foreign: boolean;
}

/** Where jumps go: collected until the loop, `finally` or function is complete. */
export interface Jumps {
  readonly returns: Ends;
  readonly breaks: Ends;
  readonly continues: Ends;
}

/** The handler that is being built: what a bare `raise` re-raises. */
export interface Handling {
  readonly target: string | null;
  readonly ordinary: boolean;
  readonly cancel: boolean;
  readonly foreign: boolean;
}

export interface Branch { readonly whenTrue: Ends; readonly whenFalse: Ends }

export const newSink = (): Sink => ({ ordinary: [], cancel: [], foreign: false });
export const newJumps = (): Jumps => ({ returns: [], breaks: [], continues: [] });

export function end(point: Point, kind: Edge): number {
  return point * 8 + kind;
}

/** Both lists in one; the longer array is reused, so that chains of branches stay linear. */
export function merge(a: Ends, b: Ends): Ends {
  if (a.length < b.length) return merge(b, a);
  for (let i = 0; i < b.length; i++) a.push(b[i]!);
  return a;
}

export class FlowBuilder {
  readonly fn: FunctionNode;
  /** Builds a block of statements; set by flow-statements.ts, so that `try` and `match` need not import it. */
  readonly block: (body: readonly Stmt[]) => void;

  readonly kinds: number[] = [];
  readonly nodes: (Node | null)[] = [];
  readonly values: (Node | null)[] = [];
  readonly yields: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly edgeKinds: number[] = [];

  ends: Ends = [];
  readonly outermost: Sink = newSink();
  sink: Sink = this.outermost;
  jumps: Jumps = newJumps();
  handling: Handling | null = null;
  /** Inside a `try` that names a cancellation-like class which only calls can raise there. */
  interruptible = false;
  /** How many `finally` bodies are being copied around this place. */
  copying = 0;

  readonly varNames: string[] = [];
  readonly varOuter: number[] = [];
  readonly scopes: Map<string, number>[] = [new Map()];
  private readonly comprehensions = new Set<Map<string, number>>();
  readonly bound = new Set<number>();
  readonly defPoints: number[] = [];
  readonly defVars: number[] = [];
  readonly useNodes: Name[] = [];
  readonly useVars: number[] = [];
  readonly useAfter: number[] = [];

  constructor(fn: FunctionNode, block: (builder: FlowBuilder, body: readonly Stmt[]) => void) {
    this.fn = fn;
    this.block = (body) => block(this, body);
    for (const kind of [Kind.entry, Kind.exit, Kind.raiseExit]) this.bare(kind, null);
    this.ends.push(end(0, Edge.normal));
  }

  /** A point without incoming edges. */
  private bare(kind: Kind, node: Node | null): Point {
    this.nodes.push(node);
    this.values.push(null);
    this.yields.push(0);
    return this.kinds.push(kind) - 1;
  }

  /** The next thing that happens on all current paths. */
  point(kind: Kind, node: Node | null): Point {
    const point = this.bare(kind, node);
    this.link(this.ends, point);
    this.ends.length = 0;
    this.ends.push(end(point, Edge.normal));
    return point;
  }

  link(ends: Ends, to: Point): void {
    for (let i = 0; i < ends.length; i++) {
      this.from.push(ends[i]! >> 3);
      this.to.push(to);
      this.edgeKinds.push(ends[i]! & 7);
    }
  }

  take(): Ends {
    const taken = this.ends;
    this.ends = [];
    return taken;
  }

  /** Whether an exception raised here lands in this function. */
  guarded(): boolean {
    return this.sink !== this.outermost;
  }

  raisesOrdinary(point: Point): void {
    this.sink.ordinary.push(end(point, Edge.exception));
  }

  raisesCancel(point: Point): void {
    this.sink.cancel.push(end(point, Edge.cancel));
  }

  raisesForeign(point: Point): void {
    this.raisesCancel(point);
    this.sink.foreign = true;
  }

  /** An await or its like: other tasks run, and this one may be cancelled. */
  suspends(point: Point): void {
    this.yields[point] = 1;
    this.raisesCancel(point);
  }

  /** A point that may raise an ordinary exception. */
  risky(kind: Kind, node: Node | null): Point {
    const point = this.point(kind, node);
    this.raisesOrdinary(point);
    return point;
  }

  /** An operator: it matters only where its exception lands in this function. */
  operate(node: Node): void {
    if (this.guarded()) this.risky(Kind.operate, node);
  }

  /** A two-way point: nothing follows it until the caller picks a branch. */
  branch(point: Point): Branch {
    this.ends = [];
    return { whenTrue: [end(point, Edge.true)], whenFalse: [end(point, Edge.false)] };
  }

  /** Ends the current paths in a jump. */
  jump(to: keyof Jumps): void {
    const target = this.jumps[to];
    for (let i = 0; i < this.ends.length; i++) target.push(this.ends[i]!);
    this.ends = [];
  }

  // Names

  variable(name: string): number {
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const known = this.scopes[i]!.get(name);
      if (known !== undefined) return known;
    }
    return this.declare(this.scopes[0]!, name);
  }

  declare(scope: Map<string, number>, name: string): number {
    const id = this.varNames.push(name) - 1;
    this.varOuter.push(0);
    scope.set(name, id);
    return id;
  }

  /** `global` and `nonlocal`; at the top level the variable is the module's own anyway. */
  declareOuter(names: readonly string[]): void {
    if (!this.fn.parent) return;
    for (const name of names) this.varOuter[this.variable(name)] = 1;
  }

  define(point: Point, name: string): void {
    const variable = this.variable(name);
    this.bound.add(variable);
    this.defPoints.push(point);
    this.defVars.push(variable);
  }

  openComprehension(scope: Map<string, number>): void {
    this.scopes.push(scope);
    this.comprehensions.add(scope);
  }

  openClass(names: readonly string[]): void {
    const scope = new Map<string, number>();
    for (const name of names) if (!scope.has(name)) this.declare(scope, name);
    this.scopes.push(scope);
  }

  closeScope(): void {
    this.scopes.pop();
  }

  /** A walrus inside a comprehension binds in the scope around it. */
  defineOutside(point: Point, name: string): void {
    const inner: Map<string, number>[] = [];
    while (this.comprehensions.has(this.scopes.at(-1)!)) inner.push(this.scopes.pop()!);
    this.define(point, name);
    while (inner.length > 0) this.scopes.push(inner.pop()!);
  }

  use(name: Name): void {
    if (this.ends.length > 1) this.point(Kind.join, null);
    this.useNodes.push(name);
    this.useVars.push(this.variable(name.id));
    this.useAfter.push(this.ends.length === 0 ? -1 : this.ends[0]! >> 3);
  }
}
