import { ownName } from "../../../ir/names.ts";
import type { FunctionNode, Handler, Node, Try } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { HALT_WORDS } from "../../../knowledge/guard-words.ts";
import { filterAnswers, isDecision, type Filter, type FilterAnswers } from "../filter-answers.ts";
import { guardKinds, snake, type GuardKinds } from "../guard-kinds.ts";
import { wordMask } from "../guard-shapes.ts";
import { index, type Index } from "../module-index.ts";
import { orderReach } from "../order-reach.ts";
import { leaves } from "../rejections.ts";
import { statementsOf } from "./statements.ts";

/** A handler after which a filter lets the signal pass. */
export interface OpenHandler {
  readonly filter: Filter;
  readonly handler: Handler;
  /** The function makes a decision, and the filter is a part of it. */
  readonly decides: boolean;
  /** It only says whether a loop goes on: on the way to the order others may ask again. */
  readonly endsLoop: boolean;
}

export const openHandlers = codeFact({
  name: "open-handlers",
  doc: "Handlers of filters before an order that let pass what could not be asked.",
  requires: { filterAnswers, index, orderReach, guardKinds },
  derive: ({ filterAnswers, index, orderReach, guardKinds }): readonly OpenHandler[] =>
    [...filterAnswers.filters, ...filterAnswers.others.filter((one) => !ASKS_CONNECTION.test(snake(one.fn.name)))]
      // What sends orders itself answers whether that worked, and not whether a signal may pass.
      .filter((one) => orderReach.ofFunction(one.fn) === 0 && !ASKS_SETTINGS.test(snake(one.fn.name)) && !isOfRequests(one.fn))
      .flatMap((filter) => handlersOf(filter, filterAnswers, index, guardKinds).map((handler) => ({ filter, handler, decides: index.modules.get(index.moduleOf(filter.fn).file)!.returns[filter.fn.index]!.some(({ value }) => isDecision(value)), endsLoop: ENDS_LOOP.test(snake(filter.fn.name)) }))),
});

/** Whether the venue is there, who is logged in, and in which mode the bot runs. */
const ASKS_CONNECTION = /(^|_)(dry_?run|paper|testnet|live|simulat\w*|mode|enabled|connect(ed|ion)?|ping|health(y|_check)?|authenticat\w*|login|logged_in|initiali[sz]ed?|ready|running|alive|available|start(ed)?|ensure)(_|$)/;

/** Whether a request may be sent now, or whether somebody called the job off: no signal is asked about there either. */
const isOfRequests = (fn: FunctionNode): boolean => /rate_limit/.test(snake(classOf(fn)?.name ?? "")) || /(^|_)is_cancell?ed$/.test(snake(fn.name));

/** `should_stop()`, `stop_or_killed()`: whether a loop goes on. */
const ENDS_LOOP = /^_*((should|must)_)?(stop|quit)(_or_\w+|_requested)?$/;

/** Once at the start, about the settings: no signal is asked about there. */
const ASKS_SETTINGS = /(^|_)(config|configuration|settings|credentials|environment)$/;

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
    else if (node.kind === "call" && node.callee.kind === "attribute") calls ||= !HARMLESS.test(node.callee.name) && !HARMLESS.test(ownName(node.callee.object));
  });
  return answers && calls;
}

/** Methods of plain values, clocks and loggers: asking them does not fail for want of an answer. */
const HARMLESS = /^_*(get|items|keys|values|append|add|pop|strip|lower|upper|split|replace|startswith|endswith|format|join|copy|now|utcnow|time|monotonic|total_seconds|fromisoformat|date|debug|info|warning|error|exception|log|logger|logging|math|np)$/;

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
  const after = index.modules.get(index.moduleOf(filter.fn).file)!.returns[filter.fn.index]!.filter((one) => one.start >= outer.end);
  if (changesAnswer(handler, after.map((one) => one.value))) return false;
  const falls = filter.fn.body.at(-1)?.kind === "return" ? after.map((one) => one.value) : [...after.map((one) => one.value), null];
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
