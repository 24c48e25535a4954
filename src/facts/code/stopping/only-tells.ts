import { calledName, ownName } from "../../../ir/names.ts";
import type { Call, Compare, FunctionNode, Node, Stmt } from "../../../ir/nodes.ts";
import { enclosingFunction, mentionsName, walkBody } from "../../../ir/walk.ts";

/** `if len(positions) >= 2: warnings.append(...)`: whoever is over the number is told so, and goes on. */
export function onlyTells(test: Compare): boolean {
  let at: Node = test;
  while (at.parent && (at.parent.kind === "logical" || at.parent.kind === "unary")) at = at.parent;
  const up = at.parent;
  const fn = enclosingFunction(test);
  return up?.kind === "if" && up.test === at && fn !== null && up.otherwise.length === 0 && up.body.every((one) => tells(one, fn));
}

const LOGS = /^(debug|info|warning|warn|error|critical|exception|log|print)$/;
const REMARKS = /(^|_)(warnings?|notes?|remarks?|hints?|observations?|labels?|tags?|comments?)$/;

function tells(one: Stmt, fn: FunctionNode): boolean {
  if (one.kind === "pass") return true;
  if (one.kind !== "expression" || one.value.kind !== "call") return false;
  return LOGS.test(calledName(one.value)) || remarks(one.value, fn);
}

/** Put on a list of remarks that nothing in the function decides by. */
function remarks({ callee }: Call, fn: FunctionNode): boolean {
  if (callee.kind !== "attribute" || callee.name !== "append" || callee.object.kind !== "name" || !REMARKS.test(ownName(callee.object))) return false;
  const { id } = callee.object;
  let decides = false;
  walkBody(fn, (node) => {
    const test = node.kind === "if" || node.kind === "while" || node.kind === "conditional" ? node.test : node.kind === "unary" && node.op === "not" ? node.operand : node.kind === "compare" ? node : null;
    decides ||= test !== null && mentionsName(test, id);
  });
  return !decides;
}
