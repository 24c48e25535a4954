import type { Call, FunctionNode, Node, Stmt } from "../../../ir/nodes.ts";
import type { CallGraph } from "../call-graph.ts";
import type { Index } from "../module-index.ts";
import type { Reachability } from "../reach.ts";

export type Hops = ReadonlyMap<FunctionNode, number>;

const MAX_DEPTH = 4;
const MAX_CALLERS = 40;

/** Shows of a closing order that its result is added in the same function, in what that runs, or beside each call that leads to it. */
export class CloseProofs {
  readonly #feeds: Hops;
  readonly #sends: Hops;
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #reach: Reachability;
  readonly #known = new Map<FunctionNode, Call | null>();

  /** Beside some close the result is added: else the fills add it, wherever they arrive. */
  someBeside = false;

  constructor(feeds: Hops, sends: Hops, index: Index, graph: CallGraph, reach: Reachability) {
    this.#feeds = feeds;
    this.#sends = sends;
    this.#index = index;
    this.#graph = graph;
    this.#reach = reach;
  }

  /** The call that leads to the close and beside which nothing is added; null: each has it. */
  openAt(call: Call, fn: FunctionNode, depth: number): Call | null {
    if (this.#addsBeside(call, fn)) {
      this.someBeside = true;
      return null;
    }
    const callers = this.#graph.callersOf(fn).filter(({ caller }) => caller !== fn && this.#reach.of(caller) !== "dead");
    if (callers.length === 0 || callers.length > MAX_CALLERS || depth >= MAX_DEPTH) return call;
    const known = this.#known.get(fn);
    if (known !== undefined) return known;
    this.#known.set(fn, null);
    const open = callers.flatMap((one) => this.openAt(one.call, one.caller, depth + 1) ?? []);
    // Where nobody above adds, this is the place to look at; where some do, those that do not.
    const found = open.length === 0 ? null : open.length === callers.length ? call : open[0]!;
    this.#known.set(fn, found);
    return found;
  }

  /** The function itself adds, or another call of it does that is not in the other arm of a test; what closes by itself adds for itself. */
  #addsBeside(call: Call, fn: FunctionNode): boolean {
    if (this.#feeds.get(fn) === 0) return true;
    return this.#index.callsIn(fn).some((one) => !areApart(one, call) && this.#graph.runs(one).some((callee) => callee !== fn && this.#feeds.has(callee) && !this.#sends.has(callee)));
  }
}

/** They stand in different arms of one `if`: only one of them runs. */
function areApart(a: Node, b: Node): boolean {
  const arms = new Map<Node, boolean>();
  for (let child: Node = a, at = a.parent; at && at.kind !== "function"; child = at, at = at.parent) if (at.kind === "if") arms.set(at, at.body.includes(child as Stmt));
  for (let child: Node = b, at = b.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind !== "if" || !arms.has(at) || child === at.test) continue;
    if (arms.get(at) !== at.body.includes(child as Stmt)) return true;
  }
  return false;
}
