import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { isReachable, pointsOf } from "../../../ir/flow-graph.ts";
import { ownName } from "../../../ir/names.ts";
import type { Attribute, Call, ClassNode, Compare, Expr, FunctionNode, If, Node, Stmt } from "../../../ir/nodes.ts";
import { children, classOf, enclosingFunction, isDropped, walkBody } from "../../../ir/walk.ts";
import { haltStores } from "../halt-stores.ts";
import type { Inference } from "../inference/context.ts";
import { scopeOf } from "../inference/scope-of.ts";
import type { Index, Store } from "../module-index.ts";
import type { PathStep } from "../trade-paths.ts";
import type { WiderCalls } from "../wider-calls.ts";
import { haltProperties, isHalt, SETTER } from "./halt-flags.ts";

/** A comparison of what is held, or lost, with its limit. */
export interface LimitTest {
  readonly node: Compare;
  readonly fn: FunctionNode;
  /** The side that holds the limit. */
  readonly limit: Expr;
  /** The side that is measured. */
  readonly measured: Expr;
}

/** A test on a way to an order, and the comparison that it asks. */
export interface LimitGuard {
  readonly test: Node;
  readonly asks: LimitTest;
}

const MAX_DEPTH = 4;
const MAX_STORES = 12;
/** `trading_enabled = False` is the halt. */
const TRADES = /trad|allow|enabled|active/;

/** Follows a test to the comparisons that decide it: through names, flags, and the functions that are asked. */
export class Asker {
  readonly #tests: ReadonlyMap<Node, LimitTest>;
  readonly #byFunction = new Map<FunctionNode, LimitTest>();
  readonly #index: Index;
  readonly #graph: WiderCalls;
  readonly #infer: Inference;
  readonly #functions = new Map<FunctionNode, LimitTest | null>();
  readonly #steps = new Map<Node, LimitGuard | null>();
  /** What names are bound to; null as well while it is under way. */
  readonly #values = new Map<Expr, LimitTest | null>();
  #flags: Map<string, Store[]> | null = null;
  #properties: Map<string, FunctionNode[]> | null = null;

  readonly #meaningless: ReadonlySet<Call>;

  constructor(tests: readonly LimitTest[], index: Index, graph: WiderCalls, infer: Inference, meaningless: ReadonlySet<Call>) {
    this.#meaningless = meaningless;
    this.#tests = new Map(tests.map((one) => [one.node, one]));
    for (const one of tests) if (!this.#byFunction.has(one.fn)) this.#byFunction.set(one.fn, one);
    this.#index = index;
    this.#graph = graph;
    this.#infer = infer;
  }

  guardOn(step: PathStep): LimitGuard | null {
    const before = this.#steps.get(step.at);
    if (before !== undefined) return before;
    const found = this.#tests.size > 0 ? this.#guardOn(step) : null;
    this.#steps.set(step.at, found);
    return found;
  }

  #guardOn(step: PathStep): LimitGuard | null {
    const flow = flowOf(step.from);
    const point = reachablePointOf(flow, step.at);
    const conditions = point === undefined ? [] : conditionsAt(flow, point);
    for (const { node } of conditions) {
      if (node.kind === "handler" || node.kind === "case") continue;
      const asks = this.#inTest(node.kind === "for" || node.kind === "clause" ? node.iterable : node, 0);
      if (asks) return { test: node, asks };
    }
    for (const { test, outcome } of step.guards) {
      const asks = outcome === null ? this.#inTest(test, 0) : null;
      if (asks) return { test, asks };
    }
    return this.#everyBranch(step.at) ?? this.#endingLoop(step.at);
  }

