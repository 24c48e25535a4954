import type { ClassNode, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { classOf, enclosingFunction, walkBody } from "../../../ir/walk.ts";

/**
 * Whether a test of the time since the last round comes out right the first time: what it subtracts begins at 0, at minus
 * infinity, or far in the past (`self.last_sync = 0.0`, `last = 0`).
 */
export function expiredAtFirst(test: Expr): boolean {
  const fn = enclosingFunction(test);
  return fn !== null && subtracted(fn, test, 0).some((stamp) => {
    const values = firstValues(fn, stamp);
    return values.length > 0 && values.every(isLongAgo);
  });
}

/** The right sides of the differences in a test, names followed: `now - self.last`, `elapsed = now - last`. */
function subtracted(fn: FunctionNode, node: Node, depth: number): Expr[] {
  if (node.kind === "binary" && node.op === "-") return [node.right];
  if (node.kind === "compare" || node.kind === "logical") return [...subtracted(fn, node.left, depth), ...subtracted(fn, node.right, depth)];
  if (node.kind === "unary") return subtracted(fn, node.operand, depth);
  if (node.kind === "call") return [...(node.callee.kind === "attribute" ? subtracted(fn, node.callee.object, depth) : []), ...node.args.flatMap((one) => subtracted(fn, one.value, depth))];
  if (node.kind !== "name" || depth > 1) return [];
  return assigned(fn, (target) => target.kind === "name" && target.id === node.id).flatMap((value) => subtracted(fn, value, depth + 1));
}

/** What stands in the stamp before the first round: of an attribute what the constructor or the class gives, of a name what is assigned as a literal. */
function firstValues(fn: FunctionNode, stamp: Expr): Expr[] {
  if (stamp.kind === "name") return assigned(fn, (target) => target.kind === "name" && target.id === stamp.id).filter((value) => value.kind === "number" || value.kind === "none").slice(0, 1);
  const owner = classOf(fn);
  return stamp.kind === "attribute" && owner ? givenByClass(owner, stamp.name) : [];
}

function givenByClass(owner: ClassNode, name: string): Expr[] {
  const found: Expr[] = [];
  for (const one of owner.body) {
    if (one.kind === "function-statement" && one.function.name === "__init__") found.push(...assigned(one.function, (target) => target.kind === "attribute" && target.name === name));
    else if (one.kind === "assign" && one.targets.some((target) => target.kind === "name" && target.id === name)) found.push(one.value);
  }
  return found;
}

function assigned(fn: FunctionNode, isTarget: (target: Expr) => boolean): Expr[] {
  const found: Expr[] = [];
  walkBody(fn, (node) => {
    if (node.kind === "assign" && node.targets.some(isTarget)) found.push(node.value);
  });
  return found;
}

const isLongAgo = (value: Expr): boolean =>
  (value.kind === "number" && value.value <= 1) || value.kind === "none" || (value.kind === "unary" && value.op === "-")
  || (value.kind === "attribute" && value.name === "min") || (value.kind === "call" && value.callee.kind === "name" && value.callee.id === "float" && value.args[0]?.value.kind === "string" && value.args[0].value.value.startsWith("-"));
