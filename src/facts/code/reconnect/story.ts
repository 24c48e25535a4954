import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction } from "../../../ir/walk.ts";
import { ANY_ERROR, type LibraryReconnect } from "../../../knowledge/connections.ts";
import { lastAttempt, type LastAttempt } from "./last-attempt.ts";
import type { Attempt, ConnectSite, Exit, World } from "./machine.ts";
import type { Root } from "./roots.ts";
import { answersFor, pauseOf, pausesOf, seconds, segmentsOf, simulate, type Answers, type Run, type Segment } from "./scenarios.ts";
import { signsOf, type Signs } from "./visibility.ts";
import { scheduleOf, type Schedule } from "./schedule.ts";
import { middle, shown } from "./values.ts";

/** What a chain of refused attempts does. */
export interface Failing {
  readonly schedule: Schedule;
  /** The pauses of the second segment: where a maintainer changes the delay. */
  readonly sleeps: readonly Call[];
  /** Where the delay of the longest of them is computed: the assignment of the name that is slept, else the sleep. */
  readonly computedAt: Node | null;
  /** Attempts after which it stops trying; null: it goes on for ever. */
  readonly stopsAfter: number | null;
  /** The name of the limit where its value is not known; `stopsAfter` is then a stand-in. */
  readonly limit: string | null;
  readonly exit: Exit;
  readonly last: LastAttempt | null;
  /** What can be seen of the end besides logs. */
  readonly told: Signs;
  /** What can be seen of the outage while it goes on trying. */
  readonly signs: Signs;
  readonly result: boolean | null;
}

/** What the end of an established connection does. */
export interface Ending {
  readonly how: "lost" | "closed";
  /** Another attempt follows. */
  readonly again: boolean;
  /** Seconds before it. */
  readonly pause: number;
  /** For people: `5`, `base_delay`. */
  readonly shown: string;
  /** The longest pause before it. */
  readonly pauseAt: Node | null;
  readonly exit: Exit;
  /** The handler that keeps it from being noticed. */
  readonly swallowedBy: Node | null;
  /** Where the receive loop ended. */
  readonly at: Node | null;
}

/** never: the delay or the count goes on from where it was. early: set back before the connection stood. */
export type Reset = "after-success" | "never" | "early" | "nothing-to-reset" | "unknown";

export interface Story {
  readonly site: ConnectSite;
  /** Other connections of the same loop. */
  readonly others: readonly ConnectSite[];
  readonly root: Root;
  readonly failing: Failing;
  /** Kinds of failure after which no attempt follows, although one follows a refused connection. */
  readonly fatal: readonly { readonly attempt: Attempt; readonly exit: Exit }[];
  readonly endings: readonly Ending[];
  /** The function only establishes the connection: it returns when that is done. */
  readonly establishes: boolean;
  readonly reset: Reset;
  /** Harmless disconnects after which it gives up; null: never. */
  readonly tires: number | null;
  /** Stores of the counter or the delay that grow. */
  readonly counters: readonly Counter[];
  /** The library makes the delays of this loop. */
  readonly library: boolean;
  readonly keeps: LibraryReconnect | null;
  readonly inCallback: Call | null;
  readonly decided: boolean;
  /** What of the bot ran while its attempts failed. */
  readonly entered: ReadonlySet<FunctionNode>;
}

export interface Counter {
  readonly key: string;
  readonly node: Node;
  readonly grows: boolean;
  /** Where it is set back within the chain of failures. */
  readonly setBack: Node | null;
}

const MANY = 110;
const FEW = 26;

const times = (count: number, attempt: Attempt): Attempt[] => Array.from({ length: count }, () => attempt);

/** What happens to a connection that no loop surrounds: does it wait for messages at all, and where does that end? */
export function alone(world: World, site: ConnectSite): { readonly ended: Node | null; readonly exit: Exit } {
  const root: Root = { fn: site.fn, at: site.call, how: "comes-back", level: 0 };
  const run = simulate(world, root, site, times(2, site.how.errors.lost.length > 0 ? "lost" : "closed"), new Map());
  return { ended: run.events.find((one) => one.kind === "ended")?.node ?? null, exit: run.exit };
}

