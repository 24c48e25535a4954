import { statementOf } from "../../../ir/blocks.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { ownName } from "../../../ir/names.ts";
import { classOf, enclosingFunction, mentionsName, walk, walkBody } from "../../../ir/walk.ts";
import { CLIENT_ORDER_ID } from "../../../knowledge/client-order-ids.ts";
import type { CallGraph } from "../call-graph.ts";
import type { OrderSite } from "../order-sites.ts";
import { omits } from "../settings-join/arguments.ts";

/** A client order id among the arguments, in a dict that is built here, or in what the callee puts in; `some`: only some of the callers are known to put one in. */
export function clientIdOf(graph: CallGraph, site: OrderSite): { found: Node | null; unknown: boolean; some: boolean } {
  const named = (node: Node): Node | null => {
    let first: Node | null = null;
    let written: Node | null = null;
    walk(node, (one) => {
      if (written || !isNamed(one)) return;
      first ??= one;
      if (isWritten(one)) written = one;
    });
    return written ?? first;
  };
  // Anything of that name in the function that builds the order, or in the functions it passes the order to.
  const builder = builderOf(site.fn);
  const inFunction = named({ ...builder, decorators: [] } as FunctionNode);
  if (inFunction) return { found: inFunction, unknown: false, some: false };
  for (const fn of [...graph.targets(site.call).functions, ...makersOf(graph, site.call)]) {
    const found = named(fn);
    if (found) return { found, unknown: false, some: false };
  }
  if (!isOpaque(builder)) return { found: null, unknown: false, some: false };
  const above = inCallers(graph, builder, named, new Set(), 0);
  const callers = graph.callersOf(builder);
  const some = above !== null && !callers.every(({ caller, how }) => { const own = how === "resolved" ? named(caller) : null; return own !== null && isWritten(own); });
  return { found: above, some, unknown: above === null && (callers.length === 0 || callers.some((one) => one.how !== "resolved")) };
}

const isNamed = (one: Node): boolean => (one.kind === "argument" ? one.name !== null && CLIENT_ORDER_ID.test(one.name) && one.value.kind !== "none"
  : one.kind === "string" ? CLIENT_ORDER_ID.test(one.value) : (one.kind === "attribute" || one.kind === "name") && CLIENT_ORDER_ID.test(ownName(one)));

/** Put into a call or a body; a field of an answer that is read is sent to nobody. */
export function isWritten(id: Node): boolean {
  const up = id.parent;
  if (id.kind === "argument" || up?.kind === "argument") return true;
  if (up?.kind === "entry") return up.key === id;
  return (up?.kind === "subscript" && up.index === id && up.parent?.kind === "assign" && up.parent.targets.includes(up)) || (up?.kind === "assign" && up.targets.includes(id as never));
}

/** `params = build(intent)`, then `self.request("POST", path, params=params)`: the functions that make what the order is handed. */
function makersOf(graph: CallGraph, order: Call): readonly FunctionNode[] {
  const names = new Set<string>();
  const made: Call[] = [];
  for (const { value } of order.args) walk(value, (node) => { if (node.kind === "name") names.add(node.id); else if (node.kind === "call") made.push(node); });
  const fn = enclosingFunction(order);
  if (fn && names.size > 0) walkBody(fn, (node) => {
    if (node.kind === "assign" && node.targets.some((one) => one.kind === "name" && names.has(one.id))) walk(node.value, (one) => void (one.kind === "call" && made.push(one)));
  });
  return made.flatMap((one) => (graph.targets(one).how === "resolved" ? graph.targets(one).functions : []));
}

/** The id is drawn or read off a clock at each call: it tells a repeat of the request, and not a second order for the same signal. */
export function isDrawn(graph: CallGraph, id: Node, hops = 0): boolean {
  const value = valueOf(id);
  const fn = value && enclosingFunction(value);
  let drawn = false;
  if (value) walk(value, (node) => {
    if (drawn || (node.kind !== "name" && node.kind !== "attribute")) return;
    drawn = DRAWN.test(ownName(node));
    if (drawn || hops >= MOST_HOPS) return;
    if (node.kind === "name" && fn) walkBody(fn, (one) => {
      if (one.kind === "assign" && one.targets.some((each) => each.kind === "name" && each.id === node.id) && one.value !== value) drawn ||= isDrawn(graph, one.value, hops + 1);
    });
    const call = node.parent?.kind === "call" && node.parent.callee === node ? node.parent : null;
    for (const made of call ? graph.runs(call) : []) walkBody(made, (one) => void (drawn ||= (one.kind === "name" || one.kind === "attribute") && DRAWN.test(ownName(one))));
  });
  return drawn;
}

const MOST_HOPS = 2;
export const DRAWN = /^(uuid\w*|random|randint|randrange|token_(hex|urlsafe|bytes)|getrandbits|choices?|secrets|time|time_ns|now|utcnow|monotonic|perf_counter|nanoid|ulid)$/i;

/** What stands beside the name of the id: the argument's value, the entry of a dict, what is stored. */
export function valueOf(id: Node): Node | null {
  if (id.kind === "argument") return id.value;
  const up = id.parent;
  if (up?.kind === "entry") return up.value;
  if (up?.kind === "subscript" && up.parent?.kind === "assign") return up.parent.value;
  if (up?.kind === "assign" && up.targets.includes(id as never)) return up.value;
  return id.kind === "string" ? null : id;
}

/** `def place(..., client_id=None)`, `if client_id: body["clOrdId"] = client_id`: the calls of the bot that leave it out. */
export function callsWithoutId(graph: CallGraph, site: OrderSite): readonly { readonly call: Call; readonly caller: FunctionNode }[] {
  const builder = builderOf(site.fn);
  const position = builder.params.findIndex((one) => CLIENT_ORDER_ID.test(one.name) && one.default?.kind === "none");
  if (position < 0 || !isOnlySource(builder, builder.params[position]!.name)) return [];
  return graph.callersOf(builder).filter(({ call, how }) => how === "resolved" && omits(call, builder, position));
}

/** The function makes no id by itself: whatever is named so comes out of the parameter. */
function isOnlySource(fn: FunctionNode, param: string): boolean {
  let own = true;
  walkBody(fn, (node) => {
    const name = node.kind === "string" ? node.value : node.kind === "argument" ? (node.name ?? "") : node.kind === "name" ? node.id : node.kind === "attribute" ? node.name : "";
    if (!CLIENT_ORDER_ID.test(name)) return;
    const statement = statementOf(node);
    own &&= mentionsName(statement, param) && !(statement.kind === "assign" && statement.targets.some((one) => one.kind === "name" && one.id === param));
  });
  return own;
}

/** `retry(lambda: exchange.create_order(...))`, `async def _send(): return await self.post(path, payload)`: the function around builds the order. */
function builderOf(fn: FunctionNode): FunctionNode {
  let at = fn;
  for (let outer = enclosingFunction(at); outer && outer.name !== "<module>" && (at.name === "<lambda>" || isNamedInside(at)); outer = enclosingFunction(at)) at = outer;
  return at;
}

const isNamedInside = (fn: FunctionNode): boolean => fn.decorators.length === 0 && classOf(fn) === null;

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
