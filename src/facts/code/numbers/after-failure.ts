import { leaves } from "../../../ir/blocks.ts";
import { ownName } from "../../../ir/names.ts";
import type { Expr, Node, Stmt, Try } from "../../../ir/nodes.ts";
import { children } from "../../../ir/walk.ts";
import { isWritten } from "./written-number.ts";

/**
 * The number is what the bot goes on with after something has failed: `except ValueError: buffer = 0.15` of a `try` that sets
 * the buffer, `except Exception: return 5` of one that answers, and the answer behind a `try` that answers itself wherever it can.
 */
export function isAfterFailure(number: Expr): boolean {
  let child: Node = number;
  let statement: Node | null = null;
  for (let at = number.parent; at && at.kind !== "function" && at.kind !== "lambda"; child = at, at = at.parent) {
    if (at.kind === "assign" || at.kind === "return") statement ??= at;
    if (at.kind === "handler" && statement !== null && at.parent?.kind === "try") return isDoneBy(at.parent, statement);
  }
  const fn = child.parent;
  if (statement === null || fn?.kind !== "function" || !standsBare(number)) return false;
  const before = fn.body.indexOf(child as Stmt);
  return fn.body.slice(0, Math.max(before, 0)).some((one) => one.kind === "try" && answers(one).returned && one.handlers.length > 0 && one.handlers.every(({ body }) => !leaves(body)));
}

/** The attempt sets the same name, or answers something, itself. */
function isDoneBy(attempt: Try, statement: Node): boolean {
  const { assigned, returned } = answers(attempt);
  if (statement.kind === "return") return returned;
  const target = statement.kind === "assign" ? ownName(statement.targets[0]!) : "";
  return target !== "" && assigned.has(target);
}

/** `return 0.02`, `limits = {"max_leverage": 125}`: nothing is computed from what is there. */
const standsBare = ({ parent }: Expr): boolean => parent?.kind === "return" || parent?.kind === "assign" || parent?.kind === "entry";

interface Answers {
  readonly assigned: ReadonlySet<string>;
  readonly returned: boolean;
}

const known = new WeakMap<Try, Answers>();

function answers(attempt: Try): Answers {
  const before = known.get(attempt);
  if (before) return before;
  const assigned = new Set<string>();
  let returned = false;
  const look = (node: Node): void => {
    if (node.kind === "assign") for (const one of node.targets) assigned.add(ownName(one));
    if (node.kind === "return") returned ||= node.value !== null && node.value.kind !== "none" && node.value.kind !== "boolean" && !isWritten(node.value);
    if (node.kind !== "function" && node.kind !== "class") children(node, look);
  };
  for (const one of [...attempt.body, ...attempt.otherwise]) look(one);
  const found = { assigned, returned };
  known.set(attempt, found);
  return found;
}
