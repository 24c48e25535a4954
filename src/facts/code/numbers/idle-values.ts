import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, If, Name, Node, Stmt } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { SHOWING_CALL } from "../../../knowledge/instrument-arguments.ts";
import type { ModuleIndex } from "../module-index.ts";
import { appendTo } from "../../../sdk/append.ts";
import { isPast } from "./late-definitions.ts";

/**
 * The number ends in a log line: `score += 0.3` of a score that is only printed, `if reversals > 5:` around nothing else,
 * `contracts = size / 0.01` that a message shows; or nothing reads any more what it is kept under. Only what stays within one function is told so.
 */
export function isOnlyShown(number: Expr, module: ModuleIndex): boolean {
  const fn = enclosingFunction(number);
  if (!fn || fn.parent === null) return false;
  const end = endOf(number);
  if (typeof end === "string") return end === "shown";
  const used = usedNames(fn);
  // `global LIMIT` is read elsewhere.
  const escapes = module.escapes.get(fn);
  const isRead = (name: string): boolean => !(used.get(name) ?? []).every((one) => isPast(number, one, module.scopes.get(fn)?.get(name) ?? []));
  return end.every((one) => !isRead(one) && !escapes?.has(one));
}

/** Where a value of a function goes: into texts, into these local names, or somewhere that matters. */
type End = "shown" | "used" | readonly string[];

const PURE = /^(min|max|abs|float|int|round|str|sum|Decimal)$/;

function endOf(expr: Expr): End {
  let child: Node = expr;
  for (let at = expr.parent; at; child = at, at = at.parent) {
    switch (at.kind) {
      case "interpolation": case "template": return "shown";
      case "call":
        if (at.callee === child) return "used";
        if (SHOWING_CALL.test(calledName(at as Call))) return "shown";
        if (!PURE.test(calledName(at as Call))) return "used";
        break;
      case "argument": case "binary": case "unary": case "compare": case "logical": case "conditional": break;
      case "assign": return at.value === child ? namesOf(at.targets) : "used";
      case "augmented": return namesOf([at.target]);
      case "if": return at.test === child ? endOfBranch(at) : "used";
      default: return "used";
    }
  }
  return "used";
}

function namesOf(targets: readonly Expr[]): End {
  const names = targets.map((one) => (one.kind === "name" ? one.id : ""));
  return names.includes("") ? "used" : names;
}

/** What hangs on a test: the names that its branches set, unless they do more than that and write logs. */
function endOfBranch({ body, otherwise }: If): End {
  const names: string[] = [];
  const isIdle = (one: Stmt): boolean => {
    switch (one.kind) {
      case "pass": return true;
      case "expression": return one.value.kind === "call" && SHOWING_CALL.test(calledName(one.value));
      case "assign": case "augmented": {
        const end = namesOf(one.kind === "assign" ? one.targets : [one.target]);
        if (typeof end === "string") return false;
        names.push(...end);
        return true;
      }
      case "if": return [...one.body, ...one.otherwise].every(isIdle);
      default: return false;
    }
  };
  return [...body, ...otherwise].every(isIdle) ? names : "used";
}

const known = new WeakMap<FunctionNode, ReadonlyMap<string, readonly Name[]>>();

/** The reads that matter of the function's local names: by something that matters, itself or through other names. */
function usedNames(fn: FunctionNode): ReadonlyMap<string, readonly Name[]> {
  const before = known.get(fn);
  if (before) return before;
  const used = new Map<string, Name[]>();
  const sources = new Map<string, Name[]>();
  const look = (node: Node, inner: boolean): void => {
    if (node.kind === "name" && !isTarget(node)) {
      const end = inner ? "used" : endOf(node);
      if (end === "used") appendTo(used, node.id, node);
      else if (end !== "shown") for (const one of end) if (one !== node.id) appendTo(sources, one, node);
    }
    children(node, (child) => look(child, inner || node.kind === "function" || node.kind === "lambda"));
  };
  for (const one of fn.body) look(one, false);
  for (const name of used.keys()) {
    for (const one of sources.get(name) ?? []) appendTo(used, one.id, one);
    sources.delete(name);
  }
  known.set(fn, used);
  return used;
}

const isTarget = (name: Node): boolean => name.parent?.kind === "assign" && name.parent.targets.includes(name as Expr);
