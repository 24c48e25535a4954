import { leaves, statementOf, statementsBefore } from "../../../ir/blocks.ts";
import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node, Stmt, While } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { argumentOf } from "../settings-join/arguments.ts";
import { index } from "../module-index.ts";
import { orderReach, type OrderReach } from "../order-reach.ts";
import { reach, type Reachability } from "../reach.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { elapsedBefore, everyNth, loopAround, pausesIn, pausesOf, type Elapsed, type Pause } from "./repeats.ts";
import { expiredAtFirst } from "./first-rounds.ts";
import { isBehind, sendsOrder } from "./behind-order.ts";
import { durations, type Durations } from "./seconds.ts";
import { reconciliations, type Reconciliation } from "./reconciliations.ts";
import { venuePositions } from "./venue-positions.ts";
import { survivalOf, type CallsIn, type Step, type Survival } from "./survival.ts";

/** loop: again and again. once: when the bot starts. event: when something calls it from outside. */
export interface Run {
  readonly kind: "loop" | "once" | "event";
  readonly steps: readonly Step[];
  readonly loop: Node | null;
  readonly pauses: readonly Pause[];
  readonly elapsed: Elapsed | null;
  /** Between two runs; null: only the running bot knows, or it does not repeat. */
  readonly seconds: number | null;
  /** It runs before the first pause. */
  readonly atOnce: boolean;
  /** Whether an exception ends the loop: never, not that of the request itself, or any. */
  readonly survives: Survival;
  /** The call that starts the loop's function; null: not found. */
  readonly starter: Node | null;
  /** Somebody looks after the task: a callback when it is done, an `await` that notices. */
  readonly watched: boolean;
}

/** The statements before the call that starts the run, in the same block. */
export const beforeStart = ({ starter, steps }: Run): readonly Stmt[] => statementsBefore(statementOf(starter ?? steps.at(-1)!.node));

export interface Schedule {
  readonly reconciliation: Reconciliation;
  readonly runs: readonly Run[];
}

const DEEPEST = 10;
const MOST_RUNS = 24;

export const schedules = codeFact({
  name: "reconciliation-schedules",
  doc: "When each comparison with the venue runs: loops with their pauses, elapsed times, schedulers, start-up.",
  requires: { index, reconciliations, callGraph, widerCalls, durations, reach, venuePositions, orderReach },
  derive({ index, reconciliations, callGraph, widerCalls, durations, reach, venuePositions, orderReach }): readonly Schedule[] {
    const climb = new Climb(callGraph, widerCalls, durations, reach, index.callsIn, orderReach);
    return reconciliations.all.map((reconciliation) => {
      const { fn, compared } = reconciliation;
      const start = venuePositions.sourcesIn(fn)[0] ?? compared[0]!.at;
      return { reconciliation, runs: climb.from(fn, start) };
    });
  },
});

interface Open { readonly steps: readonly Step[]; readonly elapsed: Elapsed | null; readonly times: number }

class Climb {
  readonly #graph: CallGraph;
  readonly #wider: WiderCalls;
  readonly #durations: Durations;
  readonly #reach: Reachability;
  readonly #calls: CallsIn;
  readonly #orders: OrderReach;
  readonly #sends = new Map<FunctionNode, readonly Call[]>();

  constructor(graph: CallGraph, wider: WiderCalls, durations: Durations, reach: Reachability, calls: CallsIn, orders: OrderReach) {
    this.#graph = graph;
    this.#wider = wider;
    this.#durations = durations;
    this.#reach = reach;
    this.#calls = calls;
    this.#orders = orders;
  }

  from(fn: FunctionNode, node: Node): Run[] {
    const found: Run[] = [];
    const seen = new Set<Call>();
    const queue: Open[] = [{ steps: [{ fn, node }], elapsed: null, times: 1 }];
    for (let i = 0; i < queue.length && found.length < MOST_RUNS; i++) this.#up(queue[i]!, seen, queue, found);
    return found;
  }

