import { ownName } from "../../../ir/names.ts";
import type { Handler, Node } from "../../../ir/nodes.ts";
import { ownPoints, type FlowGraph, type Point } from "../../../ir/flow.ts";
import { reaches } from "../../../ir/paths.ts";
import { walk } from "../../../ir/walk.ts";
import { REFUSAL_WORDS, REFUSED_BEFORE, REFUSED_BY_LIBRARY } from "../../../knowledge/client-order-ids.ts";
import { AMBIGUOUS_ERROR } from "../../../knowledge/order-doubts.ts";
import type { CallGraph } from "../call-graph.ts";

/** Whether what leads back through this handler was refused for certain: by the exception's type, or by what its text or code is asked for. */
export function isRefusal(graph: CallGraph, handler: Handler): boolean {
  const types = handler.type?.kind === "tuple" ? handler.type.items : handler.type ? [handler.type] : [];
  return types.length > 0 && types.every((one) => {
    const name = ownName(one);
    return REFUSED_BEFORE.test(name) || (REFUSED_BY_LIBRARY.test(name) && !graph.valuesOf(one).some((value) => value.kind === "class"));
  });
}

/** Some way leads from the handler back to the head of the loop without a branch that only a refusal takes. */
export function leadsBack(flow: FlowGraph, handler: Handler, head: Point, isOutside: (point: Point) => boolean): boolean {
  const refused = branchesOfRefusals(handler);
  const isClosed = (point: Point): boolean => isOutside(point) || within(refused, flow.nodes[point]);
  return ownPoints(flow, handler).some((point) => flow.position[point]! >= 0 && reaches(flow, point, head, isClosed));
}

/** The node stands in a branch that only a refusal takes. */
export const isToldRefusal = (handler: Handler, node: Node): boolean => within(branchesOfRefusals(handler), node);

const within = (branches: readonly Node[], node: Node | null | undefined): boolean => !!node && branches.some((one) => one.start <= node.start && node.end <= one.end);

/** Statements that run only if the failure's text or code says that the order was refused. */
function branchesOfRefusals(handler: Handler): readonly Node[] {
  const found: Node[] = [];
  walk(handler, (node) => {
    if (node.kind !== "if") return;
    const sense = refusalIn(node.test);
    if (sense === "told") found.push(...node.body);
    else if (sense === "denied") found.push(...after(node), ...node.otherwise);
  });
  return found;
}

/** `"rate limit" in str(e)`, `e.code == -1003 or status == 429`: told. `"110090" not in msg`, `status != 429`: denied. */
function refusalIn(test: Node): "told" | "denied" | null {
  if (test.kind === "logical" && test.op === "or") return refusalIn(test.left) === "told" && refusalIn(test.right) === "told" ? "told" : null;
  if (test.kind === "logical") return refusalIn(test.left) === "told" || refusalIn(test.right) === "told" ? "told" : null;
  if (test.kind === "unary" && test.op === "not") {
    const inner = refusalIn(test.operand);
    return inner === "told" ? "denied" : inner === "denied" ? "told" : null;
  }
  if (test.kind !== "compare" || !namesRefusal(test)) return test.kind === "call" && namesRefusal(test) ? "told" : null;
  return test.op === "not in" || test.op === "!=" || test.op === "is not" ? "denied" : "told";
}

function namesRefusal(node: Node): boolean {
  let named = false;
  walk(node, (one) => {
    if (one.kind === "string" || one.kind === "number") named ||= REFUSAL_WORDS.test(String(one.value));
    else if (one.kind === "name") named ||= REFUSAL_WORDS.test(one.id);
    else if (one.kind === "attribute") named ||= REFUSAL_WORDS.test(one.name);
  });
  return named;
}

/** What stands behind an `if` that raises unless it was a refusal. */
function after(node: Node & { kind: "if" }): readonly Node[] {
  if (node.body.at(-1)?.kind !== "raise" && node.body.at(-1)?.kind !== "return" && node.body.at(-1)?.kind !== "break") return [];
  const up = node.parent;
  const block = up?.kind === "handler" || up?.kind === "if" ? [...up.body, ...(up.kind === "if" ? up.otherwise : [])] : [];
  return block.slice(block.indexOf(node) + 1);
}

/** A failure that may be a time-out: the request may have arrived. */
export function isAmbiguous(graph: CallGraph, handler: Handler): boolean {
  const types = handler.type?.kind === "tuple" ? handler.type.items : handler.type ? [handler.type] : [];
  return (types.length === 0 || types.some((one) => AMBIGUOUS_ERROR.test(ownName(one)))) && !isRefusal(graph, handler);
}