  /** `if first: if not check(): return` `else: if halted: return`, and then the step: each branch asks before it. */
  #everyBranch(at: Node): LimitGuard | null {
    for (let up = at.parent, from = at; up && up.kind !== "function"; from = up, up = up.parent) {
      if (up.kind !== "if" && up.kind !== "try" && up.kind !== "with" && up.kind !== "for" && up.kind !== "while") continue;
      const found = this.#inBlock(up.body.filter((one) => one.end <= from.start));
      if (found) return found;
    }
    const fn = enclosingFunction(at);
    return fn ? this.#inBlock(fn.body.filter((one) => one.end <= at.start)) : null;
  }

  #inBlock(block: readonly Stmt[]): LimitGuard | null {
    for (const one of block) {
      if (one.kind !== "if") continue;
      const asks = leavesLoop(one) ? this.#inTest(one.test, 0) : null;
      if (asks) return { test: one.test, asks };
      const then = one.otherwise.length > 0 ? this.#inBlock(one.body) : null;
      if (then && this.#inBlock(one.otherwise)) return then;
    }
    return null;
  }

  /** The loop around the step is left when the limit is reached: the next round sends nothing. */
  #endingLoop(at: Node): LimitGuard | null {
    for (let loop = at.parent; loop && loop.kind !== "function"; loop = loop.parent) {
      if (loop.kind !== "while") continue;
      let found: LimitGuard | null = null;
      const visit = (node: Node): void => {
        if (found || node.kind === "function") return;
        const asks = node.kind === "if" && leavesLoop(node) ? this.#inTest(node.test, 0) : null;
        if (asks && node.kind === "if") found = { test: node.test, asks };
        else children(node, visit);
      };
      for (const one of loop.body) visit(one);
      if (found) return found;
    }
    return null;
  }

  #inTest(node: Node, depth: number): LimitTest | null {
    if (depth > MAX_DEPTH || node.kind === "function") return null;
    const own = this.#tests.get(node);
    if (own) return own;
    let found: LimitTest | null = null;
    if (node.kind === "name") found = this.#inName(node, depth);
    if (node.kind === "attribute" && isHalt(node.name)) found = this.#inFlag(node, depth) ?? this.#inProperty(node, depth);
    if (node.kind === "call" && this.#meaningless.has(node)) return null;
    if (node.kind === "call") for (const fn of this.#graph.runs(node)) found ??= this.inFunction(fn, depth + 1);
    if (!found) children(node, (child) => { found ??= this.#inTest(child, depth); });
    return found;
  }

  #inName(name: Expr & { kind: "name" }, depth: number): LimitTest | null {
    const scope = scopeOf(name);
    if (scope.kind !== "function") return null;
    for (const one of this.#index.modules.get(this.#index.moduleOf(scope).file)!.scopes.get(scope)?.get(name.id) ?? []) {
      if (one.kind !== "value") continue;
      let found = this.#values.get(one.expr);
      if (found === undefined) {
        this.#values.set(one.expr, null);
        found = this.#inTest(one.expr, depth + 1) ?? this.#underLimit(one.node, scope);
        this.#values.set(one.expr, found);
      }
      if (found) return found;
    }
    return null;
  }

  /** `risk.is_halted`, a property that returns the flag. */
  #inProperty({ name, object }: Attribute, depth: number): LimitTest | null {
    this.#properties ??= haltProperties(this.#index);
    for (const fn of (this.#properties.get(name) ?? []).filter((one) => this.#mayBeOf(object, classOf(one)))) {
      const found = this.inFunction(fn, depth + 1);
      if (found) return found;
    }
    return null;
  }

  /** `self.trading_halted`: set somewhere under the limit. */
  #inFlag({ name, object }: Attribute, depth: number): LimitTest | null {
    this.#flags ??= haltStores(this.#index, isHalt);
    // What takes a halt back, and the flag of the same name of a class beside it, tell nothing of what sets this one.
    const stores = (this.#flags.get(name) ?? []).filter(({ value, target, fn }) => !(value?.kind === "boolean" && !value.value && !TRADES.test(name)) && this.#mayBeOf(object, target.kind === "attribute" && ownName(target.object) === "self" ? classOf(fn) : null));
    if (stores.length > MAX_STORES || depth > MAX_DEPTH) return null;
    for (const store of stores) {
      const found = this.#underLimit(store.target, store.fn) ?? (store.value ? this.#inTest(store.value, depth + 1) : null) ?? this.#calledUnderLimit(store.fn);
      if (found) return found;
    }
    return null;
  }

  /** What the object was seen to be allows this class; null, and what was not seen, allows all. */
  #mayBeOf(object: Expr, owner: ClassNode | null): boolean {
    if (!owner) return true;
    const seen = this.#infer.evaluate(object).flatMap((one) => (one.kind === "instance" ? [one.class] : []));
    return seen.length === 0 || seen.some((one) => this.#infer.hierarchy.ancestors(one).includes(owner) || this.#infer.hierarchy.ancestors(owner).includes(one));
  }

  /** `request_halt()` only sets the flag; who calls that compares. */
  #calledUnderLimit(fn: FunctionNode): LimitTest | null {
    if (!SETTER.test(fn.name)) return null;
    for (const { call, caller } of this.#graph.callersOf(fn).slice(0, MAX_STORES)) {
      const found = this.#underLimit(call, caller);
      if (found) return found;
    }
    return null;
  }

  /** The node runs under a condition that compares with the limit. */
  #underLimit(node: Node, fn: FunctionNode): LimitTest | null {
    const flow = flowOf(fn);
    const point = pointsOf(flow, node.kind === "assign" ? node.targets[0]! : node).find((one) => isReachable(flow, one));
    for (const condition of point === undefined ? [] : conditionsAt(flow, point)) {
      const own = this.#tests.get(condition.node) ?? this.#below(condition.node);
      if (own) return own;
    }
    return null;
  }

  /** `limit > 0 and loss > limit` */
  #below(test: Node): LimitTest | null {
    if (test.kind !== "logical") return null;
    return this.#tests.get(test.left) ?? this.#tests.get(test.right) ?? this.#below(test.left) ?? this.#below(test.right);
  }

  inFunction(fn: FunctionNode, depth: number): LimitTest | null {
    const own = this.#byFunction.get(fn);
    if (own) return own;
    const before = this.#functions.get(fn);
    if (before !== undefined) return before;
    if (depth > MAX_DEPTH) return null;
    this.#functions.set(fn, null);
    let found: LimitTest | null = null;
    for (const call of this.#index.callsIn(fn)) {
      if (found || isDropped(call) || this.#meaningless.has(call)) continue;
      for (const callee of this.#graph.runs(call)) found ??= this.inFunction(callee, depth + 1);
    }
    // `return not self.halted`: what sets the flag may have compared.
    for (const { value } of found ? [] : this.#index.modules.get(this.#index.moduleOf(fn).file)!.returns[fn.index]!) if (value && !found) found = this.#inTest(value, depth + 1);
    // `if self.halted: return False, "halted"`: the answer hangs on the flag.
    if (!found) walkBody(fn, (node) => void (node.kind === "if" && !found && leavesLoop(node) && (found = this.#inTest(node.test, depth + 1))));
    this.#functions.set(fn, found);
    return found;
  }
}

function leavesLoop(branch: If): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === "function" || node.kind === "while" || node.kind === "for") return;
    if (node.kind === "break" || node.kind === "return" || node.kind === "raise") found = true;
    else children(node, visit);
  };
  for (const one of branch.body) visit(one);
  return found;
}
