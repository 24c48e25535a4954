import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Handler, Node, Try } from "../../../ir/nodes.ts";
import { children, contains } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";
import { bindingsOf } from "../inference/scope-of.ts";
import type { Definition, Index } from "../module-index.ts";
import type { Nothing } from "./passing-tests.ts";

/** A value that stands for a failed read. */
export interface FailedValue {
  readonly is: Nothing;
  /** The handler that makes the failure look like an answer. */
  readonly handler: Handler;
  /** What it answers. */
  readonly answer: Expr;
  /** The function that gives it; null: the handler stands beside the test. */
  readonly source: FunctionNode | null;
}

const MAX_DEPTH = 6;

/** Follows values back to reads whose failure is answered with nothing. */
export class FailedValues {
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #known = new Map<FunctionNode, ReadonlyMap<number, FailedValue | null>>();

  constructor(index: Index, graph: CallGraph) {
    this.#index = index;
    this.#graph = graph;
  }

  /** What the expression is after a failed read; null: it is not made from one that is answered with nothing, or it depends. */
  of(expr: Expr, depth = 0): FailedValue | null {
    if (depth > MAX_DEPTH) return null;
    switch (expr.kind) {
      case "await": return this.of(expr.value, depth);
      case "name": return this.#name(expr, depth);
      case "call": return this.#call(expr, depth);
      case "comprehension": return this.#as(this.of(expr.clauses[0]!.iterable, depth + 1), "empty");
      case "logical": return this.#logical(expr.op, expr.left, expr.right, depth);
      case "conditional": return null;
      case "binary": return expr.op === "/" || expr.op === "*" ? this.#as(this.of(expr.left, depth + 1), "zero", "zero") : null;
      default: return null;
    }
  }

  /** The same failure with another value; `only`: from that value alone. */
  #as(from: FailedValue | null, is: Nothing, only: Nothing = "empty"): FailedValue | null {
    return from && from.is === only ? { ...from, is } : null;
  }

  #logical(op: string, left: Expr, right: Expr, depth: number): FailedValue | null {
    if (op === "and") return this.of(left, depth + 1);
    const from = this.of(left, depth + 1);
    const is = from ? nothingOf(right) : null;
    return from && is ? { ...from, is } : null;
  }

  #name(expr: Expr & { kind: "name" }, depth: number): FailedValue | null {
    const bound = bindingsOf(expr, this.#index.modules.get(this.#index.moduleOf(expr).file)!) ?? [];
    const beside = besideTest(bound);
    if (beside) return beside;
    const [only, ...more] = bound;
    if (only?.kind !== "value" || more.length > 0) return null;
    return only.item < 0 ? this.of(only.expr, depth + 1) : this.#item(only.expr, only.item, depth + 1);
  }

  #item(expr: Expr, item: number, depth: number): FailedValue | null {
    if (expr.kind === "await") return this.#item(expr.value, item, depth);
    return expr.kind === "call" ? this.#answered(expr, item, depth) : null;
  }

  #call(call: Call, depth: number): FailedValue | null {
    const { callee, args } = call;
    const [first] = args;
    if (callee.kind === "name" && first?.spread === "none") {
      if (callee.id === "len" || callee.id === "sum") return this.#as(this.of(first.value, depth + 1), "zero");
      if (callee.id === "any") return this.#as(this.of(first.value, depth + 1), "false");
      if (/^(abs|float|int|round|Decimal)$/.test(callee.id)) return this.#as(this.of(first.value, depth + 1), "zero", "zero");
      if (/^(list|set|tuple|sorted|dict|iter|frozenset)$/.test(callee.id)) return this.#as(this.of(first.value, depth + 1), "empty");
    }
    if (callee.kind === "attribute" && /^(values|keys|items|copy)$/.test(callee.name) && args.length === 0) return this.#as(this.of(callee.object, depth + 1), "empty");
    if (callee.kind === "attribute" && callee.name === "get" && first) {
      const fallback = args[1] ? nothingOf(args[1].value) : "none";
      return fallback && this.#as(this.of(callee.object, depth + 1), fallback);
    }
    return this.#answered(call, -1, depth);
  }

  /** What the bot's own function answers after a failure. */
  #answered(call: Call, item: number, depth: number): FailedValue | null {
    const all = this.#graph.runs(call);
    if (all.length === 0 || all.length > MOST_NAMESAKES) return null;
    for (const fn of all) {
      const found = this.#inFunction(fn, item, depth + 1);
      if (found) return found;
    }
    return null;
  }

  #inFunction(fn: FunctionNode, item: number, depth: number): FailedValue | null {
    const known = this.#known.get(fn)?.get(item);
    if (known !== undefined) return known;
    const made = new Map(this.#known.get(fn) ?? []);
    made.set(item, null);
    this.#known.set(fn, made);
    const found = this.#failureOf(fn, item, depth);
    made.set(item, found);
    return found;
  }

  #failureOf(fn: FunctionNode, item: number, depth: number): FailedValue | null {
    if (fn.generator || fn.decorators.some((one) => ownName(one) === "property")) return null;
    const returns = this.#index.modules.get(this.#index.moduleOf(fn).file)!.returns[fn.index]!;
    for (const node of returns) {
      const handler = handlerOf(node);
      const said = node.value && (item < 0 ? node.value : node.value.kind === "tuple" ? (node.value.items[item] ?? null) : null);
      const is = said ? nothingOf(said) : item < 0 && node.value === null ? "none" : null;
      if (handler && said && is && isTold(returns, said)) return { is, handler, answer: said, source: fn };
    }
    for (const { value } of returns) {
      const below = !value ? null : item < 0 ? this.of(value, depth + 1) : value.kind === "tuple" && value.items[item] ? this.of(value.items[item], depth + 1) : null;
      if (below) return { ...below, source: below.source ?? fn };
    }
    return null;
  }
}

