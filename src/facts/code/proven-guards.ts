import { conditionsAt } from "../../ir/conditions.ts";
import { EXIT, isReachable } from "../../ir/flow-graph.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Compare, Expr, FunctionNode, Name, Node, Stmt } from "../../ir/nodes.ts";
import { functionAround, mentionsName } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { bitOf, guardKinds, type GuardKinds, type GuardMask } from "./guard-kinds.ts";
import { identifiersIn, isConstant, isOrdering, isTested, isZero, wordMask } from "./guard-shapes.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { asksBefore, rejectingTests, type Ask, type Meaning } from "./partial-guards.ts";
import { settingMeaning } from "./setting-meaning.ts";
import { settingReads } from "./setting-reads.ts";
import { isMode } from "./switched-off.ts";
import { PAPER } from "./trade-steps.ts";
import { DRIVERS, letsPass, verdictIn, type Passing, type Question } from "./said-answers.ts";

export interface ProvenGuards {
  /** What was asked wherever the test came out like this, on each of the ways by which functions behind it let pass. */
  of(test: Expr, outcome: boolean): GuardMask;
  /** What every answer of a function that lets pass has behind it. */
  behind(question: Question): GuardMask;
  /** What was asked where a call that raises to reject came back. */
  survived(call: Call): GuardMask;
}

export const provenGuards = codeFact({
  name: "proven-guards",
  doc: "What is asked for certain where a test before an order came out in one way: on every way by which the functions behind it let pass.",
  requires: { index, callGraph, guardKinds, settingReads },
  derive({ index, callGraph, guardKinds, settingReads }): ProvenGuards {
    const proofs = new Proofs(index, callGraph, guardKinds, settingMeaning(settingReads));
    return { of: (test, outcome) => proofs.of(test, outcome), behind: (question) => proofs.inside(question), survived: (call) => proofs.survived(call) };
  },
});

const WHOLE = { item: -1, field: null };

class Proofs {
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #kinds: GuardKinds;
  readonly #meaning: Meaning;
  readonly #functions = new Map<FunctionNode, Map<string, GuardMask>>();
  readonly #asks = new Map<FunctionNode, readonly Ask[]>();
  readonly #tests = new Map<Expr, GuardMask>();
  readonly #known = { yes: new Map<Expr, GuardMask>(), no: new Map<Expr, GuardMask>() };
  readonly #underway = new Set<Node>();

  constructor(index: Index, graph: CallGraph, kinds: GuardKinds, settings: Pick<Meaning, "isSetting" | "isOff">) {
    this.#index = index;
    this.#graph = graph;
    this.#kinds = kinds;
    this.#meaning = { isMode, kinds: (test) => this.#asked(test), isMade: () => true, ...settings };
  }

