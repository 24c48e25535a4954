import { calledName } from "../../../ir/names.ts";
import { catchesOrdinary } from "../../../ir/exception-kinds.ts";
import type { Call, Expr, FunctionNode, Handler, Node, While } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { AWAITED_REQUESTS, NETWORK_CALLS } from "../../../knowledge/network-calls.ts";
import { WAITING_CALLS } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";

/** The call by which a failed request leaves a piece of code, and the request itself. */
export interface Escape {
  readonly call: Call;
  readonly request: Call;
  /** Where the request stands. */
  readonly in: FunctionNode | null;
}

export interface EscapingFailures {
  /** What leaves a round of the loop when a request in it, or in what it calls, fails; null: nothing is known to. */
  ofRound(loop: While): Escape | null;
}

const DEEPEST = 5;

export const escapingFailures = codeFact({
  name: "escaping-failures",
  doc: "Requests over the network whose failure nobody catches on the way up to the round of a loop.",
  requires: { callGraph },
  derive({ callGraph }): EscapingFailures {
    const search = new Search(callGraph);
    return { ofRound: (loop) => search.first([loop.test, ...loop.body], null, 0) };
  },
});

class Search {
  readonly #graph: CallGraph;
  readonly #known = new Map<FunctionNode, Escape | null>();

  constructor(graph: CallGraph) {
    this.#graph = graph;
  }

  first(nodes: readonly Node[], fn: FunctionNode | null, depth: number): Escape | null {
    let found: Escape | null = null;
    for (const one of nodes) if (!found) found = this.#in(one, fn, depth);
    return found;
  }

  #in(node: Node, fn: FunctionNode | null, depth: number): Escape | null {
    switch (node.kind) {
      case "function": case "class": case "lambda": case "handler": case "raise": return null;
      // What is done about a failure, and what else a handler does, is another matter.
      case "try": return node.handlers.some(takesAll) ? null : this.first([...(node.handlers.some(({ type }) => catchesOrdinary(type) === "maybe") ? [] : node.body), ...node.otherwise], fn, depth);
      case "with": if (node.items.some(({ context }) => context.kind === "call" && calledName(context) === "suppress")) return null; break;
      default:
    }
    if (node.kind === "call") {
      const own = this.#of(node, fn, depth);
      if (own) return own;
    }
    let found: Escape | null = null;
    children(node, (child) => { found ??= this.#in(child, fn, depth); });
    return found;
  }

  #of(call: Call, fn: FunctionNode | null, depth: number): Escape | null {
    const { how, functions, libraries } = this.#graph.targets(call);
    if (libraries.some((path) => NETWORK_CALLS.test(path)) || (functions.length === 0 && isAwaited(call) && call.callee.kind === "attribute" && AWAITED_REQUESTS.test(call.callee.name))) return { call, request: call, in: fn };
    const [only] = functions;
    if (how !== "resolved" || functions.length !== 1 || !only || depth >= DEEPEST || (only.async && !isAwaited(call)) || only.decorators.length > 0) return null;
    const below = this.#within(only, depth);
    return below && { ...below, call };
  }

  #within(fn: FunctionNode, depth: number): Escape | null {
    const known = this.#known.get(fn);
    if (known !== undefined) return known;
    this.#known.set(fn, null);
    const found = this.first(fn.body, fn, depth + 1);
    this.#known.set(fn, found);
    return found;
  }
}

/** Takes every error and raises none itself. */
const takesAll = ({ type, body }: Handler): boolean => catchesOrdinary(type) === "always" && !body.some(raises);

function raises(node: Node): boolean {
  if (node.kind === "function") return false;
  let found = node.kind === "raise";
  children(node, (child) => { found ||= raises(child); });
  return found;
}

/** On the spot, or through `wait_for` and the like; `gather(..., return_exceptions=True)` hands failures on as results. */
function isAwaited(call: Call): boolean {
  if (call.parent?.kind === "await") return true;
  const outer: Node | null | undefined = call.parent?.kind === "argument" ? call.parent.parent : null;
  return outer?.kind === "call" && WAITING_CALLS.has(calledName(outer)) && outer.parent?.kind === "await" && !outer.args.some(isHandedOn);
}

export const isHandedOn = ({ name, value }: { readonly name: string | null; readonly value: Expr }): boolean => name === "return_exceptions" && value.kind === "boolean" && value.value;
