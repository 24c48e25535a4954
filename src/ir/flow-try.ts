import { Edge, Kind } from "./flow-graph.ts";
import { merge, newSink, type Ends, type FlowBuilder, type Handling, type Sink } from "./flow-builder.ts";
import { storeName } from "./flow-expressions.ts";
import { closeGuard, isUnused, jumpKinds, openGuard, type Guard } from "./flow-guard.ts";
import { catchesCancellation, catchesCancelled, catchesOrdinary, namesCancellation, type Catch } from "./exception-kinds.ts";
import type { Expr, Handler, Stmt, Try } from "./nodes.ts";
import { walk } from "./walk.ts";

/**
 * `try`.
 *
 *   body ──exception──> catch A ─true─> handler A ──┐            every way out of body, handlers and else is collected in
 *     │                   └false─> catch B ...      │            a guard and continues in a copy of the finally body:
 *     └─> else ─────────────────────────────────────┴─> finally  normal, E, C, return, break, continue
 */

export function tryStatement(b: FlowBuilder, statement: Try): void {
  if (statement.finally.length === 0) return handled(b, statement);
  const guard = openGuard(b);
  handled(b, statement);
  closeGuard(b, guard);
  b.copying++;
  if (b.copying > 2) sharedFinally(b, statement, guard);
  else copiedFinally(b, statement, guard);
  b.copying--;
}

function copiedFinally(b: FlowBuilder, statement: Try, guard: Guard): void {
  let after: Ends = [];
  if (b.ends.length > 0 || isUnused(guard)) {
    b.block(statement.finally);
    after = b.take();
  }
  const { sink, jumps } = guard;
  const outer = b.handling;
  if (sink.ordinary.length > 0) {
    b.ends = sink.ordinary;
    b.handling = { ordinary: true, cancel: false, foreign: false, target: null };
    b.block(statement.finally);
    reraise(b, statement, "ordinary");
  }
  if (sink.cancel.length > 0) {
    b.ends = sink.cancel;
    b.handling = { ordinary: false, cancel: true, foreign: sink.foreign, target: null };
    b.block(statement.finally);
    reraise(b, statement, sink.foreign ? "foreign" : "cancel");
  }
  b.handling = outer;
  for (const kind of jumpKinds) {
    if (jumps[kind].length === 0) continue;
    b.ends = jumps[kind];
    b.block(statement.finally);
    b.jump(kind);
  }
  b.ends = after;
}

/** One copy for all ways in; each way out that was possible remains possible, whatever the way in. */
function sharedFinally(b: FlowBuilder, statement: Try, { sink, jumps }: Guard): void {
  const [normal, ordinary, cancel] = [b.ends.length > 0, sink.ordinary.length > 0, sink.cancel.length > 0];
  const used = jumpKinds.filter((kind) => jumps[kind].length > 0);
  const outer = b.handling;
  b.ends = merge(b.take(), merge(sink.ordinary.slice(), sink.cancel));
  for (const kind of used) b.ends = merge(b.ends, jumps[kind]);
  b.handling = null;
  b.block(statement.finally);
  b.handling = outer;
  const out = b.take();
  const again = (step: () => void): void => {
    b.ends = out.slice();
    step();
  };
  if (ordinary) again(() => reraise(b, statement, "ordinary"));
  if (cancel) again(() => reraise(b, statement, sink.foreign ? "foreign" : "cancel"));
  for (const kind of used) again(() => b.jump(kind));
  b.ends = normal ? out : [];
}

function reraise(b: FlowBuilder, statement: Try, kind: "ordinary" | "cancel" | "foreign"): void {
  if (b.ends.length === 0) return;
  const point = b.point(Kind.reraise, statement);
  if (kind === "ordinary") b.raisesOrdinary(point);
  else if (kind === "cancel") b.raisesCancel(point);
  else b.raisesForeign(point);
  b.ends = [];
}

// Handlers

function handled(b: FlowBuilder, statement: Try): void {
  if (statement.handlers.length === 0) {
    b.block(statement.body);
    return b.block(statement.otherwise);
  }
  const outer = b.sink;
  const sink = protectedBody(b, statement);
  b.sink = outer;
  b.block(statement.otherwise);
  const after = b.take();
  if (statement.handlers.some((handler) => handler.group)) groupHandlers(b, statement, sink);
  else handlers(b, statement.handlers, sink);
  b.ends = merge(b.take(), after);
}

