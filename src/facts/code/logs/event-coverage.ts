import { blockOf, statementOf } from "../../../ir/blocks.ts";
import { leaves } from "../../../ir/blocks.ts";
import { calledName } from "../../../ir/names.ts";
import { dominates, dominatorsOf } from "../../../ir/dominators.ts";
import { flowOf, pointsOf } from "../../../ir/flow.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { contains, loopAround, walkBody } from "../../../ir/walk.ts";
import { SIMULATED } from "../../../knowledge/fill-words.ts";
import { NO_EVENT, NOT_YET, type LogEvent } from "../../../knowledge/log-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { snake } from "../snake.ts";
import { assignedTo } from "../order-answers.ts";
import { neverTaken } from "../never-taken.ts";
import { Opens, orderReach, type OrderReach } from "../order-reach.ts";
import { reach } from "../reach.ts";
import { tasks } from "../tasks.ts";
import { tradeSteps, type Start } from "../trade-steps.ts";
import { widerCalls } from "../wider-calls.ts";
import { deadLogs } from "./dead-logs.ts";
import { eventNames, type EventNames } from "./event-names.ts";
import type { LogCall } from "./log-calls.ts";
import { complains, logSummaries, type LogSummaries } from "./log-summaries.ts";
import { tellsMove } from "./move-records.ts";
import { isFailure } from "./statements.ts";

/** A call chain from where the event happens to where nobody calls any more, on which nothing is written. */
export type SilentWay = readonly { readonly fn: FunctionNode; readonly node: Node }[];

export interface Coverage {
  /** What is written about the event: beside it, in helpers, in callers. */
  readonly records: readonly LogCall[];
  readonly silent: readonly SilentWay[];
  /** Nothing is written, and it is a person who did it by a command or a button. */
  readonly byPerson: readonly SilentWay[];
  /** Too far away to be followed. */
  readonly unsure: boolean;
  /** What each caller writes after it, where something is written beside it already: the low-level close tells the symbol, its caller the result. */
  readonly above: readonly (readonly LogCall[])[];
}

export interface EventCoverage {
  of(event: LogEvent, fn: FunctionNode, node: Node): Coverage;
}

/** So many callers up something about the event may still be written. */
const MAX_DEPTH: Readonly<Record<LogEvent, number>> = { skip: 3, exit: 3, trail: 3, reload: 2, fill: 1, drift: 1 };
const DEEPEST = 3;
const MOST_CALLERS = 12;

