import type { Expr } from "./nodes.ts";

/** How surely a handler takes an exception of a kind. */
export type Catch = "always" | "maybe" | "never";

const cancellations = new Set(["CancelledError", "KeyboardInterrupt", "SystemExit", "GeneratorExit"]);

/** The last part of a dotted name, or "" for any other expression. */
function lastPart(type: Expr): string {
  if (type.kind === "name") return type.id;
  return type.kind === "attribute" ? type.name : "";
}

/** `concurrent.futures.CancelledError` is an ordinary exception. */
function isCancellation(type: Expr): boolean {
  if (!cancellations.has(lastPart(type))) return false;
  return !(type.kind === "attribute" && lastPart(type.object) === "futures");
}

/** Whether `except type` takes an ordinary exception. */
export function catchesOrdinary(type: Expr | null): Catch {
  if (!type) return "always";
  if (type.kind === "tuple") return strongest(type.items, catchesOrdinary);
  const name = lastPart(type);
  if (name === "Exception" || name === "BaseException") return "always";
  return isCancellation(type) ? "never" : "maybe";
}

/** Whether `except type` takes the CancelledError of a task that is cancelled at an await. */
export function catchesCancelled(type: Expr | null): Catch {
  if (type?.kind === "tuple") return strongest(type.items, catchesCancelled);
  if (type && lastPart(type) === "CancelledError") return isCancellation(type) ? "always" : "never";
  return type && isCancellation(type) ? "never" : catchesCancellation(type);
}

/** Whether `except type` takes a cancellation-like exception of unknown class. */
export function catchesCancellation(type: Expr | null): Catch {
  if (!type) return "always";
  if (type.kind === "tuple") return strongest(type.items, catchesCancellation);
  const name = lastPart(type);
  if (name === "BaseException" || name === "BaseExceptionGroup") return "always";
  if (isCancellation(type)) return "maybe";
  return looksLikeClass(name) ? "never" : "maybe";
}

/** `except ERRORS` and `except errors` may be tuples with anything in them; a class name is taken for an ordinary one. */
function looksLikeClass(name: string): boolean {
  return /^_*[A-Z]/.test(name) && /[a-z]/.test(name) || name === "error";
}

function strongest(types: readonly Expr[], rule: (type: Expr) => Catch): Catch {
  let best: Catch = "never";
  for (const type of types) {
    const one = rule(type);
    if (one === "always") return one;
    if (one === "maybe") best = one;
  }
  return best;
}

/** Classes of which `interrupts` names one come from outside of any await (a signal, `sys.exit` in a callee). */
const interrupts = new Set(["KeyboardInterrupt", "SystemExit", "GeneratorExit"]);

/** Whether a handler names a cancellation-like class itself: then the author expects it from the body's calls too. */
export function namesCancellation(type: Expr | null, of: "any" | "interrupt"): boolean {
  if (!type) return false;
  if (type.kind === "tuple") return type.items.some((item) => namesCancellation(item, of));
  return of === "any" ? isCancellation(type) : interrupts.has(lastPart(type));
}

/** Which kind of exception `raise value` raises; an unknown value counts as ordinary. */
export function raisedKind(value: Expr): "ordinary" | "cancel" | "any" {
  const type = value.kind === "call" ? value.callee : value;
  if (isCancellation(type)) return "cancel";
  return lastPart(type) === "BaseException" ? "any" : "ordinary";
}
