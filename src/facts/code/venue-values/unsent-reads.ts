import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ASKS_AGAIN } from "../../../knowledge/order-answers.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { places } from "../places.ts";
import { reach } from "../reach.ts";
import { snake } from "../snake.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { trailOf } from "./trail.ts";
import { venueValues, type CarriedText } from "./venue-values.ts";

/** `ack.get("avgPrice") or price` on the answer to an order that carries an id alone. */
export interface UnsentRead {
  readonly read: Expr;
  readonly fn: FunctionNode;
  readonly text: CarriedText;
  /** What stands in for it each time. */
  readonly instead: Expr;
  readonly trail: readonly Evidence[];
}

export const unsentReads = codeFact({
  name: "unsent-reads",
  doc: "Reads of executions from answers to new orders that never tell one, with a stand-in that is then always taken.",
  requires: { program, index, venueValues, callGraph, reach, places },
  derive({ program, index, venueValues, callGraph, reach, places }): readonly UnsentRead[] {
    const found: UnsentRead[] = [];
    const seen = new Set<Expr>();
    const absent = new Set(venueValues.texts.flatMap((one) => (one.value.absent ? [one.expr] : [])));
    const asked = new Map<FunctionNode, readonly number[]>();
    for (const text of venueValues.texts) {
      if (!text.value.absent || text.from?.value.kind !== "payload" || seen.has(text.expr)) continue;
      seen.add(text.expr);
      const fn = enclosingFunction(text.expr);
      const instead = standInOf(text.expr);
      if (!fn || !instead || absent.has(instead) || reach.of(fn) === "dead" || UNTRADED_ROLES.has(program.roles.get(index.moduleOf(text.expr).file) ?? "bot")) continue;
      if (venueValues.isMixed(text.from.expr) || isAskedAgain(callGraph, fn, text.expr.start, asked)) continue;
      found.push({ read: text.expr, fn, text, instead, trail: trailOf(places, text) });
    }
    return found;
  },
});

/** The last of `read or other or last`, or the default of the read: where it is a value, and not the word that there is none. */
function standInOf(read: Expr): Expr | null {
  let last: Expr | null = read.kind === "call" ? read.args[1]?.value ?? null : null;
  for (let at: Expr = read, parent = at.parent; parent?.kind === "logical" && parent.op === "or"; at = parent, parent = at.parent) {
    if (parent.left === at) last = parent.right;
  }
  return last && !SAYS_NOTHING.has(last.kind) ? last : null;
}

/** Numbers and texts written here say "unknown"; what was computed passes for the venue's. */
const SAYS_NOTHING: ReadonlySet<Expr["kind"]> = new Set<Expr["kind"]>(["none", "number", "string", "boolean", "dict", "list", "tuple", "unary"]);

/** The order is asked for after it was sent, here or in a caller: then this is only the first guess. */
function isAskedAgain(graph: CallGraph, fn: FunctionNode, after: number, known: Map<FunctionNode, readonly number[]>): boolean {
  const asks = (one: FunctionNode): readonly number[] => {
    let found = known.get(one);
    if (!found) {
      const starts: number[] = [];
      walkBody(one, (node) => void (node.kind === "call" && isQuestion(node) && starts.push(node.start)));
      known.set(one, (found = starts));
    }
    return found;
  };
  return asks(fn).some((start) => start > after) || graph.callersOf(fn).some(({ caller, call }) => asks(caller).some((start) => start > call.start));
}

const isQuestion = (call: Call): boolean => ASKS_AGAIN.test(snake(calledName(call)));
