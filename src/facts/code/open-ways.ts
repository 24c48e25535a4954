import { calledName, ownName } from "../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../ir/nodes.ts";
import { children, classOf } from "../../ir/walk.ts";
import type { GuardKind } from "../../knowledge/guard-words.ts";
import { ACTS_ON_SIGNALS, AVERAGING_WORDS, HEDGING_WORDS, PROBE_WORDS, QUOTED_WORDS, QUOTING_WORDS, REHEARSING_WORDS } from "../../knowledge/signal-words.ts";
import { codeFact } from "../../sdk/fact.ts";
import { bitOf, snake } from "./guard-kinds.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { entryPoints } from "./entry-points.ts";
import { index } from "./module-index.ts";
import type { OrderSite } from "./order-sites.ts";
import { queues, type Queues } from "./queues.ts";
import { reach } from "./reach.ts";
import { RANK, reachedFrom, stepsAbove } from "./reached-places.ts";
import { isPressedFor, unreached } from "./open-way-steps.ts";
import { resends } from "./resent-orders.ts";
import { isHanded, signalBirths, type SignalBirths } from "./signal-births.ts";
import { stepsOf, tradePaths, type PathStep, type Place, type Start, type Web } from "./trade-paths.ts";
import { wayStarts } from "./way-starts.ts";

/**
 * What a way is. signal: from where a decision is made to the order. quoting: orders on both sides or in ladders, without a
 * discrete signal. person: only a command or a button gets there. probe: tries the connection out. resent: replaces an order
 * that lies at the venue already. unborn: nothing on it was recognised as a decision.
 */
export type WayKind = "signal" | "quoting" | "person" | "probe" | "resent" | "unborn";

/** A way to an opening order: its steps from the start to the order. */
export interface Way {
  readonly kind: WayKind;
  readonly steps: readonly PathStep[];
  /** Index in `steps` of the step where the decision leaves the place where it was made. */
  readonly born: number;
  /** What the decision is made from, where that was seen. */
  readonly origin: Node | null;
  readonly site: OrderSite;
  readonly start: Start;
  /** A value that decides is made on the way; not: it hangs on a test of market data only, or nothing was seen. */
  readonly decided: boolean;
}

export interface OpenWays {
  /** One shortest way without the guard for each place where decisions are made; null: ways of any guards. */
  without(kind: GuardKind | null): readonly Way[];
  /** The same where no guard of the kind is certain to have asked: a function behind it may have let pass before. */
  unproven(kind: GuardKind): readonly Way[];
  /** The bot acts on signals by the names of its functions, and no way of a signal was found: it was lost. */
  readonly losesSignals: boolean;
  /** An opening order of the running bot that none of the ways gets to; null: there is none. */
  readonly unexplained: OrderSite | null;
}

