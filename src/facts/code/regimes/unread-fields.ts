import { ownName } from "../../../ir/names.ts";
import type { Argument, Call, ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import type { CallGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import type { Inference } from "../inference/context.ts";
import type { Index } from "../module-index.ts";
import type { Follower } from "../value-follower.ts";
import { groupsOf, type Derived } from "./regime-flow.ts";

/** A field of one of the bot's records that gets a parameter chosen by the regime, and that no code reads. */
export interface UnreadField {
  readonly node: Argument;
  readonly name: string;
  readonly owner: ClassNode;
  readonly groups: readonly ParameterGroup[];
}

interface Given {
  readonly index: Index;
  readonly infer: Inference;
  readonly callGraph: CallGraph;
  readonly follow: Follower;
  readonly derived: ReadonlyMap<Expr, Derived>;
  readonly isLive: (fn: FunctionNode) => boolean;
}

/** `Plan(trailing=regime in TRENDS)`, where nothing reads `trailing`, by name or by key, and nothing takes all fields at once. */
export function unreadFields(given: Given): UnreadField[] {
  const { callGraph, derived, isLive } = given;
  const candidates: UnreadField[] = [];
  for (const [value, { chosen }] of derived) {
    const node = chosen ? value.parent : null;
    if (node?.kind !== "argument" || node.name === null || node.parent?.kind !== "call") continue;
    const fn = enclosingFunction(node);
    const groups = groupsOf(snake(node.name));
    const [owner, ...more] = callGraph.targets(node.parent).classes;
    if (!fn || !isLive(fn) || groups.length === 0 || !owner || more.length > 0) continue;
    if (owner.args.length === 0) candidates.push({ node, name: node.name, owner, groups });
  }
  if (candidates.length === 0) return candidates;
  const read = readNames(given, new Set(candidates.map((one) => one.name)));
  const dumped = dumpedClasses(given);
  return candidates.filter((one) => !read.has(one.name) && dumped !== "any" && !dumped.has(one.owner));
}

/** Names that are read as attributes, or stand as text anywhere but as keys of dicts that are written out. */
function readNames({ index, follow }: Given, names: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set([...names].filter((name) => follow.attributesNamed(name).some((one) => !isTarget(one))));
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("string") ?? []) {
      if (node.kind === "string" && names.has(node.value) && !(node.parent?.kind === "entry" && node.parent.key === node)) found.add(node.value);
    }
  }
  return found;
}

const isTarget = (expr: Expr): boolean => expr.parent?.kind === "assign" && expr.parent.targets.includes(expr);

/** Classes whose fields are all taken at once: asdict(plan), vars(plan), plan.__dict__. "any": of something unknown. */
function dumpedClasses({ index, infer, follow }: Given): ReadonlySet<ClassNode> | "any" {
  const found = new Set<ClassNode>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("call") ?? []) {
      if (node.kind !== "call" || !isDump(node) || !node.args[0]) continue;
      const values = infer.evaluate(node.args[0].value);
      if (values.length === 0) return "any";
      for (const value of values) if (value.kind === "instance") found.add(value.class);
    }
  }
  for (const { object } of follow.attributesNamed("__dict__")) {
    for (const value of infer.evaluate(object)) if (value.kind === "instance") found.add(value.class);
  }
  return found;
}

const DUMPS: ReadonlySet<string> = new Set(["asdict", "astuple", "vars"]);
const isDump = ({ callee }: Call): boolean => DUMPS.has(ownName(callee));
