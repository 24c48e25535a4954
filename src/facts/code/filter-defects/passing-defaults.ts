import type { Call, Compare, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { constants, type Constants } from "../constants.ts";
import { filterAnswers, rejectsIn, type Filter, type FilterAnswers } from "../filter-answers.ts";
import { bitOf, guardKinds } from "../guard-kinds.ts";
import { isOrdering } from "../guard-shapes.ts";
import { index, type Index } from "../module-index.ts";
import { settingReads, type SettingReads } from "../setting-reads.ts";
import { tradePaths } from "../trade-paths.ts";
import { statementsOf } from "./statements.ts";

/** A value that a filter compares, read with a default that lets the signal pass: `data.get("spread", 0) > limit`. */
export interface PassingDefault {
  /** The filter, or the function on the way to the order in which it stands. */
  readonly fn: FunctionNode;
  /** Where the filter's answer is tested; null: the comparison itself stands on the way. */
  readonly asked: Node | null;
  /** The comparison. */
  readonly at: Node;
  /** The read with its default. */
  readonly field: Expr;
}

const QUANTITIES = bitOf("expected-value") | bitOf("gap") | bitOf("correlation");
/** A limit as wide as this is none. */
const NO_LIMIT = 100;

export const passingDefaults = codeFact({
  name: "passing-defaults",
  doc: "Reads with a default, in comparisons of filters before an order, whose default lets the signal pass.",
  requires: { filterAnswers, guardKinds, settingReads, constants, index, tradePaths },
  derive({ filterAnswers, guardKinds, settingReads, constants, index, tradePaths }): readonly PassingDefault[] {
    const found: PassingDefault[] = [];
    const on: On = { reads: settingReads, constants, index };
    for (const filter of filterAnswers.filters) {
      if ((filter.kinds & QUANTITIES) === 0) continue;
      for (const { compare, rejects } of comparisonsOf(filter, filterAnswers)) {
        if ((guardKinds.of(compare) & QUANTITIES) === 0) continue;
        const field = passing(on, compare, rejects);
        if (field) found.push({ fn: filter.fn, asked: filter.asked, at: compare, field });
      }
    }
    const seen = new Set<Node>();
    for (const { step, ups } of tradePaths.web(0).places) {
      for (const { from, guards } of [step, ...ups.map((one) => one.step)]) {
        for (const { test, outcome } of guards) {
          if (outcome === null || seen.has(test)) continue;
          seen.add(test);
          for (const { compare, rejects } of deciding(test as Expr, !outcome)) {
            const field = (guardKinds.of(compare) & QUANTITIES) === 0 ? null : passing(on, compare, rejects);
            if (field) found.push({ fn: from, asked: null, at: compare, field });
          }
        }
      }
    }
    return found;
  },
});

interface On { readonly reads: SettingReads; readonly constants: Constants; readonly index: Index }

interface Deciding { readonly compare: Compare; readonly rejects: boolean }

/** Comparisons that each by itself decide a test, and with which outcome they reject. */
function deciding(test: Expr, rejects: boolean): Deciding[] {
  if (test.kind === "compare" && isOrdering(test)) return [{ compare: test, rejects }];
  if (test.kind === "unary" && test.op === "not") return deciding(test.operand, !rejects);
  // Each part of `a or b` rejects by itself.
  return test.kind === "logical" && (test.op === "or") === rejects ? [...deciding(test.left, rejects), ...deciding(test.right, rejects)] : [];
}

/** Those of a filter's answers. */
function comparisonsOf(filter: Filter, answers: FilterAnswers): Deciding[] {
  const found: Deciding[] = [];
  const add = (test: Expr, rejects: boolean): void => void found.push(...deciding(test, rejects));
  statementsOf(filter.fn, (node) => {
    if (node.kind === "if" && rejectsIn(node, filter, answers)) add(node.test, true);
    if (node.kind === "return" && node.value && filter.item < 0 && filter.passes !== "none" && filter.passes !== "some") add(node.value, filter.passes === "falsy");
  });
  return found;
}

/** The read whose default makes the comparison come out so that nothing is rejected; null: there is none. */
function passing(on: On, compare: Compare, rejects: boolean): Expr | null {
  const more = compare.op === ">" || compare.op === ">=";
  for (const [side, other, isLeft] of [[compare.left, compare.right, true], [compare.right, compare.left, false]] as const) {
    const read = defaulted(on, side, 0);
    if (!read) continue;
    const { value, call } = read;
    // `spread > limit` rejects what is large, `ev < floor` what is small; on the other side it is the other way round.
    const rejectsLarge = (more === rejects) === isLeft;
    const limit = numberOf(on, other);
    const kept = heldIn(on, call);
    if (kept === "shipped") continue;
    if (kept === "absent") {
      if (!rejectsLarge && value >= NO_LIMIT && !isLargeUnit(call)) return call;
      continue;
    }
    // `price <= 0` rejects the limit itself.
    const atLimit = value === limit && (compare.op === "<=" || compare.op === ">=") === rejects;
    if (limit !== null ? !atLimit && (rejectsLarge ? value <= limit : value >= limit) : rejectsLarge ? value <= 0 : value >= NO_LIMIT) return call;
  }
  return null;
}

interface Defaulted { readonly call: Call; readonly value: number }

/** `x.get("key", 0)`, `getattr(x, "key", 0)`, through `float()` and one local name. */
function defaulted(on: On, expr: Expr, hops: number): Defaulted | null {
  if (expr.kind === "name" && hops === 0) {
    const fn = enclosingFunction(expr);
    const own = fn ? on.index.modules.get(on.index.moduleOf(fn).file)!.scopes.get(fn)?.get(expr.id) : undefined;
    const only = own?.length === 1 ? own[0]! : null;
    return only?.kind === "value" && only.item < 0 ? defaulted(on, only.expr, hops + 1) : null;
  }
  if (expr.kind !== "call") return null;
  const { callee, args } = expr;
  if (callee.kind === "name" && /^(float|abs|int|Decimal)$/.test(callee.id) && args.length === 1) return defaulted(on, args[0]!.value, hops);
  const fallback = callee.kind === "attribute" && callee.name === "get" && args[0]?.value.kind === "string" ? args[1]?.value : callee.kind === "name" && callee.id === "getattr" ? args[2]?.value : undefined;
  const value = fallback ? numberOf(on, fallback) : null;
  return value === null ? null : { call: expr, value };
}

/** Whether it is read out of the configuration, and whether its key ships: where it does not, the default is what holds. */
function heldIn(on: On, call: Call): "shipped" | "absent" | "data" {
  const read = on.reads.settingOf(call);
  if (read) return read.shipped.length > 0 ? "shipped" : "absent";
  const object = call.callee.kind === "attribute" ? call.callee.object : call.args[0]?.value;
  return object !== undefined && on.reads.prefixOf(object) !== null ? "absent" : "data";
}

/** Money, milliseconds and basis points have limits of that size. */
const isLargeUnit = (call: Call): boolean => call.args.some(({ value }) => value.kind === "string" && /bps|_ms$|usd|usdt|notional|volume|seconds?$|_s$|depth|liquidity/i.test(value.value));

function numberOf(on: On, expr: Expr): number | null {
  if (expr.kind === "call" && expr.callee.kind === "name" && expr.callee.id === "float" && expr.args[0]?.value.kind === "string" && /^\+?inf/i.test(expr.args[0].value.value)) return Infinity;
  const value = on.constants.of(expr)?.value;
  return typeof value === "number" ? value : null;
}