function protectedBody(b: FlowBuilder, statement: Try): Sink {
  const sink = newSink();
  const wasInterruptible = b.interruptible;
  b.sink = sink;
  b.interruptible ||= expectsInterrupt(statement);
  b.block(statement.body);
  b.interruptible = wasInterruptible;
  const last = statement.body.at(-1);
  // A body of names and literals only may still raise (NameError): its handlers are not dead code.
  if (sink.ordinary.length === 0 && b.ends.length > 0 && last && last.kind !== "pass") b.risky(Kind.operate, last);
  return sink;
}

/** Handlers for KeyboardInterrupt and SystemExit expect them from calls; so does `except CancelledError` without an await. */
function expectsInterrupt(statement: Try): boolean {
  if (statement.handlers.some((handler) => namesCancellation(handler.type, "interrupt"))) return true;
  return statement.handlers.some((handler) => namesCancellation(handler.type, "any")) && !suspendsIn(statement.body);
}

function suspendsIn(body: readonly Stmt[]): boolean {
  let found = false;
  for (const statement of body) {
    walk(statement, (node) => {
      found ||= node.kind === "await" || node.kind === "yield" || ((node.kind === "for" || node.kind === "with" || node.kind === "clause") && node.async);
    });
  }
  return found;
}

interface Entrance { readonly ordinary: Ends; readonly cancel: Ends }

function handlers(b: FlowBuilder, all: readonly Handler[], sink: Sink): void {
  const entrances: Entrance[] = all.map(() => ({ ordinary: [], cancel: [] }));
  const onCancel = sink.foreign ? catchesCancellation : catchesCancelled;
  const ordinary = ask(b, all, sink.ordinary, catchesOrdinary, entrances.map((entrance) => entrance.ordinary));
  const cancel = ask(b, all, sink.cancel, onCancel, entrances.map((entrance) => entrance.cancel));
  for (const one of ordinary) b.sink.ordinary.push(one & ~7 | Edge.exception);
  for (const one of cancel) b.sink.cancel.push(one & ~7 | Edge.cancel);
  if (cancel.length > 0 && sink.foreign) b.sink.foreign = true;
  let after: Ends = [];
  all.forEach((handler, i) => {
    const { ordinary: fromOrdinary, cancel: fromCancel } = entrances[i]!;
    const handling = { ordinary: fromOrdinary.length > 0, cancel: fromCancel.length > 0, foreign: sink.foreign, target: handler.target?.id ?? null };
    b.ends = merge(fromOrdinary, fromCancel);
    handlerBody(b, handler, handling);
    after = merge(after, b.take());
  });
  b.ends = after;
}

/** Asks the handlers in turn; returns the ends that none of them takes. */
function ask(b: FlowBuilder, all: readonly Handler[], raised: Ends, rule: (type: Expr | null) => Catch, entrances: readonly Ends[]): Ends {
  let rest = raised;
  for (const [i, handler] of all.entries()) {
    if (rest.length === 0) break;
    const sureness = rule(handler.type);
    if (sureness === "never") continue;
    b.ends = rest;
    const { whenTrue, whenFalse } = b.branch(b.point(Kind.catch, handler));
    entrances[i]!.push(...whenTrue);
    rest = sureness === "always" ? [] : whenFalse;
  }
  return rest;
}

function handlerBody(b: FlowBuilder, handler: Handler, handling: Handling): void {
  const outer = b.handling;
  b.handling = handling;
  if (handler.target) storeName(b, handler.target, handler);
  b.block(handler.body);
  b.handling = outer;
  if (handler.target && b.ends.length > 0) b.define(b.point(Kind.delete, handler.target), handler.target.id);
}

/** `except*`: each handler takes its share of the group, several may run; what is left or raised anew goes on at the end. */
function groupHandlers(b: FlowBuilder, statement: Try, sink: Sink): void {
  const outer = b.sink;
  const cancelled = sink.cancel.length > 0;
  b.ends = merge(sink.ordinary, sink.cancel);
  let escaped: Ends = [];
  for (const handler of statement.handlers) {
    const { whenTrue, whenFalse } = b.branch(b.point(Kind.catch, handler));
    const own = newSink();
    b.sink = own;
    b.ends = whenTrue;
    handlerBody(b, handler, { ordinary: true, cancel: false, foreign: false, target: handler.target?.id ?? null });
    b.sink = outer;
    escaped = merge(escaped, own.cancel);
    outer.foreign ||= own.foreign;
    b.ends = merge(merge(b.take(), whenFalse), own.ordinary);
  }
  for (const one of escaped) outer.cancel.push(one);
  const last = b.point(Kind.reraise, statement);
  b.raisesOrdinary(last);
  if (cancelled) b.raisesForeign(last);
}
