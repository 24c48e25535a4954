import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";

/**
 * What is followed: values made of the venue's answer about positions.
 * answer: anything made of it. failed: what is there instead of it when the request failed.
 */
export type Label = "answer" | "failed";

/** What a failed request looks like to the code that follows: an empty container (or 0), None, or the first item of a pair whose other item tells. */
export type FailedAs = "empty" | "none" | "pair";

/** One node that carries the value, and the node that it came from: a trail back to the request. */
export interface Mark {
  readonly node: Node;
  readonly label: Label;
  readonly failedAs: FailedAs;
  /** Only this item of a tuple carries it; -1: the whole. */
  readonly item: number;
  /** One of the elements, not the collection. */
  readonly element: boolean;
  /** A value out of a position: its symbol, its size. It is not followed as far as the position itself. */
  readonly field: boolean;
  /** A truth value that is true where the venue does not have the position. */
  readonly negated: boolean;
  /** local: names that the bot has and the venue lacks; venue: the other way round; both: all names of either side. */
  readonly only: "local" | "venue" | "both" | null;
  /** The calls by which it went into functions, the innermost last. */
  readonly stack: readonly Call[];
  readonly from: Mark | null;
}

export type Change = Partial<Pick<Mark, "failedAs" | "item" | "element" | "field" | "negated" | "only" | "stack">>;

export const follow = (from: Mark, node: Node, change: Change = {}): Mark => ({ ...from, ...change, node, from });

export const seedAt = (node: Node, label: Label, failedAs: FailedAs = "empty", from: Mark | null = null, item = -1): Mark => ({
  node, label, failedAs, item, element: false, field: false, negated: false, only: null, stack: [], from,
});

/** From the request to the node. */
export function steps(mark: Mark): Mark[] {
  const found: Mark[] = [];
  for (let at: Mark | null = mark; at; at = at.from) found.push(at);
  return found.reverse();
}

export const rootOf = (mark: Mark): Mark => {
  let at = mark;
  while (at.from) at = at.from;
  return at;
};

/** `[]`, `{}`, `()`, `list()`, `set()`, `0`, `Decimal("0")`, `""`, `False`. */
export function isEmptyLiteral(expr: Expr | null): boolean {
  if (!expr) return false;
  switch (expr.kind) {
    case "list": case "tuple": case "set": return expr.items.length === 0;
    case "dict": return expr.entries.length === 0;
    case "number": return expr.value === 0;
    case "string": return expr.value === "" || expr.value === "0";
    case "boolean": return !expr.value;
    case "call": return EMPTY_CALLS.has(calledName(expr)) && expr.args.every((one) => one.name === null && (isEmptyLiteral(one.value) || one.value.kind === "name"));
    case "unary": return expr.op === "-" && isEmptyLiteral(expr.operand);
    default: return false;
  }
}

const EMPTY_CALLS = new Set(["list", "dict", "set", "tuple", "frozenset", "Decimal", "float", "int", "defaultdict", "OrderedDict", "deque"]);

/** The failed value that a literal stands for; null: it is none. A pair has the item that is empty. */
export function failedValue(expr: Expr | null): { readonly as: FailedAs; readonly item: number } | null {
  if (!expr || expr.kind === "none") return { as: "none", item: -1 };
  if (expr.kind === "tuple" && expr.items.length > 1) {
    const item = expr.items.findIndex((one) => isEmptyLiteral(one) || one.kind === "none");
    return item < 0 ? null : { as: "pair", item };
  }
  return isEmptyLiteral(expr) ? { as: "empty", item: -1 } : null;
}

/** Where the value was before it went into other functions: the node that decides there. */
export const baseOf = (mark: Mark, node: Node = mark.node): Node => mark.stack[0] ?? node;

/** A value of the venue stored into something that outlives the function, or that was not empty before. */
export interface StoredAway { readonly into: Expr; readonly mark: Mark; readonly at: Node }
/** Something of the bot's own looked up by a key of the venue: `symbol in self.positions`, `self.positions.get(symbol)`. */
export interface LookedUp { readonly node: Expr; readonly local: Expr; readonly mark: Mark; readonly absentWhen: boolean }
/** The venue's value handed to a call that is not followed. */
export interface HandedOn { readonly call: Call; readonly mark: Mark }

/** What the rules of one step do with the places that a value goes to. */
export interface Walker {
  readonly lookedUp: LookedUp[];
  readonly handedOn: HandedOn[];
  put(mark: Mark): void;
  store(target: Expr, mark: Mark, at: Node, change?: Change): void;
  fill(into: Expr, mark: Mark, at: Node): void;
  enter(mark: Mark, call: Call, argument: Expr): boolean;
  leave(mark: Mark, fn: FunctionNode): void;
  makesObject(call: Call): boolean;
}
