import { calledName, ownName } from "../../../ir/names.ts";
import type { Binary, Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { COUNTS_DIGITS } from "../../../knowledge/ccxt-gaps.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { infer } from "../inference/infer.ts";
import { index, type Index, type ModuleIndex } from "../module-index.ts";
import { reach } from "../reach.ts";
import { tradingCode } from "../trading-code.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { follower, type Follower } from "../value-follower.ts";

/** `10 ** -market["precision"]["amount"]`: ccxt gives the step itself (0.001), and the code takes it for a number of digits. */
export interface StepAsDigits {
  readonly read: Expr;
  /** Where it is used as a number of digits. */
  readonly at: Node;
  readonly how: "power" | "round" | "whole" | "format";
  readonly side: "price" | "amount";
  readonly fn: FunctionNode;
  readonly trades: boolean;
}

export const stepsAsDigits = codeFact({
  name: "steps-as-digits",
  doc: "ccxt's price and amount steps that are used as a number of digits.",
  requires: { program, index, infer, follower, reach, tradingCode },
  derive({ program, index, infer, follower, reach, tradingCode }): readonly StepAsDigits[] {
    const found: StepAsDigits[] = [];
    if (!speaksCcxt(index)) return found;
    for (const one of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(one.module.file) ?? "bot")) continue;
      for (const kind of ["subscript", "call"] as const) for (const node of one.byKind.get(kind) ?? []) {
        const read = node.kind === "subscript" || node.kind === "call" ? readOf(node, one) : null;
        if (!read || infer.evaluate(read.market).some((each) => each.kind === "external" && (!/^ccxt\b|^dict\(\)/.test(each.path) || COUNTS_DIGITS.test(each.path)))) continue;
        const use = useOf(node as Expr, one, follower);
        const fn = use && enclosingFunction(use.at);
        if (!fn || reach.of(fn) === "dead" || knowsSteps(fn) || found.some((each) => each.at === use.at)) continue;
        found.push({ read: node as Expr, ...use, side: read.side, fn, trades: tradingCode.of(fn) !== "other" });
      }
    }
    return found;
  },
});

/** Some module imports it: nobody else spells a market so. */
function speaksCcxt({ modules }: Index): boolean {
  for (const { byKind } of modules.values()) {
    for (const kind of ["import", "import-from"] as const) for (const one of byKind.get(kind) ?? []) if ((one.kind === "import" || one.kind === "import-from") && /^ccxt(\.|$)/.test(one.module)) return true;
  }
  return false;
}

/** `market["precision"]["amount"]`, `precision.get("price", 8)` after `precision = market.get("precision", {})`. */
function readOf(expr: Expr, module: ModuleIndex): { readonly side: "price" | "amount"; readonly market: Expr } | null {
  const outer = keyed(expr);
  if (outer?.key !== "price" && outer?.key !== "amount") return null;
  const inner = keyed(unwrapped(outer.object, module));
  return inner?.key === "precision" ? { side: outer.key, market: inner.object } : null;
}

function keyed(expr: Expr): { readonly key: string; readonly object: Expr } | null {
  if (expr.kind === "subscript") return expr.index.kind === "string" ? { key: expr.index.value, object: expr.object } : null;
  if (expr.kind !== "call" || expr.callee.kind !== "attribute" || expr.callee.name !== "get") return null;
  const key = expr.args[0]?.value;
  return key?.kind === "string" ? { key: key.value, object: expr.callee.object } : null;
}

/** `precision or {}`, and what a local name is set to once. */
function unwrapped(expr: Expr, module: ModuleIndex): Expr {
  if (expr.kind === "logical") return unwrapped(expr.left, module);
  if (expr.kind !== "name") return expr;
  const definitions = module.scopes.get(enclosingFunction(expr)!)?.get(expr.id) ?? [];
  const [only] = definitions;
  return only?.kind === "value" && definitions.length === 1 && only.item < 0 && only.expr.kind !== "name" ? unwrapped(only.expr, module) : expr;
}

interface Negated { readonly negated: boolean }
type Use = Pick<StepAsDigits, "at" | "how">;

