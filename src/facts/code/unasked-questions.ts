import type { Call, ClassNode, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, functionAround, walkBody } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { GUARD_KINDS, HALT_WORDS, type GuardKind } from "../../knowledge/guard-words.ts";
import { callGraph } from "./call-graph.ts";
import { bitOf, guardKinds, kindsIn, type GuardMask } from "./guard-kinds.ts";
import { wordMask } from "./guard-shapes.ts";
import { index, type Index, type ModuleIndex, type Store } from "./module-index.ts";
import { openWays, type OpenWays, type Way } from "./open-ways.ts";
import { reach } from "./reach.ts";
import { isVerdict } from "./said-answers.ts";
import { FOUR } from "./filter-defects/statements.ts";
import { snake } from "./snake.ts";

/** A method that could reject a signal, of an object that the running bot uses for other things, and that nobody asks. */
export interface UnaskedQuestion {
  readonly fn: FunctionNode;
  /** Null: a function of a module, whose state `built` keeps. */
  readonly class: ClassNode | null;
  /** Where the object is made. */
  readonly built: Node;
  /** What nobody asks on some way to an order; 0: whether to trade at all, by a state of its own that running code keeps up to date. */
  readonly kinds: GuardMask;
  /** Code outside of its class that nobody was seen to start asks it: that may run after all. */
  readonly elsewhere: boolean;
}

/** `can_open_new_position()`, `may_trade()`, `is_trading_allowed()`, `should_block(symbol)` */
const ASKS = /^(can|may|should|is|check|allow|allows|has)_(\w+_)?(trade|trading|open|enter|entry|entries|block|blocked|halt|halted|allowed|limit|limits|breaker|cooldown)(_|$)/;

/** `validate_spread_data(rows)`: whether data are whole, of which no signal hangs. */
const OF_DATA = /_(data|rows|response|payload|schema|format|inputs?|values?|params?|parameters|config|configuration|settings)$/;

/** `is_allowed(strategy, symbol)`, `can_trade()`: whether to open at all. */
const GATE = /^(is|can|may|allow|should)_(\w+_)?(allowed|trade|open|enter)(_|$)/;

const ALL = GUARD_KINDS.reduce((sum, kind) => (kind === "throttle" ? sum : sum | bitOf(kind)), 0);

export const unaskedQuestions = codeFact({
  name: "unasked-questions",
  doc: "Methods of used objects that could reject a signal, and that nothing that runs asks.",
  requires: { index, callGraph, guardKinds, openWays, reach },
  derive({ index, callGraph, guardKinds, openWays, reach }): readonly UnaskedQuestion[] {
    const missingOf = missingIn(openWays);
    if (!openWays.without(null).some((way) => way.kind !== "person" && way.kind !== "probe")) return [];
    const found: UnaskedQuestion[] = [];
    for (const [node, built] of madeAndUsed(index, (call) => callGraph.targets(call).classes, (fn) => reach.of(fn) !== "dead")) {
      const methods = node.body.flatMap((one) => (one.kind === "function-statement" ? [one.function] : []));
      const used = methods.filter((fn) => fn.name !== "__init__" && callGraph.callersOf(fn).some((one) => reach.of(one.caller) !== "dead" && !methods.includes(one.caller)));
      // What another method asks, and is asked about, is no question of its own: `validate()` looks at the kill switch itself.
      const elsewhere = used.reduce((sum, fn) => sum | guardKinds.inside(fn), 0);
      let [best, most]: [UnaskedQuestion | null, number] = [null, 0];
      for (const fn of methods) {
        const name = snake(fn.name);
        if (fn.name.startsWith("_") || OF_DATA.test(name) || (!ASKS.test(name) && !HALT_WORDS.test(name) && wordMask(name, "answer") === 0)) continue;
        const asks = guardKinds.inside(fn) & ~elsewhere & (used.length > 0 ? ALL : FOUR);
        const isGate = used.length > 0 && GATE.test(name);
        if ((asks === 0 && !isGate) || !decides(index, fn) || isAsked(fn)) continue;
        const kinds = missingOf(asks);
        if (kinds === 0 && !(isGate && isKept(index, fn, methods.filter((one) => reach.of(one) !== "dead")))) continue;
        // The one that asks most stands for the others, which it asks in turn.
        const weight = kindsIn(kinds).length + kindsIn(kinds & wordMask(name, "answer")).length + Number(GATE.test(name));
        if (!best || weight > most) [best, most] = [{ fn, class: node, built, kinds, elsewhere: isRead(index, fn, (by) => classOf(by) !== node) }, weight];
      }
      if (best) found.push(best);
    }
    for (const one of index.modules.values()) found.push(...gatesOf(one));
    return found;

    /** `check_trading_allowed()` of a module whose state the running bot keeps up to date. */
    function gatesOf({ module, stores }: ModuleIndex): UnaskedQuestion[] {
      const fed = new Map<string, Store>();
      for (const store of stores) if (store.target.kind === "subscript" && store.target.object.kind === "name" && store.fn.name !== "<module>" && reach.of(store.fn) !== "dead") fed.set(store.target.object.id, store);
      if (fed.size === 0) return [];
      return module.functions.flatMap((fn): UnaskedQuestion[] => {
        const name = snake(fn.name);
        if (fn.name === "<module>" || classOf(fn) !== null || !(ASKS.test(name) || HALT_WORDS.test(name))) return [];
        const kinds = missingOf(guardKinds.inside(fn) | (HALT_WORDS.test(name) ? bitOf("breaker") : 0));
        const state = kinds === 0 ? undefined : [...namesIn(fn)].map((id) => fed.get(id)).find((one) => one !== undefined && one.fn !== fn);
        return state && decides(index, fn) && !isAsked(fn) ? [{ fn, class: null, built: state.statement, kinds, elsewhere: false }] : [];
      });
    }

    function isAsked(fn: FunctionNode): boolean {
      return callGraph.callersOf(fn).some((one) => reach.of(one.caller) !== "dead") || callGraph.escapes.some((one) => one.fn === fn) || fn.decorators.length > 0 || isRead(index, fn, (by) => reach.of(by) !== "dead");
    }
  },
});