  #asked(test: Expr): GuardMask {
    let mask = this.#tests.get(test);
    if (mask === undefined) this.#tests.set(test, (mask = this.#kinds.of(test)));
    return mask;
  }

  of(test: Expr, outcome: boolean): GuardMask {
    const known = this.#known[outcome ? "yes" : "no"];
    let mask = known.get(test);
    if (mask === undefined) {
      mask = this.#tested(test, outcome);
      known.set(test, mask);
    }
    return mask;
  }

  #tested(test: Expr, outcome: boolean): GuardMask {
    switch (test.kind) {
      case "unary": return test.op === "not" ? this.of(test.operand, !outcome) : this.#kinds.itself(test);
      case "logical": return this.of(test.left, outcome) | this.of(test.right, outcome);
      case "compare": return this.#compared(test, outcome);
      default: return this.#answered(test, outcome ? "truthy" : "falsy", WHOLE);
    }
  }

  #compared(test: Compare, outcome: boolean): GuardMask {
    if (isOrdering(test)) return this.#ordered(test, outcome) | this.#measured(test.left, 0) | this.#measured(test.right, 0);
    const equal = test.op === "is" || test.op === "==";
    if (!equal && test.op !== "is not" && test.op !== "!=") return this.#kinds.itself(test);
    if (test.right.kind === "none") return this.#answered(test.left, equal === outcome ? "none" : "some", WHOLE);
    const word = test.right.kind === "string" ? test.right.value : test.right.kind === "attribute" ? test.right.name : null;
    return word === null ? this.#kinds.itself(test) : this.#answered(test.left, equal === outcome ? `is ${word}` : `not ${word}`, WHOLE);
  }

  /** Settings that are compared with each other or with a number ask nothing about a signal; `edge <= 0` asks for a sign. */
  #ordered(test: Compare, outcome: boolean): GuardMask {
    if (this.#isGiven(test.left, 0) && this.#isGiven(test.right, 0)) return 0;
    const mask = this.#kinds.itself(test);
    return isZero(test.left) || isZero(test.right) || !this.#isKeptSmall(test, outcome) ? mask & ~GAP : mask;
  }

  /** What lets pass is a small gap: `if drift > limit: fall_back_to_market()` sends the order because of a great one. */
  #isKeptSmall({ left, right, op }: Compare, outcome: boolean): boolean {
    const isGap = (expr: Expr): boolean => [...identifiersIn(expr, 0, () => [])].some((one) => (wordMask(one, "quantity") & GAP) !== 0 && !LIMIT.test(one));
    const [first, second] = [isGap(left), isGap(right)];
    return first === second || first === (op.startsWith("<") === outcome);
  }

  #isGiven(expr: Expr, hops: number): boolean {
    if (isConstant(expr) || this.#meaning.isSetting(expr)) return true;
    const values = expr.kind === "name" && hops < 3 ? this.#valuesOf(expr) : [];
    return values.length > 0 && values.every((one) => this.#isGiven(one.expr, hops + 1));
  }

  /** `self._count_alike(signal) >= limit`: an amount that a function works out; a record says more than one thing. */
  #measured(expr: Expr, hops: number): GuardMask {
    if (expr.kind === "await") return this.#measured(expr.value, hops);
    if (expr.kind === "name") return hops > 2 ? 0 : this.#valuesOf(expr).reduce((sum, one) => sum | this.#measured(one.expr, hops + 1), 0);
    if (expr.kind !== "call") return 0;
    const fns = this.#graph.runs(expr).filter((fn) => this.#returnsOf(fn).every((one) => one?.kind !== "dict"));
    return fns.reduce((sum, fn) => sum | this.#kinds.inside(fn), 0);
  }

  #answered(expr: Expr, passes: Passing, read: Pick<Question, "item" | "field">): GuardMask {
    if (this.#underway.has(expr)) return 0;
    this.#underway.add(expr);
    const mask = this.#read(expr, passes, read);
    this.#underway.delete(expr);
    return mask;
  }

  #read(expr: Expr, passes: Passing, read: Pick<Question, "item" | "field">): GuardMask {
    const told = read.field === null ? (verdictIn(expr) ?? fieldIn(expr)) : null;
    if (told && told.record.kind !== "attribute") return wordMask(told.field, "answer") | this.#answered(told.record, passes, { item: read.item, field: told.field });
    switch (expr.kind) {
      case "await": return this.#answered(expr.value, passes, read);
      case "call": return this.#called(expr, passes, read);
      case "subscript": return expr.index.kind === "number" ? this.#answered(expr.object, passes, { ...read, item: expr.index.value }) : this.#kinds.itself(expr);
      case "name": return this.#named(expr, passes, read);
      case "unary": case "logical": case "compare": return read.field === null && read.item < 0 && (passes === "truthy" || passes === "falsy") ? this.of(expr, passes === "truthy") : 0;
      default: return this.#kinds.itself(expr);
    }
  }

  /** Each function that the call may run has asked. */
  #called(call: Call, passes: Passing, read: Pick<Question, "item" | "field">): GuardMask {
    const fns = this.#graph.runs(call);
    if (fns.length === 0) {
      const [first] = call.args;
      return first && DRIVERS.test(calledName(call)) ? this.#answered(first.value, passes, read) : this.#kinds.itself(call);
    }
    const named = this.#kinds.itself(call) & fns.reduce((sum, fn) => sum | this.#kinds.inside(fn), 0);
    return named | fns.reduce((sum, fn) => sum & this.inside({ fn, passes, ...read }), -1);
  }

  /** What gave a name its values: those that reject say under which test. */
  #named(name: Name, passes: Passing, read: Pick<Question, "item" | "field">): GuardMask {
    const values = this.#valuesOf(name);
    // `cooldown_check = self._check_cooldown(last_order_time)`: what the function was found to ask, not what its answer is called.
    const answers = values.map(({ expr }) => (expr.kind === "await" ? expr.value : expr)).map((one) => (one.kind === "call" ? this.#graph.runs(one) : []));
    let mask = wordMask(name.id, "answer");
    if (answers.length > 0 && answers.every((fns) => fns.length > 0)) mask &= answers.flat().reduce((sum, fn) => sum | this.#kinds.inside(fn), 0);
    for (const { expr, item } of values) {
      if (isConstant(expr)) mask |= this.#rejectedBy(expr, name);
      else if (expr.kind === "list") mask |= this.#kinds.of(name);
      else mask |= this.#answered(expr, passes, item >= 0 ? { ...read, item } : read);
    }
    return mask;
  }

  /** `ok = False` under a test: what has come out otherwise where the name lets pass. Under more than one, only one of them has. */
  #rejectedBy(constant: Expr, used: Name): GuardMask {
    const held = new Set(conditionsOf(used).map(({ node }) => node));
    const own = conditionsOf(constant).filter(({ node }) => !held.has(node));
    const isGiven = (test: Node): boolean => isTested(test) && (mentionsName(test, used.id) || isMode(test) || this.#meaning.isSetting(test));
    return own.reduce((sum, { node, outcome }) => (isTested(node) && own.every((one) => one.node === node || isGiven(one.node)) ? sum | this.of(node, !outcome) : sum), 0);
  }

  /** What came out as it did before a place. */
  #conditionsAt(at: Node): GuardMask {
    return conditionsOf(at).reduce((sum, { node, outcome }) => sum | (isTested(node) ? this.of(node, outcome) : outcome && node.kind === "for" ? this.#kinds.of(node.iterable) : 0), 0);
  }

  /** What every answer of a function that lets pass has behind it. */
  inside(question: Question): GuardMask {
    const { fn, passes, item, field } = question;
    const key = `${passes} ${String(item)} ${field ?? ""}`;
    let known = this.#functions.get(fn);
    if (!known) this.#functions.set(fn, (known = new Map<string, GuardMask>()));
    const made = known.get(key);
    if (made !== undefined) return made;
    known.set(key, 0);
    const mask = this.#behind(question);
    known.set(key, mask);
    return mask;
  }

  #behind(question: Question): GuardMask {
    const { fn } = question;
    let [all, passing, rejecting] = [-1, 0, 0];
    for (const { value, node } of this.#answersOf(fn)) {
      const verdict = letsPass(question, value);
      if (verdict === false || (node && handsBackRefusal(value, node))) rejecting++;
      else if (!node || !this.#isSwitched(node)) {
        passing++;
        if (verdict === null) rejecting++;
        all &= this.#before(fn, node) | (verdict === null && value ? this.#given(value, question) : 0);
      }
    }
    return passing > 0 && rejecting > 0 ? all : 0;
  }

  survived(call: Call): GuardMask {
    const fns = this.#graph.runs(call);
    return fns.length === 0 ? 0 : fns.reduce((sum, fn) => sum & this.#answersOf(fn).reduce((all, { node }) => all & this.#before(fn, node), -1), -1);
  }

  /** `if PAPER_TRADING: return True`, `if not settings.use_filter: return True`: off by a setting, which is judged elsewhere. */
  #isSwitched(node: Node): boolean {
    const test = node.parent?.kind === "if" && node.parent.body.includes(node as Stmt) ? node.parent.test : null;
    const bare = test?.kind === "unary" && test.op === "not" ? test.operand : test;
    return bare !== null && (isMode(bare) || this.#meaning.isSetting(bare) || PAPER.test(ownName(bare)));
  }

  /** What was asked before a function answers; `node` is null at its end. */
  #before(fn: FunctionNode, node: Node | null): GuardMask {
    const end = node ?? { ...fn, start: fn.end };
    let asks = this.#asks.get(fn);
    if (!asks) this.#asks.set(fn, (asks = rejectingTests(fn, this.#meaning)));
    const { standing } = asksBefore(asks, end, new Set(), this.#meaning);
    return standing.reduce((sum, { test }) => sum | this.of(test, false), node ? this.#conditionsAt(node) : 0);
  }

  /** What an answer that is worked out asks by itself: `return spread <= limit`, `return self.breaker.allows(symbol)`. */
  #given(value: Expr, { passes, item, field }: Question): GuardMask {
    if (value.kind === "tuple" && field === null) {
      const part = value.items[Math.max(0, item)];
      return part ? this.#answered(part, passes, WHOLE) : 0;
    }
    if (value.kind === "dict" && field !== null) {
      const said = value.entries.find(({ key }) => key?.kind === "string" && key.value === field)?.value;
      return said ? this.#answered(said, passes, WHOLE) : 0;
    }
    if (value.kind === "call" && field !== null) {
      const said = value.args.find((one) => one.name === field)?.value;
      if (said) return this.#answered(said, passes, WHOLE);
    }
    // `return "blocked" if breaker.is_blocked(symbol) else None`
    if (value.kind === "conditional") return this.of(value.test, true);
    return this.#answered(value, passes, { item, field });
  }

  #answersOf(fn: FunctionNode): { readonly value: Expr | null; readonly node: Node | null }[] {
    const found: { value: Expr | null; node: Node | null }[] = this.#index.modules.get(this.#index.moduleOf(fn).file)!.returns[fn.index]!.map((one) => ({ value: one.value, node: one }));
    const last = fn.body.at(-1)?.kind;
    if (last !== "return" && last !== "raise" && isReachable(flowOf(fn), EXIT)) found.push({ value: null, node: null });
    return found;
  }

  readonly #returnsOf = (fn: FunctionNode): readonly (Expr | null)[] => this.#index.modules.get(this.#index.moduleOf(fn).file)!.returns[fn.index]!.map((one) => one.value);

  /** What a local name was given, and which element of it. */
  #valuesOf(name: Name): { readonly expr: Expr; readonly item: number }[] {
    const all = bindingsOf(name, this.#index.modules.get(this.#index.moduleOf(name).file)!) ?? [];
    return all.length > MOST_VALUES ? [] : all.flatMap((one) => (one.kind === "value" ? [{ expr: one.expr, item: one.item }] : []));
  }
}

const MOST_VALUES = 8;
const GAP = bitOf("gap");
const LIMIT = /(^|_)(max|min|limit|threshold|cap|tolerance|allowed)(_|$)/;

function conditionsOf(at: Node): ReturnType<typeof conditionsAt> {
  const flow = flowOf(functionAround(at));
  const point = reachablePointOf(flow, at);
  return point === undefined ? [] : conditionsAt(flow, point);
}

/** `decision["action"]`, `decision.get("action")`: a field by which a record may say no. */
function fieldIn(expr: Expr): { readonly record: Expr; readonly field: string } | null {
  if (expr.kind === "attribute") return expr.object.kind === "name" && !/^(self|cls)$/.test(expr.object.id) ? { record: expr.object, field: expr.name } : null;
  if (expr.kind === "subscript") return expr.index.kind === "string" ? { record: expr.object, field: expr.index.value } : null;
  if (expr.kind !== "call" || expr.callee.kind !== "attribute" || expr.callee.name !== "get") return null;
  const key = expr.args[0]?.value;
  return key?.kind === "string" ? { record: expr.callee.object, field: key.value } : null;
}

/** `if not check["allowed"]: return check`: the refusal of another is handed back. */
function handsBackRefusal(value: Expr | null, node: Node): boolean {
  const test = node.parent?.kind === "if" && node.parent.body.includes(node as Stmt) ? node.parent.test : null;
  return value?.kind === "name" && test !== null && mentionsName(test, value.id);
}
