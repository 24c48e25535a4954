import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Handler, Node, Return } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { limitSources } from "./limit-sources.ts";
import type { LimitKind, LimitTest } from "./limit-tests.ts";

/** A failure by which a limit before an order lets the order through. */
export interface PassingFailure {
  readonly kind: LimitKind;
  readonly asks: LimitTest;
  /** What answers instead of failing. */
  readonly fn: FunctionNode;
  readonly answer: Return;
  /** nothing: what is measured is given as 0 or as empty. allowed: the limit's own function says yes. */
  readonly how: "nothing" | "allowed";
}

export const passingFailures = codeFact({
  name: "passing-failures",
  doc: "Exceptions after which a limit before orders is passed: the count is answered as 0, or the question as yes.",
  requires: { index, widerCalls, limitSources },
  derive({ index, widerCalls, limitSources }): readonly PassingFailure[] {
    const found: PassingFailure[] = [];
    const add = (one: PassingFailure): void => {
      if (!found.some(({ answer }) => answer === one.answer)) found.push(one);
    };
    for (const { kind, asks } of limitSources) {
      const allowed = answersYes(asks);
      if (allowed) add({ kind, asks, fn: asks.fn, answer: allowed, how: "allowed" });
      const empty = emptyOf(asks.measured, index, widerCalls, 0);
      if (empty) add({ kind, asks, ...empty, how: "nothing" });
    }
    return found;
  },
});

const MAX_DEPTH = 3;

/** The function that answers 0 or nothing where it could not count: followed through names, `len` and calls. */
function emptyOf(expr: Expr, index: Index, calls: WiderCalls, depth: number): { fn: FunctionNode; answer: Return } | null {
  if (depth > MAX_DEPTH) return null;
  if (expr.kind === "await") return emptyOf(expr.value, index, calls, depth);
  if (expr.kind === "name") {
    const bound = bindingsOf(expr, index.modules.get(index.moduleOf(expr).file)!) ?? [];
    const [only] = bound;
    return bound.length === 1 && only!.kind === "value" && only!.item < 0 ? emptyOf(only!.expr, index, calls, depth + 1) : null;
  }
  if (expr.kind !== "call") return null;
  const [first] = expr.args;
  if (/^(len|abs|float|int|round)$/.test(ownName(expr.callee)) && first) return emptyOf(first.value, index, calls, depth);
  for (const fn of calls.runs(expr)) {
    const answer = handlersIn(fn).flatMap(returnOf).find((one) => one.value !== null && isNothing(one.value));
    if (answer) return { fn, answer };
    for (const { value } of index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!) {
      const below = value ? emptyOf(value, index, calls, depth + 1) : null;
      if (below) return below;
    }
  }
  return null;
}

/** `try: if loss >= limit: return False` ... `except Exception: return True` */
function answersYes({ node, fn }: LimitTest): Return | null {
  for (let at = node.parent, from: Node = node; at && at.kind !== "function"; from = at, at = at.parent) {
    if (at.kind !== "try" || !at.body.some((one) => one === from)) continue;
    const answer = at.handlers.filter(isBroad).flatMap(returnOf).find((one) => one.value !== null && truthOf(one.value) === true);
    if (answer && refusesIn(fn)) return answer;
  }
  return null;
}

function refusesIn(fn: FunctionNode): boolean {
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "return" && node.value && truthOf(node.value) === false) found = true;
    else children(node, visit);
  };
  for (const one of fn.body) visit(one);
  return found;
}

/** `False`, `(False, reason)`, `{"allowed": False}` */
function truthOf(value: Expr): boolean | null {
  if (value.kind === "boolean") return value.value;
  if (value.kind === "tuple") return value.items[0]?.kind === "boolean" ? value.items[0].value : null;
  if (value.kind === "dict") {
    const answers = value.entries.filter((one) => one.key?.kind === "string" && /allow|can_|(^|_)ok$|valid|pass|approved|safe/.test(one.key.value));
    return answers.length === 1 && answers[0]!.value.kind === "boolean" ? answers[0]!.value.value : null;
  }
  return null;
}

/** Handlers for whatever happens, around code that asks something that can fail. */
function handlersIn(fn: FunctionNode): Handler[] {
  const found: Handler[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "try" && node.body.some(asks)) found.push(...node.handlers.filter(isBroad));
    children(node, visit);
  };
  for (const one of fn.body) visit(one);
  return found;
}

const ASKS = /fetch|get|load|query|execute|request|count|select|position|read|scalar|open/i;

function asks(node: Node): boolean {
  if (node.kind === "function") return false;
  let found = node.kind === "await" || (node.kind === "call" && ASKS.test(calledName(node)) && node.callee.kind === "attribute");
  children(node, (child) => void (found ||= asks(child)));
  return found;
}

const isBroad = ({ type }: Handler): boolean => type === null || /^(Base)?Exception$/.test(ownName(type));

/** The handler's own last word. */
const returnOf = ({ body }: Handler): Return[] => {
  const last = body.at(-1);
  return last?.kind === "return" ? [last] : [];
};

const isNothing = (value: Expr): boolean =>
  (value.kind === "number" && value.value === 0) || ((value.kind === "list" || value.kind === "tuple") && value.items.length === 0) || (value.kind === "dict" && value.entries.length === 0) || (value.kind === "call" && /^(set|dict|list)$/.test(ownName(value.callee)) && value.args.length === 0);
