import type { Binary, Expr, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import { ASIDE_PATH } from "../../../knowledge/trade-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { constants } from "../constants.ts";
import { infer } from "../inference/infer.ts";
import { index } from "../module-index.ts";
import { programs } from "../programs.ts";
import { snake } from "../snake.ts";
import { tradingCode } from "../trading-code.ts";
import { groupsOf, wordsOf } from "./regime-flow.ts";
import { isAlternative } from "./other-strategies.ts";
import { KeptParameters, nameOfParameter } from "./kept-parameters.ts";
import { isConstructor, regimes } from "./regimes.ts";

/** A stop, a target or a trailing distance that is worked out with one and the same number in every regime. */
export interface FixedParameter {
  readonly group: ParameterGroup;
  readonly code: Expr;
  readonly parameter: Expr;
  /** Where a local name of it is taken from what is kept. */
  readonly taken: Expr | null;
}

export interface FixedParameters {
  readonly of: ReadonlyMap<ParameterGroup, FixedParameter>;
  /** Where trading code decides by the regime; null: it was only seen to be found or shown. */
  readonly decidedBy: Expr | null;
}

export const fixedParameters = codeFact({
  name: "fixed-parameters",
  doc: "Where running code works out stops, targets and trailing distances with a setting or number that nothing changes.",
  requires: { index, infer, constants, regimes, tradingCode, programs },
  derive({ index, infer, constants, regimes, tradingCode, programs }): FixedParameters {
    const found = new Map<ParameterGroup, FixedParameter>();
    if (regimes.reads.length + regimes.stores.length === 0) return { of: found, decidedBy: null };
    const decidedBy = regimes.reads.find((one) => {
      const fn = isTested(one) ? enclosingFunction(one) : null;
      return fn !== null && regimes.isLive(fn) && tradingCode.of(fn) !== "other" && !ASIDE_PATH.test(index.moduleOf(fn).file);
    });
    const deciders = [...GROUPS.map((one) => regimes.follows(one)), decidedBy].flatMap((one) => (one ? [one] : []));
    const changed = new Set<string>();
    for (const { stores } of index.modules.values()) for (const { target, fn } of stores) if (target.kind === "attribute" && !isConstructor(fn)) changed.add(target.name);
    const kept = new KeptParameters({ index, regimes, changed });
    for (const { module, byKind } of index.modules.values()) {
      if (ASIDE_PATH.test(module.file)) continue;
      for (const node of byKind.get("binary") ?? []) {
        if (node.kind !== "binary") continue;
        for (const parameter of [node.left, node.right]) {
          const name = snake(nameOfParameter(parameter));
          if (!DISTANCE.test(name) || !ofPrice(wholeOf(node))) continue;
          const group = groupsOf(name)[0] ?? (STOP.test(name) ? "levels" : undefined);
          if (!group || group === "size" || found.has(group) || regimes.isChosen(parameter) || isFallback(wholeOf(node))) continue;
          const fn = enclosingFunction(node);
          if (fn && !isConstructor(fn) && regimes.isLive(fn) && !(deciders.length > 0 && deciders.every((one) => isAlternative(infer, fn, one))) && (!decidedBy || programs.share(module, index.moduleOf(decidedBy))) && (constants.numberOf(parameter) !== null || isShippedName(parameter, changed) || (tradingCode.of(fn) !== "other" && kept.isFixed(parameter, fn) && !kept.isRuled(node)))) found.set(group, { group, code: wholeOf(node), parameter, taken: kept.takenFrom(parameter, fn) });
        }
      }
    }
    return { of: found, decidedBy: decidedBy ?? null };
  },
});

const GROUPS: readonly ParameterGroup[] = ["trailing", "levels", "size"];

/** `signal.stop if signal.stop else entry * (1 - pct)`: what the strategy says comes first. */
const isFallback = (whole: Expr): boolean => (whole.parent?.kind === "conditional" && whole.parent.otherwise === whole) || (whole.parent?.kind === "logical" && whole.parent.op === "or" && whole.parent.right === whole);

/** `if regime == "trending":`, also by way of a field or a method of it. */
function isTested(read: Expr): boolean {
  let [child, at]: [Node, Node | null] = [read, read.parent];
  while (at && (at.kind === "attribute" || at.kind === "call" || at.kind === "subscript" || at.kind === "compare" || at.kind === "logical" || at.kind === "unary")) [child, at] = [at, at.parent];
  return (at?.kind === "if" || at?.kind === "conditional") && at.test === child && child !== read;
}

/** How far, as a share, a multiple or a distance. */
const DISTANCE = /(^|_)(pct|percent|percentage|mult|multiplier|multiple|ratio|distance|offset|factor|callback|bps|atr)(_|$)|_(pct|mult)$/;
/** `STOP_ATR_MULT` */
const STOP = /(^|_)(stop|target)_(\w+_)?(mult|multiplier|multiple|pct|percent|distance|factor|ratio)$/;
const PRICE = /(^|_)(price|entry|high|highest|low|lowest|peak|extreme|atr|mark|last)(_|$)/;

/** `highest_price * (1 - TRAIL_PCT)`: a price, or the width of its moves, is among what it is worked out from. */
const ofPrice = (whole: Binary): boolean => wordsOf(whole).split(/[\s.]+/).some((word) => PRICE.test(word) && !DISTANCE.test(word));

/** `config.TRAIL_PCT`, spelled as what nobody changes, and changed by nobody. */
const isShippedName = (expr: Expr, changed: ReadonlySet<string>): boolean => expr.kind === "attribute" && /^[A-Z][A-Z0-9_]+$/.test(expr.name) && !changed.has(expr.name);

/** The arithmetic that it is a part of. */
function wholeOf(node: Binary): Binary {
  let whole = node;
  for (let at: Node | null = node.parent; at?.kind === "binary"; at = at.parent) whole = at;
  return whole;
}