export const eventCoverage = codeFact({
  name: "event-coverage",
  doc: "What is written about an event where it happens, in the helpers around it and in the callers.",
  requires: { index, widerCalls, reach, tasks, tradeSteps, logSummaries, deadLogs, neverTaken, eventNames, orderReach },
  derive({ index, widerCalls, reach, tasks, tradeSteps, logSummaries, deadLogs, neverTaken, eventNames, orderReach }): EventCoverage {
    const dead = new Set(deadLogs.map((one) => one.record));
    const known = new Map<LogCall, boolean>();
    const isNeverWritten = (event: LogEvent, one: LogCall): boolean => {
      if (event !== "fill" && event !== "exit") return false;
      let never = known.get(one);
      if (never === undefined) known.set(one, (never = dead.has(one) || neverTaken.around(one.call) !== null));
      return never;
    };
    // The first stop of a position that was just opened is set, not moved.
    const afterEntry = (fn: FunctionNode, node: Node): boolean => {
      const entries = index.callsIn(fn).filter((call) => call.end < node.start && (orderReach.ofCall(call) & Opens) !== 0 && !STOP_CALLS.test(snake(calledName(call))));
      if (entries.length === 0) return false;
      const flow = flowOf(fn);
      const at = pointsOf(flow, node)[0];
      return at !== undefined && entries.some((call) => pointsOf(flow, call).some((point) => dominates(dominatorsOf(flow), point, at)));
    };
    // What is written of the entry behind a close is about the entry.
    const enters = (fn: FunctionNode, node: Node, record: LogCall): boolean => index.callsIn(fn).some((call) =>
      !contains(call, node) && (orderReach.ofCall(call) & Opens) !== 0 && OPENS.test(snake(calledName(call))) && logSummaries.runs(call).includes(record.fn));
    // Who starts a task does not tell what becomes of it.
    const roots = new Set(tasks.roots.map((one) => one.fn));
    const callersOf = (fn: FunctionNode, way: SilentWay): ReturnType<typeof widerCalls.callersOf> =>
      roots.has(fn) ? [] : widerCalls.callersOf(fn).filter((one) => reach.of(one.caller) !== "dead" && !way.some((step) => step.fn === one.caller));
    const tellers = orderTellers({ index, orderReach, logSummaries, eventNames }, callersOf);
    const cover = (event: LogEvent, fn: FunctionNode, node: Node, above: SilentWay, depth: number): Coverage => {
      const way = [...above, { fn, node }];
      // A helper that is only asked where the bot never gets to writes nothing either.
      const isRun = (call: Call): boolean => (event !== "fill" && event !== "exit") || neverTaken.around(call) === null;
      const records = near(logSummaries, eventNames, event, fn, node, depth, isRun).filter((one) => (event !== "fill" || tellers.isOfFill(fn, node, depth, one)) && !isNeverWritten(event, one) && (one.fn === fn || event !== "exit" || !enters(fn, node, one)));
      // Only that it failed is told here: what is told of it, the callers may tell.
      const onlyFailed = event !== "fill" && records.length > 0 && records.every((one) => one.kind === "log" && tellsFailure(one));
      if (onlyFailed) {
        const told = callersOf(fn, way).flatMap(({ call, caller }) => afterwards(logSummaries, caller, call).filter((one) => one.fn === caller && eventNames.of(event, one) !== "none" && !tellsFailure(one)));
        return { ...UNTOLD, records: told.length > 0 ? told : records };
      }
      if (records.length > 0) return { ...UNTOLD, records, above: depth > 0 || event !== "exit" ? [] : widerCalls.callersOf(fn).slice(0, MOST_CALLERS).filter((one) => reach.of(one.caller) !== "dead").map(({ call, caller }) => afterwards(logSummaries, caller, call)) };
      if (event === "trail" && afterEntry(fn, node)) return UNTOLD;
      const callers = callersOf(fn, way);
      const told = event === "fill" ? tellers.covered(fn, node, way) : null;
      if (told) return told;
      // Whoever gets the filled position handed may write; who hands it on no further has not.
      const handsOn = event === "fill" && answers(fn);
      if (callers.length === 0 || (depth >= MAX_DEPTH[event] && event !== "exit" && !handsOn)) return ended(way, tradeSteps.startOf(fn));
      if (depth >= DEEPEST || callers.length > MOST_CALLERS) return { ...UNTOLD, unsure: true };
      const each = callers.map(({ call, caller }) => cover(event, caller, call, way, depth + 1));
      return { records: each.flatMap((one) => one.records), silent: each.flatMap((one) => one.silent), byPerson: each.flatMap((one) => one.byPerson), unsure: each.some((one) => one.unsure), above: [] };
    };
    return { of: (event, fn, node) => cover(event, fn, node, [], 0) };
  },
});

interface OrderTellers {
  /** Not what another venue makes up, nor what other helpers of a caller wrote before. */
  isOfFill(fn: FunctionNode, node: Node, depth: number, one: LogCall): boolean;
  /** The fill that the books at the node are kept of was written by the order itself; null: on no way there. */
  covered(fn: FunctionNode, node: Node, way: SilentWay): Coverage | null;
}

/** `fill = venue.place_order(...)`, which writes of the fill: what keeps the books of it afterwards need not write again. */
function orderTellers({ index, orderReach, logSummaries, eventNames }: { readonly index: Index; readonly orderReach: OrderReach; readonly logSummaries: LogSummaries; readonly eventNames: EventNames }, callersOf: (fn: FunctionNode, way: SilentWay) => readonly { readonly call: Call; readonly caller: FunctionNode }[]): OrderTellers {
  const isSimulated = (fn: FunctionNode): boolean => SIMULATED.test(`${index.moduleOf(fn).file} ${fn.qualname}`);
  const tellsFill = (one: LogCall): boolean => one.kind === "log" && !complains(one) && eventNames.of("fill", one) !== "none" && !NOT_YET.test(one.text) && !isSimulated(one.fn);
  // One list for each way there.
  const toldByOrder = (fn: FunctionNode, node: Node, way: SilentWay): LogCall[][] => {
    const orders = index.callsIn(fn).filter((call) => call.end <= node.start && orderReach.ofCall(call) !== 0 && !excludes(call, node));
    // The order next above is the one whose answer is kept.
    const told = orders.reverse().map((call) => logSummaries.ofCall(call).filter(tellsFill)).find((one) => one.length > 0) ?? [];
    const callers = told.length > 0 || way.length > DEEPEST ? [] : callersOf(fn, way).slice(0, MOST_CALLERS);
    return callers.length === 0 ? [told] : callers.flatMap(({ call, caller }) => toldByOrder(caller, call, [...way, { fn: caller, node: call }]));
  };
  return {
    isOfFill: (fn, node, depth, one) => one.fn === fn || (!isSimulated(one.fn) && (depth === 0 || one.call.start > node.end || index.moduleOf(one.fn) === index.moduleOf(fn))),
    covered(fn, node, way) {
      const told = toldByOrder(fn, node, way);
      if (told.every((one) => one.length === 0)) return null;
      return told.every((one) => one.length > 0) ? { ...UNTOLD, records: [...new Set(told.flat())] } : { ...UNTOLD, unsure: true };
    },
  };
}

