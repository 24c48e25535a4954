import type { Expr, FunctionNode, Node, Stmt } from "../../../ir/nodes.ts";
import { children, loopAround } from "../../../ir/walk.ts";
import type { Index } from "../module-index.ts";
import type { Callers } from "./answer-records.ts";
import { wordsIn, type Candidate } from "./candidates.ts";

/** Signals that are kept, and looked at again the next time: what leaves a look drops none of them. */

/** `for symbol, candidate in list(self.pending.items()): if not touched: continue`, or the same in a function that is called for each of them. */
export function staysKept(leave: Stmt, body: readonly Stmt[], candidate: Candidate, handed: boolean): boolean {
  const loop = loopAround(leave);
  const kept = leave.kind === "continue" ? loop?.kind === "for" && isKept(loop.iterable) && [...wordsIn(loop.target)].some((one) => candidate.names.has(one)) : handed && loop === null;
  return kept && !body.some(takesOut);
}

/** `await asyncio.gather(*[process(signal) for signal in self.signals.values()])` is the only way to the function. */
export function isHandedKept(index: Index, fn: FunctionNode, candidate: Candidate, callers: Callers): boolean {
  if (!fn.params.some((one) => candidate.names.has(one.name))) return false;
  const each = callers(fn);
  return each.length > 0 && each.every(({ call, caller }) => call.args.some(({ value }) => {
    const source = value.kind === "name" ? iteratedFor(value.id, call) : null;
    return source !== null && (isKept(source) || isViewOfKept(index, caller, source));
  }));
}

/** What the loop or comprehension around the call takes the name from. */
function iteratedFor(name: string, call: Node): Expr | null {
  for (let at = call.parent; at && at.kind !== "function"; at = at.parent) {
    const clauses = at.kind === "for" ? [at] : at.kind === "comprehension" ? at.clauses : [];
    for (const one of clauses) if (wordsIn(one.target).has(name)) return one.iterable;
  }
  return null;
}

/** `signals = self._get_signals()` ... `signals.values()`: signals by their keys are kept somewhere. */
function isViewOfKept(index: Index, fn: FunctionNode, source: Expr): boolean {
  const inner = source.kind === "call" && source.callee.kind === "name" && COPIES.test(source.callee.id) ? source.args[0]?.value : source;
  if (inner?.kind !== "call" || inner.callee.kind !== "attribute" || !/^(items|values)$/.test(inner.callee.name)) return false;
  const { object } = inner.callee;
  if (isAskedFor(object)) return true;
  const values = object.kind === "name" ? index.modules.get(index.moduleOf(fn).file)!.scopes.get(fn)?.get(object.id) ?? [] : [];
  return values.length > 0 && values.every((one) => one.kind === "value" && (isKept(one.expr) || isAskedFor(one.expr)));
}

/** `self._get_signals()`, `self.router.active_signals()`: not what has just been made. */
const isAskedFor = (expr: Expr): boolean => expr.kind === "call" && expr.callee.kind === "attribute" && /^_*(get|list|active|open|pending|current)_/.test(expr.callee.name);

/** What outlives the call: an attribute, or a view or copy of one. */
function isKept(expr: Expr): boolean {
  if (expr.kind === "attribute") return true;
  if (expr.kind !== "call") return false;
  if (expr.callee.kind === "attribute") return /^(items|values|keys|copy)$/.test(expr.callee.name) && isKept(expr.callee.object);
  return expr.callee.kind === "name" && COPIES.test(expr.callee.id) && expr.args[0] !== undefined && isKept(expr.args[0].value);
}

const COPIES = /^(list|tuple|dict|set|sorted)$/;

function takesOut(node: Node): boolean {
  if (node.kind === "delete") return true;
  if (node.kind === "call" && node.callee.kind === "attribute" && /^(pop|popitem|remove|discard|clear)$/.test(node.callee.name)) return true;
  let found = false;
  children(node, (child) => { found ||= child.kind !== "function" && takesOut(child); });
  return found;
}
