import type { Compare, Expr, If, Node } from "../../../ir/nodes.ts";
import type { Demand } from "./demand.ts";
import { lastName } from "./words-of.ts";
import { valueOf, type WrittenNumber } from "./written-number.ts";

/**
 * How a number becomes part of an order. own: as it stands, or times something. score: it weighs in a score that the amount
 * follows. nudge: it keeps a level on that side of the price which the venue takes. default: callers may hand in another.
 * constant: it stands at the top of a module beside the bot's settings.
 */
export type NumberWay = "own" | "score" | "nudge" | "default" | "constant";

export function wayOf(node: WrittenNumber, name: string | null, demand: Demand): NumberWay {
  if (isNudge(node)) return "nudge";
  if (node.parent?.kind === "parameter") return "default";
  return demand.force === "value" && (isScore(name) || crossesScore(demand)) ? "score" : "own";
}

const SCORE = /(^|_)(score|confidence|conviction|probability|quality|rating|strength)$/i;
const isScore = (name: string | null): boolean => name !== null && SCORE.test(name);

function crossesScore(demand: Demand): boolean {
  for (let at: Demand | null = demand; at; at = at.from) if (isScore(at.name) || ((at.expr.kind === "name" || at.expr.kind === "attribute" || at.expr.kind === "subscript") && isScore(lastName(at.expr)))) return true;
  return false;
}

const PRICE = /price|(^|_)(px|last|mark|mid|bid|ask|cur|current|entry|close)(_|$)/i;

/** `if stop >= last: stop = last * 0.999`. */
function isNudge(node: WrittenNumber): boolean {
  const { parent } = node;
  const value = valueOf(node);
  if (parent?.kind !== "binary" || parent.op !== "*" || Math.abs(value - 1) > 0.01 || value === 1) return false;
  const price = parent.left === node ? parent.right : parent.left;
  if (!PRICE.test(lastName(price))) return false;
  const branch = branchAround(parent);
  const statement = branch === null ? null : statementOf(parent);
  if (!branch || !statement) return false;
  const level = statement.kind === "assign" && statement.targets.length === 1 ? lastName(statement.targets[0]!) : null;
  if (statement.kind !== "return" && level === null) return false;
  return compares(branch.test).some(({ left, right }) => {
    const [a, b] = [lastName(left), lastName(right)];
    const other = a === lastName(price) ? b : b === lastName(price) ? a : null;
    return other !== null && other !== "" && (level === null || other === level);
  });
}

function statementOf(expr: Expr): Node | null {
  let at: Node | null = expr;
  while (at && at.kind !== "assign" && at.kind !== "return" && at.kind !== "function") at = at.parent;
  return at?.kind === "function" ? null : at;
}

/** The branch that the statement stands in, at its own level. */
function branchAround(expr: Expr): If | null {
  const around = statementOf(expr)?.parent;
  return around?.kind === "if" ? around : null;
}

const compares = (test: Expr): Compare[] =>
  test.kind === "compare" ? (/^[<>]=?$/.test(test.op) ? [test] : []) : test.kind === "logical" ? [...compares(test.left), ...compares(test.right)] : [];
