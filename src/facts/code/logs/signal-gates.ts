import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import type { Index } from "../module-index.ts";
import { carriedCandidate, type Candidate } from "./candidates.ts";

/** A function that is given a signal and answers with an order or with nothing. */
export interface SignalGate {
  readonly call: Call;
  readonly caller: FunctionNode;
  /** The signal in it. */
  readonly gate: Candidate;
}

export interface Gates {
  readonly index: Index;
  runs(call: Call): readonly FunctionNode[];
}

const MOST_DEEP = 2;

/**
 * `order = self.risk.make_order(signal)` ... `self.orders.put(order)`, and what that asks in turn: where they answer None the
 * signal is gone, and a caller that only goes on with an order has nothing to tell.
 */
export function gatesAt(on: Gates, caller: FunctionNode, step: Node): SignalGate[] {
  if (step.kind !== "call") return [];
  const scope = on.index.modules.get(on.index.moduleOf(caller).file)!.scopes.get(caller);
  const names = new Set(step.args.flatMap(({ value }) => headOf(value) ?? []));
  return [...names].flatMap((name) => scope?.get(name) ?? []).flatMap((one) => (one.kind === "value" && one.item < 0 ? askedIn(on, caller, one.expr, 0) : []));
}

/** The `order` of `order["size"]` and `order.side`. */
const headOf = (expr: Expr): string | null => (expr.kind === "name" ? expr.id : expr.kind === "subscript" || expr.kind === "attribute" ? headOf(expr.object) : null);

function askedIn(on: Gates, caller: FunctionNode, expr: Expr, depth: number): SignalGate[] {
  if (expr.kind === "await") return askedIn(on, caller, expr.value, depth);
  const gates = expr.kind === "call" && depth < MOST_DEEP ? on.runs(expr).map((fn) => carriedCandidate(fn)).filter((one) => one !== null) : [];
  return gates.flatMap((gate) => [{ call: expr as Call, caller, gate }, ...on.index.callsIn(gate.fn).filter(isAssigned).flatMap((call) => askedIn(on, gate.fn, call, depth + 1))]);
}

const isAssigned = (call: Call): boolean => (call.parent?.kind === "await" ? call.parent.parent : call.parent)?.kind === "assign";

/** What a gate answers with when it lets the signal pass. */
export const answersOf = ({ index }: Gates, fn: FunctionNode): ReadonlySet<Node> =>
  new Set<Node>(index.modules.get(index.moduleOf(fn).file)!.returns[fn.index]!.filter((one) => one.value !== null && one.value.kind !== "none" && one.value.kind !== "boolean"));