export function storyOf(world: World, root: Root, site: ConnectSite, others: readonly ConnectSite[]): Story {
  const first = growingRun(world, root, site, failingRun(world, root, site, FEW));
  const { answers, failure } = first;
  const further = root.how === "loop" && first.run.exit.how === "done" && first.run.counted;
  const long = further ? simulate(world, root, site, times(MANY, failure), answers) : first.run;
  // Much happens in each attempt, callbacks and all: the simulation ended, not the loop.
  const run = long.exit.how === "stuck" && long.attempts > FEW && site.how.shape === "app" ? first.run : long;
  const failing = failingOf(world, run, site);
  const library = run.events.some((one) => one.kind === "library");
  const start = { ...root, after: undefined };
  const endings = endingsOf(world, start, site, answers);
  const established = simulate(world, start, site, ["closed", "closed"], answers);
  const establishes = established.attempts === 1 && established.exit.how === "returned" && !established.events.some((one) => one.kind === "ended");
  const stops = run.exit.how === "returned" || run.exit.how === "raised";
  const drops = stops && run.attempts > 1 && !establishes ? simulate(world, start, site, times(MANY, "lost"), answers) : null;
  const sleeps = run.events.filter((one) => one.kind === "sleep");
  return {
    site, others, root, failing, endings, library, establishes,
    fatal: fatalOf(world, root, site, answers, run.attempts, failure),
    reset: establishes || site.how.shape === "client" ? "nothing-to-reset" : resetOf(world, root, site, answers, run, failure),
    tires: drops && drops.exit.how !== "done" && drops.exit.how !== "stuck" && drops.attempts > 1 ? drops.attempts : null,
    counters: countersOf(world, run, site), keeps: site.how.keeps,
    inCallback: sleeps.find((one) => one.inCallback)?.node ?? null,
    decided: run.attempts > 0 && run.exit.how !== "stuck",
    entered: run.entered,
  };
}

interface FailingRun {
  readonly answers: Answers;
  readonly run: Run;
  readonly failure: Attempt;
}

/** A refused connection, or the first kind of failure that leads to another attempt. */
function failingRun(world: World, root: Root, site: ConnectSite, count: number): FailingRun {
  const first = { ...answersFor(world, root, site, times(count, "refused")), failure: "refused" as Attempt };
  if (first.run.attempts !== 1 || site.how.shape === "app") return first;
  for (const failure of kindsOf(site)) {
    const run = simulate(world, root, site, times(count, failure), first.answers);
    if (run.attempts > 2) return { answers: first.answers, run, failure };
  }
  return first;
}

/** A test that nothing decides may keep the delay from growing (`if uptime > 60: delay = 1`): where its other answer lets it grow, that one is followed. */
function growingRun(world: World, root: Root, site: ConnectSite, found: FailingRun): FailingRun {
  const growthOf = (run: Run): string => scheduleOf(segmentsOf(run.events).slice(0, -1).slice(0, 24).map(pauseOf)).growth;
  if (found.run.attempts < 4 || growthOf(found.run) !== "constant") return found;
  const asked = [...found.run.asked];
  // What callbacks ask of a message (`if "expired" in text: delay = 1`) may all come out the other way at once.
  const elsewhere = asked.filter(([node]) => enclosingFunction(node) !== root.fn);
  for (const other of [...asked.slice(0, MOST_TRIED).map((one) => [one]), elsewhere]) {
    const answers = new Map([...found.answers, ...other.map(([node, answer]) => [node, !answer] as const)]);
    const run = simulate(world, root, site, times(FEW, found.failure), answers);
    if (run.attempts >= found.run.attempts && growthOf(run) === "exponential") return { ...found, answers, run };
  }
  return found;
}

const MOST_TRIED = 14;

const kindsOf = (site: ConnectSite): Attempt[] => (site.how.errors.rejected.length > 0 ? ["rejected", "timeout"] : ["timeout"]);

function failingOf(world: World, run: Run, site: ConnectSite): Failing {
  const segments = segmentsOf(run.events);
  const stops = run.exit.how === "returned" || run.exit.how === "raised";
  const waits = segments.slice(0, -1).slice(0, 24);
  const last = segments.at(-1);
  const second = waits[Math.min(1, waits.length - 1)];
  return {
    schedule: scheduleOf(waits.map(pauseOf)),
    sleeps: [...new Set(waits.slice(0, 3).flatMap((one) => pausesOf(one).map((each) => each.node)))].slice(0, 4),
    computedAt: waits.map(computedAt).find((one) => one !== null) ?? (second ? computedAt(second) : null),
    stopsAfter: stops && run.attempts > 0 ? run.attempts : null,
    limit: stops ? run.limit : null, exit: run.exit, last: stops ? lastAttempt(run.events, site) : null, told: signsOf(world, last?.events ?? []), signs: signsOf(world, (segments[2] ?? segments[1] ?? last)?.events ?? []),
    result: run.result.kind === "boolean" ? run.result.value : null,
  };
}

function computedAt(segment: Segment): Node | null {
  const pauses = pausesOf(segment);
  const longest = pauses.reduce<(typeof pauses)[number] | null>((best, one) => (!best || (one.value?.high ?? 0) > (best.value?.high ?? 0) ? one : best), null);
  if (!longest) return null;
  const slept = longest.node.args.map((one) => one.value).find((one) => one.kind === "name");
  const store = slept?.kind === "name" ? segment.events.findLast((one) => one.kind === "store" && one.key === slept.id) : undefined;
  return store?.kind === "store" ? store.node : longest.node;
}

/** Where one kind of failure leads to another attempt, do the others too? */
function fatalOf(world: World, root: Root, site: ConnectSite, answers: Answers, attempts: number, failure: Attempt): Story["fatal"] {
  if (attempts < 3 || site.how.shape === "app") return [];
  const kinds = (["refused", ...kindsOf(site)] as Attempt[]).filter((one) => one !== failure);
  return kinds.flatMap((attempt) => {
    const run = simulate(world, root, site, [attempt, attempt, attempt], answers);
    return run.attempts === 1 && run.exit.how !== "stuck" ? [{ attempt, exit: run.exit }] : [];
  });
}

