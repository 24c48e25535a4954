import type { Compare, Expr, FunctionNode, Node, NumberLiteral, Stmt } from "../../../ir/nodes.ts";
import { enclosingFunction, walk } from "../../../ir/walk.ts";
import { ownName } from "../../../ir/names.ts";
import { decidesByName, OPERATIONAL, type Decides } from "../../../knowledge/trading-numbers.ts";
import type { Index, ModuleIndex } from "../module-index.ts";
import type { OrderReach } from "../order-reach.ts";
import type { WiderCalls } from "../wider-calls.ts";
import type { Demand } from "./demand.ts";
import { targetOf } from "./declared-place.ts";
import { wordsIn } from "./words-of.ts";
import { saysSomething } from "./said-texts.ts";
import { localThresholds } from "./local-thresholds.ts";
import { wantedCalls } from "./wanted-calls.ts";

/** What a decision is kept under until an order function asks for it. */
const VERDICT = /score|confid|strength|signal|prob|weight|decision|should|action|direction|bias|conviction|vote|(^|_)(buy|sell|long|short|bull\w*|bear\w*)(_|$)|passed|valid|allow|approved|skew|alpha|(^|_)ok(_|$)|eligib|qualif|confirm|veto/i;

/**
 * Numbers of functions whose results an order function uses, where the way between the two could not be followed: thresholds
 * whose branch returns or moves a score, and what the score is moved by.
 */
export function strategyNumbers(index: Index, decides: (fn: FunctionNode) => boolean): Demand[] {
  const found: Demand[] = [];
  const known = new Map<FunctionNode, boolean>();
  const isDecision = (node: Node): boolean => {
    const fn = enclosingFunction(node);
    if (!fn) return false;
    const before = known.get(fn) ?? decides(fn);
    known.set(fn, before);
    return before;
  };
  for (const module of index.modules.values()) {
    const flags = flagsOf(module);
    const thresholdOf = localThresholds(module, (test) => decidedBy(test, flags));
    for (const one of module.byKind.get("number") ?? []) {
      const number = one as NumberLiteral;
      if (number.value === 0 || number.value === 1) continue;
      const holder = number.parent?.kind === "unary" ? number.parent.parent : number.parent;
      const test = testedIn(number);
      if (test) {
        const site = decidedBy(test, flags);
        if (site && isDecision(number)) found.push(demand(number, holder === test ? test : null, site));
      } else if (movesVerdict(number) && isDecision(number)) found.push(demand(number, null, number.parent!));
      else {
        const threshold = thresholdOf(number);
        const level = threshold ? null : levelOf(number);
        if (threshold && isDecision(number)) found.push({ ...demand(number, threshold.compare, threshold.site), name: threshold.name });
        if (level && !isNeverRead(level.site, index) && isDecision(number)) found.push({ ...demand(number, null, level.site), decides: level.decides, force: "value", hops: UNSEEN });
      }
    }
  }
  return found;
}

/** The comparison that the number is an operand of, itself or as a factor: `volume > average * 1.5`. */
function testedIn(number: NumberLiteral): Compare | null {
  let at: Node = number;
  while (at.parent && (at.parent.kind === "unary" || at.parent.kind === "binary")) at = at.parent;
  const test = at.parent;
  if (test?.kind !== "compare") return null;
  const other = test.left === at ? test.right : test.left;
  const isFactor = number.parent?.kind === "binary";
  return isFactor && (OPERATIONAL.test(wordsIn(other)) || test.op === "==" || test.op === "!=") ? null : test;
}

/** Names that a branch tests which decides something, by the function: `if not high_volume: return HOLD`. */
function flagsOf(module: ModuleIndex): (test: Compare, name: string) => boolean {
  let known: Map<FunctionNode | null, Set<string>> | null = null;
  const find = (): Map<FunctionNode | null, Set<string>> => {
    const found = new Map<FunctionNode | null, Set<string>>();
    for (const one of module.byKind.get("if") ?? []) {
      if (one.kind !== "if" || !decidesSomething(one)) continue;
      const fn = enclosingFunction(one);
      const names = found.get(fn) ?? new Set<string>();
      found.set(fn, names);
      for (const name of testedNames(one.test)) names.add(name);
    }
    return found;
  };
  return (test, name) => (known ??= find()).get(enclosingFunction(test))?.has(name) ?? false;
}

