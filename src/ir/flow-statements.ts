import { boundNames, importedNames } from "./bound-names.ts";
import { raisedKind } from "./exception-kinds.ts";
import { merge, type Ends, type FlowBuilder } from "./flow-builder.ts";
import { defaults, iteration, store, storeMember, storeName, test, value } from "./flow-expressions.ts";
import { Kind } from "./flow-graph.ts";
import { tryStatement } from "./flow-try.ts";
import { withStatement } from "./flow-with.ts";
import type { Assert, Augmented, ClassNode, Expr, For, FunctionNode, If, Match, MatchCase, Name, Pattern, Raise, Stmt, While } from "./nodes.ts";

/** Statements into points. */
export function block(b: FlowBuilder, body: readonly Stmt[]): void {
  for (let i = 0; i < body.length; i++) statement(b, body[i]!);
}

function statement(b: FlowBuilder, node: Stmt): void {
  switch (node.kind) {
    case "expression":
      value(b, node.value);
      return node.value.kind === "name" ? b.operate(node.value) : undefined;
    case "assign":
      value(b, node.value);
      for (const target of node.targets) store(b, target, node.value);
      return;
    case "augmented": return augmented(b, node);
    case "delete": for (const target of node.targets) remove(b, target); return;
    case "return":
      if (node.value) value(b, node.value);
      b.point(Kind.return, node);
      return b.jump("returns");
    case "raise": return raise(b, node);
    case "break": return b.jump("breaks");
    case "continue": return b.jump("continues");
    case "if": return ifStatement(b, node);
    case "while": return whileStatement(b, node);
    case "for": return forStatement(b, node);
    case "try": return tryStatement(b, node);
    case "with": return withStatement(b, node);
    case "match": return matchStatement(b, node);
    case "function-statement": return functionStatement(b, node.function, node);
    case "class-statement": return classStatement(b, node.class, node);
    case "import": case "import-from": return importStatement(b, node);
    case "scope": return b.declareOuter(node.names);
    case "assert": return assertStatement(b, node);
    case "damage": return void b.risky(Kind.unknown, node);
    case "declare": case "pass": return;
  }
}

/** The target's object and index are evaluated once, loaded, and stored at the end. */
function augmented(b: FlowBuilder, node: Augmented): void {
  const { target } = node;
  value(b, target);
  value(b, node.value);
  b.operate(node);
  if (target.kind === "name") storeName(b, target, node);
  else storeMember(b, target, node);
}

function remove(b: FlowBuilder, target: Expr): void {
  switch (target.kind) {
    case "name": return b.define(b.point(Kind.delete, target), target.id);
    case "tuple": case "list": for (const item of target.items) remove(b, item); return;
    case "attribute": value(b, target.object); break;
    case "subscript": value(b, target.object); value(b, target.index); break;
    default: value(b, target);
  }
  b.risky(Kind.delete, target);
}

/** `raise`, and `raise e` of the caught `e`, raise what the handler took; outside of a handler anything. */
function raise(b: FlowBuilder, node: Raise): void {
  if (node.value) value(b, node.value);
  if (node.cause) value(b, node.cause);
  const point = b.point(Kind.raise, node);
  b.ends = [];
  const again = !node.value || (node.value.kind === "name" && node.value.id === b.handling?.target);
  if (again) {
    const handling = b.handling ?? { ordinary: true, cancel: true, foreign: true };
    if (handling.ordinary || !handling.cancel) b.raisesOrdinary(point);
    if (handling.cancel && handling.foreign) b.raisesForeign(point);
    else if (handling.cancel) b.raisesCancel(point);
    return;
  }
  const kind = raisedKind(node.value!);
  if (kind !== "cancel") b.raisesOrdinary(point);
  if (kind !== "ordinary") b.raisesForeign(point);
}

/** Asserts raise when their test fails. */
function assertStatement(b: FlowBuilder, node: Assert): void {
  const { whenTrue, whenFalse } = test(b, node.test);
  b.ends = whenFalse;
  if (node.message) value(b, node.message);
  b.risky(Kind.raise, node);
  b.ends = whenTrue;
}