function endingsOf(world: World, root: Root, site: ConnectSite, answers: Answers): Ending[] {
  if (site.how.shape === "watch" || site.how.shape === "client") return [];
  const { lost } = site.how.errors;
  // Whether an unknown SDK raises at a polite close nobody knows.
  const kinds = lost.includes(ANY_ERROR) ? (["lost"] as const) : lost.length > 0 ? (["lost", "closed"] as const) : (["closed"] as const);
  return kinds.flatMap((how): Ending[] => {
    const run = simulate(world, root, site, times(4, how), answers);
    const segments = segmentsOf(run.events);
    const ended = segments[0]?.events.find((one) => one.kind === "ended");
    if (!ended) return [];
    if (run.swallowedBy && segments.length < 2) return [{ how, again: false, pause: 0, shown: "0", exit: run.exit, at: ended.node, pauseAt: null, swallowedBy: run.swallowedBy }];
    if (segments.length < 2 && (run.exit.how === "stuck" || (root.how !== "loop" && leadsOnAtAll(world, root, site, run, how)))) return [];
    return [{ how, again: segments.length > 1, pause: segments.length > 1 ? seconds(segments[0]!) : 0, shown: segments.length > 1 ? shown(pauseOf(segments[0]!)) : "0", exit: run.exit, at: ended.node, pauseAt: segments.length > 1 ? computedAt(segments[0]!) : null, swallowedBy: null }];
  });
}

/** One other answer to what nothing decides lets an attempt follow. */
const leadsOnAtAll = (world: World, root: Root, site: ConnectSite, run: Run, how: Attempt): boolean =>
  [...run.asked].slice(0, MOST_TRIED).some(([node, answer]) => simulate(world, root, site, times(2, how), new Map([[node, !answer]])).attempts > 1);

/** Some refused attempts, one connection that works and is lost, more refused ones: does the delay start over? */
function resetOf(world: World, root: Root, site: ConnectSite, answers: Answers, failing: Run, failure: Attempt): Reset {
  const all = segmentsOf(failing.events).map(seconds);
  // Two tries for each pause: a step of the schedule takes two attempts.
  const twice = all.length > 4 && all.slice(0, -1).every((one, i) => one > 0 || i === 0 || all[i - 1]! > 0) && all.slice(0, -1).some((one) => one === 0);
  const dense = (pauses: readonly number[]): number[] => (twice ? pauses.filter((one) => one > 0) : [...pauses]);
  const waits = dense(all.slice(0, -1));
  if (!waits.some((one, i) => i > 0 && one > waits[i - 1]! * 1.01 + 1e-9)) return "nothing-to-reset";
  const before = Math.min(4, waits.length - 2);
  if (before < 1 || waits.some((one, i) => i > 0 && one < waits[i - 1]! * 0.99)) return "unknown";
  const refused = twice ? 2 * before : before;
  const run = simulate(world, root, site, [...times(refused, failure), "lost", ...times(twice ? 8 : 5, failure)], answers);
  const after = dense(segmentsOf(run.events).map(seconds).slice(refused + (root.after ? 1 : 0)));
  const like = (from: number): boolean => {
    const pairs = [1, 2, 3].filter((i) => i < after.length - 1 && from + i >= 0 && from + i < waits.length);
    return pairs.length > 0 && pairs.every((i) => Math.abs(after[i]! - waits[from + i]!) <= 1e-6 * Math.max(1, waits[from + i]!));
  };
  if (like(-1) || like(0) || (after.length > 1 && after[0]! > 0 && after[0]! < waits[before]! * 0.99)) return "after-success";
  return like(before) || like(before - 1) ? "never" : "unknown";
}

/** Counters of the way to the connection and of its class; what a database's retries count is another matter. */
function countersOf(world: World, run: Run, site: ConnectSite): Counter[] {
  const isNear = (node: Node): boolean => {
    const fn = enclosingFunction(node);
    return fn === null || world.leads.has(fn) || (classOf(fn) !== null && classOf(fn) === classOf(site.fn));
  };
  const stores = new Map<string, { node: Node; value: number }[]>();
  const segments = segmentsOf(run.events);
  segments.slice(0, 8).forEach((segment: Segment) => {
    for (const event of segment.events) {
      if (event.kind !== "store" || event.value.kind !== "number" || !isNear(event.node)) continue;
      const known = stores.get(event.key);
      const one = { node: event.node, value: middle(event.value) };
      if (known) known.push(one);
      else stores.set(event.key, [one]);
    }
  });
  return [...stores].filter(([, all]) => all.length >= 2).map(([key, all]) => {
    const falls = all.findIndex((one, i) => i > 0 && one.value < all[i - 1]!.value);
    const rise = all.find((one, i) => i > 0 && one.value > all[i - 1]!.value);
    return { key, node: rise?.node ?? all[0]!.node, grows: rise !== undefined && falls < 0, setBack: rise !== undefined && falls >= 0 ? all[falls]!.node : null };
  });
}

