import type { Call, Expr, FunctionNode, If, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { filterAnswers, rejectsIn, type Filter } from "../filter-answers.ts";
import { guardKinds, kindsIn } from "../guard-kinds.ts";
import { isOrdering } from "../guard-shapes.ts";
import { reach, type Reachability } from "../reach.ts";
import { tradePaths } from "../trade-paths.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** A test of a filter that never rejects, because nobody gives the value that it asks about. */
export interface UngivenParameter {
  readonly filter: Filter;
  /** The test that is never reached, or never true. */
  readonly test: Expr;
  readonly parameter: string;
  /** A call on the way to the order that leaves it out. */
  readonly call: Call;
}

const MAX_DEPTH = 6;

export const ungivenParameters = codeFact({
  name: "ungiven-parameters",
  doc: "Tests of filters before an order that never reject because no caller gives the value.",
  requires: { callGraph, filterAnswers, guardKinds, reach, tradePaths },
  derive({ callGraph, filterAnswers, guardKinds, reach, tradePaths }): readonly UngivenParameter[] {
    const never = new Never(callGraph, reach);
    const asked: (UngivenParameter & { readonly kinds: number })[] = [];
    // What another test asks as well is asked.
    let elsewhere = tradePaths.openings.flatMap((site) => kindsIn(FOUR).flatMap((kind) => tradePaths.guards(site, kind))).reduce((sum, one) => (one.test.kind === "compare" && isOrdering(one.test) ? sum | one.mask : sum), 0);
    for (const filter of filterAnswers.filters) {
      if ((filter.kinds & FOUR) === 0) continue;
      const empty = never.parametersOf(filter.fn);
      const world = never.after(filter.fn, empty);
      statementsOf(filter.fn, (node) => {
        if (node.kind !== "if" || !rejectsIn(node, filter, filterAnswers)) return;
        const kinds = guardKinds.of(node.test) & FOUR;
        if (kinds === 0) return;
        const parameter = world.size === 0 ? null : skippedFor(node, filter.fn, world, never);
        const call = parameter === null ? undefined : empty.get(parameter);
        if (parameter !== null && call) asked.push({ filter, test: node.test, parameter, call, kinds });
        else if (!asksAnother(callGraph, filterAnswers.filters, node.test)) elsewhere |= kinds;
      });
    }
    const told = new Set<Call>();
    return asked.filter((one) => (one.kinds & ~elsewhere) !== 0 && !told.has(one.call) && told.add(one.call));
  },
});

/** Only what another filter answers is tested. */
function asksAnother(graph: CallGraph, filters: readonly Filter[], test: Expr): boolean {
  if (test.kind === "unary") return asksAnother(graph, filters, test.operand);
  // A name keeps such an answer, mostly: `if not allowed: return False, reason`.
  return test.kind === "name" || (test.kind === "call" && graph.runs(test).some((fn) => filters.some((one) => one.fn === fn)));
}

/** Names that are None in a function, each with the parameter that it is None for. */
type World = ReadonlyMap<string, string>;

/** The parameter for which the rejecting branch is never taken: its own test, or one around it, is false. */
function skippedFor(node: If, fn: FunctionNode, world: World, never: Never): string | null {
  let child: Node = node;
  const own = never.falseFor(node.test, world);
  if (own !== null) return own;
  for (let at = node.parent; at && at !== fn; child = at, at = at.parent) {
    if (at.kind === "if" && at.body.some((one) => one === child)) {
      const outer = never.falseFor(at.test, world);
      if (outer !== null) return outer;
    }
  }
  return null;
}

/** Follows None from parameters that nobody gives through names, tests and calls. */
class Never {
  readonly #graph: CallGraph;
  readonly #reach: Reachability;
  readonly #known = new Map<FunctionNode, ReadonlyMap<string, Call>>();
  readonly #escaped: ReadonlySet<FunctionNode>;

  constructor(graph: CallGraph, reach: Reachability) {
    this.#graph = graph;
    this.#reach = reach;
    this.#escaped = new Set(graph.escapes.map((one) => one.fn));
  }

  /** Parameters that default to None and that no running caller gives, each with a call that leaves it out. */
  parametersOf(fn: FunctionNode): ReadonlyMap<string, Call> {
    const known = this.#known.get(fn);
    if (known) return known;
    const found = new Map<string, Call>();
    this.#known.set(fn, found);
    const optional = fn.params.filter((one, i) => one.flavour !== "rest" && one.flavour !== "keyword-rest" && (i > 0 || classOf(fn) === null));
    if (optional.length === 0 || this.#escaped.has(fn)) return found;
    const callers = this.#graph.callersOf(fn).filter((one) => this.#reach.of(one.caller) !== "dead");
    if (callers.length === 0 || callers.some(({ call }) => call.args.some((one) => one.spread !== "none"))) return found;
    for (const param of optional) {
      const calls = callers.map(({ call }) => this.#leavesOut(call, fn, param.name));
      if (calls.every((one) => one !== null)) found.set(param.name, calls[0]!);
    }
    return found;
  }

  /** The call that leaves the parameter out: this one, or the one before that gave this one nothing; null: it is given. */
  #leavesOut(call: Call, fn: FunctionNode, name: string): Call | null {
    const position = fn.params.findIndex((one) => one.name === name) - bound(fn);
    const positional = call.args.filter((one) => one.name === null);
    const given = call.args.find((one) => one.name === name)?.value ?? (fn.params.find((one) => one.name === name)!.flavour === "keyword-only" ? undefined : positional[position]?.value);
    if (!given) return fn.params.find((one) => one.name === name)!.default?.kind === "none" ? call : null;
    if (given.kind === "none") return call;
    const caller = enclosingFunction(call)!;
    if (given.kind !== "name" || caller === fn) return null;
    const empty = this.parametersOf(caller);
    const source = this.after(caller, empty).get(given.id);
    return source === undefined ? null : (empty.get(source) ?? null);
  }

  /** Names that are None wherever they are read in the function. */
  after(fn: FunctionNode, empty: ReadonlyMap<string, unknown>, depth = 0): World {
    const world = new Map<string, string>();
    const stored = new Set<string>();
    for (const name of empty.keys()) world.set(name, name);
    const step = (statement: Node): void => {
      if (statement.kind === "assign") for (const target of statement.targets) if (target.kind === "name") {
        const source = stored.has(target.id) ? null : this.noneFor(statement.value, world, depth);
        stored.add(target.id);
        if (source === null) world.delete(target.id);
        else world.set(target.id, source);
      }
    };
    const row = new Set(inRow(fn.body));
    for (const statement of row) step(statement);
    // Stored again under a test: it may be something there.
    statementsOf(fn, (node) => {
      if (node.kind === "assign" && !row.has(node)) for (const target of node.targets) if (target.kind === "name") world.delete(target.id);
    });
    return world;
  }

  /** The parameter for which the expression is None; null: it may be something. */
  noneFor(expr: Expr, world: World, depth: number): string | null {
    if (expr.kind === "name") return world.get(expr.id) ?? null;
    if (expr.kind === "await") return this.noneFor(expr.value, world, depth);
    if (expr.kind !== "call" || depth > MAX_DEPTH) return null;
    const fns = this.#graph.runs(expr);
    const [fn] = fns;
    if (fns.length !== 1 || !fn || fn.generator || expr.args.some((one) => one.spread !== "none")) return null;
    const given = new Map<string, string>();
    fn.params.forEach((param, i) => {
      const value = expr.args.find((one) => one.name === param.name)?.value ?? expr.args.filter((one) => one.name === null)[i - bound(fn)]?.value;
      const source = value ? this.noneFor(value, world, depth + 1) : null;
      if (source !== null) given.set(param.name, source);
    });
    if (given.size === 0) return null;
    return this.#answers(fn.body, new Map(given), depth + 1) === "none" ? given.values().next().value! : null;
  }

  /** What a body gives with these names None: none, something (or unknown), or that it goes on. */
  #answers(body: readonly Node[], world: Map<string, string>, depth: number): "none" | "other" | "on" {
    for (const one of body) {
      if (one.kind === "return") return one.value === null || one.value.kind === "none" || this.noneFor(one.value, world, depth) !== null ? "none" : "other";
      if (one.kind === "assign") {
        for (const target of one.targets) if (target.kind === "name") {
          const source = this.noneFor(one.value, world, depth);
          if (source === null) world.delete(target.id);
          else world.set(target.id, source);
        }
      } else if (one.kind === "if") {
        const truth = this.falseFor(one.test, world) !== null ? false : this.#isTrue(one.test, world) ? true : null;
        if (truth === null) return "other";
        const inside = this.#answers(truth ? one.body : one.otherwise, world, depth);
        if (inside !== "on") return inside;
      } else if (one.kind === "try") {
        const inside = this.#answers(one.body, world, depth);
        if (inside !== "on") return inside;
      } else if (one.kind !== "expression" && one.kind !== "pass") return "other";
    }
    return "on";
  }

  #isTrue(test: Expr, world: World): boolean {
    if (test.kind === "unary" && test.op === "not") return test.operand.kind === "name" && world.has(test.operand.id);
    if (test.kind === "logical" && test.op === "or") return this.#isTrue(test.left, world) || this.#isTrue(test.right, world);
    return test.kind === "compare" && test.right.kind === "none" && (test.op === "is" || test.op === "==") && test.left.kind === "name" && world.has(test.left.id);
  }

  /** The parameter for which the test is false; null: it may be true. */
  falseFor(test: Expr, world: World): string | null {
    if (test.kind === "name") return world.get(test.id) ?? null;
    if (test.kind === "logical") {
      const [left, right] = [this.falseFor(test.left, world), this.falseFor(test.right, world)];
      return test.op === "and" ? (left ?? right) : left !== null && right !== null ? left : null;
    }
    if (test.kind !== "compare" || test.left.kind !== "name") return null;
    const isNone = test.right.kind === "none" && (test.op === "is not" || test.op === "!=");
    const isWord = test.op === "==" && (test.right.kind === "string" || test.right.kind === "number" || test.right.kind === "boolean");
    return isNone || isWord ? (world.get(test.left.id) ?? null) : null;
  }
}

/** How many parameters the call itself fills. */
const bound = (fn: FunctionNode): number => (classOf(fn) && !fn.decorators.some((one) => one.kind === "name" && one.id === "staticmethod") ? 1 : 0);

/** Statements that run one after the other: those in `with` and `try` too. */
function* inRow(body: readonly Node[]): Iterable<Node> {
  for (const one of body) {
    if (one.kind === "with" || one.kind === "try") yield* inRow(one.body);
    else yield one;
  }
}