const MOST_NAMESAKES = 2;

/** Beside it something is answered that was read: a function that only ever says None gives no reading. */
const isTold = (returns: readonly { readonly value: Expr | null }[], said: Expr): boolean => returns.some(({ value }) => value !== null && value !== said && value.kind !== "none");

/** `try: open_orders = client.fetch(...)`, `except Exception: open_orders = []` */
function besideTest(bound: readonly Definition[]): FailedValue | null {
  const values = bound.flatMap((one) => (one.kind === "value" && one.item < 0 ? [one] : []));
  if (values.length !== bound.length || values.length < 2 || values.length > 3) return null;
  for (const one of values) {
    const handler = handlerOf(one.node);
    const is = nothingOf(one.expr);
    if (!handler || !is) continue;
    const outer = handler.parent as Try;
    const read = values.find((each) => each !== one && outer.body.some((statement) => contains(statement, each.node)) && asks(each.node));
    if (read) return { is, handler, answer: one.expr, source: null };
  }
  return null;
}

/** The broad handler, around something that asks others, whose own last word the statement is. */
function handlerOf(node: Node): Handler | null {
  const handler = node.parent;
  if (handler?.kind !== "handler" || !isBroad(handler)) return null;
  const outer = handler.parent;
  return outer?.kind === "try" && outer.body.some(asks) ? handler : null;
}

const isBroad = ({ type }: Handler): boolean => type === null || (type.kind === "tuple" ? type.items : [type]).some((one) => /^(Base)?Exception$|^(BaseError|NetworkError|ExchangeError|RequestException|ClientError|HTTPError|\w*ApiException|\w*APIException|\w*APIError|TimeoutError|OperationalError|SQLAlchemyError)$/.test(ownName(one)));

/** What may fail on its way: another process answers. */
const ASKS = /^_*(fetch|get_|query|execute|request|select|read|load|list_|scalar|open_|ping|recv|call|post|http|collect|account|balance|position|ticker|order|book|user_state|clearinghouse|info)/i;

/** A file of its own that is not there yet: nothing was kept. */
const OF_FILES = /^_*(json|orjson|pickle|yaml|toml|f|fh|fp|file|\w*path|\w*file|os|cfg|config|settings|environ|args|kwargs|params|data|row|item|entry|payload|state|signal|meta|metadata)$/i;

function asks(node: Node): boolean {
  if (node.kind === "function") return false;
  let found = node.kind === "await" || (node.kind === "call" && node.callee.kind === "attribute" && ASKS.test(calledName(node)) && !OF_FILES.test(ownName(node.callee.object)));
  children(node, (child) => void (found ||= asks(child)));
  return found;
}

/** What a literal is, where it says nothing. */
export function nothingOf(value: Expr): Nothing | null {
  switch (value.kind) {
    case "none": return "none";
    case "boolean": return value.value ? null : "false";
    case "number": return value.value === 0 ? "zero" : null;
    case "list": case "set": return value.items.length === 0 ? "empty" : null;
    case "dict": return value.entries.length === 0 ? "empty" : null;
    case "call": {
      const [first] = value.args;
      if (/^(set|dict|list)$/.test(ownName(value.callee)) && value.args.length === 0) return "empty";
      return ownName(value.callee) === "Decimal" && first?.value.kind === "string" && Number(first.value.value) === 0 ? "zero" : null;
    }
    default: return null;
  }
}
