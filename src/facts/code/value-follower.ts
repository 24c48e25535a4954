import type { Attribute, Call, Expr, FunctionNode, Name, Node, Sequence } from "../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { scopeOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { isBound } from "./settings-join/arguments.ts";

/** Where a value goes: names, attributes, arguments, results. Which arithmetic it survives is the asker's to say. */
export interface Follower {
  /**
   * Every expression that holds the value, the first one included, with its state. `through` says what an operation makes
   * of it; null: it is not the value any more. A function that it entered gives it back to all its callers, or (where-entered) only
   * to the call that it came by; a second way into the same function is then not followed.
   */
  from<S extends object>(start: Expr, state: S, through: (parent: Expr, child: Expr, state: S) => S | null, returns?: Returns): Map<Expr, S>;
  /** Reads of a local name in its function. */
  reads(fn: FunctionNode, name: string): readonly Name[];
  /** Reads of an attribute of the same object, as far as that can be told. */
  attributeReads(of: Attribute): readonly Attribute[];
  /** Every attribute of that name, read or set. */
  attributesNamed(name: string): readonly Attribute[];
}

type Returns = "to-all-callers" | "where-entered";

const MOST = 300;
const MOST_CALLERS = 20;

export const follower = codeFact({
  name: "follower",
  doc: "Where values go: through names, attributes, arguments and results.",
  requires: { index, infer, callGraph },
  derive: ({ index, infer, callGraph }): Follower => followerOf(index, infer, callGraph),
});

function followerOf(index: Index, on: Inference, graph: CallGraph): Follower {
  const names = new Map<FunctionNode, Map<string, Name[]>>();
  const namesIn = (fn: FunctionNode): Map<string, Name[]> => {
    let found = names.get(fn);
    if (!found) names.set(fn, (found = namesOf(fn)));
    return found;
  };
  let attributes: Map<string, Attribute[]> | null = null;
  const attributesNamed = (name: string): readonly Attribute[] => {
    if (!attributes) attributes = attributesOf(index);
    return attributes.get(name) ?? [];
  };
  const reads = (fn: FunctionNode, name: string): readonly Name[] => namesIn(fn).get(name) ?? [];
  const attributeReads = (of: Attribute): Attribute[] => attributesNamed(of.name).filter((one) => one !== of && !isTarget(one) && sameObject(on, of.object, one.object, index));

  return {
    reads,
    attributeReads,
    attributesNamed,
    from(start, state, through, returns = "to-all-callers") {
      const seen = new Map<Expr, typeof state>();
      const queue: Expr[] = [];
      const entered = new Map<FunctionNode, Call>();
      const add = (expr: Expr, next: typeof state): void => {
        if (seen.has(expr) || seen.size >= MOST) return;
        seen.set(expr, next);
        queue.push(expr);
      };
      add(start, state);
      for (let i = 0; i < queue.length; i++) {
        const expr = queue[i]!;
        const now = seen.get(expr)!;
        const call = returns === "where-entered" && expr.parent!.kind === "return" ? entered.get(enclosingFunction(expr)!) : undefined;
        for (const next of call ? [call] : onward(expr, { graph, reads, attributeReads, attributesNamed })) {
          const by = expr.parent!.kind === "argument" ? expr.parent!.parent : null;
          const fn = by?.kind === "call" ? enclosingFunction(next) : null;
          if (fn && by?.kind === "call" && !seen.has(next) && !entered.has(fn)) entered.set(fn, by);
          add(next, now);
        }
        const parent = operationOn(expr);
        const made = parent && through(parent, expr, now);
        if (made) add(parent, made);
      }
      return seen;
    },
  };
}

function namesOf(fn: FunctionNode): Map<string, Name[]> {
  const found = new Map<string, Name[]>();
  walkBody(fn, (node) => {
    if (node.kind !== "name" || isTarget(node)) return;
    appendTo(found, node.id, node);
  });
  return found;
}

function attributesOf(index: Index): Map<string, Attribute[]> {
  const found = new Map<string, Attribute[]>();
  for (const one of index.modules.values()) {
    for (const node of one.byKind.get("attribute") ?? []) {
      if (node.kind !== "attribute") continue;
      appendTo(found, node.name, node);
    }
  }
  return found;
}

const isTarget = (expr: Expr): boolean => {
  const parent = expr.parent;
  return (parent?.kind === "assign" && parent.targets.includes(expr)) || (parent?.kind === "augmented" && parent.target === expr) || (parent?.kind === "bind" && parent.target === expr);
};