export const openWays = codeFact({
  name: "open-ways",
  doc: "The ways from a signal to an opening order that pass no guard of a kind, by the place where the signal is born.",
  requires: { entryPoints, tradePaths, signalBirths, index, callGraph, reach, queues, wayStarts },
  derive({ entryPoints, tradePaths, signalBirths, index, callGraph, reach, queues, wayStarts }): OpenWays {
    // A signal that comes from outside is born where the bot takes it: `async def on_signal(signal)`, a webhook's handler.
    const received = (fn: FunctionNode): boolean =>
      isHanded(fn) && !ORDER_WRAPPER.test(snake(fn.name)) && tradePaths.stepsTo(fn).every((step) => step.at.kind !== "call" || (!callGraph.runs(step.at).includes(fn) && !handsValues(step.at, callGraph)));
    const decidedAbove = new Map<FunctionNode, boolean>();
    /** A caller of the function, or one of its callers, makes the decision. */
    const isDecidedAbove = (fn: FunctionNode): boolean => {
      const answer = decidedAbove.get(fn);
      if (answer !== undefined) return answer;
      decidedAbove.set(fn, false);
      const found = tradePaths.stepsTo(fn).some((step) => (signalBirths.at(step) === "signal" && !signalBirths.isToldOf(step)) || isDecidedAbove(step.from));
      decidedAbove.set(fn, found);
      return found;
    };
    const births: Pick<SignalBirths, "at" | "origin"> = {
      at(step) {
        const birth = signalBirths.at(step);
        if (birth === "none") return received(step.from) ? "signal" : birth;
        return birth === "signal" && signalBirths.isToldOf(step) && isDecidedAbove(step.from) ? "none" : birth;
      },
      origin: (step) => signalBirths.origin(step) ?? (received(step.from) ? step.from : null),
    };
    const known = new Map<string, readonly Way[]>();
    const fileOf = (node: Node): string => index.moduleOf(node).file;
    const isAside = (fn: Node): boolean => ASIDE.has(entryPoints.roleOf(index.moduleOf(fn)));
    // A program that does not load the code of the order gets there through objects of the same classes only.
    const lateness = ({ fn, site, step }: Place, start: Start): number => RANK[start] + (isAside(fn) ? 0.5 : 0) + (wayStarts.isReal(step, start) ? 0 : 5) + ((start === "main" || start === "callback") && !entryPoints.loads(index.moduleOf(fn), index.moduleOf(site.fn)) ? 10 : 0);
    const rehearses = (way: Way): boolean => way.steps.some((step) => [classOf(step.from)?.name ?? "", baseName(fileOf(step.from))].some((one) => REHEARSING_WORDS.test(snake(one))));
    const find = (kind: GuardKind | null, how: "any" | "proved" = "any"): readonly Way[] => {
      const key = `${how} ${String(kind)}`;
      let ways = known.get(key);
      if (!ways) known.set(key, (ways = waysIn(tradePaths.web(kind ? bitOf(kind) : 0, how), births, fileOf, lateness, { isResent: (step) => resends(step, index), isPersons: (steps) => isPressedFor(steps, index) }, rehearses).filter((way) => way.kind !== "unborn" || !passesBy(queues, way.steps))));
      return ways;
    };
    // A script that tries something out beside the bot starts no way of the bot, where the bot has ways of its own; a rehearsal beside it never does.
    const begins = (way: Way): boolean => !isAside(way.steps[0]!.from) && wayStarts.isReal(way.steps[0]!, way.start);
    const real = (kind: GuardKind | null, how?: "proved"): readonly Way[] => {
      const acts = find(null).some((way) => !rehearses(way));
      const ways = find(kind, how).filter((way) => !rehearses(way) || (!acts && begins(way)));
      return (kind === null ? ways : real(null)).some(begins) ? ways.filter(begins) : ways;
    };
    const actsOnSignals = (fn: FunctionNode): boolean => !takesProcessSignal(fn) && [fn.name, classOf(fn)?.name ?? ""].some((one) => ACTS_ON_SIGNALS.test(snake(one)));
    return {
      get losesSignals() { return !find(null).some((way) => way.kind === "signal") && index.functions.some((fn) => actsOnSignals(fn) && reach.of(fn) !== "dead" && !isAside(fn)); },
      get unexplained() { return unreached(tradePaths, real(null).flatMap((way) => way.steps.slice(way.born)), (fn) => reach.of(fn) === "live" && !isAside(fn)); },
      without: (kind) => real(kind),
      unproven: (kind) => real(kind, "proved"),
    };
  },
});

/** More of a position that is open already, by schedule or by price: no new signal. What opened it is another way. */
export const isAveraging = (way: Way): boolean => averages(way.steps[way.born]!);

/** `def _handle_signal(self, signum, frame)`: SIGTERM is no signal to trade. */
const takesProcessSignal = (fn: FunctionNode): boolean =>
  /^_*(handle|on)_(\w+_)?signals?$/.test(snake(fn.name)) && fn.params.every(({ name }) => /^(self|cls|sig|signum|signo|signal_?num(ber)?|s|f|frame|_\w*|args|kwargs)$/.test(name));

/** It starts what takes signals out of a queue: they are born where they are put in. */
const passesBy = (queues: Queues, steps: readonly PathStep[]): boolean =>
  steps.some((step, i) => {
    const puts = i === 0 ? [] : queues.putsFor(step.from);
    return puts.length > 0 && !puts.some((one) => one.call === steps[i - 1]!.at);
  });

const baseName = (file: string): string => file.split("/").at(-1)!.replace(/\.\w+$/, "");
const ASIDE: ReadonlySet<string> = new Set(["script", "test", "example", "docs", "research", "migration"]);

