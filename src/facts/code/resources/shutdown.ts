import type { ClassNode, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { infer } from "../inference/infer.ts";
import type { Value } from "../inference/values.ts";
import { index } from "../module-index.ts";
import { mainBlocks } from "./main-blocks.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";
import type { Fate } from "./fates.ts";
import type { Release } from "./releases.ts";
import { isNeverRun, unawaited } from "./unawaited.ts";

/**
 * yes: the running bot gets to the function. perhaps: only a call whose receiver is unknown may mean it. never: nothing of
 * the running bot calls it.
 */
export type Called = "yes" | "perhaps" | "never";

export interface Shutdown {
  called(fn: FunctionNode): Called;
  /** The releases among these that the running bot may get to. */
  reached(all: readonly Release[]): readonly Release[];
  /** Those of what is kept there that the same program certainly gets to: not what has only the attribute's name in common. */
  proven(made: FunctionNode, fates: readonly Fate[], all: readonly Release[]): readonly Release[];
  /** Where the running bot calls the function or hands it on; null: it is run by itself. */
  calledAt(fn: FunctionNode): Node | null;
  /** The function that somebody would have to call: upwards through callers that nobody calls either. */
  outermost(fn: FunctionNode): FunctionNode;
}

const EXITS = new Set(["__aexit__", "__exit__"]);

export const shutdown = codeFact({
  name: "shutdown",
  doc: "Which functions that give resources back the running bot really gets to; `__aexit__` only of what some `with` enters.",
  requires: { index, infer, callGraph, programs, reach, unawaited, mainBlocks },
  derive({ index, infer, callGraph, programs, reach, unawaited, mainBlocks }): Shutdown {
    const entered = new Set<ClassNode>();
    const unknownReceivers = new Set<string>();
    for (const one of index.modules.values()) {
      for (const node of one.byKind.get("with") ?? []) {
        if (node.kind !== "with") continue;
        for (const item of node.items) for (const value of infer.evaluate(item.context)) if (value.kind === "instance") [value.class, ...infer.hierarchy.ancestors(value.class)].forEach((each) => entered.add(each));
      }
      one.module.functions.forEach((fn) => {
        if (reach.of(fn) === "dead") return;
        for (const call of one.calls[fn.index]!) {
          if (call.callee.kind === "attribute" && infer.evaluate(call.callee.object).every(isParked)) unknownReceivers.add(call.callee.name);
        }
      });
    }
    const escaping = new Set(callGraph.escapes.filter((one) => reach.of(one.from) !== "dead").map((one) => one.fn));
    const known = new Map<FunctionNode, Called>();
    const called = (fn: FunctionNode): Called => {
      const found = known.get(fn);
      if (found) return found;
      known.set(fn, "never");
      const answer = decide(fn);
      known.set(fn, answer);
      return answer;
    };
    const decide = (fn: FunctionNode): Called => {
      if (isNeverRun(unawaited, callGraph, reach, fn)) return "never";
      const owner = classOf(fn);
      if (owner && EXITS.has(fn.name)) return infer.hierarchy.libraryBases(owner).length > 0 || entered.has(owner) ? "yes" : unknownReceivers.has(fn.name) ? "perhaps" : "never";
      const how = reach.of(fn);
      if (how === "dead") return unknownReceivers.has(fn.name) || callGraph.callersOf(fn).some(({ caller }) => called(caller) !== "never") ? "perhaps" : "never";
      if (escaping.has(fn)) return "yes";
      const exits = callGraph.callersOf(fn).map(({ caller }) => caller).filter((one) => reach.of(one) !== "dead");
      if (exits.length === 0 || exits.some((one) => !EXITS.has(one.name))) return how === "live" ? "yes" : "perhaps";
      return exits.some((one) => called(one) === "yes") ? "yes" : unknownReceivers.has(fn.name) ? "perhaps" : "never";
    };
    return {
      called,
      reached: (all) => all.filter((one) => called(one.fn) !== "never"),
      proven: (made, fates, all) => all.filter((one) => called(one.fn) === "yes" && isOf(one, fates) && programs.share(index.moduleOf(made), index.moduleOf(one.fn)) && !mainBlocks.parts(made, one.fn)),
      calledAt: (fn) => (callGraph.callersOf(fn).find(({ caller, how }) => how === "resolved" && reach.of(caller) !== "dead")?.call ?? callGraph.escapes.find((one) => one.fn === fn && reach.of(one.from) !== "dead")?.at) ?? null,
      outermost: (fn) => outermost(callGraph, called, fn),
    };
  },
});

const MOST_STEPS = 5;

function outermost(graph: CallGraph, called: (fn: FunctionNode) => Called, fn: FunctionNode): FunctionNode {
  let at = fn;
  for (let i = 0; i < MOST_STEPS; i++) {
    const [above] = graph.callersOf(at).map(({ caller }) => caller).filter((one) => one !== at && called(one) === "never" && !EXITS.has(one.name));
    if (!above || graph.callersOf(at).some(({ caller }) => caller !== above)) return at;
    at = above;
  }
  return at;
}

/** It gives back what is kept in one of these very places. */
const isOf = (one: Release, fates: readonly Fate[]): boolean => fates.some((fate) => fate.kind === "kept" && fate.spot.kind !== "attribute" && one.spots.has(fate.spot));

/** `app.state.runner`: whatever the bot put into an attribute of a library's object. */
const isParked = (value: Value): boolean => value.kind === "external" && /\(\)(\.\w+)+$/.test(value.path);
