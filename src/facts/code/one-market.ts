import { conditionsAt } from "../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import type { Attribute, Call, Expr, FunctionNode, Name, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { bitOf } from "./guard-kinds.ts";
import { buildsIn } from "./builds-of.ts";
import { callGraph } from "./call-graph.ts";
import { constants } from "./constants.ts";
import { infer } from "./inference/infer.ts";
import { index } from "./module-index.ts";
import { InstrumentSources } from "./instrument-sources.ts";
import type { Way } from "./open-ways.ts";
import { snake } from "./snake.ts";
import { settingReads } from "./setting-reads.ts";
import { instrumentsOf } from "./symbols/order-arguments.ts";

/** Why positions of a way cannot move together: there is one market, or one position at a time. */
export interface OneMarket {
  readonly how: "symbol" | "position";
  /** Where the market is named, or the test that no position is open. */
  readonly at: Node;
}

export interface OneMarkets {
  /** Null: several markets, or it was not seen. */
  of(ways: readonly Way[]): OneMarket | null;
  /** Its orders are legs that offset each other: what is correlated is wanted. */
  offsets(way: Way): boolean;
}

const OFFSETTING = /(^|_)(arb|arbitrage\w*|hedge[dr]?|cash_and_carry|basis|pairs?_trad\w*|stat_arb)(_|$)/;

/** The bot's picture of its only position: `self.position`, `state.in_position`. */
const HELD = /^_?(has_|in_|is_in_|have_)?(open_|current_|active_)?(position|pos|trade|deal|holding)(_open|_active|_held)?$/i;

export const oneMarket = codeFact({
  name: "one-market",
  doc: "Ways that only ever hold one market, or one position at a time.",
  requires: { index, infer, callGraph, constants, settingReads },
  derive({ index, infer, callGraph, constants, settingReads }): OneMarkets {
    const sources = new InstrumentSources(infer, callGraph, constants, settingReads);
    const buildsOf = buildsIn(index, callGraph);
    const bySymbol = (ways: readonly Way[]): OneMarket | null => {
      const found = new Map<string, Node>();
      for (const site of new Set(ways.map((one) => one.site))) {
        const named = instrumentsOf(infer, site.call);
        const all = named.length > 0 ? sources.of(named[0]!, buildsOf) : null;
        if (!all) return null;
        for (const [atom, at] of all) found.set(atom, at);
      }
      const [only] = found.values();
      return found.size === 1 && only ? { how: "symbol", at: only } : null;
    };
    const single = (attribute: Attribute): boolean => {
      const owners = infer.evaluate(attribute.object).flatMap((one) => (one.kind === "instance" ? [one.class] : []));
      return owners.length > 0 && owners.every((owner) => !buildsOf(owner).some(isRepeated) && !isKeyed(index, attribute.name));
    };
    // `position = None` of a loop that runs once.
    const local = (name: Name): boolean => {
      const fn = enclosingFunction(name)!;
      const own = infer.moduleIndexOf(name).scopes.get(fn)?.get(name.id) ?? [];
      return own.length > 1 && own.every((one) => one.kind === "value") && own.some((one) => one.kind === "value" && one.expr.kind === "none") && !callGraph.callersOf(fn).some((one) => isRepeated(one.call));
    };
    const byPosition = (ways: readonly Way[]): OneMarket | null => {
      let found: Node | null = null;
      for (const way of ways) {
        const test = way.steps.map((step) => flatTest(step.from, step.at, single, local) ?? limitOfOne(step.guards, (expr) => constants.numberOf(expr))).find((one) => one !== null);
        if (!test) return null;
        found ??= test;
      }
      return found && { how: "position", at: found };
    };
    return { of: (ways) => (ways.length === 0 ? null : bySymbol(ways) ?? byPosition(ways)), offsets: (way) => way.steps.slice(way.born).some(({ from }) => [from.name, classOf(from)?.name ?? ""].some((one) => OFFSETTING.test(snake(one)))) };
  },
});

/** `if self.position: return`, `if state.position is None:` before the step. */
function flatTest(fn: FunctionNode, at: Node, single: (attribute: Attribute) => boolean, local: (name: Name) => boolean): Node | null {
  const flow = flowOf(fn);
  const point = reachablePointOf(flow, at);
  if (point === undefined) return null;
  for (const { node, outcome } of conditionsAt(flow, point)) {
    const none = node.kind === "compare" && node.right.kind === "none" && (node.op === "is" || node.op === "==") === outcome ? node.left : null;
    const held = none ?? (outcome ? null : node);
    if (held?.kind === "attribute" && HELD.test(held.name) && single(held)) return node;
    if (held?.kind === "name" && HELD.test(held.id) && local(held)) return node;
  }
  return null;
}

/** `if len(self.positions) >= MAX_POSITIONS:` with a limit of one. */
function limitOfOne(guards: Way["steps"][number]["guards"], numberOf: (expr: Expr) => number | null): Node | null {
  for (const { test, mask } of guards) {
    if ((mask & bitOf("position-limit")) === 0 || test.kind !== "compare" || test.op !== ">=") continue;
    if (numberOf(test.right) === 1) return test;
  }
  return null;
}

/** Made in a loop: one for each market. */
function isRepeated(call: Call): boolean {
  for (let at = call.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for" || at.kind === "comprehension") return true;
  return enclosingFunction(call) === null;
}

/** `self.position[symbol] = ...` */
function isKeyed(all: { readonly modules: ReadonlyMap<string, { readonly stores: readonly { readonly target: Expr }[] }> }, name: string): boolean {
  for (const one of all.modules.values()) {
    for (const { target } of one.stores) if (target.kind === "subscript" && target.object.kind === "attribute" && target.object.name === name && target.index.kind !== "string") return true;
  }
  return false;
}

