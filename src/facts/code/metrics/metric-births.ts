import type { Binary, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { DISTANCE_NAME, ELAPSED_NAME, EXIT_WORDS, FORESEEN, LATENCY_NAME, OTHER_DIFFERENCE, SLIPPAGE_NAME, TRAIL_NAME, type MetricKind } from "../../../knowledge/metric-words.ts";
import type { CallGraph } from "../call-graph.ts";
import { snake } from "../guard-kinds.ts";
import type { Inference } from "../inference/context.ts";
import { isBefore, isOfFill } from "./order-prices.ts";
import { nameOf, mentionsSide, momentOf, priceRole, type Moment, type PriceRole } from "./price-roles.ts";

/** The difference that a metric is made of. */
export interface MetricBirth {
  readonly kind: MetricKind;
  readonly node: Expr;
  readonly fn: FunctionNode;
  /** What the value is called, nearest first: its target, parameter, function. */
  readonly names: readonly string[];
  /** Units of the difference to a second; 1 for prices. */
  readonly scale: number;
  /** `a / b - 1`: already divided by a price. */
  readonly divided: boolean;
  /** The surroundings tell the sides apart (a branch on the side). */
  readonly side: boolean;
  /** The operand that the metric must not be measured from: an entry price (of an exit), the time of a candle. */
  readonly wrongReference: Expr | null;
  /** Neither entry nor exit is named: one formula for both. */
  readonly both: boolean;
  /** An order is sent between both clocks. */
  readonly aroundOrder: boolean;
  /** What a fill cost against what was expected before it, with nothing that stands in for either. */
  readonly ofFill: boolean;
}

type Subtraction = Binary & { op: "-" };

export interface BirthPlace {
  readonly on: Inference;
  readonly graph: CallGraph;
  /** Whether the function sends an order between both offsets; `waits`: it may wait for the fill there, too. */
  ordersBetween(fn: FunctionNode, from: number, to: number, waits: boolean): boolean;
}

/** The metric that a subtraction begins; null: none. */
export function birthOf(place: BirthPlace, node: Subtraction): MetricBirth | null {
  const fn = enclosingFunction(node);
  if (!fn) return null;
  const names = namesAround(place.graph, node, fn);
  return timeBirth(place, node, fn, names) ?? priceBirth(place, node, fn, names);
}

function timeBirth({ on, ordersBetween }: BirthPlace, node: Subtraction, fn: FunctionNode, names: readonly string[]): MetricBirth | null {
  const named = names.some((one) => LATENCY_NAME.test(one));
  if (!named && !names.some((one) => ELAPSED_NAME.test(one))) return null;
  const left = momentOf(on, node.left);
  const right = left && momentOf(on, node.right);
  if (!left || !right || !(left.clock || right.clock || named)) return null;
  // `changed_at - previous_changed_at`: a row's time is no clock that was read before an order.
  const start = node.right.kind === "name" && right.clock ? startOf(on, node.right) : null;
  const aroundOrder = start !== null && ordersBetween(fn, start, node.start, names.some((one) => UNTIL_FILLED.test(one)));
  if (!aroundOrder && (!named || CLOCK_PROBE.test(snake(fn.name)))) return null;
  const scale = unitOf(left, right);
  const candle = left.candle ?? right.candle;
  return { kind: "latency", node, fn, names, scale, divided: true, side: true, wrongReference: candle, both: false, aroundOrder, ofFill: false };
}

/** How long the venue took to say what time it is: the skew is what matters there. */
const CLOCK_PROBE = /(^|_)(clock|skew|server_time|time_sync|sync_time|ntp)(_|$)/;

/** What waiting for the fill belongs to. */
const UNTIL_FILLED = /(^|_)(exec|execution|fill|order)_(time|latency|duration|delay)(_|$)/;

/** Where a local clock value was read, as an offset in the file. */
function startOf(on: Inference, name: Expr & { kind: "name" }): number | null {
  const scope = enclosingFunction(name);
  const found = scope && on.moduleIndexOf(name).scopes.get(scope)?.get(name.id);
  const [first] = found ?? [];
  return first && first.kind === "value" ? first.expr.end : null;
}

function unitOf(left: Moment, right: Moment): number {
  if (left.perSecond !== null) return left.perSecond;
  return right.perSecond ?? 1;
}

function priceBirth({ on, graph }: BirthPlace, node: Subtraction, fn: FunctionNode, names: readonly string[]): MetricBirth | null {
  const isRatio = node.right.kind === "number" && node.right.value === 1 && node.left.kind === "binary" && node.left.op === "/";
  const [a, b] = isRatio && node.left.kind === "binary" ? [node.left.left, node.left.right] : [node.left, node.right];
  if (a.kind === "number" || b.kind === "number") return null;
  const [left, right] = [priceRole(on, a), priceRole(on, b)];
  if (!(left.price && right.price) && !names.some((one) => SLIPPAGE_NAME.test(one))) return null;
  // What an order that still rests would cost is foreseen.
  if (!left.fill && !right.fill && [a, b].some((one) => RESTING_PRICE.test(nameOf(one)))) return null;
  const kind = priceKind(left, right, names, fn);
  if (!kind || (kind !== "trail-distance" && !left.fill && !right.fill && isBefore(a) && isBefore(b))) return null;
  // `open_avg_price - expected_entry`: both are of the entry, whatever the function is called.
  const ofEntry = [a, b].every((one) => /(^|_)(entry|open)(_|$)/.test(nameOf(one)));
  const isExit = kind === "exit-slippage" && !ofEntry;
  const wrong = isExit ? ([[a, left], [b, right]] as const).find(([, role]) => role.entry)?.[0] ?? null : null;
  const both = kind === "slippage" && !names.some((one) => /(^|_)(entry|open|buy|enter)(_|$)/.test(one));
  return { kind: kind === "exit-slippage" && ofEntry ? "slippage" : kind, node, fn, names, scale: 1, divided: isRatio, side: branchesOnSide(node, fn), wrongReference: wrong, both, aroundOrder: false, ofFill: !wrong && isOfFill(on, graph, [a, left], [b, right]) };
}

function priceKind(left: PriceRole, right: PriceRole, names: readonly string[], fn: FunctionNode): MetricKind | null {
  const [own = ""] = names;
  // `spread = ask - bid` in a function about slippage is the spread.
  if (OTHER_DIFFERENCE.test(own) && !SLIPPAGE_NAME.test(own)) return null;
  const slipping = names.some((one) => SLIPPAGE_NAME.test(one));
  if (names.some((one) => FORESEEN.test(one) || ASSUMED.test(one))) return null;
  if (slipping || (((left.fill && right.expected) || (right.fill && left.expected)) && !names.slice(0, 2).some((one) => OTHER_DIFFERENCE.test(one)))) {
    return names.some((one) => EXIT_WORDS.test(one)) ? "exit-slippage" : "slippage";
  }
  if (left.stop === right.stop || !names.slice(0, 2).some((one) => DISTANCE_NAME.test(one))) return null;
  return names.some((one) => TRAIL_NAME.test(one)) || TRAIL_NAME.test(snake(fn.qualname.split(".")[0] ?? "")) ? "trail-distance" : null;
}

const RESTING_PRICE = /^(order|limit|resting)_(price|px)$/;

/** `_apply_slippage(mid)`: a price made worse by what is assumed. */
const ASSUMED = /(^|_)(appl(y|ied)|add(ed)?|with|includ\w*)_slip/;

/** A branch or conditional around that asks for the side. */
function branchesOnSide(node: Node, fn: FunctionNode): boolean {
  for (let at: Node | null = node; at && at !== fn; at = at.parent) {
    const parent: Node | null = at.parent;
    if ((parent?.kind === "if" || parent?.kind === "conditional") && parent.test !== at && mentionsSide(parent.test)) return true;
    if (parent?.kind === "case") return true;
  }
  return false;
}

const MOST_STEPS = 12;

/** What the value is called: targets and keywords on the way up to its statement, then the functions around. */
function namesAround(graph: CallGraph, node: Node, fn: FunctionNode): string[] {
  const names: string[] = [];
  let at: Node = node;
  for (let i = 0; i < MOST_STEPS && at.parent && at.parent !== fn; i++) {
    const parent: Node = at.parent;
    if (parent.kind === "assign") names.push(...parent.targets.map(nameOf));
    else if (parent.kind === "bind") names.push(nameOf(parent.target));
    else if (parent.kind === "entry" && parent.key?.kind === "string") names.push(snake(parent.key.value));
    else if (parent.kind === "argument" && parent.parent?.kind === "call") names.push(...argumentNames(graph, parent.parent, parent));
    if (parent.kind === "assign" || parent.kind === "return" || parent.kind === "expression" || parent.kind === "if") break;
    at = parent;
  }
  for (let outer: FunctionNode | null = fn; outer && outer.name !== "<module>"; outer = enclosingFunction(outer)) names.push(snake(outer.name));
  return names;
}

/** `samples.append(...)`: the list has the name. */
const KEEPS = /^(append|appendleft|add|put|put_nowait|push|extend|insert|update|set|setdefault)$/;

function argumentNames(graph: CallGraph, call: Node & { kind: "call" }, argument: Node & { kind: "argument" }): string[] {
  if (argument.name) return [snake(argument.name)];
  const wrapper = nameOf(call.callee);
  if (/^(abs|round|float|max|min|int|decimal|str)$/.test(wrapper)) return [];
  const [target] = graph.targets(call).functions;
  const position = call.args.indexOf(argument);
  const parameter = target?.params[target.params[0]?.name === "self" ? position + 1 : position];
  const holder = call.callee.kind === "attribute" ? [nameOf(call.callee.object)] : [];
  return [...(parameter ? [snake(parameter.name)] : []), ...(KEEPS.test(wrapper) ? [] : [wrapper]), ...holder];
}