/** A chain of `elif` is a loop here, not a recursion. */
function ifStatement(b: FlowBuilder, first: If): void {
  let after: Ends = [];
  let node = first;
  for (;;) {
    const { whenTrue, whenFalse } = test(b, node.test);
    b.ends = whenTrue;
    block(b, node.body);
    after = merge(after, b.take());
    b.ends = whenFalse;
    const only: Stmt | undefined = node.otherwise[0];
    if (node.otherwise.length !== 1 || only?.kind !== "if") break;
    node = only;
  }
  block(b, node.otherwise);
  b.ends = merge(b.take(), after);
}

/** Builds a loop's body with its own breaks and continues; returns the breaks. */
function loopBody(b: FlowBuilder, body: readonly Stmt[], head: number): Ends {
  const outer = b.jumps;
  const own = { returns: outer.returns, breaks: [], continues: [] };
  b.jumps = own;
  block(b, body);
  b.jumps = outer;
  b.link(merge(b.take(), own.continues), head);
  return own.breaks;
}

function whileStatement(b: FlowBuilder, node: While): void {
  const head = b.point(Kind.loop, node);
  const { whenTrue, whenFalse } = test(b, node.test);
  b.ends = whenTrue;
  const breaks = loopBody(b, node.body, head);
  b.ends = whenFalse;
  block(b, node.otherwise);
  b.ends = merge(b.take(), breaks);
}

function forStatement(b: FlowBuilder, node: For): void {
  value(b, node.iterable);
  const { step, item, exhausted } = iteration(b, node);
  b.ends = item;
  store(b, node.target, node);
  const breaks = loopBody(b, node.body, step);
  b.ends = exhausted;
  block(b, node.otherwise);
  b.ends = merge(b.take(), breaks);
}

function functionStatement(b: FlowBuilder, fn: FunctionNode, node: Stmt): void {
  for (const decorator of fn.decorators) value(b, decorator);
  defaults(b, fn);
  if (fn.decorators.length > 0) b.operate(node);
  b.define(b.point(Kind.define, node), fn.name);
}

/** A class body runs where it stands, in a scope of its own. */
function classStatement(b: FlowBuilder, node: ClassNode, holder: Stmt): void {
  for (const decorator of node.decorators) value(b, decorator);
  for (const argument of node.args) value(b, argument.value);
  b.openClass(boundNames(node.body));
  block(b, node.body);
  b.closeScope();
  b.operate(holder);
  b.define(b.point(Kind.define, holder), node.name);
}

function importStatement(b: FlowBuilder, node: Stmt & { kind: "import" | "import-from" }): void {
  b.risky(Kind.import, node);
  const point = b.point(Kind.define, node);
  for (const name of importedNames(node)) b.define(point, name);
}

function matchStatement(b: FlowBuilder, node: Match): void {
  value(b, node.subject);
  let after: Ends = [];
  for (const one of node.cases) {
    const fits = b.branch(b.risky(Kind.case, one));
    b.ends = fits.whenTrue;
    capture(b, one.pattern, one);
    let rest: Ends = isIrrefutable(one.pattern) ? [] : fits.whenFalse;
    if (one.guard) {
      const guard = test(b, one.guard);
      b.ends = guard.whenTrue;
      rest = merge(rest, guard.whenFalse);
    }
    block(b, one.body);
    after = merge(after, b.take());
    b.ends = rest;
  }
  b.ends = merge(b.take(), after);
}

function isIrrefutable(pattern: Pattern): boolean {
  if (pattern.kind === "or-pattern") return pattern.options.some(isIrrefutable);
  return pattern.kind === "capture-pattern" && (pattern.pattern === null || isIrrefutable(pattern.pattern));
}

/** All names that the pattern may bind, in order; of alternatives the first one's names (they all bind the same). */
function capture(b: FlowBuilder, pattern: Pattern, source: MatchCase): void {
  const bind = (name: Name | null): void => {
    if (name) storeName(b, name, source);
  };
  switch (pattern.kind) {
    case "value-pattern": return;
    case "capture-pattern": if (pattern.pattern) capture(b, pattern.pattern, source); return bind(pattern.target);
    case "star-pattern": return bind(pattern.target);
    case "or-pattern": return pattern.options[0] ? capture(b, pattern.options[0], source) : undefined;
    case "sequence-pattern": for (const item of pattern.items) capture(b, item, source); return;
    case "mapping-pattern": for (const item of pattern.patterns) capture(b, item, source); return bind(pattern.rest);
    case "class-pattern": for (const item of pattern.patterns) capture(b, item, source); return;
  }
}
