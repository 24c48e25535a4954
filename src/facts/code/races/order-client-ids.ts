import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { CLIENT_ORDER_ID } from "../../../knowledge/client-order-ids.ts";
import type { CallGraph } from "../call-graph.ts";
import type { OrderSite } from "../order-sites.ts";

/** A client order id among the arguments, in a dict that is built here, or in what the callee puts in. */
export function clientIdOf(graph: CallGraph, site: OrderSite): { found: Node | null; unknown: boolean } {
  const named = (node: Node): Node | null => {
    let found: Node | null = null;
    walk(node, (one) => {
      if (found) return;
      if (one.kind === "argument" && one.name !== null && CLIENT_ORDER_ID.test(one.name) && one.value.kind !== "none") found = one;
      if (one.kind === "string" && CLIENT_ORDER_ID.test(one.value)) found = one;
      if (one.kind === "attribute" && CLIENT_ORDER_ID.test(one.name)) found = one;
      if (one.kind === "name" && CLIENT_ORDER_ID.test(one.id)) found = one;
    });
    return found;
  };
  // Anything of that name in the function that builds the order, or in the functions it passes the order to.
  const builder = builderOf(site.fn);
  const inFunction = named({ ...builder, decorators: [] } as FunctionNode);
  if (inFunction) return { found: inFunction, unknown: false };
  for (const fn of graph.targets(site.call).functions) {
    const found = named(fn);
    if (found) return { found, unknown: false };
  }
  if (!isOpaque(builder)) return { found: null, unknown: false };
  const above = inCallers(graph, builder, named, new Set(), 0);
  const callers = graph.callersOf(builder);
  return { found: above, unknown: above === null && (callers.length === 0 || callers.some((one) => one.how !== "resolved")) };
}

/** `retry(lambda: exchange.create_order(...))`: the function around the lambda builds the order. */
function builderOf(fn: FunctionNode): FunctionNode {
  let at = fn;
  for (let outer = enclosingFunction(at); at.name === "<lambda>" && outer; outer = enclosingFunction(at)) at = outer;
  return at;
}

/** Whoever builds the body that is handed down. */
function inCallers(graph: CallGraph, fn: FunctionNode, named: (node: Node) => Node | null, seen: Set<FunctionNode>, depth: number): Node | null {
  if (depth > 2 || seen.has(fn)) return null;
  seen.add(fn);
  for (const { caller } of graph.callersOf(fn)) {
    const found = named(caller) ?? inCallers(graph, caller, named, seen, depth + 1);
    if (found) return found;
  }
  return null;
}

/** The request's body, or a part of it, is handed in by the caller. */
function isOpaque(builder: FunctionNode): boolean {
  return builder.params.some((one) => one.flavour === "keyword-rest" || /^(params|body|payload|data|orders?|request|req|kwargs|extra\w*|options|order_\w+|\w+_params)$/i.test(one.name));
}
