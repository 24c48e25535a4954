import type { Call, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { REGISTRY_WORDS } from "../../../knowledge/position-calls.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { isAbstract } from "../guard-shapes.ts";
import { Closes, Opens, orderReach, Protects, type OrderReach } from "../order-reach.ts";
import { orderSites } from "../order-sites.ts";
import { TESTS } from "../races/accesses.ts";
import { reach } from "../reach.ts";
import { sharedState, type SharedState } from "../shared-state.ts";
import type { Absence } from "./absence.ts";
import { PRETENDED } from "./books.ts";
import { isTold } from "./failure-flags.ts";
import { failedFetches } from "./failed-fetches.ts";
import { calledName } from "../../../ir/names.ts";
import { onlyReduces } from "./only-reduces.ts";
import { rootOf, steps, type Mark } from "./trail.ts";
import { wipedBooks } from "./wiped-books.ts";

/** A failed request for positions that is read as "there is none", and the order that is sent or cancelled for that reason. */
export interface OrderOnFailure {
  readonly mark: Mark;
  readonly fn: FunctionNode;
  /** The function that makes the failure look like an answer. */
  readonly source: string;
  /** The test or loop that reads absence from the failure. */
  readonly test: Node;
  readonly act: Call;
  /** open: a position on top of the one that nobody saw. cancel: the orders that protect it. */
  readonly does: "open" | "cancel";
  /** Before the order the bot looks into its own books as well: they may keep it back. */
  readonly asksBooks: boolean;
}

export const ordersOnFailure = codeFact({
  name: "orders-on-failure",
  doc: "Orders that are opened or cancelled because a failed request for positions reads as an account without positions.",
  requires: { failedFetches, wipedBooks, orderReach, orderSites, sharedState, reach, callGraph },
  derive({ failedFetches, wipedBooks, orderReach, orderSites, sharedState, reach, callGraph }): readonly OrderOnFailure[] {
    const found: OrderOnFailure[] = [];
    const protects = orderSites.some((one) => one.role === "protect" && reach.of(one.fn) !== "dead");
    for (const [fn, absences] of failedFetches.absences) {
      if (reach.of(fn) === "dead") continue;
      const calls = sendingCalls(fn, orderReach);
      for (const absence of calls.length > 0 ? absences : []) {
        const one = calls.find(({ call, does }) => (does === "open" || protects) && isWithin(call, absence) && absence.reaches(call));
        if (one) found.push({ mark: absence.mark, fn, source: enclosingFunction(rootOf(absence.mark).node)?.qualname ?? "", test: absence.at, act: one.call, does: one.does, asksBooks: asksBooks(fn, absence, one.call) });
      }
    }
    for (const [node, marks] of failedFetches.spread.marks) {
      const call = node.parent?.kind === "argument" && node.parent.parent?.kind === "call" ? node.parent.parent : null;
      const fn = call ? enclosingFunction(call) : null;
      if (!call || !fn || reach.of(fn) === "dead" || !sendingCalls(fn, orderReach).some((one) => one.call === call && one.does === "open")) continue;
      for (const mark of marks) {
        const test = missedBy(mark);
        if (test) found.push({ mark, fn, source: enclosingFunction(rootOf(mark).node)?.qualname ?? "", test, act: call, does: "open", asksBooks: false });
      }
    }
    const told = new Set<Node>(wipedBooks.map((one) => rootOf(one.mark).node));
    // One of many methods of that name (the parts of an interpreter): that this one answers there is a guess.
    const isGuess = (mark: Mark): boolean => steps(mark).some(({ node }) => node.kind === "call" && failedFetches.spread.given.has(node) && methodsAt(node) > MOST_NAMESAKES);
    const methodsAt = (call: Call): number => { const { how, functions } = callGraph.targets(call); return (how === "resolved" ? functions : callGraph.named(calledName(call))).filter((one) => !PRETENDED.test(one.qualname) && !isAbstract(one)).length; };
    return once(found.filter(({ mark, act }) => !isGuess(mark) && !told.has(rootOf(mark).node) && !isTold(mark, act, failedFetches.spread.marks, failedFetches.seedOf(mark)?.knownAt, callGraph)));

    function asksBooks(fn: FunctionNode, absence: Absence, act: Call): boolean {
      return looksInto(sharedState, fn, act.start, absence) || callGraph.runs(act).some((callee) => callee !== fn && looksInto(sharedState, callee, Infinity, absence));
    }
  },
});

/** `target - held`: with the held size missing, the whole target is what the order is for. */
const missedBy = (mark: Mark): Node | null =>
  steps(mark).find(({ node, from }) => node.kind === "binary" && node.op === "-" && from !== null && node.right === from.node && from.failedAs === "empty" && !from.element)?.node ?? null;

const MOST_NAMESAKES = 2;

interface Sending { readonly call: Call; readonly does: "open" | "cancel" }

/** Calls of the function that lead to an opening order and to no other, or that cancel orders themselves. */
function sendingCalls(fn: FunctionNode, reached: OrderReach): readonly Sending[] {
  const found: Sending[] = [];
  walkBody(fn, (node) => {
    if (node.kind !== "call" || node.args.some(onlyReduces)) return;
    const site = reached.siteOf(node);
    if (site?.role === "cancel") found.push({ call: node, does: "cancel" });
    else if ((reached.ofCall(node) & Opens) !== 0 && (site !== null || OPENING.test(calledName(node))) && !((reached.ofCall(node) & (Closes | Protects)) !== 0 && CLOSING.test(calledName(node)))) found.push({ call: node, does: "open" });
  });
  return found;
}

/** Whether the called function is there to open, not a whole round of the bot that may do so. */
const OPENING = /(^|_)(open|enter|entry|buy|sell|long|short|place|create|submit|send|execute|post)(_|$)/i;
const CLOSING = /(^|_)(close|exit|flatten|reduce|protect|stop|tp|sl|take_profit|trail\w*)(_|$)/i;

const isWithin = (call: Call, { body }: Absence): boolean => body.some((one) => one.start <= call.start && call.end <= one.end);

function looksInto(state: SharedState, fn: FunctionNode, before: number, absence: Absence): boolean {
  return state.inside(fn).some(({ place, access }) => TESTS.has(access.kind) && access.node.start < before && REGISTRY_WORDS.test(place.location.name) && access.node !== absence.mark.node);
}

/** One for each failure: it is mended where it becomes an answer, whoever reads it. What opens comes first. */
function once(all: readonly OrderOnFailure[]): readonly OrderOnFailure[] {
  const seen = new Set<Node>();
  return [...all].sort((a, b) => Number(a.does === "cancel") - Number(b.does === "cancel")).filter((one) => {
    const root = rootOf(one.mark).node;
    return seen.has(root) ? false : seen.add(root);
  });
}
