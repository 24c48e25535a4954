import { conditionsAt } from "../../ir/conditions.ts";
import { dominates, dominatorsOf } from "../../ir/dominators.ts";
import { flowOf, reachablePointOf } from "../../ir/flow.ts";
import { Kind, pointsOfKind, type FlowGraph, type Point } from "../../ir/flow-graph.ts";
import { calledName, ownName } from "../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, enclosingFunction, isDropped } from "../../ir/walk.ts";
import { codeFact } from "../../sdk/fact.ts";
import { paperOnly } from "../roots.ts";
import { callGraph, type CallGraph, type Escape } from "./call-graph.ts";
import { eventTopics, type EventTopics } from "./event-topics.ts";
import { bitOf, guardKinds, type GuardKinds, type GuardMask } from "./guard-kinds.ts";
import { handOvers, type HandOvers } from "./hand-overs.ts";
import { infer } from "./inference/infer.ts";
import { isCommand, isPersons, startsProgram, textOf } from "./person-commands.ts";
import { index, type Index } from "./module-index.ts";
import { asksBefore, rejectingTests, type Ask, type Meaning, type PartialGuard } from "./partial-guards.ts";
import { queues, type Queues } from "./queues.ts";
import { neverFilled, type NeverFilled } from "./never-filled.ts";
import { reach, type Reachability } from "./reach.ts";
import { settingMeaning } from "./setting-meaning.ts";
import { settingReads } from "./setting-reads.ts";
import { isMode, switchedOff } from "./switched-off.ts";
import { tasks } from "./tasks.ts";
import { tradesSpread } from "./wide-spreads.ts";

/** One step towards an opening order: `from` calls (or hands over to) `to`, under guards that hold on every path to the call. */
export interface PathStep {
  readonly from: FunctionNode;
  /** `from` for people: the file where it is the module's own level. */
  readonly spoken: string;
  readonly to: FunctionNode | null;
  readonly at: Node;
  readonly guards: readonly Guard[];
  /** Every test that comes out in one way only on each path to the call, whatever it asks. */
  readonly tests: readonly Pick<Guard, "test" | "outcome">[];
  readonly mask: GuardMask;
  /** Tests that only some of the ways to the call pass. */
  readonly partial: readonly PartialGuard[];
  /**
   * A condition on a setting that the shipped configuration does not meet (the step is not taken as shipped), a branch of paper trading,
   * or a loop over what nothing fills.
   */
  readonly off: boolean;
  /** It does not run `to` but starts it beside itself: a task, a thread. */
  readonly starts: boolean;
}

/** A tested expression whose other outcome does not get to the call. */
export interface Guard {
  readonly test: Node;
  /** How the test came out on the way; null: a call that raises where it rejects. */
  readonly outcome: boolean | null;
  readonly mask: GuardMask;
}

/** main and callback: known to start here. person: a command or a button. unknown: nobody was seen to call it. */
export type Start = "main" | "callback" | "person" | "unknown";

export interface TradeSteps {
  /** The steps that lead to a function: calls, hand-overs through queues, registrations. Made on demand. */
  into(fn: FunctionNode): readonly PathStep[];
  /** The step of a call within its function. */
  step(from: FunctionNode, to: FunctionNode | null, at: Node): PathStep;
  /** Where a way begins; null: it is called from elsewhere. */
  startOf(fn: FunctionNode): Start | null;
}

/** More candidates of one name than this say nothing about who is called. */
const MOST_NAMESAKES = 6;

export const tradeSteps = codeFact({
  name: "trade-steps",
  doc: "The steps of the bot's ways to its orders, with the guards that dominate each.",
  requires: { index, infer, callGraph, guardKinds, reach, tasks, queues, handOvers, eventTopics, switchedOff, neverFilled, settingReads, paperOnly },
  derive({ index, infer, callGraph, guardKinds, reach, tasks, queues, handOvers, eventTopics, switchedOff, neverFilled, settingReads, paperOnly }): TradeSteps {
    const spawns = new Map<FunctionNode, Set<Node>>();
    for (const one of tasks.roots) if (one.at && (one.kind === "task" || one.kind === "thread" || one.kind === "process")) spawns.set(one.fn, (spawns.get(one.fn) ?? new Set()).add(one.at));
    const meaning: Meaning = {
      isMode,
      kinds: (test) => guardKinds.of(test),
      isMade: (test) => infer.evaluate(test).some((one) => one.kind === "instance" || one.kind === "function"),
      ...settingMeaning(settingReads),
    };
    // A bot that trades on paper is judged as if its paper were on.
    const never: Off = paperOnly ? () => false : (test, outcome) => switchedOff.never(test, outcome) || (outcome && PAPER.test(ownName(test)));
    const steps = new Steps(index, callGraph, guardKinds, reach, queues, handOvers, eventTopics, never, neverFilled, spawns, meaning);
    const roots = new Map(tasks.roots.map((one) => [one.fn, one]));
    const live = new Set(tasks.roots.filter((one) => one.kind === "main").map((one) => one.fn));
    const started = (fn: FunctionNode): Start | null => {
      const root = roots.get(fn);
      if (isCommand(fn) || (root && isPersons(root.by, fn))) return "person";
      if ((live.has(fn) && enclosingFunction(fn) === null) || startsProgram(fn)) return "main";
      if (steps.into(fn).length > 0) return null;
      if (root || fn.name === "<module>") return root?.kind === "main" ? "main" : "callback";
      if (fn.decorators.some((one) => HOOK.test(textOf(one)))) return "callback";
      const owner = classOf(fn);
      const overrides = owner !== null && infer.hierarchy.libraryBases(owner).some((path) => !/(^|\.)(ABC|object|Protocol|Generic|Enum|BaseModel)$/.test(path));
      return overrides ? "callback" : "unknown";
    };
    const starts = new Map<FunctionNode, Start | null>();
    return {
      into: (fn) => steps.into(fn),
      step: (from, to, at) => steps.step(from, to, at),
      startOf(fn) {
        let known = starts.get(fn);
        if (known === undefined) starts.set(fn, (known = started(fn)));
        return known;
      },
    };
  },
});