/** The same class, or (where nothing is known) the same words in one file. */
function sameObject(on: Inference, a: Expr, b: Expr, index: Index): boolean {
  const classes = (expr: Expr): object[] => on.evaluate(expr).flatMap((one) => (one.kind === "instance" || one.kind === "class" ? [one.class] : []));
  const [left, right] = [classes(a), classes(b)];
  if (left.length > 0 && right.length > 0) return left.some((one) => right.includes(one));
  return left.length === 0 && right.length === 0 && a.kind === "name" && b.kind === "name" && a.id === b.id && index.moduleOf(a) === index.moduleOf(b);
}

const OPERATIONS = new Set<Node["kind"]>(["binary", "unary", "call", "conditional", "attribute", "await", "logical", "bind", "subscript"]);

/** What is made of the value. An argument belongs to its call. */
function operationOn(expr: Expr): Expr | null {
  const parent = expr.parent!;
  const node = parent.kind === "argument" ? parent.parent! : parent;
  return OPERATIONS.has(node.kind) ? (node as Expr) : null;
}

interface Ways extends Pick<Follower, "reads" | "attributeReads" | "attributesNamed"> {
  readonly graph: CallGraph;
}

/** Other expressions that hold the same value. */
function onward(expr: Expr, ways: Ways): readonly Expr[] {
  const parent = expr.parent!;
  if (parent.kind === "bind" && parent.value === expr) return boundTo(parent.target, ways);
  if (parent.kind === "assign" && parent.value === expr) return parent.targets.flatMap((target) => boundTo(target, ways));
  if (parent.kind === "tuple" && parent.parent?.kind === "assign" && parent.parent.value === parent) {
    const [target] = parent.parent.targets;
    const item = target?.kind === "tuple" && target.items.length === parent.items.length ? target.items[parent.items.indexOf(expr)] : undefined;
    return item ? boundTo(item, ways) : [];
  }
  if (parent.kind === "tuple" && parent.parent?.kind === "return") return unpackedBy(parent, expr, ways);
  if (parent.kind === "return") {
    const fn = enclosingFunction(parent);
    return fn ? ways.graph.callersOf(fn).map((one) => one.call).slice(0, MOST_CALLERS) : [];
  }
  if (parent.kind === "argument" && parent.parent?.kind === "call") return handedTo(parent.parent, parent, ways);
  return [];
}

/** `return a, b` and `x, y = f()`: where the callers take the results apart. */
function unpackedBy(tuple: Sequence, item: Expr, ways: Ways): readonly Expr[] {
  const fn = enclosingFunction(tuple);
  if (!fn) return [];
  return ways.graph.callersOf(fn).slice(0, MOST_CALLERS).flatMap(({ call }) => {
    const value = call.parent?.kind === "await" ? call.parent : call;
    const [target] = value.parent?.kind === "assign" && value.parent.value === value ? value.parent.targets : [];
    const taken = target?.kind === "tuple" && target.items.length === tuple.items.length ? target.items[tuple.items.indexOf(item)] : undefined;
    return taken ? boundTo(taken, ways) : [];
  });
}

function boundTo(target: Expr, ways: Ways): readonly Expr[] {
  if (target.kind === "name") {
    const scope = scopeOf(target);
    return scope.kind === "function" ? ways.reads(scope, target.id) : [];
  }
  return target.kind === "attribute" ? ways.attributeReads(target) : [];
}

function handedTo(call: Call, argument: Node & { kind: "argument" }, { graph, reads, attributesNamed }: Ways): readonly Expr[] {
  if (argument.spread !== "none") return [];
  const targets = graph.targets(call);
  const position = call.args.indexOf(argument);
  const found: Expr[] = [];
  for (const fn of graph.runs(call)) {
    const at = argument.name === null ? (isBound(fn) ? position + 1 : position) : fn.params.findIndex((one) => one.name === argument.name);
    const parameter = fn.params[at];
    if (parameter && parameter.flavour !== "rest" && parameter.flavour !== "keyword-rest") found.push(...reads(fn, parameter.name));
  }
  // A dataclass: the field of the keyword's name.
  if (targets.classes.length > 0 && argument.name !== null && !targets.classes.some((one) => one.body.some((each) => each.kind === "function-statement" && each.function.name === "__init__"))) {
    found.push(...attributesNamed(argument.name).filter((one) => !isTarget(one) && graph.valuesOf(one.object).some((value) => value.kind === "instance" && targets.classes.includes(value.class))));
  }
  return found;
}
