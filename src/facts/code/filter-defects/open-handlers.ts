import { leaves } from "../../../ir/blocks.ts";
import { ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Handler, Node, Try } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { orderSites } from "../order-sites.ts";
import { entryGates } from "../entry-gates.ts";
import { ASKS_SETTINGS, HALT_WORDS } from "../../../knowledge/guard-words.ts";
import { filterAnswers, type Filter, type FilterAnswers } from "../filter-answers.ts";
import { bitOf, guardKinds, snake, type GuardKinds } from "../guard-kinds.ts";
import { wordMask } from "../guard-shapes.ts";
import { index, type Index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { FILTERING } from "../rejections.ts";
import { isDecision } from "../said-answers.ts";
import { isTold } from "../signal-births.ts";
import { signalMakers, type Drop } from "../signal-makers.ts";
import { isHarmless } from "./harmless.ts";
import { sendersOf } from "./senders.ts";
import { FOUR, statementsOf } from "./statements.ts";

/** Handlers after which a filter lets the signal pass. */
export interface OpenHandler {
  readonly fn: FunctionNode;
  /** Where its answer is tested; null: it gives back the signals that it was given. */
  readonly asked: Node | null;
  readonly handlers: readonly [Handler, ...Handler[]];
  /** Called like a guard of orders (a spread filter, a breaker), it answers in so many words that the signal may pass. */
  readonly sure: boolean;
  /** It is called like a limit of losses or of positions, and like none of the four filters. */
  readonly limit: boolean;
}

export const openHandlers = codeFact({
  name: "open-handlers",
  doc: "Handlers of filters before an order that let pass what could not be asked.",
  requires: { filterAnswers, entryGates, signalMakers, index, callGraph, orderReach, orderSites, guardKinds },
  derive({ filterAnswers, entryGates, signalMakers, index, callGraph, orderReach, orderSites, guardKinds }): readonly OpenHandler[] {
    const found: OpenHandler[] = [];
    const add = (fn: FunctionNode, asked: Node | null, handlers: readonly Handler[], isSure: (one: Handler) => boolean): void => {
      const sure = handlers.filter(isSure);
      const [first, ...rest] = sure.length > 0 ? sure : handlers;
      if (first) found.push({ fn, asked, handlers: [first, ...rest], sure: sure.length > 0, limit: !isCalledGuard(fn) && isCalledLimit(fn) });
    };
    for (const { fn, drops } of signalMakers.filtering) add(fn, null, unfiltered(fn, drops), () => FILTERING.test(snake(fn.name)));
    const told = new Set(found.map((one) => one.fn));
    const sending = sendersOf(orderSites, callGraph);
    const beyond = entryGates.beyond.filter((one) => isCalledGuard(one.fn) || isCalledLimit(one.fn));
    for (const filter of [...filterAnswers.filters, ...filterAnswers.others.filter((one) => !ASKS_CONNECTION.test(snake(one.fn.name))), ...beyond]) {
      const { fn, asked } = filter;
      if (told.has(fn)) continue;
      // What sends orders itself answers whether that worked, and not whether a signal may pass.
      const called = isCalledGuard(fn) || isCalledLimit(fn);
      if ((called ? sending.has(fn) : orderReach.ofFunction(fn) !== 0) || ASKS_SETTINGS.test(snake(fn.name)) || isOfRequests(fn)) continue;
      const decides = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.some(({ value }) => isDecision(value));
      const named = called && !decides && !ENDS_LOOP.test(snake(fn.name));
      add(fn, asked, handlersOf(filter, filterAnswers, index, guardKinds), (one) => named && saysPass(one, filter, filterAnswers, index));
    }
    return found;
  },
});

/** It answers in so many words that the signal may pass, itself or at the end of the filter. */
function saysPass(handler: Handler, filter: Filter, { lets }: FilterAnswers, index: Index): boolean {
  const last = handler.body.at(-1);
  return last?.kind === "return" || fallsTo(handler.parent!, filter, index).every((answer) => lets(filter, answer) === true);
}

/** The answers behind a `try`. */
function fallsTo(outer: Node, { fn }: Filter, index: Index): (Expr | null)[] {
  const after = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.filter((one) => one.start >= outer.end).map((one) => one.value);
  return fn.body.at(-1)?.kind === "return" ? after : [...after, null];
}

/** `check_spread()`, `is_blocked()`, `CostGuard.check()`: what stands between a signal and its order, by its name. */
const isCalledGuard = (fn: FunctionNode): boolean =>
  [snake(fn.name), snake(classOf(fn)?.name ?? "")].some((one) => (wordMask(one, "answer") & FOUR) !== 0) || HALT_WORDS.test(snake(fn.name));

/** `_daily_loss_guard()`, `can_open_position()`: a limit of losses or of positions, by its name. */
const isCalledLimit = (fn: FunctionNode): boolean => (wordMask(snake(fn.name), "answer") & LIMITS) !== 0;
const LIMITS = bitOf("daily-loss") | bitOf("position-limit");

/** `except Exception: return signals` in what takes signals away: all of them pass. */
function unfiltered(fn: FunctionNode, drops: readonly Drop[]): Handler[] {
  const found: Handler[] = [];
  statementsOf(fn, (node) => {
    if (node.kind !== "try" || !drops.some(({ test }) => node.body.some((one) => one.start <= test.start && test.end <= one.end))) return;
    for (const handler of node.handlers) {
      const last = handler.body.at(-1);
      if (last?.kind === "return" && last.value?.kind === "name" && isTold(fn, last.value.id)) found.push(handler);
    }
  });
  return found;
}

/** Whether the venue is there, who is logged in, and in which mode the bot runs. */
const ASKS_CONNECTION = /(^|_)(dry_?run|paper|testnet|live|simulat\w*|mode|enabled|connect(ed|ion)?|ping|health(y|_check)?|authenticat\w*|login|logged_in|initiali[sz]ed?|ready|running|alive|available|start(ed)?|ensure)(_|$)/;

/** Whether a request may be sent now, or whether somebody called the job off: no signal is asked about there either. */
const isOfRequests = (fn: FunctionNode): boolean => /rate_limit/.test(snake(classOf(fn)?.name ?? "")) || /(^|_)is_cancell?ed$/.test(snake(fn.name));

/** `should_stop()`, `stop_or_killed()`: whether a loop goes on. */
const ENDS_LOOP = /^_*((should|must)_)?(stop|quit)(_or_\w+|_requested)?$/;

function handlersOf(filter: Filter, answers: FilterAnswers, index: Index, kinds: GuardKinds): Handler[] {
  const found: Handler[] = [];
  statementsOf(filter.fn, (node) => {
    if (node.kind !== "try" || !asks(node, filter, kinds)) return;
    for (const handler of node.handlers) if (isRelevant(handler, filter) && letsPass(node, handler, filter, answers, index, kinds)) found.push(handler);
  });
  return found;
}

/** The filter by its name, or what is tested or answered inside is one: a part that asks something else may do without. */
function asks(outer: Try, { fn, kinds: asked }: Filter, kinds: GuardKinds): boolean {
  if (asked === 0) return asksAnything(outer, fn);
  const answers = outer.handlers.some((one) => one.body.at(-1)?.kind === "return");
  let found = answers && (wordMask(snake(fn.name), "answer") !== 0 || HALT_WORDS.test(snake(fn.name)));
  statementsOf({ ...fn, body: outer.body }, (node) => {
    if (node.kind === "if") found ||= kinds.of(node.test) !== 0;
    else if (node.kind === "return" && node.value) found ||= kinds.of(node.value) !== 0;
  });
  return found;
}

/** What is asked of others inside, who may fail, is what is answered: `return self.db.is_listed(symbol)`, `if not answer["ok"]: return False`. */
function asksAnything(outer: Try, fn: FunctionNode): boolean {
  let [answers, calls] = [false, false];
  statementsOf({ ...fn, body: outer.body }, (node) => {
    if (node.kind === "if") answers ||= leaves(node.body);
    else if (node.kind === "return" && node.value) answers ||= !/^(none|boolean|number|string)$/.test((node.value.kind === "tuple" ? (node.value.items[0] ?? node.value) : node.value).kind);
    else if (node.kind === "await") calls = true;
    else if (node.kind === "call" && node.callee.kind === "attribute") calls ||= !isHarmless(node.callee.name) && !isHarmless(ownName(node.callee.object));
  });
  return answers && calls;
}

/** Cancellation and missing packages are no answers; a key that is not there is one, where the filter asks for a block. */
function isRelevant({ type }: Handler, filter: Filter): boolean {
  const names = type === null ? [] : type.kind === "tuple" ? type.items.map(ownName) : [ownName(type)];
  if (names.some((one) => /Cancelled|ImportError|ModuleNotFound|KeyboardInterrupt|StopIteration/.test(one))) return false;
  return !(names.length > 0 && names.every((one) => one === "KeyError" || one === "IndexError") && (filter.passes === "falsy" || filter.passes === "none"));
}

function letsPass(outer: Try, handler: Handler, filter: Filter, { lets }: FilterAnswers, index: Index, kinds: GuardKinds): boolean {
  // It lets a few failures pass and blocks at the next ones.
  if (hasRejection(handler.body, filter, lets)) return false;
  const last = handler.body.at(-1);
  if (last?.kind === "return") return lets(filter, last.value) === true;
  // The filter must be asked inside: a failing log line or a clean-up around it changes no answer.
  if (leaves(handler.body) || !hasRejection(outer.body, filter, lets)) return false;
  const falls = fallsTo(outer, filter, index);
  if (changesAnswer(handler, falls)) return false;
  // What is asked after it may still reject: what could not be asked was taken for a pass.
  if (falls.some((answer) => lets(filter, answer) === true) && falls.every((answer) => lets(filter, answer) !== null)) return true;
  // `return {"decision": decision, ...}`: after a filter that could not be asked it goes out as it was.
  return falls.some((answer) => isDecision(answer) && lets(filter, answer) === null) && asksAndRejects(outer, filter, lets, kinds);
}

function hasRejection(body: readonly Node[], filter: Filter, lets: FilterAnswers["lets"]): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === "return" && lets(filter, node.value) === false) found = true;
  };
  statementsOf({ ...filter.fn, body: body as never }, visit);
  return found;
}

/** A test of one of the guards leads to the rejection: a strategy that could not be asked decides without it. */
function asksAndRejects(outer: Try, filter: Filter, lets: FilterAnswers["lets"], kinds: GuardKinds): boolean {
  let found = false;
  statementsOf({ ...filter.fn, body: outer.body }, (node) => {
    const last = node.kind === "if" ? node.body.at(-1) : undefined;
    if (node.kind === "if" && last?.kind === "return" && lets(filter, last.value) === false) found ||= kinds.surely(node.test) !== 0;
  });
  return found;
}

/** The handler sets what is returned later. */
const changesAnswer = (handler: Handler, answers: readonly (Node | null)[]): boolean =>
  handler.body.some((one) => one.kind === "assign" && one.targets.some((target) => target.kind === "name" && answers.some((answer) => answer?.kind === "name" && answer.id === target.id)));
