import { leaves } from "../../ir/blocks.ts";
import { ownName } from "../../ir/names.ts";
import type { Call, Compare, FunctionNode, If, Node } from "../../ir/nodes.ts";
import { children, enclosingFunction, isDropped } from "../../ir/walk.ts";
import { NOT_GUARDS, type GuardKind } from "../../knowledge/guard-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import { comparesGainWithCost, isOrdering, isZero } from "./guard-shapes.ts";
import { bindingsOf } from "./inference/scope-of.ts";
import { index, type Index } from "./module-index.ts";
import { closesByName } from "./order-intent.ts";
import { reach } from "./reach.ts";
import { marksRejection } from "./rejections.ts";
import { snake } from "./snake.ts";

export interface TestsElsewhere {
  /** A test of the kind, by its own words, in running code that may decide what is traded, in none of these functions; null: there is none. */
  of(kind: GuardKind, beside: ReadonlySet<FunctionNode>): Compare | null;
  /** One of them in a function whose answer comes out in these tests, by way of others: what comes of it was not followed. */
  behind(kind: GuardKind, tests: readonly Node[]): Compare | null;
}

/** More functions than these are not looked into. */
const MOST_BEHIND = 400;

/**
 * What is asked before the way begins, about a list of markets or in another task, stands on no step of it. Where the bot has such
 * a test at all, nobody can say from the way alone that nothing asks.
 */
export const testsElsewhere = codeFact({
  name: "tests-elsewhere",
  doc: "Tests of a filter's kind anywhere in the running bot.",
  requires: { index, reach, callGraph },
  derive({ index, reach, callGraph }): TestsElsewhere {
    const known = new Map<GuardKind, { test: Compare; fn: FunctionNode }[]>();
    const find = (kind: GuardKind): { test: Compare; fn: FunctionNode }[] => {
      const found: { test: Compare; fn: FunctionNode }[] = [];
      for (const { module, byKind } of index.modules.values()) {
        for (const test of byKind.get("compare") ?? []) {
          if (test.kind !== "compare" || !isOrdering(test) || isZero(test.left) || isZero(test.right) || !asks(test, kind) || !decides(test)) continue;
          const fn = enclosingFunction(test) ?? module.root;
          if (reach.of(fn) !== "dead" && !closesByName(fn) && !ASIDE.test(snake(fn.qualname))) found.push({ test, fn });
        }
      }
      return found;
    };
    const all = (kind: GuardKind): { test: Compare; fn: FunctionNode }[] => {
      let found = known.get(kind);
      if (!found) known.set(kind, (found = find(kind)));
      return found;
    };
    return {
      of: (kind, beside) => all(kind).find(({ fn }) => !beside.has(fn))?.test ?? null,
      behind(kind, tests) {
        const asking = all(kind);
        if (asking.length === 0) return null;
        const called = new Set(tests.flatMap((test) => callsIn(test, index, 0)).flatMap((call) => callGraph.runs(call)));
        for (const fn of called) {
          if (called.size > MOST_BEHIND) break;
          // An answer that nobody reads comes out nowhere.
          for (const call of index.callsIn(fn)) if (!isDropped(call)) for (const one of callGraph.runs(call)) called.add(one);
        }
        return asking.find(({ fn }) => called.has(fn))?.test ?? null;
      },
    };
  },
});

/** The calls of an expression and of what its names were made from. */
function callsIn(expr: Node, index: Index, hops: number): Call[] {
  const found: Call[] = [];
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "call") found.push(node);
    if (node.kind === "name" && hops < MOST_HOPS) for (const one of bindingsOf(node, index.modules.get(index.moduleOf(node).file)!) ?? []) if (one.kind === "value" && one.expr.end <= expr.start) found.push(...callsIn(one.expr, index, hops + 1));
    children(node, step);
  };
  step(expr);
  return found;
}

const MOST_HOPS = 2;

/** What is shown, tested offline or worked out about finished trades decides about no signal. */
const ASIDE = /backtest|(^|[_.])(report|stats?|statistics|metrics?|dashboard|render|plot|chart|summary|performance|optimi[sz]e\w*|analytics|pnl|verif\w*)([_.]|$)/;

/** Narrower than the words of a guard: what says what it is without the place where it stands. */
const WORDS: Readonly<Record<GuardKind, RegExp>> = {
  "expected-value": /expected_(value|move|profit|return|edge)|net_(profit|edge|expectancy)|(^|_)min_(edge|ev|net_\w+|profit_(after|over)\w*)(_|$)|cost_(floor|filter)|after_(fees?|costs?)|round_?trip|slippage_adjusted/,
  gap: /(^|_)(bid_?ask_)?spread_?(pct|percent|bps|ratio|limit|usd|rel\w*)(_|$)|(max|min)_(bid_ask_)?spread|(max|expected|estimated|entry|predicted)_slippage|slippage_(pct|bps|limit)|price_(deviation|drift)|stale_(price|quote)/,
  breaker: /consec\w*_loss|loss_streak|losing_streak|losses_in_a?_?row|max_losses|cool_?down|circuit_?breaker|kill_?switch/,
  correlation: /correl(?!ation_id)|(^|_)(sector|cluster|group)_(exposure|limit|count|heat)|positions_in_(group|sector|cluster)/,
  "position-limit": /(?!)/,
  "daily-loss": /(?!)/,
  throttle: /(?!)/,
};

function asks(test: Compare, kind: GuardKind): boolean {
  const [left, right] = [wordsOf(test.left), wordsOf(test.right)];
  if (kind === "expected-value" && comparesGainWithCost(left, right)) return true;
  for (const words of [left, right]) {
    const joined = kind === "gap" && words.has("ask") && words.has("bid");
    for (const word of words) if (joined || (WORDS[kind].test(word) && !NOT_GUARDS.test(word))) return true;
  }
  return false;
}

function wordsOf(expr: Node): Set<string> {
  const found = new Set<string>();
  const step = (node: Node): void => {
    if (node.kind === "function") return;
    const word = node.kind === "string" && node.value.length < 40 ? node.value : ownName(node);
    if (word !== "") found.add(snake(word));
    children(node, step);
  };
  step(expr);
  return found;
}

/** Something is left, kept or answered by it; a test that only writes a line decides nothing. */
function decides(test: Compare): boolean {
  let child: Node = test;
  for (let node = test.parent; node; child = node, node = node.parent) {
    switch (node.kind) {
      case "logical": case "unary": case "await": case "tuple": continue;
      case "if": return node.test === child && rejects(node);
      case "return": case "clause": case "assign": return true;
      case "comprehension": return node.element !== child;
      default: return false;
    }
  }
  return false;
}

const rejects = (node: If): boolean => leaves(node.body) || leaves(node.otherwise) || node.body.some(marksRejection) || node.body.some((one) => one.kind === "assign" && one.value.kind === "boolean");
