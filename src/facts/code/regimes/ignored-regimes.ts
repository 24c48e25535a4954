import type { Call, Expr, FunctionNode, Parameter } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, walkBody } from "../../../ir/walk.ts";
import type { ParameterGroup } from "../../../knowledge/regime-words.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { isAbstract } from "../guard-shapes.ts";
import { index, type Index } from "../module-index.ts";
import { isBound } from "../settings-join/arguments.ts";
import { snake } from "../snake.ts";
import { groupsOf } from "./regime-flow.ts";
import { regimes } from "./regimes.ts";

/** A function that works out stops, targets, trailing or size, and never knows the regime: it is handed one and reads it nowhere, or reads it and is handed none. */
export interface IgnoredRegime {
  readonly fn: FunctionNode;
  readonly parameter: Parameter;
  readonly groups: readonly ParameterGroup[];
  /** A call of the running bot, that hands the regime over, or leaves it out. */
  readonly call: Call;
  /** What is taken for the regime each time, where no caller hands one over. */
  readonly instead: Expr | null;
}

const REGIME = /^(market_|current_|new_|vol_|volatility_|trend_)?(regime|market_(state|phase|condition|mode))$/;

export const ignoredRegimes = codeFact({
  name: "ignored-regimes",
  doc: "Functions of stops, targets, trailing and sizes that are handed the regime and do not read it.",
  requires: { index, callGraph, regimes },
  derive({ index, callGraph, regimes }): readonly IgnoredRegime[] {
    const found: IgnoredRegime[] = [];
    for (const { module } of index.modules.values()) {
      for (const fn of module.functions) {
        const at = fn.params.findIndex((one) => REGIME.test(snake(one.name)));
        const parameter = fn.params[at];
        const groups = parameter ? groupsOf(snake(fn.name)) : [];
        if (!parameter || groups.length === 0 || !regimes.isLive(fn) || isAbstract(fn) || isOneOfMany(fn, index)) continue;
        const callers = callGraph.callersOf(fn).filter(({ caller }) => caller !== fn && regimes.isLive(caller));
        if (isRead(fn, parameter.name)) {
          const [left] = callers;
          const isFound = (): boolean => regimes.stores.length > 0 || regimes.reads.some((one) => enclosingFunction(one) !== fn);
          if (left && parameter.default && isFound() && callers.every(({ call, how }) => how === "resolved" && isLeftOut(call, fn, at, parameter.name))) found.push({ fn, parameter, groups, call: left.call, instead: parameter.default });
          continue;
        }
        const handed = callers.find(({ call }) => gives(call, fn, at, parameter.name));
        if (handed) found.push({ fn, parameter, groups, call: handed.call, instead: null });
      }
    }
    return found;
  },
});

/** A method of this name stands in another class too: it may have to take what the others need. */
const isOneOfMany = (fn: FunctionNode, on: Index): boolean =>
  classOf(fn) !== null && on.classes.some((one) => one !== classOf(fn) && one.body.some((each) => each.kind === "function-statement" && each.function.name === fn.name));

/** By its name, or with all that it is given: `locals()`, `**kwargs`. */
function isRead(fn: FunctionNode, name: string): boolean {
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "name" && (node.id === name || node.id === "locals" || node.id === "vars")) found = true;
    // What a nested function reads is read.
    else if (node.kind === "function-statement" && isRead(node.function, name)) found = true;
  });
  return found;
}

/** Neither by its name, nor in its place, nor with all that `**options` may hold. */
function isLeftOut(call: Call, fn: FunctionNode, at: number, name: string): boolean {
  if (call.args.some((one) => one.spread !== "none" || one.name === name)) return false;
  return call.args.filter((one) => one.name === null)[isBound(fn) ? at - 1 : at] === undefined;
}

/** A value, and not one that is written out. */
function gives(call: Call, fn: FunctionNode, at: number, name: string): boolean {
  const given = call.args.find((one) => one.name === name) ?? call.args.filter((one) => one.name === null)[isBound(fn) ? at - 1 : at];
  return given !== undefined && given.value.kind !== "string" && given.value.kind !== "none";
}