/** Of some kinds those that some way of a signal misses, or was not proved to ask: that is asked for last, it is the dear question. */
function missingIn(openWays: OpenWays): (mask: GuardMask) => GuardMask {
  const isSignal = (way: Way): boolean => way.kind === "signal" && way.start !== "unknown";
  const known = new Map<GuardKind, boolean>();
  const isMissing = (kind: GuardKind): boolean => {
    let missing = known.get(kind);
    if (missing === undefined) known.set(kind, (missing = openWays.without(kind).some(isSignal) || openWays.unproven(kind).some(isSignal)));
    return missing;
  };
  return (mask) => kindsIn(mask & ALL).filter(isMissing).reduce((sum, kind) => sum | bitOf(kind), 0);
}

/** It answers by what other methods, which run, have noted. */
function isKept(index: Index, fn: FunctionNode, running: readonly FunctionNode[]): boolean {
  const read = new Set<string>();
  walkBody(fn, (node) => { if (node.kind === "attribute" && node.object.kind === "name" && node.object.id === "self") read.add(node.name); });
  return index.modules.get(index.moduleOf(fn).file)!.stores.some(({ target, fn: by }) => target.kind === "attribute" && read.has(target.name) && by !== fn && by.name !== "__init__" && running.includes(by));
}

function namesIn(fn: FunctionNode): Set<string> {
  const found = new Set<string>();
  walkBody(fn, (node) => { if (node.kind === "name") found.add(node.id); });
  return found;
}

/** Classes that live code makes objects of. */
function madeAndUsed(index: Index, classesOf: (call: Call) => readonly ClassNode[], isLive: (fn: FunctionNode) => boolean): Map<ClassNode, Call> {
  const found = new Map<ClassNode, Call>();
  for (const one of index.modules.values()) {
    one.module.functions.forEach((fn) => {
      if (!isLive(fn)) return;
      for (const call of one.calls[fn.index]!) for (const made of classesOf(call)) if (!found.has(made)) found.set(made, call);
    });
  }
  return found;
}

/** Its answers differ, and one of them says no. */
function decides(index: Index, fn: FunctionNode): boolean {
  const answers = index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.map((one) => one.value);
  const verdict = (expr: (typeof answers)[number]): boolean | null => (expr?.kind === "boolean" ? expr.value : expr?.kind === "tuple" && expr.items[0] ? verdict(expr.items[0]) : null);
  const said = answers.map(verdict);
  if (answers.some(isVerdict)) return true;
  // `if symbol not in self.active: return False`, `return name in self.allowed`
  return said.includes(false) && (said.includes(true) || answers.some((one) => one !== null && verdict(one) === null && one.kind !== "none"));
}

/** Attributes by name, made once for each program. */
const named = new WeakMap<Index, ReadonlyMap<string, readonly Node[]>>();

function readersOf(index: Index, name: string): readonly Node[] {
  let known = named.get(index);
  if (!known) {
    const made = new Map<string, Node[]>();
    for (const one of index.modules.values()) for (const node of one.byKind.get("attribute") ?? []) if (node.kind === "attribute") appendTo(made, node.name, node);
    named.set(index, (known = made));
  }
  return known.get(name) ?? [];
}

/** Code that runs names it, on whatever object: that may be it. */
const isRead = (index: Index, fn: FunctionNode, runs: (by: FunctionNode) => boolean): boolean => readersOf(index, fn.name).some((node) => runs(functionAround(node)));
