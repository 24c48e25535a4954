import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { ENTERED, SIMULATED } from "../../../knowledge/fill-words.ts";
import { appendTo } from "../../../sdk/append.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph } from "../call-graph.ts";
import { index, type ModuleIndex } from "../module-index.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { eventNames } from "./event-names.ts";
import { fillSites } from "./fill-sites.ts";
import { logCalls, type LogCall } from "./log-calls.ts";
import { complains } from "./log-summaries.ts";

/** A place that finds an order filled by asking for its state, and the lines that say so there. */
export interface SeenFill {
  readonly fn: FunctionNode;
  /** The first of the lines, or the call of the helper that writes it. */
  readonly node: Call;
  readonly records: readonly LogCall[];
}

export const seenFills = codeFact({
  name: "seen-fills",
  doc: "Where a bot finds an order filled by asking for its state, and what it writes about that.",
  requires: { program, index, callGraph, fillSites, eventNames, logCalls, reach },
  derive({ program, index, callGraph, fillSites, eventNames, logCalls, reach }): readonly SeenFill[] {
    const handlers = new Set(fillSites.map((one) => one.fn));
    const isOfHandler = (fn: FunctionNode): boolean => handlers.has(fn) || callGraph.callersOf(fn).some((one) => handlers.has(one.caller));
    const found = new Map<FunctionNode, { node: Call; record: LogCall }[]>();
    const known = new Map<FunctionNode, readonly LogCall[]>();
    const toldIn = (helper: FunctionNode): readonly LogCall[] => {
      let own = known.get(helper);
      if (!own) known.set(helper, (own = handlers.has(helper) ? [] : logCalls.inside(helper).filter(tellsEntry).slice(0, 1)));
      return own;
    };
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot") || SIMULATED.test(file)) continue;
      for (const [fn, from] of asking(one)) {
        if (reach.of(fn) === "dead" || SIMULATED.test(fn.qualname) || isOfHandler(fn)) continue;
        for (const call of index.callsIn(fn)) {
          if (call.start < from) continue;
          const line = logCalls.of(call);
          const told = line ? [line].filter(tellsFill) : GOES_ON.test(calledName(call)) ? callGraph.runs(call).slice(0, 3).flatMap(toldIn) : [];
          if (told.length > 0 && isWhereFilled(fn, call)) for (const record of told) appendTo(found, fn, { node: call, record });
        }
      }
    }
    return [...found].map(([fn, all]) => ({ fn, node: all[0]!.node, records: [...new Set(all.map((each) => each.record))] }));

    function tellsFill(one: LogCall): boolean {
      return isTold(one) && eventNames.of("fill", one) !== "none";
    }
    // A stop that was hit is an exit, not the answer to an order that the bot waits for.
    function isTold(one: LogCall): boolean {
      return one.kind === "log" && one.level !== 10 && !AWAITED.test(one.text) && eventNames.of("exit", one) === "none" && !complains(one);
    }
    function tellsEntry(one: LogCall): boolean {
      return isTold(one) && (one.level ?? 20) < 30 && ENTERED.test(one.text);
    }
  },
});

/** Helpers that make a position of a fill. */
const GOES_ON = /open|enter|entry|finali|fill|register|position|confirm/i;

/** `waiting for the fill` */
const AWAITED = /\b(await\w*|wait\w*|defer\w*|not (yet )?filled|until)\b|ожида|жд[её]м|等待/iu;

/** Functions that ask whether an order is filled, and where they first do. */
function asking(one: ModuleIndex): ReadonlyMap<FunctionNode, number> {
  const found = new Map<FunctionNode, number>();
  const note = (node: Node): void => {
    const fn = enclosingFunction(node);
    if (fn) found.set(fn, Math.min(found.get(fn) ?? node.start, node.start));
  };
  for (const node of one.byKind.get("compare") ?? []) if (saysFilled(node, true) || saysFilled(node, false)) note(node);
  for (const node of one.byKind.get("if") ?? []) if (node.kind === "if" && asksByName(node.test)) note(node);
  return found;
}

const asksByName = (test: Expr): boolean => (test.kind === "unary" ? asksByName(test.operand) : saysFilled(test, true) && test.kind !== "compare");

function isWhereFilled(fn: FunctionNode, node: Node): boolean {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, node);
  return point !== undefined && conditionsAt(flow, point).some((one) => saysFilled(one.node, one.outcome));
}

const STATE = /(^|_)(status|state)$/;
const FILLED = /^(full_?|fully_?|order_?status_?)?fill(ed)?$/;
/** What ccxt calls a filled order. */
const CLOSED = /^closed$/i;
const FILLED_SIZE = /(^|_)(filled|executed|exec|cum_exec|acc_fill|deal)(_?(qty|size|amount|quantity|sz|volume))?$/;
const BY_NAME = /^_*(is_|was_|order_)?(fully_)?filled$|(^|_)(wait|confirm|await)\w*_(fill|filled)(_|$)|(^|_)fill_(confirmed|ok)$/;

const isFilledSize = (expr: Expr): boolean => {
  const word = wordOf(expr);
  return /fill|exec|deal/i.test(word) && FILLED_SIZE.test(snake(word));
};

/** A test that comes out so means that an order was filled. */
function saysFilled(test: Node, outcome: boolean): boolean {
  switch (test.kind) {
    case "unary": return test.op === "not" && saysFilled(test.operand, !outcome);
    case "await": return saysFilled(test.value, outcome);
    case "name": case "attribute": return outcome && BY_NAME.test(snake(ownName(test)));
    case "call": return outcome && BY_NAME.test(snake(calledName(test)));
    case "compare": {
      if (test.op === ">" || test.op === ">=") return outcome && isFilledSize(test.left);
      if (test.op === "<=" || test.op === "<") return !outcome && isFilledSize(test.left);
      const equal = test.op === "==" || test.op === "in" || test.op === "is";
      if (!equal && test.op !== "!=" && test.op !== "not in" && test.op !== "is not") return false;
      const words = test.right.kind === "tuple" || test.right.kind === "list" || test.right.kind === "set" ? test.right.items.map(wordOf) : [wordOf(test.right)];
      if (equal !== outcome || !words.some((one) => /fill|closed/i.test(one)) || !STATE.test(snake(wordOf(test.left)))) return false;
      if (words.every((one) => CLOSED.test(one))) return asksForOrder(test.left);
      return words.some((one) => FILLED.test(snake(one))) && words.every((one) => FILLED.test(snake(one)) || CLOSED.test(one) || /part/i.test(one));
    }
    default: return false;
  }
}

/** The key, attribute, name or word that an expression is known by. */
function wordOf(expr: Expr): string {
  switch (expr.kind) {
    case "string": return expr.value;
    case "subscript": return expr.index.kind === "string" ? expr.index.value : "";
    case "call": return expr.callee.kind !== "attribute" ? (expr.args[0] ? wordOf(expr.args[0].value) : "") : expr.callee.name === "get" && expr.args[0] ? wordOf(expr.args[0].value) : expr.args.length === 0 ? wordOf(expr.callee.object) : "";
    case "attribute": return expr.name === "value" ? wordOf(expr.object) : expr.name;
    default: return ownName(expr);
  }
}

/** `order.get("status")`, `order_status`: "closed" is said of positions and trades as well. */
function asksForOrder(expr: Expr): boolean {
  if (/order/i.test(ownName(expr))) return true;
  if (expr.kind === "call") return asksForOrder(expr.callee);
  return (expr.kind === "attribute" || expr.kind === "subscript") && asksForOrder(expr.object);
}