function useOf(read: Expr, module: ModuleIndex, follower: Follower): Use | null {
  const held = [...follower.from<Negated>(read, { negated: false }, formOf, "where-entered").keys()];
  for (const one of held) {
    const use = digitsAt(one);
    if (use) return use;
  }
  // `{"amount_precision": market["precision"]["amount"]}`, read under that key elsewhere in the file.
  for (const { parent } of held) {
    const key = parent?.kind === "entry" && parent.key?.kind === "string" && /precision|digits|decimals/i.test(parent.key.value) ? parent.key.value : null;
    if (key === null) continue;
    for (const kind of ["subscript", "call"] as const) for (const node of module.byKind.get(kind) ?? []) {
      if (keyed(node as Expr)?.key !== key) continue;
      for (const one of follower.from<Negated>(node as Expr, { negated: false }, formOf, "where-entered").keys()) {
        const use = digitsAt(one);
        if (use) return use;
      }
    }
  }
  return null;
}

/** Conversions, signs and what stands in for None leave it what it is. */
function formOf(parent: Expr, child: Expr, now: Negated): Negated | null {
  switch (parent.kind) {
    case "call": return parent.callee.kind === "name" && /^(float|int|str|Decimal|abs)$/.test(parent.callee.id) && parent.args.length === 1 ? now : null;
    case "unary": return parent.op === "-" ? { negated: !now.negated } : null;
    case "conditional": return parent.test === child ? null : now;
    case "logical": case "bind": case "await": return now;
    default: return null;
  }
}

/** Where the value stands in place of a number of digits. */
function digitsAt(expr: Expr): Use | null {
  const { parent } = expr;
  if (parent?.kind === "binary") return parent.op === "**" && parent.right === expr && isTen(parent) ? { at: parent, how: "power" } : null;
  if (parent?.kind === "interpolation") return inFormat(parent) ? { at: parent, how: "format" } : null;
  const call = parent?.kind === "argument" && parent.parent?.kind === "call" ? parent.parent : null;
  return call ? inCall(call, expr) : null;
}

function inCall(call: Call, expr: Expr): Use | null {
  const name = calledName(call);
  const place = call.args.findIndex((one) => one.value === expr);
  if (name === "pow" && place === 1 && call.args[0]!.value.kind === "number") return { at: call, how: "power" };
  if ((name === "round" || name === "around") && place === 1) return { at: call, how: "round" };
  if (name === "scaleb" && place === 0) return { at: call, how: "power" };
  return name === "int" && call.callee.kind === "name" && place === 0 && call.args.length === 1 ? { at: call, how: "whole" } : null;
}

/** `10 ** -x`, `Decimal("0.1") ** x`. */
function isTen({ left }: Binary): boolean {
  const base = left.kind === "call" && /^(Decimal|float|D)$/.test(ownName(left.callee)) ? left.args[0]?.value : left;
  return (base?.kind === "number" && (base.value === 10 || base.value === 0.1)) || (base?.kind === "string" && /^(10|0\.1)$/.test(base.value));
}

/** `f"{qty:.{digits}f}"`: within the format of another. */
function inFormat(node: Node): boolean {
  for (let at = node.parent; at?.kind === "template"; at = at.parent!) if (at.parent?.kind === "interpolation") return at.parent.format === at;
  return false;
}

/** The code tells steps from digits: it asks for the mode, whether the value is below one, or for its logarithm. */
function knowsSteps(fn: FunctionNode): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "name" || node.kind === "attribute") found ||= KNOWS.test(ownName(node));
    else if (node.kind === "compare") found ||= [node.left, node.right].some((one) => one.kind === "number" && one.value === 1) && /prec|digit|decimal|step|tick/i.test([node.left, node.right].map(ownName).join(" "));
    else if (node.kind === "string") found ||= /^(precisionMode|TICK_SIZE|DECIMAL_PLACES)$/.test(node.value);
  });
  return found;
}

const KNOWS = /^(precisionMode|precision_mode|TICK_SIZE|DECIMAL_PLACES|decimal_to_precision|log10|is_integer|isinstance|as_tuple|normalize)$/;