/** `if PAPER_MODE: trader.open_long(...)`: whoever is asked there sends nothing to the venue. */
export const PAPER = /^_*(is_)?paper(_?(mode|trading|trade|only))?$/i;

/** `@app.on_event("startup")`, `@client.event`: what a library calls once it runs. */
const HOOK = /^\.(on_event|on_startup|on_\w+|event|listener|listen|task|every|scheduled_job|before_serving|before_server_start|after_server_start|main_process_start)$/;

/** The test cannot come out so, as the bot ships. */
type Off = (test: Expr, outcome: boolean) => boolean;

class Steps {
  readonly #into = new Map<FunctionNode, readonly PathStep[]>();
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #kinds: GuardKinds;
  readonly #reach: Reachability;
  readonly #queues: Queues;
  readonly #handOvers: HandOvers;
  readonly #topics: EventTopics;
  readonly #off: Off;
  readonly #empty: NeverFilled;
  readonly #spawns: ReadonlyMap<FunctionNode, ReadonlySet<Node>>;
  readonly #meaning: Meaning;
  readonly #asks = new Map<FunctionNode, readonly Ask[]>();
  #escapes: Map<FunctionNode, Escape[]> | null = null;
  #namesakes: Map<string, { call: Call; caller: FunctionNode }[]> | null = null;

  constructor(index: Index, graph: CallGraph, kinds: GuardKinds, reach: Reachability, queues: Queues, handOvers: HandOvers, topics: EventTopics, off: Off, empty: NeverFilled, spawns: ReadonlyMap<FunctionNode, ReadonlySet<Node>>, meaning: Meaning) {
    this.#meaning = meaning;
    this.#index = index;
    this.#graph = graph;
    this.#kinds = kinds;
    this.#reach = reach;
    this.#queues = queues;
    this.#handOvers = handOvers;
    this.#topics = topics;
    this.#off = off;
    this.#empty = empty;
    this.#spawns = spawns;
  }

  into(fn: FunctionNode): readonly PathStep[] {
    const known = this.#into.get(fn);
    if (known) return known;
    this.#into.set(fn, []);
    const found = this.#find(fn);
    this.#into.set(fn, found);
    return found;
  }

