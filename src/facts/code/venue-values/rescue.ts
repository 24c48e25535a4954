import { calledName, ownName } from "../../../ir/names.ts";
import type { Expr, FunctionNode, Handler, Node, Try } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import type { CallGraph } from "../call-graph.ts";

/** What becomes of the exception of a failed conversion. */
export type Rescue =
  /** Handled where it arises by a handler made for it. */
  | { readonly kind: "handled"; readonly by: Handler }
  /** A handler for everything gives up the rest of the work in between; or goes on with another value (`fallback`). quiet: that work only writes down. */
  | { readonly kind: "swallowed"; readonly by: Handler; readonly fn: FunctionNode; readonly fallback: boolean; readonly quiet: boolean }
  /** A function made to check the value says in its own words what is wrong: `raise ValueError(f"{label}: no number") from e`. */
  | { readonly kind: "restated"; readonly by: Handler }
  | { readonly kind: "none" };

export type Failure = "ValueError" | "TypeError" | "InvalidOperation" | "AttributeError";

const MAX_LEVELS = 6;
const FAMILY: Readonly<Record<Failure, RegExp>> = {
  ValueError: /(^|\.)ValueError$/, TypeError: /(^|\.)TypeError$/, AttributeError: /(^|\.)AttributeError$/, InvalidOperation: /(^|\.)(InvalidOperation|DecimalException|ArithmeticError|ConversionSyntax)$/,
};

/** Whether a function takes part in the bot: what tests and dead code do about the exception does not matter. */
export type Counts = (fn: FunctionNode) => boolean;

export function rescueOf(graph: CallGraph, node: Node, failure: Failure, counts: Counts): Rescue {
  return rescued({ graph, failure, counts, seen: new Set() }, node, 0);
}

interface Search {
  readonly graph: CallGraph;
  readonly failure: Failure;
  readonly counts: Counts;
  readonly seen: Set<FunctionNode>;
}

function rescued(on: Search, node: Node, level: number): Rescue {
  const { graph, failure, seen } = on;
  const here = inFunction(node, failure, level === 0);
  if (here) return here;
  const fn = enclosingFunction(node);
  if (!fn || level >= MAX_LEVELS || seen.has(fn)) return { kind: "none" };
  seen.add(fn);
  const callers = graph.callersOf(fn).filter(({ caller }) => on.counts(caller));
  let last: Rescue = { kind: "none" };
  for (const { call } of callers) {
    const one = rescued(on, call, level + 1);
    if (one.kind === "none") return one;
    last = one;
  }
  return last;
}

function inFunction(node: Node, failure: Failure, arises: boolean): Rescue | null {
  let child: Node = node;
  for (let at = node.parent; at && at.kind !== "function"; child = at, at = at.parent) {
    if (at.kind !== "try" || !at.body.includes(child as never)) continue;
    for (const handler of at.handlers) {
      const takes = catches(handler.type, failure);
      if (takes === "no") continue;
      const made = takes === "named" || (arises && (isSmall(at) || losesNothing(at, node, handler)));
      if (arises && isSmall(at) && restates(handler)) return { kind: "restated", by: handler };
      if (reraises(handler)) return null;
      return made ? { kind: "handled", by: handler } : { kind: "swallowed", by: handler, fn: enclosingFunction(at)!, fallback: hasFallback(at, handler), quiet: arises && !acts(at, RECORDS) };
    }
  }
  return null;
}

function catches(type: Expr | null, failure: Failure): "named" | "all" | "no" {
  if (!type) return "all";
  if (type.kind === "tuple" || type.kind === "list") {
    const each = type.items.map((one) => catches(one, failure));
    return each.includes("named") ? "named" : each.includes("all") ? "all" : "no";
  }
  const name = ownName(type);
  if (FAMILY[failure].test(name)) return "named";
  return name === "Exception" || name === "BaseException" ? "all" : "no";
}

