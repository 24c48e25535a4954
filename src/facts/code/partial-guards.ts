import { leaves } from "../../ir/blocks.ts";
import { ownName } from "../../ir/names.ts";
import type { Expr, FunctionNode, Handler, If, Node, Try } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import type { GuardMask } from "./guard-kinds.ts";

/** A rejecting test before a step that does not stand on every way to it. */
export interface PartialGuard {
  readonly test: Expr;
  readonly mask: GuardMask;
  /** It is asked only where this holds (or does not, where the step stands in its other branch); null: `handler` says why. */
  readonly under: Expr | null;
  /** After this handler the way goes on unasked. */
  readonly handler: Handler | null;
  /** As the bot ships `under` does not hold: nobody is asked. */
  readonly off: boolean;
}

/** Rejecting tests that are no test of the way by their place, and are one by their meaning. */
export interface Standing {
  readonly test: Expr;
  readonly mask: GuardMask;
}

export interface Asks {
  readonly standing: readonly Standing[];
  readonly partial: readonly PartialGuard[];
}

/** What the tests around a test mean, as the shared facts know it. */
export interface Meaning {
  /** Whether the bot trades for real, or whether the order opens: what is judged is that it does. */
  isMode(test: Expr): boolean;
  /** What a test asks about. */
  kinds(test: Expr): GuardMask;
  /** The truth of it is that something of the bot's own is there (`if self.risk:`), and somebody makes it. */
  isMade(test: Expr): boolean;
  /** A setting switches it. */
  isSetting(test: Expr): boolean;
  /** A limit or a switch that ships so that it holds nobody back. */
  isOff(test: Expr): boolean;
}

/** A rejecting `if` of a function, with what encloses it, the nearest first. */
export interface Ask {
  readonly node: If;
  readonly mask: GuardMask;
  readonly around: readonly (If | Try)[];
  /** It only goes on to the loop's next round, or behind it; null: it leaves the function. */
  readonly loop: Node | null;
}

/** All rejecting tests of a function; those that stand on every way to a place are told by the flow. */
export function rejectingTests(fn: FunctionNode, meaning: Meaning): readonly Ask[] {
  const found: Ask[] = [];
  const step = (node: Node, around: readonly (If | Try)[], loop: Node | null): void => {
    if (node.kind === "function" || node.kind === "class") return;
    if (node.kind === "if" && (leaves(node.body) || leaves(node.otherwise))) {
      const mask = meaning.kinds(node.test);
      const last = (leaves(node.body) ? node.body : node.otherwise).at(-1)!;
      if (mask) found.push({ node, mask, around, loop: last.kind === "return" || last.kind === "raise" ? null : loop });
    }
    const inner = node.kind === "if" || node.kind === "try" ? [node, ...around] : around;
    children(node, (child) => step(child, inner, node.kind === "for" || node.kind === "while" ? node : loop));
  };
  for (const statement of fn.body) step(statement, [], null);
  return found;
}

/** What is asked in a function before a place in it, besides what dominates the place (`told`). */
export function asksBefore(asks: readonly Ask[], at: Node, told: ReadonlySet<Node>, meaning: Meaning): Asks {
  const standing: Standing[] = [];
  const partial: PartialGuard[] = [];
  for (const { node, mask, around, loop } of asks) {
    const { test } = node;
    if (node.end > at.start || operands(test).some((one) => told.has(one)) || (loop && !within([loop], at))) continue;
    const choice = choiceIn(test, meaning);
    const why = around.map((one) => onlyThere(one, node, at, meaning)).filter((one) => one !== null).at(-1) ?? (choice && under(choice, meaning));
    // The order as well is sent only under what the test is asked under; or only closing orders are asked.
    if (why?.under && closes(why.under)) continue;
    const same = why?.under && [...told].some((one) => isSame(one, why.under!));
    if (why && !same) partial.push({ test, mask, ...why });
    else standing.push({ test, mask });
  }
  return { standing, partial };
}

/** What the flow tells apart: `not a or b` is asked in two tests. */
function operands(test: Expr): readonly Expr[] {
  if (test.kind === "logical") return [test, ...operands(test.left), ...operands(test.right)];
  return test.kind === "unary" ? [test, ...operands(test.operand)] : [test];
}

/** `side == "buy" and spread > limit`: only a part of the signals is asked. */
function choiceIn(test: Expr, meaning: Meaning): Expr | null {
  if (test.kind !== "logical" || test.op !== "and") return null;
  const parts = [test.left, test.right];
  const off = parts.find((one) => meaning.isOff(one));
  if (off) return off;
  const choice = parts.find((one) => one.kind === "compare" && (one.op === "==" || one.op === "!=") && (one.right.kind === "string" || one.right.kind === "attribute") && meaning.kinds(one) === 0 && !meaning.isSetting(one.left));
  return choice ?? choiceIn(test.left, meaning) ?? choiceIn(test.right, meaning);
}

