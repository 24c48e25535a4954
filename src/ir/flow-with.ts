import { catchesCancellation, catchesCancelled, catchesOrdinary, type Catch } from "./exception-kinds.ts";
import { end, merge, type Ends, type FlowBuilder, type Sink } from "./flow-builder.ts";
import { store, value } from "./flow-expressions.ts";
import { Edge, Kind } from "./flow-graph.ts";
import { closeGuard, isUnused, jumpKinds, openGuard, type Guard } from "./flow-guard.ts";
import type { Expr, With, WithItem } from "./nodes.ts";

/** `with`: the exit runs on every way out of the body, in a point of its own for each kind of way. */
export function withStatement(b: FlowBuilder, statement: With): void {
  withItem(b, statement, 0);
}

function withItem(b: FlowBuilder, statement: With, index: number): void {
  const item = statement.items[index];
  if (!item) return b.block(statement.body);
  value(b, item.context);
  const enter = b.risky(Kind.enter, item);
  if (statement.async) b.suspends(enter);
  const guard = openGuard(b);
  if (item.target) store(b, item.target, item);
  withItem(b, statement, index + 1);
  closeGuard(b, guard);
  leaveAll(b, statement, item, guard);
}

function leaveAll(b: FlowBuilder, statement: With, item: WithItem, guard: Guard): void {
  let after: Ends = [];
  const { sink, jumps } = guard;
  if (b.ends.length > 0 || isUnused(guard)) {
    leave(b, statement, item);
    after = b.take();
  }
  if (sink.ordinary.length > 0) after = merge(after, leaveRaised(b, statement, item, sink, "ordinary"));
  if (sink.cancel.length > 0) after = merge(after, leaveRaised(b, statement, item, sink, "cancel"));
  for (const kind of jumpKinds) {
    if (jumps[kind].length === 0) continue;
    b.ends = jumps[kind];
    leave(b, statement, item);
    b.jump(kind);
  }
  b.ends = after;
}

function leave(b: FlowBuilder, statement: With, item: WithItem): void {
  const point = b.risky(Kind.leave, item);
  if (statement.async) b.suspends(point);
}

/** The exit while an exception is under way: it goes on afterwards unless the context manager swallows it. */
function leaveRaised(b: FlowBuilder, statement: With, item: WithItem, sink: Sink, kind: "ordinary" | "cancel"): Ends {
  b.ends = sink[kind];
  const point = b.point(Kind.leave, item);
  b.ends = [];
  const swallowed = swallows(item.context, kind, sink.foreign);
  if (statement.async) b.suspends(point);
  if (swallowed !== "always") {
    if (kind === "ordinary") b.raisesOrdinary(point);
    else if (sink.foreign) b.raisesForeign(point);
    else if (!statement.async) b.raisesCancel(point);
  }
  return swallowed === "never" ? [] : [end(point, Edge.normal)];
}

const swallowing = new Set(["suppress", "raises", "assertRaises"]);

/** `contextlib.suppress(...)` and its like in tests swallow exceptions; any other context manager is taken not to. */
function swallows(context: Expr, kind: "ordinary" | "cancel", foreign: boolean): Catch {
  if (context.kind !== "call") return "never";
  const { callee } = context;
  const name = callee.kind === "attribute" ? callee.name : callee.kind === "name" ? callee.id : "";
  if (!swallowing.has(name)) return "never";
  const rule = kind === "ordinary" ? catchesOrdinary : foreign ? catchesCancellation : catchesCancelled;
  const answers = context.args.map((argument) => rule(argument.value));
  return answers.includes("always") ? "always" : answers.includes("maybe") ? "maybe" : "never";
}