/** It is told what to order: `place_market_order(side)`. Where the decision is made nobody saw. */
const ORDER_WRAPPER = /(^|_)(place|submit|send|post|put|create|make|issue|execute)_(\w+_)?orders?(_|$)/;

interface Steps {
  isResent(step: PathStep): boolean;
  isPersons(steps: readonly PathStep[]): boolean;
}

function waysIn(web: Web, births: Pick<SignalBirths, "at" | "origin">, fileOf: (node: Node) => string, lateness: Parameters<typeof reachedFrom>[1], { isResent, isPersons }: Steps, rehearses: (way: Way) => boolean): Way[] {
  const below = levelsBelow(web, births);
  const reached = reachedFrom(web, lateness);
  const ways: Way[] = [];
  const taken = new Set<Node>();
  const add = (from: Place, step: PathStep, rest: readonly PathStep[], site: OrderSite, birth: "signal" | "market" | "none"): void => {
    const how = reached.get(from);
    if (!how || taken.has(step.at)) return;
    taken.add(step.at);
    const above = stepsAbove(from, reached);
    const steps = [...above, step, ...rest];
    ways.push({ kind: isResent(step) ? "resent" : isPersons(steps) ? "person" : kindOf(how.start, birth, steps, above.length, births.origin(step), fileOf), steps, born: above.length, origin: births.origin(step), site, start: how.start, decided: birth === "signal" });
  };
  const each = (visit: (from: Place, step: PathStep, next: Place | null, site: OrderSite) => void): void => {
    for (const place of web.places) {
      if (place.next === null) visit(place, place.step, null, place.site);
      for (const { from, step } of place.ups) visit(from, step, place, place.site);
    }
  };
  // The decision that is nearest to the order.
  each((from, step, next, site) => {
    if (births.at(step) === "signal" && (next === null || below.get(next)! < 2)) add(from, step, next ? stepsOf(next) : [], site, "signal");
  });
  // Above a decision only the steps towards it are taken: what a function orders by another call it decides there.
  const born = new Set<Place>();
  const nearest = new Map<Place, number>();
  const above = new Set<PathStep>(ways.flatMap((way) => way.steps.slice(0, way.born)));
  for (const way of ways) for (const step of rehearses(way) ? [] : way.steps.slice(way.born)) for (const place of placesAt(web, step)) born.add(place);
  each((from, step, next, site) => {
    if (births.at(step) !== "market" || (next !== null && below.get(next)! !== 0) || born.has(from) || above.has(step)) return;
    const rest = next ? stepsOf(next) : [];
    // Shorter ways come first: beside an order of its own, what a function tells others far off is no other way to order.
    if (!nearest.has(from)) nearest.set(from, rest.length);
    if (rest.length < nearest.get(from)! + 2) add(from, step, rest, site, "market");
  });
  for (const { place } of web.starts) {
    if (below.get(place) === 0 && !born.has(place) && !above.has(place.step)) add(place, place.step, place.next ? stepsOf(place.next) : [], place.site, "none");
  }
  return ways;
}

/** Places that a step leaves. */
const placesAt = (web: Web, step: PathStep): readonly Place[] => {
  let own = byFunction.get(web);
  if (!own) {
    byFunction.set(web, (own = new Map()));
    for (const place of web.places) own.set(place.fn, [...(own.get(place.fn) ?? []), place]);
  }
  return own.get(step.from) ?? [];
};
const byFunction = new WeakMap<Web, Map<Node, Place[]>>();

/** 2: a signal is born on the rest of the way; 1: a test of market data is; 0: neither. */
function levelsBelow(web: Web, births: Pick<SignalBirths, "at">): Map<Place, number> {
  const levels = new Map<Place, number>();
  for (const place of web.places) {
    const own = births.at(place.step);
    const level = own === "signal" ? 2 : own === "market" ? 1 : 0;
    levels.set(place, Math.max(level, place.next ? (levels.get(place.next) ?? 0) : 0));
  }
  return levels;
}

