import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
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
      if (venueValues.isMixed(text.from.expr) || isConverted(text, instead)) continue;
      // A zero is taken for what happened at once, whatever a caller asks later.
      const callers = instead.kind === "number" ? [] : callGraph.callersOf(fn);
      if (!asksByDefault(text.expr, instead) && isAskedAgain(callers, fn, text.expr.start, asked)) continue;
      found.push({ read: text.expr, fn, text, instead, trail: trailOf(places, text) });
    }
    return found;
  },
});

/** `float(answer.get("average", price))` fails on ccxt's None: that is told of the conversion. */
const isConverted = ({ expr, value }: CarriedText, instead: Expr): boolean =>
  value.venue === "ccxt" && expr.kind === "call" && expr.args[1]?.value === instead && expr.parent?.kind === "argument" && expr.parent.parent?.kind === "call" && CONVERTS.test(calledName(expr.parent.parent));

/** The last of `read or other or last`, or the default of the read: where it is a value, and not the word that there is none. */
function standInOf(read: Expr): Expr | null {
  let last: Expr | null = read.kind === "call" ? read.args[1]?.value ?? null : null;
  for (let at: Expr = read, parent = at.parent; parent?.kind === "logical" && parent.op === "or"; at = parent, parent = at.parent) {
    if (parent.left === at) last = parent.right;
  }
  if (!last) return null;
  // What is compared with "closed" comes out false each time; a filled quantity of 0 is taken for an order that did nothing.
  if (last.kind === "string") return read.kind === "call" && read.args[1]?.value === last && comparedWith(read).length > 0 ? last : null;
  if (last.kind === "number" && last.value === 0) return isCounted(read) ? last : null;
  return SAYS_NOTHING.has(last.kind) ? null : last;
}

/** `answer.get("status", "closed") == "closed"`, there or by the name that it is given: what it is compared with. */
function comparedWith(read: Expr): readonly Expr[] {
  const found: Expr[] = [];
  const { parent } = read;
  const look = (node: Node | null, isIt: (left: Expr) => boolean): void => void (node?.kind === "compare" && EQUALITY.has(node.op) && isIt(node.left) && found.push(node.right));
  look(parent, (left) => left === read);
  const name = parent?.kind === "assign" && parent.targets[0]?.kind === "name" ? parent.targets[0].id : null;
  const fn = enclosingFunction(read);
  if (name !== null && fn) walkBody(fn, (node) => { if (node.start > read.end) look(node, (left) => left.kind === "name" && left.id === name); });
  return found;
}

const EQUALITY: ReadonlySet<string> = new Set(["==", "!=", "in", "not in"]);

/** `if status == "": status = fetch(...)`: the question is only asked if None were "". */
const asksByDefault = (read: Expr, instead: Expr): boolean => instead.kind === "string" && comparedWith(read).some((one) => one.kind === "string" && one.value === instead.value);

/** `float(answer.get("executedQty", 0) or 0)` that something is made of or decided by: a name, a field, a result. */
function isCounted(read: Expr): boolean {
  let at: Node = read;
  for (let up = read.parent; up; at = up, up = up.parent) {
    if (up.kind === "logical" && up.op === "or") continue;
    if (up.kind === "argument" && up.parent?.kind === "call" && up.parent.args.length === 1 && CONVERTS.test(calledName(up.parent))) continue;
    if (up.kind === "call" && CONVERTS.test(calledName(up))) continue;
    return at.kind === "call" && CONVERTS.test(calledName(at)) && (up.kind === "assign" || up.kind === "return" || up.kind === "compare" || up.kind === "binary");
  }
  return false;
}

const CONVERTS = /^(float|Decimal|int|to_float|safe_float|_safe_float|_to_float|_f)$/;

/** Numbers and texts written here say "unknown"; what was computed passes for the venue's. */
const SAYS_NOTHING: ReadonlySet<Expr["kind"]> = new Set<Expr["kind"]>(["none", "number", "string", "boolean", "dict", "list", "tuple", "unary"]);

/** The order is asked for after it was sent, here or in a caller: then this is only the first guess. */
function isAskedAgain(callers: ReturnType<CallGraph["callersOf"]>, fn: FunctionNode, after: number, known: Map<FunctionNode, readonly number[]>): boolean {
  const asks = (one: FunctionNode): readonly number[] => {
    let found = known.get(one);
    if (!found) {
      const starts: number[] = [];
      walkBody(one, (node) => void (node.kind === "call" && isQuestion(node) && starts.push(node.start)));
      known.set(one, (found = starts));
    }
    return found;
  };
  return asks(fn).some((start) => start > after) || callers.some(({ caller, call }) => asks(caller).some((start) => start > call.start));
}

const isQuestion = (call: Call): boolean => ASKS_AGAIN.test(snake(calledName(call)));