/** `self.logger.error("stop update failed")`, or a line in a branch that leaves with nothing. */
const tellsFailure = (one: LogCall): boolean => isFailure(one.call) || NO_EVENT.test(one.text) || NOT_YET.test(one.text);

const OPENS = /(^|_)(open|enter|entry|buy)(_|$)/;

/** Sends a stop by the same way as entries go out. */
const STOP_CALLS = /(^|_)(sl|tp|tps|stop|stops|trail\w*|protect\w*|close|exit|amend|breakeven)(_|$)/;

/** `return intents`: whoever handed the fill over goes on with it and may write. */
export function answers(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => { found ||= node.kind === "return" && node.value !== null && node.value.kind !== "none"; });
  return found;
}

/** Nothing is known of it yet. */
export const UNTOLD: Coverage = { records: [], silent: [], byPerson: [], unsure: false, above: [] };

/** Written behind a call by its function itself, or by a helper of its own. */
const afterwards = (summaries: LogSummaries, fn: FunctionNode, node: Call): LogCall[] =>
  summaries.callsOf(fn).filter((call) => call.start > node.end && !excludes(call, node)).flatMap((call) => summaries.ofCall(call).filter((one) => (one.call === call || isOwn(summaries, call, one)) && !complains(one)));

/** A way that begins where nobody was seen to call: whoever does may write. */
function ended(way: SilentWay, start: Start | null): Coverage {
  if (start === "unknown") return { ...UNTOLD, unsure: true };
  return start === "person" || way.some((step) => PERSONS.test(step.fn.name) || BY_HAND.test(step.fn.qualname)) ? { ...UNTOLD, byPerson: [way] } : { ...UNTOLD, silent: [way] };
}

/** Resolvers of a page, commands of a chat. */
const PERSONS = /^resolve_|^(cmd|command|handle_command|on_button)_|_(command|cmd|button|callback)$/;

/** `_flatten_selected_position`, `submit_manual_close`: a window's button. */
const BY_HAND = /(^|[_.])(manual|manually|selected)(_|\.|$)/;

/** Records that are written when the node runs, as far as the blocks tell: not those of another branch. */
function near(summaries: LogSummaries, names: EventNames, event: LogEvent, fn: FunctionNode, node: Node, depth: number, isRun: (call: Call) => boolean): LogCall[] {
  const found: LogCall[] = [];
  for (const call of summaries.callsOf(fn)) {
    // What takes the position out of the books may write about it itself.
    if ((contains(call, node) && !(event === "drift" && call === node)) || excludes(call, node) || isEveryNth(call, node)) continue;
    const written = summaries.ofCall(call);
    if (written.length > 0 && !isRun(call)) continue;
    for (const one of written) {
      if (one.kind === "counter" || complains(one)) continue;
      // In a caller only what it writes itself, or in a helper of its own, is about this event.
      const direct = one.call === call || isOwn(summaries, call, one);
      const told = names.of(event, one) !== "none";
      if (event === "trail") {
        if ((direct || told) && tellsMove({ call, record: one, node, above: depth > 0, told, tellsAnother: tellsAnother(names, event, one) })) found.push(one);
        continue;
      }
      // What is written in another loop is not about this one.
      if (event === "drift" && depth === 0 && !told && isInAnotherLoop(call, node)) continue;
      if (depth === 0 ? direct || told : direct && (told || ((isNext(event, call, node, one) || tellsResult(node, one)) && !tellsAnother(names, event, one)))) found.push(one);
    }
  }
  return found;
}

