import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, walkBody } from "../../../ir/walk.ts";
import { ANSWER_STATUS } from "../../../knowledge/position-calls.ts";
import type { CallGraph } from "../call-graph.ts";

/** `{"retCode": -1}`, `{"success": False}`, `{"error": str(e)}` */
export function saysFailure(dict: Expr & { kind: "dict" }): boolean {
  return dict.entries.some(({ key, value }) => {
    if (key?.kind !== "string" || !ANSWER_STATUS.test(key.value)) return false;
    if (value.kind === "boolean") return !value.value;
    if (value.kind === "unary") return value.op === "-";
    if (value.kind === "number") return value.value !== 0 && value.value !== 200;
    if (value.kind === "string") return /err|fail|reject|false/i.test(value.value);
    return /err|message|msg/i.test(key.value) && value.kind !== "none";
  });
}

const DEEPEST = 3;

/**
 * A request function that turns an exception into a filled dict (`except Exception as e: return {"code": "-1", "msg": str(e)}`),
 * itself or through the function whose answer it returns: nobody who calls it ever sees an exception.
 */
export function answersFailure(graph: CallGraph, fn: FunctionNode, depth = 0): boolean {
  const names = new Set<string>();
  const below: FunctionNode[] = [];
  let found = false;
  walkBody(fn, (node) => {
    if (node.kind === "handler") node.body.forEach((one) => inHandler(one));
    else if (node.kind === "return" && node.value?.kind === "name" && names.has(node.value.id)) found = true;
    else if (node.kind === "return" && node.value) {
      const call = node.value.kind === "await" ? node.value.value : node.value;
      if (call.kind === "call") below.push(...graph.targets(call).functions);
    }
  });
  return found || (depth < DEEPEST && below.some((one) => one !== fn && answersFailure(graph, one, depth + 1)));

  function inHandler(node: Node): void {
    if (node.kind === "return") found ||= node.value?.kind === "dict" && saysFailure(node.value);
    else if (node.kind === "assign" && node.value.kind === "dict" && saysFailure(node.value)) for (const target of node.targets) if (target.kind === "name") names.add(target.id);
    if (node.kind !== "function") children(node, inHandler);
  }
}
