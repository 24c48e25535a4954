import { leaves, statementsBehind } from "../../../ir/blocks.ts";
import type { Compare, Expr, FunctionNode, Node, Stmt } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import { levelOf } from "../logs/log-calls.ts";
import type { LogCalls } from "../logs/log-calls.ts";
import type { Constants } from "../constants.ts";
import type { Follower } from "../value-follower.ts";
import { loudest, type Loudness } from "./loudness.ts";
import type { Mark } from "./metric-units.ts";

/** A test of a metric against a threshold. */
export interface Comparison {
  readonly node: Compare;
  readonly fn: FunctionNode;
  readonly mark: Mark;
  /** With the metric on the left: above, below. */
  readonly asks: "above" | "below";
  readonly threshold: Expr;
  /** What is said where the test is true, and where it is false; null: nothing. */
  readonly whenTrue: Loudness | null;
  readonly whenFalse: Loudness | null;
  /** Where it holds the function answers with something of its own: `return Diagnosis("slippage")`. */
  readonly answers: boolean;
}

export interface Hearing {
  readonly graph: CallGraph;
  readonly logs: LogCalls;
  readonly constants: Constants;
  readonly follower: Follower;
}

/** The comparison that a value stands in, if it is one with a threshold. */
export function comparisonOf(on: Hearing, value: Expr, mark: Mark): Comparison | null {
  const node = value.parent;
  if (node?.kind !== "compare" || !["<", "<=", ">", ">="].includes(node.op)) return null;
  const left = node.left === value;
  const threshold = left ? node.right : node.left;
  if (on.constants.numberOf(threshold) === 0) return null;
  const fn = enclosingFunction(node);
  if (!fn) return null;
  const greater = node.op === ">" || node.op === ">=";
  const { whenTrue, whenFalse } = saidAfter(on, node, 0);
  return { node, fn, mark, asks: greater === left ? "above" : "below", threshold, whenTrue, whenFalse, answers: node.parent?.kind === "if" && node.parent.test === node && isMade(node.parent.body.at(-1)) };
}

const isMade = (one: Stmt | undefined): boolean => one?.kind === "return" && one.value !== null && (one.value.kind === "call" || one.value.kind === "dict" || one.value.kind === "tuple");

interface Said { readonly whenTrue: Loudness | null; readonly whenFalse: Loudness | null }

const SILENT: Said = { whenTrue: null, whenFalse: null };
const flip = ({ whenTrue, whenFalse }: Said): Said => ({ whenTrue: whenFalse, whenFalse: whenTrue });
const louder = (a: Loudness | null, b: Loudness | null): Loudness | null => (!a || (b && b.level > a.level) ? b : a);

/** What is said when a test turns out true or false: through branches, early returns, names and results. */
function saidAfter(on: Hearing, test: Expr, hops: number): Said {
  const parent = test.parent;
  if (!parent || hops > 3) return SILENT;
  switch (parent.kind) {
    case "logical": return parent.op === "??" ? SILENT : saidAfter(on, parent, hops);
    case "unary": return parent.op === "not" ? flip(saidAfter(on, parent, hops)) : SILENT;
    case "compare": return asksPresence(parent) ? (parent.op === "is not" || parent.op === "!=" ? saidAfter(on, parent, hops) : flip(saidAfter(on, parent, hops))) : SILENT;
    case "if": return parent.test === test ? branches(on, parent, hops) : SILENT;
    case "while": return parent.test === test ? { whenTrue: loudest(on.graph, on.logs, parent.body), whenFalse: null } : SILENT;
    case "conditional": return parent.test === test ? chosen(on, parent) : SILENT;
    case "await": case "bind": return saidAfter(on, parent, hops);
    case "assign": return merged(parent.targets.flatMap((target) => namesOf(on, target)).map((name) => saidAfter(on, name, hops + 1)));
    case "return": {
      const fn = enclosingFunction(parent);
      return fn ? merged(on.graph.callersOf(fn).slice(0, 8).map((site) => saidAfter(on, site.call, hops + 1))) : SILENT;
    }
    default: return SILENT;
  }
}

const merged = (all: readonly Said[]): Said =>
  all.reduce((sum, one) => ({ whenTrue: louder(sum.whenTrue, one.whenTrue), whenFalse: louder(sum.whenFalse, one.whenFalse) }), SILENT);

function namesOf(on: Hearing, target: Expr): readonly Expr[] {
  if (target.kind === "name") {
    const fn = enclosingFunction(target);
    return fn ? on.follower.reads(fn, target.id) : [];
  }
  return target.kind === "attribute" ? on.follower.attributeReads(target) : [];
}

/** `event is not None` */
const asksPresence = (node: Compare): boolean => node.right.kind === "none" && ["is", "is not", "==", "!="].includes(node.op);

/** A branch that leaves and is silent is a guard: what follows it is said in the other case. */
function branches(on: Hearing, node: Stmt & { kind: "if" }, hops: number): Said {
  const said = (body: readonly Stmt[]): Loudness | null => loudest(on.graph, on.logs, body);
  const [whenTrue, whenFalse] = [said(node.body), said(node.otherwise)];
  const after = statementsBehind(node);
  // `if slip < limit: return None` ... `return Event(...)`: whoever gets the event speaks.
  const answer = (body: readonly Stmt[]): Loudness | null => (answers(body) ? heardByCallers(on, node, hops) : null);
  const given = { whenTrue: answersNothing(node.body) ? null : answer(node.body), whenFalse: answersNothing(node.body) ? answer(after) : null };
  if (whenTrue ?? whenFalse) return merged([{ whenTrue, whenFalse }, given]);
  const near = after.slice(0, NEAR);
  return merged([{ whenTrue: node.otherwise.length > 0 && leaves(node.otherwise) ? said(near) : null, whenFalse: leaves(node.body) ? said(near) : null }, given]);
}

const isNothing = (one: Stmt | undefined): boolean => one?.kind === "return" && (one.value === null || one.value.kind === "none" || (one.value.kind === "boolean" && !one.value.value));
const answersNothing = (body: readonly Stmt[]): boolean => isNothing(body.at(-1));
const answers = (body: readonly Stmt[]): boolean => body.at(-1)?.kind === "return" && !isNothing(body.at(-1));

/** What callers say where they got something. */
function heardByCallers(on: Hearing, node: Node, hops: number): Loudness | null {
  const fn = enclosingFunction(node);
  return fn ? merged(on.graph.callersOf(fn).slice(0, 8).map((site) => saidAfter(on, site.call, hops + 1))).whenTrue : null;
}

/** Statements behind a guard that still belong to it. */
const NEAR = 2;

/** `level = logging.WARNING if slow else logging.INFO`, `(logger.warning if slow else logger.info)(...)`. */
function chosen(on: Hearing, node: Expr & { kind: "conditional" }): Said {
  const level = (expr: Expr): Loudness | null => {
    const found = levelOf(on.constants, expr.kind === "attribute" && /^(warning|warn|error|critical)$/.test(expr.name) ? { ...expr, name: expr.name.toUpperCase() } : expr);
    return found === null ? null : { level: found, at: expr, logged: true };
  };
  return { whenTrue: level(node.then), whenFalse: level(node.otherwise) };
}