function testedNames(test: Expr): string[] {
  if (test.kind === "name") return [test.id];
  if (test.kind === "unary") return test.op === "not" ? testedNames(test.operand) : [];
  return test.kind === "logical" ? [...testedNames(test.left), ...testedNames(test.right)] : [];
}

/** The branch that the comparison opens, or the verdict that it is: returned, or kept under its name. */
function decidedBy(test: Compare, isFlag: (test: Compare, name: string) => boolean): Node | null {
  const branch = branchOf(test);
  if (branch) return decidesSomething(branch) ? branch : null;
  let at: Node = test;
  while (at.parent && (at.parent.kind === "logical" || (at.parent.kind === "unary" && at.parent.op === "not"))) at = at.parent;
  const holder = at.parent;
  if (holder?.kind === "return") return holder;
  if (holder?.kind === "assign") return VERDICT.test(targetOf(holder) ?? "") || (holder.targets[0]!.kind === "name" && isFlag(test, holder.targets[0]!.id)) ? holder : null;
  return holder?.kind === "entry" && holder.key?.kind === "string" && VERDICT.test(holder.key.value) ? holder : null;
}

/** `confidence += 0.1`, `total_skew += imbalance * 0.25`, `score = 0.4 * trend + 0.6 * volume`. */
function movesVerdict(number: NumberLiteral): boolean {
  let at: Node = number;
  while (at.parent && (at.parent.kind === "binary" || at.parent.kind === "unary")) at = at.parent;
  const holder = at.parent;
  if (holder?.kind !== "augmented" && !(holder?.kind === "assign" && at !== number)) return false;
  return VERDICT.test(targetOf(holder) ?? "");
}

/** `block_size = 8192`, `window_size`: how much is read at once. */
export const OF_DATA = /(block|chunk|shard|batch|buffer|page|window|pool|cache|queue|sample|font|file|history|memory|list|log)_?size/i;

/** Hops of a number whose way to the order was not seen. */
const UNSEEN = 10;

/** A level by its name alone. */
export const isUnseen = (demand: Demand): boolean => demand.from === null && demand.hops === UNSEEN;

/** A number that makes up a level under its own name: `stop_price = entry * 0.98`, `self.profit_lock_pct = 1.5`. */
function levelOf(number: NumberLiteral): { decides: Decides; site: Node } | null {
  let at: Node = number;
  while (at.parent && (at.parent.kind === "binary" || at.parent.kind === "unary" || at.parent.kind === "conditional")) at = at.parent;
  if (at.parent?.kind !== "assign") return null;
  const name = targetOf(at.parent);
  const decides = name === null || OPERATIONAL.test(name) || OF_DATA.test(name) ? null : decidesByName(name);
  // `new_offset = current_offset - 1000` sets a clock; no price is put so far away.
  if (decides === "price" && name !== null && /offset/i.test(name) && Math.abs(number.value) >= 100) return null;
  if (!decides || decides === "limit" || (decides === "price" && number.value === 0.5) || isUnused(at.parent.targets[0]!)) return null;
  return { decides, site: at.parent };
}

/** `self.max_margin_percent = 0.8`, and no code says `.max_margin_percent` to read it. */
function isNeverRead(assign: Node, index: Index): boolean {
  const target = assign.kind === "assign" ? assign.targets[0]! : null;
  return target?.kind === "attribute" && !attributesRead(index).has(target.name);
}

const attributes = new WeakMap<Index, ReadonlySet<string>>();

