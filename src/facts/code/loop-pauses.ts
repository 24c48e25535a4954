import { ownName } from "../../ir/names.ts";
import type { Attribute, Call, Expr, FunctionNode, Node, While } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { callGraph } from "./call-graph.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { bindingsOf, scopeOf } from "./inference/scope-of.ts";
import { index, type Index, type ModuleIndex } from "./module-index.ts";
import { isOfEachRound } from "./numbers/late-definitions.ts";
import { wordsIn } from "./numbers/words-of.ts";
import { isWritten, valueOf, type WrittenNumber } from "./numbers/written-number.ts";
import { Opens, orderReach } from "./order-reach.ts";
import { settingReads } from "./setting-reads.ts";
import { argumentOf } from "./settings-join/arguments.ts";
import { tradingCode } from "./trading-code.ts";
import { widerCalls } from "./wider-calls.ts";

/** A loop that sends opening orders and waits a number of seconds between two rounds that the code names. */
export interface LoopPause {
  readonly fn: FunctionNode;
  /** `time.sleep(5)`, `stop.wait(5)`, `asyncio.wait_for(stop.wait(), timeout=5)`. */
  readonly sleep: Call;
  /** Where the number stands. */
  readonly number: Expr;
  readonly seconds: number;
  /** The call of the loop that leads to an order. */
  readonly order: Call;
}

export interface ExaminedLoop {
  readonly fn: FunctionNode;
  readonly order: Call;
  /** It waits as long as a setting says, or, without any sleep, for something to happen. */
  readonly isFree: boolean;
}

export interface LoopPauses {
  readonly all: readonly LoopPause[];
  /** Loops that lead to opening orders. */
  readonly examined: readonly ExaminedLoop[];
}

/** Loops that keep something alive: what leads to an order from there is a start, not a look at the market. */
const TENDS = /heart_?beat|watch_?dog|keep_?alive|reconnect|health|clean_?up|journal|snapshot|supervis|refresh|listen|receive/i;

/** What is open already is looked at more often than entries are looked for. */
const LOOKS_AFTER = /monitor|liquidat|close|exit|flatten|manage/i;

/** Hands through which a setting is followed to the pause. */
const FARTHEST = 4;

/** A shorter one lets others run and is no period. */
const SHORTEST = 1;

export const loopPauses = codeFact({
  name: "loop-pauses",
  doc: "How often a loop that sends orders looks for them, where the code says it.",
  requires: { index, infer, callGraph, orderReach, settingReads, tradingCode, widerCalls },
  derive({ index, infer, callGraph, orderReach, settingReads, tradingCode, widerCalls }): LoopPauses {
    const all: LoopPause[] = [];
    const examined: ExaminedLoop[] = [];
    const leads = (call: Call): boolean => (orderReach.ofCall(call) & Opens) !== 0;
    /** Whoever calls it more often than it is due orders nothing by that. */
    const isGated = (call: Call, within: Node): boolean => {
      if (waitsItsTurn(call, within)) return true;
      const functions = callGraph.runs(call);
      return functions.length > 0 && functions.every((fn) => {
        const inner = index.callsIn(fn).filter((one) => leads(one) && !LOOKS_AFTER.test(ownName(one.callee)));
        return inner.length > 0 && inner.every((one) => waitsItsTurn(one, fn));
      });
    };
    /** A setting says it, also where it was handed over or kept in a field. */
    const isSet = (expr: Expr | null, depth: number): boolean => {
      if (!expr || depth > FARTHEST) return false;
      if (settingReads.settingOf(expr)) return true;
      if (expr.kind === "binary") return isSet(expr.left, depth + 1) || isSet(expr.right, depth + 1);
      if (expr.kind === "call") return /^(min|max|float|int|round)$/.test(ownName(expr.callee)) && expr.args.some((one) => isSet(one.value, depth + 1));
      const values = valuesOf(expr, infer.moduleIndexOf(expr), index, infer).filter((one) => one !== expr);
      if (expr.kind !== "name") return values.length > 0 && values.every((one) => isSet(one, depth + 1));
      const all = bindingsOf(expr, infer.moduleIndexOf(expr)) ?? [];
      return all.length > 0 && all.every((one) => (one.kind === "value" && one.item < 0 ? isSet(one.expr, depth + 1) : one.kind === "parameter" && isGiven(one.fn, one.index, depth)));
    };
    const isGiven = (fn: FunctionNode, position: number, depth: number): boolean => {
      const callers = widerCalls.callersOf(fn);
      return callers.length > 0 && callers.every(({ call, shift }) => isSet(argumentOf(call, fn, position, shift), depth + 1));
    };
    const opens = (call: Call): boolean => leads(call) && (orderReach.siteOf(call) !== null || callGraph.runs(call).some((one) => tradingCode.of(one) === "order"));
    for (const module of index.modules.values()) {
      for (const loop of module.byKind.get("while") ?? []) {
        const fn = loop.kind === "while" ? enclosingFunction(loop) : null;
        if (!fn || loop.kind !== "while" || orderReach.ofFunction(fn) === 0 || !orderReach.trades(fn) || TENDS.test(fn.name)) continue;
        const { order, sleep, sleeps } = inLoop(loop, module.calls[fn.index]!, (call) => opens(call) && !isGated(call, loop));
        if (!order) continue;
        const values = sleep ? valuesOf(pauseOf(sleep)!, module, index, infer) : [];
        examined.push({ fn, order, isFree: !sleeps || (sleep !== null && isSet(pauseOf(sleep), 0)) });
        const number = values.length === 1 && values[0] && isWritten(values[0]) ? (values[0] as WrittenNumber) : null;
        // Who waits a second for the stop event looks at the event.
        const shortest = sleep && ownName(sleep.callee) !== "sleep" ? 2 * SHORTEST : SHORTEST;
        if (sleep && number && valueOf(number) >= shortest) all.push({ fn, sleep, number, seconds: valueOf(number), order });
      }
    }
    return { all, examined };
  },
});

