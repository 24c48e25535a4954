import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { conditionsAt } from "../../../ir/conditions.ts";
import { flowOf, reachablePointOf } from "../../../ir/flow.ts";
import { classOf, walkBody } from "../../../ir/walk.ts";
import { KEEPS_ONE_ROW } from "../../../knowledge/row-reads.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { venueQuestions, type VenueQuestions } from "../drift/venue-questions.ts";
import { index, type Index } from "../module-index.ts";
import { reducesOnly, type OrderSite } from "../order-sites.ts";
import { isPersons } from "../person-commands.ts";
import { reach, type Reachability } from "../reach.ts";
import type { TaskRoot } from "../tasks.ts";
import { actsAfterTests } from "./acts-after-tests.ts";
import { openRuns, type OpenRuns } from "./open-runs.ts";
import { orderActs, type OrderActs } from "./order-acts.ts";
import { TEARS_DOWN } from "./removals.ts";
import { reservations, type Reservation } from "./reservations.ts";
import { runLocks, type RunLocks } from "./run-locks.ts";
import { together, type Pair, type Together } from "./together.ts";

/** A function that closes positions and that two runs may enter for the same one: no lock that both hold, no claim before the order. */
export interface RacedExit {
  readonly fn: FunctionNode;
  readonly act: Call;
  readonly order: OrderSite;
  readonly pair: Pair;
  /** Where the second run closes: the same place, or another function of the class that closes too. */
  readonly rival: Call;
  /** The run that holds a lock at its order, where the other one holds none of it. */
  readonly holder: TaskRoot | null;
  /** A part that may only reduce: the second one takes another part. */
  readonly reduces: boolean;
  /** The calls by which the two runs get to the function. */
  readonly ways: readonly Call[];
}

export const racedExits = codeFact({
  name: "raced-exits",
  doc: "Closing orders that two runs may send for one position, with nothing that lets only the first one through.",
  requires: { index, graph: callGraph, acts: orderActs, actsAfterTests, reservations, together, locks: runLocks, openRuns, reach, questions: venueQuestions },
  derive({ actsAfterTests, ...on }): readonly RacedExit[] {
    const judged = new Set(actsAfterTests.filter((one) => one.verdict !== "unsure").map((one) => one.act));
    const reserved = new Map<FunctionNode, Reservation[]>();
    for (const one of on.reservations) reserved.set(one.fn, [...(reserved.get(one.fn) ?? []), one]);
    const judging: Judging = { ...on, reserved };
    const pairs = new Set<string>();
    const exits = on.index.functions.flatMap((fn) => exitOf(on, fn));
    const outer = new Set(exits.map((one) => one.fn));
    return exits.flatMap(({ fn, act, order }): RacedExit[] => {
      const reduces = reducesOnly(act) || reducesOnly(order.call);
      if (judged.has(act) || on.graph.runs(act).some((callee) => callee !== fn && outer.has(callee)) || (!PARTIAL.test(fn.name) && asksFirst(on, fn, act)) || (reduces && !(PARTIAL.test(fn.name) && booksAfter(on, fn, act)))) return [];
      for (const other of [{ fn, act }, ...exits]) {
        if (other.fn !== fn && (classOf(fn) === null || classOf(other.fn) !== classOf(fn))) continue;
        const pair = pairAt(judging, { fn, act }, other);
        const key = pair ? `${pair[0].id} ${pair[1].id}` : "";
        if (!pair || pairs.has(key)) continue;
        const holder = on.locks.holder(pair, act, other.act);
        // Two functions may close different things: that one of them takes a lock says that they do not.
        if (other.fn !== fn && (holder === null || on.locks.holds(pair[0], act))) continue;
        pairs.add(key);
        return [{ fn, act, order, pair, rival: other.act, holder, reduces, ways: waysOf(on, fn, pair) }];
      }
      return [];
    });
  },
});

interface On {
  readonly index: Index;
  readonly graph: CallGraph;
  readonly acts: OrderActs;
  readonly together: Together;
  readonly locks: RunLocks;
  readonly openRuns: OpenRuns;
  readonly reach: Reachability;
  readonly questions: VenueQuestions;
}
interface Judging extends On { readonly reserved: ReadonlyMap<FunctionNode, readonly Reservation[]> }

const CLOSES = /(^|_)(close|exit|liquidate|sell)(_|$)/i;
/** Decisions, settings, and what closes many or nothing. */
const DECIDES = /(^|_)(check|should|can|is|has|get|set|calc\w*|build|create|make|update|parse|log|notify|send|format|place|enter|open|buy)(_|$)/i;
/** The way out of an entry that failed: nobody else knows the position yet. */
const UNDOES = /(^|_)(emergency|rollback|undo|abort|unwind)(_|$)/i;
const PROTECTS = /(stop_?(loss|order|price)|(^|_)(sl|tp)(_|$)|take_?profit|trail|protect|oco|cancel)/i;

/** The first order of the function that closes. */
function exitOf(on: On, fn: FunctionNode): { fn: FunctionNode; act: Call; order: OrderSite }[] {
  if (on.acts.from(fn) === null || UNDOES.test(fn.name) || on.reach.of(fn) === "dead") return [];
  const named = CLOSES.test(fn.name) && !DECIDES.test(fn.name);
  for (const act of on.index.callsIn(fn)) {
    const order = on.acts.of(act);
    const name = calledName(act);
    if (!order || PROTECTS.test(name) || DECIDES.test(fn.name) || UNDOES.test(name)) continue;
    if (named || reducesOnly(act) || (order.role === "close" && !PROTECTS.test(order.method)) || (CLOSES.test(name) && !DECIDES.test(name))) return [{ fn, act, order }];
  }
  return [];
}