/** A `try` around little else than the conversion was made for it. */
const isSmall = (at: Try): boolean => at.body.length <= 2 && at.body.every((one) => one.kind === "assign" || one.kind === "return" || one.kind === "expression" || one.kind === "augmented");

/** `raise`, and `raise ExchangeError(...) from e`: whoever called hears of it. */
const reraises = (handler: Handler): boolean => handler.body.some((one) => one.kind === "raise");

/** Of another kind, and with words of its own. */
function restates({ body: [only, ...more] }: Handler): boolean {
  return more.length === 0 && only?.kind === "raise" && only.value?.kind === "call" && only.value.args.some(({ value }) => value.kind === "template" || value.kind === "string");
}

/**
 * What is skipped only fills local names (`fee = info.get("cost")`, `kind = ...`), and the function goes on after the handler: the
 * names keep what they were given before.
 */
function losesNothing(at: Try, failed: Node, handler: Handler): boolean {
  if (at.otherwise.length > 0 || !handler.body.every((one) => one.kind === "pass" || one.kind === "expression")) return false;
  for (let child = failed, up = failed.parent; up; child = up, up = up.parent) {
    const block = up.kind === "if" ? [up.body, up.otherwise].find((one) => one.includes(child as never)) : up === at ? at.body : undefined;
    if (block && !block.slice(block.indexOf(child as never)).every((one) => one === child && one.kind === "if" ? true : fillsLocals(one))) return false;
    if (up === at) return true;
    if (PASSES_ON.has(up.kind)) return false;
  }
  return false;
}

/** A loop's other rounds are lost as well, and so is what a `with` was opened for. */
const PASSES_ON: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>(["for", "while", "with", "try", "match", "function"]);

function fillsLocals(node: Node): boolean {
  switch (node.kind) {
    case "assign": return node.targets.every((one) => one.kind === "name") && !acts(node.value);
    case "if": return !acts(node.test) && [...node.body, ...node.otherwise].every(fillsLocals);
    case "expression": return !acts(node.value);
    case "pass": return true;
    default: return false;
  }
}

/** Reads, conversions and log lines; any other call may be the work that is lost. */
const QUIET = /^(get|float|int|str|bool|abs|round|len|max|min|Decimal|upper|lower|strip|replace|isinstance|debug|info|warning|warn|error|exception|log|print|dict|list)$/;

const RECORDS = /^(get|float|int|str|bool|abs|round|len|max|min|Decimal|upper|lower|strip|replace|isinstance|hasattr|getattr|debug|info|warning|warn|error|exception|log|print|dict|list|open|write|writelines|flush|now|utcnow|time|strftime|isoformat|join|format|makedirs|mkdir|dirname|Path)$/;

function acts(expr: Node, quiet = QUIET): boolean {
  let found = expr.kind === "call" && !quiet.test(calledName(expr));
  if (!found) children(expr, (child) => { found ||= acts(child, quiet); });
  return found;
}

/** `except Exception: capital = known_capital`: what the work was to find gets a value all the same. */
function hasFallback(at: Try, handler: Handler): boolean {
  const given = new Set(handler.body.flatMap((one) => (one.kind === "assign" && one.targets[0]!.kind === "name" && FOUND_ELSEWHERE.has(one.value.kind) ? [one.targets[0]!.id] : [])));
  let found = false;
  const visit = (node: Node): void => {
    if (node.kind === "assign" && node.targets.some((one) => one.kind === "name" && given.has(one.id))) found = true;
    if (!found && node.kind !== "function" && node.kind !== "class") children(node, visit);
  };
  if (given.size > 0) at.body.forEach(visit);
  return found;
}

/** None, 0 and [] are no values to go on with. */
const FOUND_ELSEWHERE: ReadonlySet<Node["kind"]> = new Set<Node["kind"]>(["name", "attribute", "call", "await", "binary", "subscript"]);
