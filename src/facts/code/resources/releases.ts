import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { RELEASING_METHODS, WAITING_CALLS, MANAGING_CALLS } from "../../../knowledge/resources.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index, type ModuleIndex } from "../module-index.ts";
import { reach } from "../reach.ts";
import { handleFlows, type HandleFlows, type Spot } from "./flows.ts";
import { acquisitions } from "./acquisitions.ts";

export type ReleaseVerb = "close" | "await" | "with";

/** A place in the bot that gives something back. */
export interface Release {
  readonly node: Node;
  readonly fn: FunctionNode;
  readonly verb: ReleaseVerb;
  /** The expression that is given back. */
  readonly what: Expr;
  readonly calls: ReadonlySet<Call>;
  readonly spots: ReadonlySet<Spot>;
}

export interface Releases {
  readonly all: readonly Release[];
  /** Where the value of the call is given back, through whatever it was kept in. */
  of(call: Call): readonly Release[];
  ofSpot(spot: Spot): readonly Release[];
  /** Every task is cancelled: `for task in asyncio.all_tasks(): task.cancel()`. */
  readonly everyTask: Release | null;
}

const NONE: readonly Release[] = [];

export const releases = codeFact({
  name: "releases",
  doc: "Where tasks, sessions, sockets are cancelled, awaited, closed, and which acquisitions each of these ends.",
  requires: { index, callGraph, reach, acquisitions, handleFlows },
  derive({ index, callGraph, acquisitions, handleFlows }): Releases {
    const all: Release[] = [];
    if (acquisitions.length > 0) for (const one of index.modules.values()) collect(one, callGraph, handleFlows, all);
    const byCall = new Map<Call, Release[]>();
    const bySpot = new Map<Spot, Release[]>();
    for (const one of all) {
      for (const call of one.calls) appendTo(byCall, call, one);
      for (const spot of one.spots) appendTo(bySpot, spot, one);
    }
    const everyTask = all.find((one) => one.verb === "close" && [...one.calls].some((call) => isAllTasks(callGraph, call))) ?? null;
    return { all, of: (call) => byCall.get(call) ?? NONE, ofSpot: (spot) => bySpot.get(spot) ?? NONE, everyTask };
  },
});

const isAllTasks = (graph: CallGraph, call: Call): boolean => graph.targets(call).libraries.some((path) => /^asyncio\.(all_tasks|Task\.all_tasks)$/.test(path));

function collect(one: ModuleIndex, graph: CallGraph, flows: HandleFlows, into: Release[]): void {
  const add = (node: Node, verb: ReleaseVerb, what: Expr): void => {
    const fn = enclosingFunction(node);
    if (!fn) return;
    const { calls, spots } = flows.originsOf(what);
    if (calls.size + spots.size > 0) into.push({ node, fn, verb, what, calls, spots });
  };
  for (const node of one.byKind.get("attribute") ?? []) {
    if (node.kind === "attribute" && RELEASING_METHODS.has(node.name) && !isStored(node) && !joinsText(node)) add(node.parent?.kind === "call" && node.parent.callee === node ? node.parent : node, "close", node.object);
  }
  for (const node of one.byKind.get("await") ?? []) if (node.kind === "await" && isHandle(node.value)) add(node, "await", node.value);
  for (const node of one.byKind.get("call") ?? []) if (node.kind === "call") {
    waited(node, graph, add);
    // `closer = getattr(client, "aclose", None) or getattr(client, "close", None)`
    const [object, name] = node.args;
    if (node.callee.kind === "name" && node.callee.id === "getattr" && object && name?.value.kind === "string" && RELEASING_METHODS.has(name.value.value)) add(node, "close", object.value);
  }
  for (const node of one.byKind.get("with") ?? []) {
    if (node.kind !== "with") continue;
    for (const item of node.items) if (isHandle(item.context)) add(item, "with", item.context);
  }
}

const isHandle = (expr: Expr): boolean => expr.kind === "name" || expr.kind === "attribute" || expr.kind === "subscript";

/** `os.path.join`, `", ".join`. */
const joinsText = (node: Expr & { kind: "attribute" }): boolean =>
  node.name === "join" && (node.object.kind === "string" || node.object.kind === "template" || (node.object.kind === "attribute" && node.object.name === "path"));

const isStored = (node: Node): boolean => node.parent?.kind === "assign" && node.parent.targets.includes(node as Expr);

function waited(call: Call, graph: CallGraph, add: (node: Node, verb: ReleaseVerb, what: Expr) => void): void {
  const name = calledName(call);
  const waits = WAITING_CALLS.has(name);
  if (!waits && !MANAGING_CALLS.has(name)) return;
  if (graph.targets(call).functions.length > 0) return;
  for (const one of call.args) add(call, waits ? "await" : "with", one.value);
}