function attributesRead(index: Index): ReadonlySet<string> {
  const known = attributes.get(index);
  if (known) return known;
  const found = new Set<string>();
  for (const module of index.modules.values()) {
    for (const one of module.byKind.get("attribute") ?? []) if (one.kind === "attribute" && !(one.parent?.kind === "assign" && one.parent.targets.includes(one))) found.add(one.name);
    for (const calls of module.calls) for (const { callee, args } of calls) {
      const name = callee.kind === "name" && callee.id === "getattr" ? args[1]?.value : null;
      if (name?.kind === "string") found.add(name.value);
    }
  }
  attributes.set(index, found);
  return found;
}

/** A local name that nothing reads. */
function isUnused(target: Expr): boolean {
  const fn = target.kind === "name" ? enclosingFunction(target) : null;
  return target.kind === "name" && fn !== null && fn.parent !== null && !namesRead(fn).has(target.id);
}

const read = new WeakMap<FunctionNode, ReadonlySet<string>>();

function namesRead(fn: FunctionNode): ReadonlySet<string> {
  const known = read.get(fn);
  if (known) return known;
  const found = new Set<string>();
  for (const statement of fn.body) walk(statement, (node) => void (node.kind === "name" && !(node.parent?.kind === "assign" && node.parent.targets.includes(node)) && found.add(node.id)));
  read.set(fn, found);
  return found;
}

const demand = (expr: Expr, compare: Compare | null, site: Node): Demand =>
  ({ expr, decides: "entry", force: "term", site, from: null, hops: 7, compare, name: null, inside: null });

/** The `if` whose test the comparison is part of. */
function branchOf(compare: Compare): (Node & { kind: "if" }) | null {
  let child: Node = compare;
  for (let at = compare.parent; at; child = at, at = at.parent) {
    if (at.kind === "logical" || (at.kind === "unary" && at.op === "not")) continue;
    return at.kind === "if" && at.test === child ? at : null;
  }
  return null;
}

const decidesSomething = (branch: Node & { kind: "if" }): boolean => branch.body.some(speaks);

function speaks(statement: Stmt): boolean {
  if (statement.kind === "return") return statement.value !== null && !isSentence(statement.value);
  // `strength = "Strong"`, of which a text is made.
  if (statement.kind === "assign" && statement.value?.kind === "string" && /^[A-Z][a-z]+( [a-zA-Z]+)*$/.test(statement.value.value) && !/^(Buy|Sell|Long|Short|Hold|Close|Open)$/.test(statement.value.value)) return false;
  if (statement.kind === "augmented" || statement.kind === "assign") return VERDICT.test(targetOf(statement) ?? "");
  // `signals.append({...})`
  if (statement.kind === "expression" && statement.value.kind === "call" && statement.value.callee.kind === "attribute") return /^(append|add|put|put_nowait)$/.test(statement.value.callee.name) && VERDICT.test(ownName(statement.value.callee.object));
  return false;
}

/** `return f"{strength} buy signal: consider a long position"` is read by people. */
const isSentence = (value: Expr): boolean => (value.kind === "template" ? saysSomething(value) : value.kind === "string" && /\p{L}+ \p{L}+ \p{L}+/u.test(value.value));

const FARTHEST = 7;

/** Functions whose results an order hangs on, directly or through others. */
export function decisionFunctions(index: Index, reach: OrderReach, calls: WiderCalls): ReadonlySet<FunctionNode> {
  const depth = new Map<FunctionNode, number>();
  const queue = index.functions.filter((fn) => reach.ofFunction(fn) > 0).map((fn) => ({ fn, far: 0 }));
  for (const { fn, far } of queue) {
    const next = far + 1;
    if (next > FARTHEST) continue;
    for (const call of wantedCalls(fn, (one) => reach.ofCall(one) > 0, far > 0)) {
      for (const callee of calls.runs(call)) {
        if (depth.has(callee) || !reach.trades(callee)) continue;
        depth.set(callee, next);
        queue.push({ fn: callee, far: next });
      }
    }
  }
  return new Set(depth.keys());
}