interface Exit { readonly fn: FunctionNode; readonly act: Call }

function pairAt(on: Judging, mine: Exit, theirs: Exit): Pair | null {
  const known = new Map<Call, Map<TaskRoot, ReadonlySet<string>>>([[mine.act, new Map()], [theirs.act, new Map()]]);
  const claimed = (root: TaskRoot, { fn, act }: Exit): ReadonlySet<string> => {
    const found = known.get(act)!.get(root) ?? claimsOn(on, root, fn, act);
    known.get(act)!.set(root, found);
    return found;
  };
  const keptApart = (one: TaskRoot, other: TaskRoot): boolean => {
    if ((isHuman(one) && isHuman(other)) || TEARS_DOWN.test(one.fn.name) || TEARS_DOWN.test(other.fn.name)) return true;
    if (!mine.fn.async && !on.together.inThreads([one, other])) return true;
    if (!on.openRuns.leads(one, mine.fn, mine.act) || !on.openRuns.leads(other, theirs.fn, theirs.act) || on.locks.exclude(one, [mine.act, mine.act], other, [theirs.act, theirs.act])) return true;
    const second = claimed(other, theirs);
    return [...claimed(one, mine)].some((each) => second.has(each));
  };
  return on.together.pair(mine.fn, theirs.fn, "same-key", classOf(mine.fn) ?? undefined, keptApart);
}

/** Of a close that may only reduce the venue refuses the second one, unless each of them takes a part. */
const PARTIAL = /(^|_)(partial\w*|half|scale_?out|reduce)(_|$)/i;

/** `position = await self.fetch_position(symbol)`, `if not position: return`: the venue is asked right before the order, which leaves a window too small to tell. */
function asksFirst(on: On, fn: FunctionNode, act: Call): boolean {
  if (!on.index.callsIn(fn).some((call) => call.end < act.start && /position/i.test(calledName(call)) && on.questions.asks(call))) return false;
  const flow = flowOf(fn);
  const at = reachablePointOf(flow, act);
  return at !== undefined && conditionsAt(flow, at).some(({ node, outcome }) => outcome && node.kind === "name" && /^pos/i.test(node.id));
}

/** What follows the order, here or where it was asked for, writes the close down. */
const booksAfter = (on: On, fn: FunctionNode, act: Call): boolean =>
  on.index.callsIn(fn).some((call) => call.start > act.end && BOOKS.test(calledName(call))) || on.graph.callersOf(fn).some(({ call, caller }) => on.index.callsIn(caller).some((one) => one.start > call.end && BOOKS.test(calledName(one))));

const BOOKS = /pnl|profit|(^|_)(record|book|journal|persist|save|commit|store|insert|finalize|finalise|release|realized|on_position_close|handle_closed\w*|remove|close_trade|update_(position|balance|deposit|trade|stats)\w*)(_|$)/i;

const waysOf = (on: On, fn: FunctionNode, pair: Pair): Call[] => on.graph.callersOf(fn).filter(({ caller }) => pair.some((root) => on.together.runs(root, caller))).map((one) => one.call);

const isHuman = (root: TaskRoot): boolean => isPersons(root.by, root.fn);

const MOST_WAYS = 60;

/** What the run writes or asks for on its ways to the order that may let only one through. */
function claimsOn(on: Judging, root: TaskRoot, fn: FunctionNode, act: Call): ReadonlySet<string> {
  const found = new Set<string>();
  const queue: { fn: FunctionNode; at: Node }[] = [{ fn, at: act }];
  const seen = new Set<Node>();
  for (let i = 0; i < queue.length && i < MOST_WAYS; i++) {
    const { fn: one, at } = queue[i]!;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const each of on.reserved.get(one) ?? []) if (each.taken.node.start < at.start && at.end <= each.end) found.add(each.place.location.label);
    collectClaims(one, at, found);
    if (one === root.fn) continue;
    for (const { call, caller } of on.graph.callersOf(one)) if (on.together.runs(root, caller)) queue.push({ fn: caller, at: call });
  }
  return found;
}

const CLAIMS = /(^|_)(clos(e|ing|ed)|exit(ing|ed)?|in_?progress|in_?flight|busy|lock(ed)?|pending|processing|claim(ed)?|sold|selling|status|state|phase)$|^(closing|exiting|selling|pending)_/i;
const TAKES = /^(add|acquire|setdefault)$/;

function collectClaims(fn: FunctionNode, before: Node, into: Set<string>): void {
  walkBody(fn, (node) => {
    if (node.start >= before.start) return;
    if (node.kind === "string" && KEEPS_ONE_ROW.test(node.value)) into.add("rows");
    else if (node.kind === "assign") for (const target of node.targets) {
      const name = target.kind === "attribute" ? target.name : target.kind === "subscript" ? (target.index.kind === "string" ? target.index.value : ownName(target.object)) : "";
      if (CLAIMS.test(name)) into.add(name);
    } else if (node.kind === "call") {
      const name = calledName(node);
      const on = node.callee.kind === "attribute" ? ownName(node.callee.object) : "";
      if (KEEPS_ONE_ROW.test(name)) into.add("rows");
      else if (name === "pop" && node.args.length > 0 && node.parent?.kind !== "expression") into.add(on);
      else if (TAKES.test(name) && (name === "acquire" || CLAIMS.test(on))) into.add(on);
      else if (/^_?(mark|set|begin|start|try|transition|update)_\w*(clos|exit|status|state)/i.test(name)) into.add(name);
    }
  });
}
