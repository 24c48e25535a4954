import { calledName } from "../../../ir/names.ts";
import type { FunctionNode, Node } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index, type Index } from "../module-index.ts";
import { Closes, Opens, orderReach, type OrderReach } from "../order-reach.ts";
import { TESTS, type Access } from "../races/accesses.ts";
import { isSetUp, sharedState, type SharedPlace } from "../shared-state.ts";
import { widerCalls, type WiderCalls } from "../wider-calls.ts";
import { keepsPositions, PRETENDED } from "./books.ts";
import { failedValue } from "./trail.ts";
import { venuePositions } from "./venue-positions.ts";
import { venueQuestions } from "./venue-questions.ts";

/** Books that begin empty with each start, that only the orders of this run fill, and that decide about orders. */
export interface EmptyStart {
  readonly place: SharedPlace;
  readonly begins: Access;
  readonly filled: Access;
  readonly gate: Access;
  /** opens: whether to enter is asked of them. closes: what to close is. */
  readonly decides: "opens" | "closes";
}

export const emptyStarts = codeFact({
  name: "empty-starts",
  doc: "Books of positions that are empty after each start, whatever is open on the exchange.",
  requires: { sharedState, orderReach, widerCalls, venuePositions, venueQuestions, index },
  derive({ sharedState, orderReach, widerCalls, venuePositions, venueQuestions, index }): readonly EmptyStart[] {
    const found: EmptyStart[] = [];
    const { marks } = venuePositions.spread;
    const asks = (fn: FunctionNode): boolean => index.callsIn(fn).some((call) => venueQuestions.asks(call));
    for (const place of sharedState.places) {
      if (!keepsPositions(place) || PRETENDED.test(place.location.label) || NO_BOOKS.test(place.location.label)) continue;
      const writes = place.accesses.filter((one) => !isSetUp(one.fn) && (one.kind === "store" || one.kind === "add" || (one.kind === "rebind" && !isEmptied(one.node))));
      const begins = place.accesses.find((one) => isSetUp(one.fn) && one.kind === "rebind" && isEmptied(one.node));
      const [filled] = writes;
      if (!begins || !filled || writes.some((one) => !isOfOrders(orderReach, index, one) || carries(one.node, marks)) || isHandedOut(place)) continue;
      const gate = place.accesses.find((one) => TESTS.has(one.kind) && decides(orderReach, widerCalls, one.fn) !== null && !asks(one.fn) && !asksOthers(sharedState.inside(one.fn), place));
      if (gate) found.push({ place, begins, filled, gate, decides: decides(orderReach, widerCalls, gate.fn)! });
    }
    return found;
  },
});

/** A switch of a screen, a task or a test, not the books. */
const NO_BOOKS = /running|busy|selected|manual|logged|handler|callback|widget/i;

const isEmptied = (node: Node): boolean => node.kind === "assign" && failedValue(node.value)?.as === "empty";

const RESTORES = /load|restor|recover|resum|sync|reconcil|adopt|import|hydrat|init|boot|start|existing|refresh|rebuild|replay|from_|^_?(on|handle|process|update)_/i;
const READS = /^(loads?|load_\w+|restore_\w+|read_\w+|fetchall|scalars|unpickle|get_(open_|all_)?positions)$/;

/** Written where an order is sent, and by nothing that reads what was before. */
const isOfOrders = (reach: OrderReach, index: Index, { fn }: Access): boolean =>
  (reach.ofFunction(fn) & (Opens | Closes)) !== 0 && reach.distance(fn) <= 3 && !RESTORES.test(fn.name) && !index.callsIn(fn).some((call) => READS.test(calledName(call)));

function carries(node: Node, marks: ReadonlyMap<Node, unknown>): boolean {
  let found = marks.has(node);
  children(node, (one) => { found ||= carries(one, marks); });
  return found;
}

/** Whoever gets the container itself may fill it. */
const isHandedOut = ({ accesses }: SharedPlace): boolean =>
  accesses.some(({ kind, place }) => kind === "value" && (place.parent?.kind === "argument" || place.parent?.kind === "return" || place.parent?.kind === "assign"));

/** What the function, or who asks it for a yes or no, sends. */
function decides(reach: OrderReach, wider: WiderCalls, fn: FunctionNode): EmptyStart["decides"] | null {
  if (!reach.trades(fn)) return null;
  const near = reach.distance(fn) <= 3 ? reach.ofFunction(fn) : 0;
  const bits = near !== 0 ? near : wider.callersOf(fn).reduce((all, { caller, call }) => (isAsked(call) && reach.distance(caller) <= 6 ? all | reach.ofFunction(caller) : all), 0);
  return (bits & Opens) !== 0 ? "opens" : (bits & Closes) !== 0 ? "closes" : null;
}

function isAsked(call: Node): boolean {
  let at = call;
  while (at.parent && (at.parent.kind === "await" || at.parent.kind === "unary" || at.parent.kind === "logical")) at = at.parent;
  return at.parent?.kind === "if" && at.parent.test === at;
}

const asksOthers = (inside: readonly { readonly place: SharedPlace }[], own: SharedPlace): boolean => inside.some(({ place }) => place !== own && keepsPositions(place));
