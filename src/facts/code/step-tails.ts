import { calledName } from "../../ir/names.ts";
import type { Binary, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { constants, type Constants } from "./constants.ts";
import type { Inference } from "./inference/context.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";
import { orderSites } from "./order-sites.ts";
import { reach } from "./reach.ts";
import { snake } from "./snake.ts";
import { UNTRADED_ROLES } from "./untraded-roles.ts";
import { follower } from "./value-follower.ts";
import { spelling } from "./venue-values/guards.ts";

/** `round(qty / step) * step`, which is 0.30000000000000004 for 3 steps of 0.1, and where it is sent as it is. */
export interface StepTail {
  readonly product: Binary;
  readonly fn: FunctionNode;
  readonly step: Expr;
  /** The field that is sent; null: it is not seen to be sent, or rounded before. */
  readonly sent: Node | null;
  readonly key: string;
}

export const stepTails = codeFact({
  name: "step-tails",
  doc: "Prices and sizes that are multiplied up from whole steps as floats, and the fields of orders that carry the product unrounded.",
  requires: { program, index, infer, constants, follower, orderSites, reach },
  derive({ program, index, infer, constants, follower, orderSites, reach }): readonly StepTail[] {
    const found: StepTail[] = [];
    const formatting = new Set<Node>(orderSites.filter((one) => FORMATS_ITSELF.test(one.by)).map((one) => one.call));
    const raw = new Set<Node>(orderSites.filter((one) => !FORMATS_ITSELF.test(one.by)).map((one) => one.call));
    for (const one of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(one.module.file) ?? "bot")) continue;
      for (const node of one.byKind.get("binary") ?? []) {
        const step = node.kind === "binary" ? stepOf(node, constants) : null;
        const fn = step ? enclosingFunction(node) : null;
        if (node.kind !== "binary" || !step || !fn || reach.of(fn) === "dead" || isDecimal(infer, node, step)) continue;
        const sent = [...follower.from<Form>(node, { text: false }, formOf, "where-entered")].map(([each, { text }]) => fieldOf(each, text, raw, formatting)).find((each) => each !== null && isMeant(step, each.key));
        found.push({ product: node, fn, step, sent: sent?.at ?? null, key: sent?.key ?? "" });
      }
    }
    return found;
  },
});

interface Form { readonly text: boolean }

/** Libraries that cut a number to the market's precision before they send it. */
const FORMATS_ITSELF = /^(ccxt|hyperliquid|freqtrade|hummingbot|nautilus_trader|alpaca|ib_insync|MetaTrader5)/;

/** `round(x / step) * step`, `(x // step) * step`: the step; null: another product, or one of whole numbers. */
function stepOf(product: Binary, constants: Constants): Expr | null {
  if (product.op !== "*") return null;
  for (const [count, step] of [[product.left, product.right], [product.right, product.left]] as const) {
    const words = spelling(step);
    if (words === null || !STEP.test(snake(words)) || NO_STEP.test(snake(words)) || !countsSteps(count, words)) continue;
    const value = constants.of(step)?.value;
    return typeof value === "number" && Number.isInteger(value) ? null : step;
  }
  return null;
}

/** A helper rounds prices and sizes, and what goes in by one caller comes out at all of them: lots are never sent as a price, ticks never as a size. */
function isMeant(step: Expr, key: string): boolean {
  const words = snake(spelling(step) ?? "");
  return PRICED.test(key) ? !/(^|_)(lot|qty|amount)(_|$)/.test(words) : !/(^|_)(tick|price|pip)(_|$)/.test(words);
}

const PRICED = /price|px|^stopLoss$|^takeProfit$/i;

const STEP = /(^|_)(step|tick|lot|increment|inc|min_?move)(_|$|s$)|step_?size|tick_?size|lot_?size/;
const NO_STEP = /(^|_)(ms|seconds|minutes|time|interval|day|hour|grid|bucket)(_|$)/;

function countsSteps(expr: Expr, step: string): boolean {
  if (expr.kind === "binary") return (expr.op === "//" || expr.op === "/") && spelling(expr.right) === step && expr.op === "//";
  if (expr.kind !== "call" || !WHOLE.test(calledName(expr)) || expr.args.length !== 1) return false;
  const inner = expr.args[0]!.value;
  return inner.kind === "binary" ? (inner.op === "/" || inner.op === "//") && spelling(inner.right) === step : inner.kind === "call" && countsSteps(inner, step);
}

const WHOLE = /^(round|floor|ceil|int|trunc)$/;

const isDecimal = (on: Inference, product: Binary, step: Expr): boolean => [product, product.left, step].some((one) => on.evaluate(one).some((value) => value.kind === "external" && value.path.startsWith("decimal.")));

/** What leaves the tail as it is; null: it is cut off, or another number is made. */
function formOf(parent: Expr, _: Expr, now: Form): Form | null {
  if (parent.kind === "call") return parent.callee.kind !== "name" ? null : parent.callee.id === "str" ? { text: true } : /^(float|max|min|abs)$/.test(parent.callee.id) ? { text: false } : null;
  // `formatted(cut) if cut is not None else str(size)`: the text is the stand-in.
  if (parent.kind === "conditional") return now.text ? null : now;
  return parent.kind === "await" || parent.kind === "logical" || parent.kind === "bind" ? now : null;
}

/** `"qty": str(qty)` of a request's fields, `quantity=qty` of an order that a library sends as it is. */
function fieldOf(expr: Expr, isText: boolean, raw: ReadonlySet<Node>, formatting: ReadonlySet<Node>): { readonly at: Node; readonly key: string } | null {
  const shown = expr.parent?.kind === "interpolation" && expr.parent.format === null && expr.parent.parent?.kind === "template" && expr.parent.parent.parts.length === 1 ? expr.parent.parent : expr;
  const text = shown !== expr || isText;
  const { parent } = shown;
  const key = parent?.kind === "entry" && parent.value === shown && parent.key?.kind === "string" ? parent.key.value : parent?.kind === "argument" && parent.name !== null ? parent.name : parent?.kind === "assign" && parent.targets[0]?.kind === "subscript" && parent.targets[0].index.kind === "string" ? parent.targets[0].index.value : "";
  if (!SENT.test(key)) return null;
  const call = parent?.kind === "argument" ? parent.parent : null;
  if (call && formatting.has(call)) return null;
  return text || (call && raw.has(call)) ? { at: parent!, key } : null;
}

const SENT = /^(qty|quantity|size|sz|amount|price|px|stopPrice|stop_price|triggerPrice|triggerPx|stopLoss|takeProfit|slTriggerPx|tpTriggerPx|orderQty|origQty|limitPrice|activationPrice)$/;