function kindOf(start: Start, birth: "signal" | "market" | "none", steps: readonly PathStep[], born: number, origin: Node | null, fileOf: (node: Node) => string): WayKind {
  const rest = steps.slice(born);
  // A person who only starts the loop does not decide about its trades.
  if (start === "person" && !steps.slice(0, born + 1).some((step, i) => (i < born && step.starts) || isRepeated(step.at)) && !startsLoop(steps)) return "person";
  if (birth !== "signal" && rest.some((step) => PROBE_WORDS.test(snake(step.from.name)) && step.to === null)) return "probe";
  if (averages(rest[0]!)) return "quoting";
  if ((rest.some((step) => quotes(step, fileOf) || (birth !== "signal" && argumentsOf(step).some(callsQuoter))) || (origin !== null && callsQuoter(origin))) && !(birth === "signal" && handsSignal(rest[0]!))) return "quoting";
  // A hedge offsets what was filled: it must go out whatever a filter of entries would say.
  if (rest.some((step) => HEDGING_WORDS.test(snake(step.from.name))) && !handsSignal(rest[0]!)) return "unborn";
  return birth === "none" ? "unborn" : "signal";
}

/** What a step starts beside itself goes round by itself from then on. */
function startsLoop(steps: readonly PathStep[]): boolean {
  const started = steps.findIndex((step) => step.starts);
  return started >= 0 && steps.slice(started + 1).some((step) => isRepeated(step.at));
}

/** In a loop that runs for as long as the bot does. */
function isRepeated(at: Node): boolean {
  for (let node = at.parent; node && node.kind !== "function"; node = node.parent) if (node.kind === "while") return true;
  return false;
}

function averages({ at }: PathStep): boolean {
  let child = at;
  for (let node = at.parent; node && node.kind !== "function"; child = node, node = node.parent) {
    if (node.kind === "if" && node.test !== child && namesIn(node.test).some((one) => AVERAGING_WORDS.test(snake(one)))) return true;
  }
  return false;
}

function namesIn(node: Node): string[] {
  const found: string[] = [];
  const visit = (one: Node): void => {
    if (one.kind === "name") found.push(one.id);
    else if (one.kind === "attribute") found.push(one.name);
    children(one, visit);
  };
  visit(node);
  return found;
}

function quotes(step: PathStep, fileOf: (node: Node) => string): boolean {
  const owner = classOf(step.from);
  if ([step.from.name, owner?.name ?? "", baseName(fileOf(step.from))].some((one) => QUOTING_WORDS.test(snake(one)))) return true;
  return step.at.kind === "call" && step.at.args.some(({ name, value }) => [name ?? "", ownName(value)].some((one) => QUOTED_WORDS.test(snake(one))));
}

/** What the names that a step hands on were computed from. */
function argumentsOf(step: PathStep): Node[] {
  if (step.at.kind !== "call") return [];
  const names = new Set(step.at.args.flatMap(({ value }) => (value.kind === "name" ? [value.id] : [])));
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "function") return;
    if (node.kind === "assign") {
      const targets = node.targets.flatMap((one) => (one.kind === "tuple" || one.kind === "list" ? one.items : [one]));
      if (targets.some((one) => one.kind === "name" && names.has(one.id))) found.push(node.value);
    }
    children(node, visit);
  };
  if (names.size > 0) for (const statement of step.from.body) visit(statement);
  return found;
}

/** What one trade would cost. */
const ASKS_PRICE = /^_*((get|fetch|latest|last|load|request|cost|price|swap|stock)_)*quote$/;

/** `orders = maker.generate_quotes()` */
function callsQuoter(origin: Node): boolean {
  let found = false;
  const step = (node: Node): void => {
    if (found) return;
    if (node.kind === "call") found = QUOTING_WORDS.test(snake(calledName(node))) && !ASKS_PRICE.test(snake(calledName(node)));
    children(node, step);
  };
  if (origin.kind !== "function" && origin.kind !== "for") step(origin);
  return found;
}

/** `to_thread(self._send, signal)`: besides the function, its arguments. */
const handsValues = (call: Call, graph: CallGraph): boolean =>
  call.args.some(({ value }) => (value.kind === "name" || value.kind === "attribute" || value.kind === "subscript" || value.kind === "spread") && !graph.valuesOf(value).some((one) => one.kind === "function")) || call.args.some((one) => one.spread !== "none");

const handsSignal = (step: PathStep): boolean =>
  step.at.kind === "call" && step.at.args.some(({ value }) => /signal|opportun|setup/i.test(ownName(value)));
