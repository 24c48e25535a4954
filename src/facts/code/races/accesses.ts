import { calledName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";

/**
 * What an occurrence of a place does to it.
 * reads: has `k in d`, get `d.get(k)`, load `d[k]`, len, iterate (a loop over the live container), copy (a snapshot of it),
 * truth (tested as it stands), value (anything else). writes: store `d[k] = v`, add (a set's add, a list's append, setdefault,
 * update), delete `del d[k]` or `d.pop(k)`, drop (pop with a default, discard), clear, rebind `self.d = v`, augment `self.n += v`.
 */
export type AccessKind =
  | "has" | "get" | "load" | "len" | "iterate" | "copy" | "truth" | "value"
  | "store" | "add" | "delete" | "drop" | "clear" | "rebind" | "augment";

export interface Use {
  readonly kind: AccessKind;
  /** The whole operation: the comparison, call, subscript, statement. */
  readonly node: Node;
  readonly key: Expr | null;
}

export interface Access extends Use {
  readonly fn: FunctionNode;
  /** The expression that names the place. */
  readonly place: Expr;
}

export const WRITES: ReadonlySet<AccessKind> = new Set(["store", "add", "delete", "drop", "clear", "rebind", "augment"]);
export const REMOVALS: ReadonlySet<AccessKind> = new Set(["delete", "drop", "clear"]);
export const TESTS: ReadonlySet<AccessKind> = new Set(["has", "get", "len", "truth"]);

const REMOVING = new Set(["pop", "discard", "remove", "popitem", "clear", "popleft"]);
const ADDING = new Set(["add", "append", "setdefault", "update", "appendleft", "insert", "extend"]);
const COPYING = new Set(["list", "tuple", "set", "dict", "sorted", "copy", "deepcopy", "frozenset", "any", "all", "sum", "max", "min", "join"]);
const VIEWS = new Set(["items", "values", "keys"]);

/** How an occurrence is used, told from what stands around it. */
export function useOf(place: Expr): Use {
  const up = place.parent!;
  switch (up.kind) {
    case "subscript": return up.object === place ? subscript(up) : { kind: "value", node: place, key: null };
    case "compare":
      if (up.right === place && (up.op === "in" || up.op === "not in")) return { kind: "has", node: up, key: up.left };
      return { kind: "truth", node: up, key: null };
    case "attribute": return up.parent?.kind === "call" && up.parent.callee === up ? method(place, up.name, up.parent) : { kind: "value", node: place, key: null };
    case "for": return up.iterable === place ? { kind: "iterate", node: up, key: null } : { kind: "rebind", node: up, key: null };
    case "clause": return { kind: "copy", node: up, key: null };
    case "argument": return argument(place, up.parent!);
    case "if": case "while": return { kind: "truth", node: place, key: null };
    case "unary": case "logical": return { kind: isTested(up) ? "truth" : "value", node: place, key: null };
    case "conditional": return { kind: up.test === place ? "truth" : "value", node: place, key: null };
    case "assign": return { kind: up.targets.includes(place) ? "rebind" : "value", node: up.targets.includes(place) ? up : place, key: null };
    case "tuple": return { kind: up.parent?.kind === "assign" && up.parent.targets.includes(up) ? "rebind" : "value", node: place, key: null };
    case "augmented": return up.target === place ? { kind: "augment", node: up, key: null } : { kind: "value", node: place, key: null };
    case "delete": return { kind: "rebind", node: up, key: null };
    default: return { kind: "value", node: place, key: null };
  }
}

function isTested(node: Node): boolean {
  for (let at: Node = node; ; at = at.parent!) {
    const up: Node | null = at.parent;
    if (!up) return false;
    if ((up.kind === "if" || up.kind === "while" || up.kind === "conditional") && up.test === at) return true;
    if (up.kind !== "unary" && up.kind !== "logical") return false;
  }
}

function subscript(up: Node & { kind: "subscript" }): Use {
  const outer = up.parent!;
  const key = up.index;
  if (outer.kind === "assign" && outer.targets.includes(up)) return { kind: "store", node: outer, key };
  if (outer.kind === "delete") return { kind: "delete", node: outer, key };
  // `d[k] += v` and `d[k].x = v` read the element first.
  return { kind: "load", node: up, key };
}

function method(place: Expr, name: string, call: Node & { kind: "call" }): Use {
  const key = call.args[0]?.value ?? null;
  if (name === "get" || name === "__contains__") return { kind: "get", node: call, key };
  if (VIEWS.has(name)) return view(call);
  if (name === "pop" && call.args.length < 2) return { kind: key ? "delete" : "drop", node: call, key };
  if (name === "clear") return { kind: "clear", node: call, key: null };
  if (REMOVING.has(name)) return { kind: "drop", node: call, key };
  if (name === "copy") return { kind: "copy", node: call, key: null };
  return ADDING.has(name) ? { kind: "add", node: call, key } : { kind: "value", node: place, key: null };
}

/** `d.items()`: looped over as it is, or copied first. */
function view(call: Node & { kind: "call" }): Use {
  const up = call.parent!;
  if (up.kind === "for" && up.iterable === call) return { kind: "iterate", node: up, key: null };
  return { kind: "copy", node: call, key: null };
}

function argument(place: Expr, call: Node): Use {
  if (call.kind !== "call") return { kind: "value", node: place, key: null };
  const name = calledName(call);
  if (name === "len") return { kind: "len", node: call, key: null };
  return COPYING.has(name) ? { kind: "copy", node: call, key: null } : { kind: "value", node: place, key: null };
}