function isInAnotherLoop(call: Node, node: Node): boolean {
  let loop: Node | null = call.parent;
  while (loop && loop.kind !== "for" && loop.kind !== "while" && loop.kind !== "function") loop = loop.parent;
  return loop !== null && loop.kind !== "function" && !contains(loop, node);
}

/** `result = self.step(now)` ... `print(result["actions"])` */
function tellsResult(node: Node, { fields }: LogCall): boolean {
  const name = node.kind === "call" ? assignedTo(node) : null;
  return name !== null && name.length > 1 && fields.split(/[^\p{L}\p{N}_]+/u).includes(name.toLowerCase());
}

const EVENTS: readonly LogEvent[] = ["skip", "exit", "trail", "reload", "fill", "drift"];

/** `if self.trail(price): log("EXIT_HIT")` */
const tellsAnother = (names: EventNames, event: LogEvent, one: LogCall): boolean => EVENTS.some((other) => other !== event && names.of(other, one) !== "none");

/** In whatever language: written with a value right after the call that does it, in the same block. */
function isNext(event: LogEvent, call: Call, node: Node, { fields, text }: LogCall): boolean {
  if (fields === text.toLowerCase()) return false;
  const [done, written] = [statementOf(node), statementOf(call)];
  // `if self.move_stop(price): log(...)`
  if (done.kind === "if" && contains(done.test, node)) return [0, 1].includes(done.body.indexOf(written));
  const block = done.parent === written.parent ? blockOf(done) : null;
  if (!block) return false;
  const distance = block.indexOf(written) - block.indexOf(done);
  // `print("EMERGENCY CLOSE", symbol, reason)`, then the close.
  return distance === 1 || distance === 2 || (event === "exit" && (distance === -1 || distance === -2));
}

/** `if self.ticks % 10 == 0: log`: nine of ten are not written. */
function isEveryNth(call: Node, node: Node): boolean {
  for (let at = call.parent; at && at.kind !== "function" && !contains(at, node); at = at.parent) if (at.kind === "if" && hasModulus(at.test)) return true;
  return false;
}

const hasModulus = (test: Node): boolean =>
  (test.kind === "logical" && test.op === "and" && (hasModulus(test.left) || hasModulus(test.right))) || (test.kind === "compare" && test.left.kind === "binary" && test.left.op === "%" && test.right.kind === "number")
  || (test.kind === "unary" && test.operand.kind === "binary" && test.operand.op === "%");

const isOwn = (summaries: LogSummaries, call: Call, one: LogCall): boolean => summaries.runs(call).includes(one.fn);

/** They stand in different arms of one branch, or one of them in a handler of the other's exceptions. */
function excludes(a: Node, b: Node): boolean {
  let under: Node = a;
  for (let at = a.parent; at; under = at, at = at.parent) {
    if (!contains(at, b)) {
      if (at.kind === "handler") return true;
      // `if not found: log; return`: who comes to the other place has not been here.
      if (at.kind === "if" && a.end <= b.start && leaves(at.body.includes(under as never) ? at.body : at.otherwise)) return true;
      continue;
    }
    if (at.kind === "if") {
      const arm = at.body.includes(under as never) ? at.body : at.otherwise.includes(under as never) ? at.otherwise : null;
      const other = arm === at.body ? at.otherwise : at.body;
      return arm !== null && other.some((one) => contains(one, b));
    }
    return under.kind === "handler" || under.kind === "case" || (a.start >= b.end && passesBy(b, a, at));
  }
  return false;
}

/** `if closing: close(); return` ... `log("nothing to do")`: who was in the branch does not come to what stands behind it. */
function passesBy(node: Node, behind: Node, common: Node): boolean {
  let ended = false;
  for (let under = node, at = node.parent; at && at !== common; under = at, at = at.parent) {
    if (at.kind === "try" && at.finally.some((one) => contains(one, behind))) return false;
    if (at.kind === "if") ended ||= ends(at.body.includes(under as never) ? at.body : at.otherwise, behind);
  }
  return ended;
}

/** Out of the function, or to the next round of the loop that both stand in, on every way through. */
function ends(arm: readonly Node[], behind: Node): boolean {
  const last = arm.at(-1);
  if (last?.kind === "if") return ends(last.body, behind) && ends(last.otherwise, behind);
  const loop = last?.kind === "continue" ? loopAround(last) : null;
  return last?.kind === "return" || (loop !== null && contains(loop, behind));
}