  #up(open: Open, seen: Set<Call>, queue: Open[], found: Run[]): void {
    const { fn, node } = open.steps.at(-1)!;
    const elapsed = open.elapsed ?? elapsedBefore(node, this.#durations);
    const times = open.times * (everyNth(node, this.#durations) ?? 1);
    const loop = loopAround(node);
    const pauses = loop && isForever(loop) ? this.#pauses(loop, open.steps) : [];
    const event: Run = { kind: "event", steps: open.steps, loop: null, pauses: [], elapsed: null, seconds: null, atOnce: false, survives: "all", starter: null, watched: false };
    // After a reconnect is when something happened, not every so many seconds.
    if (open.steps.some((one) => /reconnect|restart/i.test(one.fn.name))) return void found.push(event);
    // A part of the bot is set up anew when it has failed: `if not agent.alive: await agent.start()`.
    if (loop && open.steps.slice(0, -1).some((one) => SETS_UP.test(one.fn.name)) && isRuled(node, loop)) return void found.push(event);
    // A person asks for it, however often the bot looks for messages.
    if (open.steps.some((one) => ON_REQUEST.test(one.fn.name))) return void found.push(event);
    // Started anew from a loop (a watchdog): when something went wrong, not every round.
    if (loop && isSpawned(node)) return void found.push(event);
    if (loop && (pauses.length > 0 || isEndless(loop))) return void found.push(this.#looped(open.steps, loop, pauses, elapsed, times));
    // Behind an order that was sent: when something was traded, not every round.
    if (!loop && this.#sendsIn(fn).some((order) => isBehind(order, node))) return void found.push(event);
    const sites = fn.name === "<module>" ? [] : this.#wider.callersOf(fn).filter(({ caller }) => this.#reach.of(caller) !== "dead");
    for (const { call, caller } of sites) {
      const steps = [...open.steps, { fn: caller, node: call }];
      if (narrows(call, fn)) { found.push({ ...event, steps }); continue; }
      const planned = this.#planned(call);
      if (planned) found.push({ kind: "loop", steps, loop: call, pauses: [planned], elapsed, seconds: longer(planned.duration?.seconds ?? null, elapsed), atOnce: false, survives: "all", starter: null, watched: false });
      // By call, not by caller: one function may compare once at its start and again in its loop.
      else if (!seen.has(call) && steps.length < DEEPEST) {
        seen.add(call);
        queue.push({ steps, elapsed, times });
      }
    }
    if (sites.length > 0) return;
    const isMain = fn.name === "<module>" || isStartUp(fn);
    if (elapsed) found.push({ kind: "loop", steps: open.steps, loop: elapsed.test, pauses: [], elapsed, seconds: elapsed.duration?.seconds ?? null, atOnce: false, survives: "all", starter: null, watched: false });
    else found.push({ kind: isMain ? "once" : "event", steps: open.steps, loop: null, pauses: [], elapsed, seconds: null, atOnce: isMain, survives: "all", starter: null, watched: false });
  }

  #sendsIn(fn: FunctionNode): readonly Call[] {
    let known = this.#sends.get(fn);
    if (!known) this.#sends.set(fn, (known = this.#calls(fn).filter((one) => sendsOrder(one) && this.#orders.ofCall(one) !== 0)));
    return known;
  }

  /** In the loop, or in the functions between it and the comparison: `while True: await self.cycle()`. */
  #pauses(loop: While, steps: readonly Step[]): readonly Pause[] {
    const own = pausesOf(loop, this.#graph, this.#durations);
    return own.length > 0 ? own : steps.slice(0, -1).reverse().flatMap(({ fn }) => pausesIn(fn.body, this.#graph, this.#durations));
  }

  #looped(steps: readonly Step[], loop: While, pauses: readonly Pause[], elapsed: Elapsed | null, times: number): Run {
    const known = pauses.length > 0 && pauses.every((one) => one.duration !== null) && !Number.isNaN(times);
    const sum = known ? pauses.reduce((all, one) => all + one.duration!.seconds, 0) * times : null;
    const { fn, node } = steps.at(-1)!;
    const survives = survivalOf(steps, this.#calls);
    const within = pausesOf(loop, this.#graph, this.#durations);
    const waitsFirst = within.length < pauses.length || pauses.some((one) => (isInside(one.call, loop) ? one.call.start < node.start : waitsBefore(one.call, loop, node, this.#graph)));
    const starter = this.#wider.callersOf(fn)[0]?.call ?? null;
    return { kind: "loop", steps, loop, pauses, elapsed, seconds: longer(sum, elapsed), atOnce: !waitsFirst && (!elapsed || expiredAtFirst(elapsed.test)), survives, starter, watched: isWatched(starter) };
  }

  /** `scheduler.add_job(sync, "interval", seconds=30)`, `schedule.every(5).minutes.do(sync)`, `Timer(60, sync)`, `call_later(60, sync)`. */
  #planned(call: Call): Pause | null {
    const name = calledName(call);
    if (name === "add_job" || name === "scheduled_job" || name === "add_task" || name === "loop") {
      let seconds: number | null = null;
      let last: Pause | null = null;
      for (const one of call.args) {
        const unit = one.name === null ? undefined : UNITS[one.name];
        const given = unit === undefined ? null : this.#durations.of(one.value);
        if (unit === undefined || !given) continue;
        seconds = (seconds ?? 0) + unit * given.seconds;
        last = { call, duration: { ...given, seconds } };
      }
      return last ?? (name === "add_job" ? { call, duration: null } : null);
    }
    if (name === "Timer" || name === "call_later") return { call, duration: call.args[0] ? this.#durations.of(call.args[0].value) : null };
    return name === "do" ? this.#every(call) : null;
  }

  #every(call: Call): Pause | null {
    const unit = call.callee.kind === "attribute" ? call.callee.object : null;
    if (unit?.kind !== "attribute" || unit.object.kind !== "call" || calledName(unit.object) !== "every") return null;
    const scale = UNITS[unit.name] ?? UNITS[`${unit.name}s`];
    const count = unit.object.args[0] ? this.#durations.of(unit.object.args[0].value) : { seconds: 1, origins: [], settings: [] };
    return { call, duration: scale !== undefined && count ? { ...count, seconds: scale * count.seconds } : null };
  }
}

/** Run by the framework once, before anything else: `@app.on_event("startup")`, a lifespan, discord's `setup_hook`. */
const isStartUp = (fn: FunctionNode): boolean => /^(lifespan|setup_hook)$/.test(fn.name)
  || fn.decorators.some((one) => one.kind === "call" && /^(on_event|listener|event|on)$/.test(calledName(one)) && one.args.some(({ value }) => value.kind === "string" && /^(start_?up|ready|before_server_start)$/.test(value.value)))
  || fn.decorators.some((one) => one.kind === "attribute" && /^(on_startup|before_serving|on_ready)$/.test(one.name));

const isSpawned = (node: Node): boolean =>
  node.parent?.kind === "argument" && node.parent.parent?.kind === "call" && /^(create_task|ensure_future|Thread|run_coroutine_threadsafe)$/.test(calledName(node.parent.parent));

const isInside = (node: Node, loop: Node): boolean => {
  for (let at: Node | null = node; at; at = at.parent) if (at === loop) return true;
  return false;
};

/** The pause is in a function that the loop calls: where that call stands counts. */
function waitsBefore(pause: Call, loop: While, node: Node, graph: CallGraph): boolean {
  let found = false;
  const holder = enclosingFunction(pause);
  const look = (at: Node): void => {
    if (at.kind === "call" && at.start < node.start && graph.targets(at).functions.some((fn) => fn === holder)) found = true;
    if (at.kind !== "function") children(at, look);
  };
  loop.body.forEach(look);
  return found;
}

/** Awaited where it is started, or given to something that keeps an eye on it. */
function isWatched(starter: Node | null): boolean {
  if (!starter) return false;
  if (starter.parent?.kind === "await") return true;
  const outer = starter.parent?.kind === "argument" && starter.parent.parent?.kind === "call" ? starter.parent.parent : null;
  return outer !== null && !/^(create_task|ensure_future|Thread|Timer|submit|run_coroutine_threadsafe|to_thread|run_in_executor)$/.test(calledName(outer));
}

/** `async def sync(symbols=None)`, called as `sync([symbol])`: only one of them is looked at. */
function narrows(call: Call, fn: FunctionNode): boolean {
  return fn.params.some((one, at) => {
    if (one.default?.kind !== "none" || !SUBJECT.test(one.name)) return false;
    const given = argumentOf(call, fn, at);
    const only = given?.kind === "list" || given?.kind === "set" ? (given.items.length === 1 ? given.items[0]! : null) : given;
    return only !== null && only !== undefined && (only.kind === "name" || only.kind === "attribute" || only.kind === "subscript") && ONE_SUBJECT.test(only.kind === "subscript" ? (only.index.kind === "string" ? only.index.value : "") : ownName(only));
  });
}

const SUBJECT = /^(symbol|coin|pair|market|ticker|inst_?id|instrument)(_id)?s?$/i;
const ONE_SUBJECT = /^(\w+_)?(symbol|coin|pair|ticker|inst_?id|instrument)$/i;
const SETS_UP = /^_*(start|initiali[sz]e|init|setup|set_up|recover|connect)$/i;

/** Under a test within the loop. */
function isRuled(node: Node, loop: Node): boolean {
  for (let at = node.parent; at && at !== loop; at = at.parent) if (at.kind === "if" || at.kind === "handler") return true;
  return false;
}

const ON_REQUEST = /^_*(cmd|command|on_?command|handle_?command|on_?message|handle_?message|on_?callback|handle_?callback)(_|$)|_(cmd|command)$/i;

const UNITS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86400, weeks: 604800 };

const longer = (seconds: number | null, elapsed: Elapsed | null): number | null => {
  if (!elapsed) return seconds;
  return elapsed.duration === null ? null : Math.max(seconds ?? 0, elapsed.duration.seconds);
};

/** It goes round and round: no round ends it, and no number of attempts. */
function isEndless(loop: While): boolean {
  let ends = false;
  const look = (node: Node): void => {
    if (node.kind === "return" || node.kind === "break") ends = true;
    if (!ends && node.kind !== "function" && node.kind !== "class") children(node, look);
  };
  loop.body.forEach(look);
  return !ends && isForever(loop);
}

/** Until somebody stops it: not a number of attempts. */
function isForever(loop: While): boolean {
  const { test } = loop;
  return (test.kind !== "compare" || !/^[<>]/.test(test.op)) && !loop.body.some(endsByDeadline);
}

/** `if time.monotonic() >= deadline: return`: polls for one thing. */
const endsByDeadline = (one: Node): boolean =>
  one.kind === "if" && one.test.kind === "compare" && /^[<>]/.test(one.test.op) && leaves(one.body) && [one.test.left, one.test.right].some((side) => /deadline|time_?out|remaining|end_?time|expires/i.test(ownName(side)))
  && one.body.at(-1)?.kind !== "continue";