  #find(fn: FunctionNode): PathStep[] {
    const steps: PathStep[] = [];
    const from = new Set<FunctionNode>();
    const add = (caller: FunctionNode, at: Node): void => {
      if (caller === fn || this.#reach.of(caller) === "dead" || this.#reach.idle(at)) return;
      from.add(caller);
      steps.push(this.step(caller, fn, at));
    };
    // `breaker.call(self._place)`: what calls its parameter is the same for all; who hands the function over decides.
    const published = this.#topics.publishedTo(fn);
    const handed = published ? [] : this.#handOvers.of(fn);
    const isOwn = (at: Node): boolean => published === null || at.kind !== "call" || !this.#topics.isDispatch(at);
    const callers = this.#graph.callersOf(fn).filter((one) => isOwn(one.call));
    for (const one of published ?? []) add(one.fn, one.call);
    const viaParameter = handed.length > 0 || fn.decorators.length > 0 ? callers.filter(({ call, caller }) => callsParameter(call, caller)) : [];
    const direct = viaParameter.length === 0 ? callers : callers.filter((one) => !viaParameter.includes(one));
    for (const { call, caller } of direct) add(caller, call);
    // A decorated function is called through its wrapper, which is one and the same for all that it decorates.
    for (const { caller } of fn.decorators.length > 0 ? viaParameter : []) {
      for (const one of this.#graph.callersOf(caller)) if (calledName(one.call) === fn.name) add(one.caller, one.call);
    }
    if (handed.length > 0 && (direct.length === 0 || direct.length < callers.length)) for (const one of handed) add(one.from, one.call);
    for (const put of this.#queues.putsFor(fn)) add(put.fn, put.call);
    const called = new Set(from);
    for (const one of this.#escapesOf(fn)) if (isOwn(one.at) && !called.has(one.from) && !viaParameter.some(({ caller }) => caller === one.from)) add(one.from, one.at);
    if (steps.length === 0) for (const one of this.#byName(fn)) add(one.caller, one.call);
    return steps;
  }

  #escapesOf(fn: FunctionNode): readonly Escape[] {
    if (!this.#escapes) {
      this.#escapes = new Map();
      for (const one of this.#graph.escapes) {
        const known = this.#escapes.get(one.fn);
        if (known) known.push(one);
        else this.#escapes.set(one.fn, [one]);
      }
    }
    return this.#escapes.get(fn) ?? [];
  }

  /** Calls of a method of this name on something unknown: of an interface, or of what a container holds. */
  #byName(fn: FunctionNode): readonly { call: Call; caller: FunctionNode }[] {
    if (classOf(fn) === null || fn.name.startsWith("__") || this.#graph.named(fn.name).length > MOST_NAMESAKES) return [];
    if (!this.#namesakes) {
      this.#namesakes = new Map();
      for (const one of this.#index.modules.values()) {
        one.module.functions.forEach((caller) => {
          for (const call of one.calls[caller.index]!) {
            if (call.callee.kind !== "attribute" || this.#graph.targets(call).how !== "unresolved") continue;
            const known = this.#namesakes!.get(call.callee.name);
            if (known) known.push({ call, caller });
            else this.#namesakes!.set(call.callee.name, [{ call, caller }]);
          }
        });
      }
    }
    return this.#namesakes.get(fn.name) ?? [];
  }

  step(from: FunctionNode, to: FunctionNode | null, at: Node): PathStep {
    const flow = flowOf(from);
    const point = reachablePointOf(flow, at);
    const spoken = from.parent === null ? this.#index.moduleOf(from).file : from.qualname;
    if (point === undefined) return { from, spoken, to, at, guards: [], tests: [], mask: 0, partial: [], off: false, starts: this.#starts(at, to) };
    const guards: Guard[] = [];
    const tests: Pick<Guard, "test" | "outcome">[] = [];
    let off = false;
    const told = new Set<Node>();
    for (const { node, outcome } of conditionsAt(flow, point)) {
      told.add(node);
      const test = node.kind === "for" && !outcome ? null : testedBy(node);
      if (test && node === test && this.#off(test, outcome)) off = true;
      if (test && (node.kind === "for" ? this.#empty.has(test) : this.#empty.never(test, outcome))) off = true;
      const mask = test ? this.#kinds.of(test) & (tradesSpread(test, outcome) ? ~bitOf("gap") : -1) : 0;
      if (test && mask) guards.push({ test, outcome, mask });
      if (test) tests.push({ test, outcome });
    }
    guards.push(...this.#raising(flow, point));
    let asks = this.#asks.get(from);
    if (!asks) this.#asks.set(from, (asks = rejectingTests(from, this.#meaning)));
    const { standing, partial } = asksBefore(asks, at, told, this.#meaning);
    for (const { test, mask } of standing) guards.push({ test, outcome: false, mask });
    return { from, spoken, to, at, guards, tests, mask: guards.reduce((sum, one) => sum | one.mask, 0), partial, off, starts: this.#starts(at, to) };
  }

  #starts(at: Node, to: FunctionNode | null): boolean {
    const spawn = to && this.#spawns.get(to);
    if (!spawn) return false;
    for (let node: Node | null = at; node && node.kind !== "function"; node = node.parent) if (spawn.has(node)) return true;
    return false;
  }

  /** `await self.risk.ensure_can_open(signal)`: a call before it that raises where it rejects. */
  #raising(flow: FlowGraph, point: Point): Guard[] {
    const tree = dominatorsOf(flow);
    const found: Guard[] = [];
    for (const call of pointsOfKind(flow, Kind.call)) {
      const node = flow.nodes[call] as Call;
      if (call === point || !isDropped(node) || !dominates(tree, call, point)) continue;
      for (const fn of this.#graph.runs(node)) {
        const module = this.#index.modules.get(this.#index.moduleOf(fn).file)!;
        const raises = (module.byKind.get("raise") ?? []).some((one) => one.start >= fn.start && one.end <= fn.end);
        // `validate_settings()`: what is told nothing and belongs to nothing asks about no signal.
        const mask = raises && (node.args.length > 0 || classOf(fn) !== null) ? this.#kinds.inside(fn) : 0;
        if (mask) found.push({ test: node, outcome: null, mask });
      }
    }
    return found;
  }
}

/** A loop over candidates is a test of what it runs over; handlers and patterns ask nothing about a trade. */
const testedBy = (node: Node): Expr | null => {
  if (node.kind === "for" || node.kind === "clause") return node.iterable;
  return node.kind === "handler" || node.kind === "case" ? null : (node as Expr);
};

/** The callee is a parameter of the caller, or of a function around it (a decorator's wrapper). */
function callsParameter({ callee }: Call, caller: FunctionNode): boolean {
  if (callee.kind !== "name") return false;
  for (let fn: FunctionNode | null = caller; fn; fn = enclosingFunction(fn)) if (fn.params.some((one) => one.name === callee.id)) return true;
  return false;
}