/** `if now - self.last_scan >= config.scan_seconds:` around the call. */
function waitsItsTurn(call: Call, within: Node): boolean {
  let child: Node = call;
  for (let at = call.parent; at && at !== within && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind === "if" && at.test !== child && isOfTime(at.test)) return true;
  }
  return false;
}

const isOfTime = (test: Expr): boolean => test.kind === "compare" ? /^[<>]=?$/.test(test.op) && CLOCK.test(wordsIn(test)) && SINCE.test(wordsIn(test)) : test.kind === "logical" && test.op === "and" && (isOfTime(test.left) || isOfTime(test.right));
const CLOCK = /\b(now|time|monotonic|elapsed|perf_counter|timestamp|utcnow)\b/i;
const SINCE = /(^|[\s_])(last|next|elapsed|since|prev|previous|due)([\s_]|$)/i;

/** The first call that leads to an opening order, and the pause that each round ends or begins with. */
function inLoop(loop: While, calls: readonly Call[], opens: (call: Call) => boolean): { order: Call | null; sleep: Call | null; sleeps: boolean } {
  const inside = calls.filter((one) => one.start >= loop.start && one.end <= loop.end);
  return {
    order: inside.find(opens) ?? null,
    sleep: inside.find((one) => pauseOf(one) !== null && isOfEachRound(one, loop)) ?? null,
    sleeps: inside.some((one) => pauseOf(one) !== null),
  };
}

/** The seconds that the call waits, if nothing happens before; null: it is no pause. */
function pauseOf({ callee, args }: Call): Expr | null {
  const [first, second] = args;
  switch (ownName(callee)) {
    case "sleep": return args.length === 1 && first!.name === null ? first!.value : null;
    case "wait": return args.length === 1 && callee.kind === "attribute" && ownName(callee.object) !== "asyncio" && (first!.name === null || first!.name === "timeout") ? first!.value : null;
    case "wait_for": return second !== undefined && (second.name === null || second.name === "timeout") && first!.value.kind === "call" && first!.value.args.length === 0 && ownName(first!.value.callee) === "wait" ? second.value : null;
    default: return null;
  }
}

/** What the pause may be, as far as its name or its attribute tells; null: something that was not seen. */
function valuesOf(expr: Expr, module: ModuleIndex, index: Index, on: Inference): readonly (Expr | null)[] {
  if (expr.kind === "attribute") {
    const stores = storesOf(expr, index, on);
    return stores.length > 0 ? stores : [expr];
  }
  const own = expr.kind === "name" && expr.id !== expr.id.toUpperCase() ? (module.scopes.get(scopeOf(expr))?.get(expr.id) ?? []) : [];
  return own.length === 0 ? [expr] : own.map((one) => (one.kind === "value" && one.item < 0 ? one.expr : null));
}

/** `self.check_interval = 2`: what the class and its family put there, and whoever else sets a field of that name. */
function storesOf({ object, name }: Attribute, index: Index, on: Inference): readonly (Expr | null)[] {
  const fn = object.kind === "name" && object.id === "self" ? enclosingFunction(object) : null;
  const owner = fn && classOf(fn);
  if (!owner) return [];
  const family = new Set([...on.hierarchy.ancestors(owner), ...on.hierarchy.descendants(owner)]);
  const found: (Expr | null)[] = [];
  for (const { stores } of index.modules.values()) {
    for (const { target, value, fn: by } of stores) {
      if (target.kind !== "attribute" || target.name !== name) continue;
      const isOwn = target.object.kind === "name" && target.object.id === "self";
      const holder = classOf(by);
      if (!isOwn || (holder && family.has(holder))) found.push(value);
    }
  }
  return found;
}
