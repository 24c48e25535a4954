import type { Expr, FunctionNode, Node } from "../../ir/nodes.ts";
import { isTold } from "./signal-births.ts";

/** What answers of functions say: yes, no, a record that says it in a field, or a decision. */

/** Which answer lets the signal pass; `is BUY`, `not SKIP`: the word that it says, or does not say. */
export type Passing = "truthy" | "falsy" | "none" | "some" | `is ${string}` | `not ${string}`;

/** How the answer of a function is read. */
export interface Question {
  readonly fn: FunctionNode;
  readonly passes: Passing;
  /** Which element of the answer decides; -1: the whole. */
  readonly item: number;
  /** The field of the answer that decides: `decision.approved`, `result["allowed"]`; null: the answer itself. */
  readonly field: string | null;
}

/** `True` of `return True, "ok"` */
export const plain = (answer: Expr | null): Expr | null => (answer?.kind === "tuple" ? (answer.items[0] ?? null) : answer);

/** `{"decision": "SKIP", ...}`: the record that a decision is made of; null: it says no decision, or not which. */
function decided(answer: Expr | null): "enters" | "stays out" | "either" | null {
  if (answer?.kind !== "dict") return null;
  const said = answer.entries.find(({ key }) => key?.kind === "string" && DECISION_KEYS.test(key.value))?.value;
  if (!said) return null;
  const word = said.kind === "string" ? said.value : said.kind === "attribute" ? said.name : "";
  return said.kind === "none" || STAYS_OUT.test(word) ? "stays out" : said.kind === "string" || said.kind === "attribute" ? "enters" : "either";
}

const DECISION_KEYS = /^(decision|action|signal|side|direction|recommendation|verdict)$/i;
const STAYS_OUT = /^(skip(ped)?|hold|wait|none|neutral|no_?(trade|signal|action|entry)|stay_out|reject(ed)?|avoid|flat|pass)$/i;

/** A record that says in a field whether it lets pass, by what was worked out: `{"can_trade": len(reasons) == 0}`. */
export const isVerdict = (answer: Expr | null): boolean => answer?.kind === "dict" && answer.entries.some(({ key, value }) => key?.kind === "string" && VERDICT.test(key.value) && value.kind !== "boolean");

/** It tells what was decided in a field of its answer. */
export const isDecision = (answer: Expr | null): boolean => decided(answer) !== null;

/** Fields by which a record says yes or no. */
const VERDICT = /^_*(is_|was_)?(allow(ed|s)?|approved?|valid|ok|passe[sd]|accept(ed|able)?|permitted|can_\w+|should_\w+|reject(ed)?|block(ed|s)?|halt(ed)?|denied|veto(ed)?|tradable|tradeable|eligible)$/;

/** `decision.approved`, `result["allowed"]`, `result.get("allowed")`: the record, and its field. */
export function verdictIn(expr: Node): { readonly record: Expr; readonly field: string } | null {
  if (expr.kind === "attribute") return VERDICT.test(expr.name) && (expr.object.kind === "name" || expr.object.kind === "call" || expr.object.kind === "await") ? { record: expr.object, field: expr.name } : null;
  if (expr.kind === "subscript") return expr.index.kind === "string" && VERDICT.test(expr.index.value) ? { record: expr.object, field: expr.index.value } : null;
  const key = expr.kind === "call" && expr.callee.kind === "attribute" && expr.callee.name === "get" ? expr.args[0]?.value : undefined;
  return key?.kind === "string" && VERDICT.test(key.value) && expr.kind === "call" && expr.callee.kind === "attribute" ? { record: expr.callee.object, field: key.value } : null;
}

/** `Decision(approved=False, reason="...")`, `Check(False)`, `{"allowed": False}`: what the record says; null: it was not seen. */
function saidIn(answer: Expr | null, field: string): Expr | null {
  if (answer?.kind === "dict") return answer.entries.find(({ key }) => key?.kind === "string" && key.value === field)?.value ?? null;
  if (answer?.kind !== "call") return null;
  const [first] = answer.args;
  return answer.args.find((one) => one.name === field)?.value ?? (first?.name === null && first.value.kind === "boolean" ? first.value : null);
}

/** Whether a function that is asked like this and gives this answer lets the signal pass; null: it depends. */
export function letsPass({ fn, passes, item, field }: Question, answer: Expr | null): boolean | null {
  // `return signal` of what was told one: it goes on.
  if (answer?.kind === "name" && field === null && item < 0 && (passes === "truthy" || passes === "some") && isTold(fn, answer.id)) return true;
  if (field === null) return lets(passes, item, answer);
  const said = saidIn(answer, field);
  return said && lets(passes, -1, said);
}

function lets(passes: Passing, item: number, answer: Expr | null): boolean | null {
  const said = item < 0 && (passes === "truthy" || passes === "some") ? decided(answer) : null;
  if (said !== null) return said === "either" ? null : said === "enters";
  if (answer?.kind === "tuple") {
    const part = answer.items[Math.max(0, item)];
    return part ? lets(passes, -1, part) : null;
  }
  if (item >= 0 && answer !== null && answer.kind !== "none") return null;
  if (passes.includes(" ")) return answer?.kind === "string" || answer?.kind === "attribute" ? passes.startsWith("is ") === (passes.slice(passes.indexOf(" ") + 1) === (answer.kind === "string" ? answer.value : answer.name)) : null;
  const truth = answer === null || answer.kind === "none" ? "none" : answer.kind === "boolean" ? answer.value : answer.kind === "number" ? answer.value !== 0
    : answer.kind === "string" ? answer.value !== "" : answer.kind === "template" ? true : answer.kind === "list" ? answer.items.length > 0 : answer.kind === "dict" ? answer.entries.length > 0 : isMade(answer) ? true : null;
  if (truth === null) return null;
  if (passes === "none") return truth === "none";
  if (passes === "some") return truth !== "none";
  return passes === "truthy" ? truth === true : truth !== true;
}

/** `Rejection("cooldown")`: an object is something, whatever it says. */
const isMade = (answer: Expr): boolean => answer.kind === "call" && answer.callee.kind === "name" && /^[A-Z]\w*[a-z]/.test(answer.callee.id) && answer.callee.id !== "Decimal";

/** `asyncio.run(self._ask(signal))`: runs it and gives its answer. */
export const DRIVERS = /^(run|run_until_complete|wait_for|shield|run_coroutine_threadsafe|async_to_sync)$/;
