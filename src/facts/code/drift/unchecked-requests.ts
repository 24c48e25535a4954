import { calledName } from "../../../ir/names.ts";
import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { enclosingFunction, walkBody } from "../../../ir/walk.ts";
import { ANSWER_STATUS, REFUSES_IN_BODY } from "../../../knowledge/position-calls.ts";
import type { CallGraph } from "../call-graph.ts";
import { answersFailure } from "./failure-dicts.ts";
import { asksStatus, type FailureSeed } from "./failure-seeds.ts";
import type { PositionFetch } from "./position-fetches.ts";
import { isEmptyLiteral, rootOf, seedAt, steps, type Mark } from "./trail.ts";
import type { VenuePositions } from "./venue-positions.ts";

/**
 * Requests by path to venues that answer a refusal with HTTP 200 and a code in the body, where neither the request function
 * nor whoever takes the rows looks at the code: `resp.get("result", {}).get("list", [])` is empty then. The same of a request
 * function that answers an exception with such a body of its own.
 */
export function uncheckedRequests(graph: CallGraph, { fetches, spread }: VenuePositions): FailureSeed[] {
  const open = new Map<Node, PositionFetch>();
  for (const one of fetches) {
    const senders = one.helpers.length > 0 ? one.helpers : [one.fn];
    if (one.helpers.some((fn) => answersFailure(graph, fn)) || (REFUSES_IN_BODY.test(one.by) && senders.every((fn) => !looksAtStatus(graph, fn, 0)))) open.set(one.call, one);
  }
  const isAnswer = (expr: Expr): boolean => spread.marks.has(expr);
  const found: FailureSeed[] = [];
  for (const [node, marks] of open.size > 0 ? spread.marks : []) {
    if (!takesRows(node)) continue;
    const mark = marks.find((one) => open.has(rootOf(one).node) && !one.element);
    if (mark && !trailOf(mark).some((fn) => asksWithin(fn, isAnswer))) found.push({ mark: seedAt(node, "failed"), knownAt: rootOf(mark).node });
  }
  return found;
}

/** `.get("list", [])`, `.get("data") or []` */
function takesRows(node: Node): boolean {
  if (node.kind !== "call" || node.callee.kind !== "attribute" || node.callee.name !== "get") return false;
  const [key, instead] = node.args;
  if (key?.value.kind !== "string" || !/^(list|data|positions)$/.test(key.value.value)) return false;
  return instead ? isEmptyLiteral(instead.value) : node.parent?.kind === "logical" && node.parent.op === "or" && isEmptyLiteral(node.parent.right);
}

/** The functions that the answer passed. */
const trailOf = (mark: Mark): readonly FunctionNode[] => [...new Set(steps(mark).flatMap(({ node }) => enclosingFunction(node) ?? []))];

function asksWithin(fn: FunctionNode, isAnswer: (expr: Expr) => boolean): boolean {
  let asked = false;
  walkBody(fn, (node) => {
    if (asked) return;
    if (node.kind === "if") asked = asksStatus(node.test, isAnswer);
    else if (node.kind === "compare") asked = asksStatus(node, isAnswer);
    else if (node.kind === "call") asked = CHECKS.test(calledName(node)) && node.args.some(({ value }) => isAnswer(value));
  });
  return asked;
}

const CHECKS = /check|ensure|raise|assert|valid|success|is_?ok|unwrap|handle|parse|extract/i;

const DEEPEST = 3;

/** The function, or what it calls, asks whether the venue said yes; to ask for one code of trouble is not enough. */
function looksAtStatus(graph: CallGraph, fn: FunctionNode, depth: number): boolean {
  let looks = false;
  const calls: Call[] = [];
  walkBody(fn, (node) => {
    if (node.kind === "call") calls.push(node);
    if (looks || (node.kind !== "compare" && node.kind !== "if" && node.kind !== "unary")) return;
    if (node.kind === "compare") looks = namesStatus(node) && !(node.op === "==" && isCodeOfTrouble(node.right));
    else looks = isPlainStatus(node.kind === "if" ? node.test : node.operand);
  });
  return looks || (depth < DEEPEST && calls.some((call) => graph.targets(call).functions.some((callee) => callee !== fn && looksAtStatus(graph, callee, depth + 1))));
}

function namesStatus(node: Node & { kind: "compare" }): boolean {
  return [node.left, node.right].some((side) => statusWord(side));
}

/** `resp["retCode"]`, `resp.get("code")`, `data.success` */
function statusWord(expr: Expr): boolean {
  const inner = expr.kind === "call" && expr.callee.kind === "name" && expr.args[0] ? expr.args[0].value : expr;
  if (inner.kind === "subscript") return inner.index.kind === "string" && isBodyStatus(inner.index.value);
  if (inner.kind === "call") return inner.args[0]?.value.kind === "string" && isBodyStatus(inner.args[0].value.value);
  return inner.kind === "name" && /^(ret_?code|code|success)$/i.test(inner.id);
}

/** HTTP's own status is 200 for a refusal. */
const isBodyStatus = (word: string): boolean => ANSWER_STATUS.test(word) && !/^(status_?code|ok|message|msg)$/i.test(word);

const isPlainStatus = (expr: Expr): boolean => (expr.kind === "unary" ? isPlainStatus(expr.operand) : expr.kind !== "compare" && statusWord(expr));

const isCodeOfTrouble = (expr: Expr): boolean => (expr.kind === "number" && expr.value !== 0) || (expr.kind === "string" && /^[1-9]\d{2,}$/.test(expr.value));
