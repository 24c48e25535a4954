import { conditionsAt, type Condition } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type Index } from "../module-index.ts";
import { argumentFor } from "../resources/flows.ts";
import { switchedOff, type SwitchedOff } from "../switched-off.ts";
import { tasks, type TaskRoot, type Tasks } from "../tasks.ts";

export interface OpenRuns {
  /** Some way of the run to the node is not closed by what its calls pass or by a switch that ships in its off position. */
  leads(root: TaskRoot, fn: FunctionNode, to: Node): boolean;
}

export const openRuns = codeFact({
  name: "open-runs",
  doc: "Whether a run really comes to a place: `post_only=True` closes the branch of `not post_only`, a setting that ships as off its own.",
  requires: { index, callGraph, tasks, switchedOff },
  derive: ({ index, callGraph, tasks, switchedOff }): OpenRuns => new Ways(index, callGraph, tasks, switchedOff),
});

const MOST_CALLS = 400;

class Ways implements OpenRuns {
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #tasks: Tasks;
  readonly #switches: SwitchedOff;
  readonly #known = new Map<TaskRoot, Map<Node, boolean>>();

  constructor(index: Index, graph: CallGraph, tasks: Tasks, switches: SwitchedOff) {
    this.#index = index;
    this.#graph = graph;
    this.#tasks = tasks;
    this.#switches = switches;
  }

  leads(root: TaskRoot, fn: FunctionNode, to: Node): boolean {
    const found = this.#known.get(root) ?? new Map<Node, boolean>();
    this.#known.set(root, found);
    const known = found.get(to);
    if (known !== undefined) return known;
    const answer = this.#search(root, fn, to);
    found.set(to, answer);
    return answer;
  }

  /** Upwards, call by call. What no way leads to for want of a known caller is open: only closed ways are a proof. */
  #search(root: TaskRoot, fn: FunctionNode, to: Node): boolean {
    const queue: { fn: FunctionNode; at: Node }[] = [{ fn, at: to }];
    const seen = new Set<Node>([to]);
    let closed = false;
    for (let i = 0; i < queue.length; i++) {
      if (i > MOST_CALLS) return true;
      const { fn: one, at } = queue[i]!;
      const tests = testsAt(one, at);
      if (tests.some(({ node, outcome }) => this.#switches.never(node as Expr, outcome))) {
        closed = true;
        continue;
      }
      if (one === root.fn) return true;
      for (const { call, caller } of this.#graph.callersOf(one)) {
        if (seen.has(call) || !this.#tasks.rootsOf(caller).includes(root)) continue;
        seen.add(call);
        if (tests.some((test) => this.#contradicts(one, test, call))) closed = true;
        else queue.push({ fn: caller, at: call });
      }
    }
    return !closed;
  }

  /** The call passes a constant, or leaves a default, with which the test comes out the other way. */
  #contradicts(fn: FunctionNode, { node, outcome }: Condition, call: Call): boolean {
    if (node.kind === "unary" && node.op === "not") return this.#contradicts(fn, { node: node.operand, outcome: !outcome, point: 0 }, call);
    const equal = node.kind === "compare" && node.op === "==" && node.left.kind === "name" && node.right.kind === "string" ? node.right.value : null;
    const name = node.kind === "compare" && equal !== null ? node.left : node;
    if (name.kind !== "name") return false;
    const at = fn.params.findIndex((one) => one.name === name.id);
    if (at < 0 || call.args.some((one) => one.spread !== "none")) return false;
    const bound = this.#index.modules.get(this.#index.moduleOf(fn).file)!.scopes.get(fn)?.get(name.id);
    if (bound && bound.length > 1) return false;
    const given = argumentFor(call, fn, at) ?? fn.params[at]!.default;
    const truth = equal === null ? truthOf(given) : given?.kind === "string" ? given.value === equal : null;
    return truth !== null && truth !== outcome;
  }
}

function testsAt(fn: FunctionNode, at: Node): readonly Condition[] {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  return point === undefined ? [] : conditionsAt(flow, point).filter(({ node }) => node.kind !== "for" && node.kind !== "clause" && node.kind !== "handler" && node.kind !== "case");
}

const truthOf = (expr: Expr | null): boolean | null => (expr?.kind === "boolean" ? expr.value : expr?.kind === "none" ? false : null);