/** Spelled alike, as far as names, members and comparisons go. */
function isSame(a: Node, b: Node): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "name" && b.kind === "name") return a.id === b.id;
  if (a.kind === "attribute" && b.kind === "attribute") return a.name === b.name && isSame(a.object, b.object);
  if (a.kind === "string" && b.kind === "string") return a.value === b.value;
  if (a.kind === "subscript" && b.kind === "subscript") return isSame(a.object, b.object) && isSame(a.index, b.index);
  if (a.kind === "unary" && b.kind === "unary") return a.op === b.op && isSame(a.operand, b.operand);
  return a.kind === "compare" && b.kind === "compare" && a.op === b.op && isSame(a.left, b.left) && isSame(a.right, b.right);
}

type Why = Pick<PartialGuard, "under" | "handler" | "off">;
const under = (test: Expr, meaning: Meaning): Why => ({ under: test, handler: null, off: conjuncts(test).some((one) => meaning.isOff(one)) });

const conjuncts = (test: Expr): readonly Expr[] => (test.kind === "logical" && test.op === "and" ? [...conjuncts(test.left), ...conjuncts(test.right)] : [test]);

/** Why what encloses the test keeps it from being asked on every way to the place; null: it does not. */
function onlyThere(outer: If | Try, ask: If, at: Node, meaning: Meaning): Why | null {
  if (outer.kind === "if") {
    const branch = within(outer.body, ask) ? outer.body : outer.otherwise;
    if (within(branch, at) || within([outer.test], ask)) return null;
    return !within([outer], at) && branch === outer.body && isNoChoice(outer.test, ask, meaning) ? null : under(outer.test, meaning);
  }
  if (!within(outer.body, ask) || within(outer.body, at) || within(outer.otherwise, at)) return null;
  const open = outer.handlers.find((one) => !leaves(one.body) && !within(one.body, at));
  return open ? { under: null, handler: open, off: false } : null;
}

const within = (body: readonly Node[], at: Node): boolean => body.some((one) => one.start <= at.start && at.end <= one.end);

/** `if self.risk:`, `if settings.use_filter:`, `if open_positions:` around a test of them. */
function isNoChoice(test: Expr, ask: If, meaning: Meaning): boolean {
  if (meaning.isOff(test)) return false;
  if (meaning.isSetting(test) || meaning.isMode(test) || opens(test)) return true;
  if (test.kind === "logical" && test.op === "and") return isNoChoice(test.left, ask, meaning) && isNoChoice(test.right, ask, meaning);
  const present = presence(test);
  return present !== null && (meaning.isMade(present) || mentions(ask.test, ownName(present)) || mentions(ask.parent!, ownName(present)));
}

/** `if is_entry:`, `if not reduce_only:` around what is asked of opening orders. */
function opens(test: Expr): boolean {
  const [bare, outcome] = test.kind === "unary" && test.op === "not" ? [test.operand, false] : [test, true];
  const held = bare.kind === "call" ? (bare.callee.kind === "attribute" ? bare.callee.name : ownName(bare.callee)) : ownName(bare);
  return (outcome ? /(^|_)(entry|entries|opening|enter|new_position)(_|$)/ : CLOSING).test(held);
}

const CLOSING = /(^|_)(exit|exits|reduce_?only|clos(e|es|ing)|unwind)(_|$)/;
const closes = (test: Expr): boolean => (test.kind === "name" || test.kind === "attribute") && CLOSING.test(ownName(test));

/** `x`, `x is not None`, `x > 0`, `len(x) > 0` */
function presence(test: Expr): Expr | null {
  if (test.kind === "name" || test.kind === "attribute") return test;
  if (test.kind === "call" && test.callee.kind === "name" && /^(hasattr|getattr|bool)$/.test(test.callee.id)) return test.args[0]?.value ?? null;
  if (test.kind !== "compare") return null;
  if (test.right.kind === "none" && (test.op === "is not" || test.op === "!=")) return presence(test.left);
  // `if limit > 0:`
  if (test.op === ">" && test.right.kind === "number" && test.right.value === 0 && test.left.kind !== "call") return presence(test.left);
  const counted = test.left.kind === "call" && test.left.callee.kind === "name" && test.left.callee.id === "len" ? test.left.args[0]?.value : undefined;
  return counted && (test.op === ">" || test.op === ">=" || test.op === "!=") ? counted : null;
}


function mentions(node: Node, name: string): boolean {
  if (name === "") return false;
  let found = false;
  const step = (one: Node): void => {
    if (found) return;
    found = (one.kind === "name" && one.id === name) || (one.kind === "attribute" && one.name === name);
    children(one, step);
  };
  // A loop over it asks each of its members.
  if (node.kind === "for") step(node.iterable);
  else if (node.kind !== "function") step(node);
  return found;
}
