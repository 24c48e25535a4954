import { reachingDefinitions } from "../../../ir/definitions.ts";
import { ENTRY, flowOf } from "../../../ir/flow.ts";
import { calledName } from "../../../ir/names.ts";
import type { Assign, Expr, FunctionNode, If, Name, Node } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import type { FailureSeed } from "./failure-seeds.ts";
import { failedValue, seedAt } from "./trail.ts";

/**
 * `if not isinstance(rows, list): logger.warning(...); rows = []`: the code says itself that this is no answer, and goes on
 * with an empty one. Without a word about it, null may be the venue's way to say "none".
 */
export function malformedAnswers(fn: FunctionNode, isAnswer: (expr: Expr) => boolean): FailureSeed[] {
  const found: FailureSeed[] = [];
  const flow = flowOf(fn);
  walkBody(fn, (node) => {
    const name = node.kind === "if" ? refused(node, isAnswer) : null;
    const instead = name ? emptied(node as If, name.id) : null;
    if (!name || !instead || !(node as If).body.some(complains)) return;
    for (const use of flow.locals.useNodes) {
      if (use.id !== name.id || use.start < node.end) continue;
      if (reachingDefinitions(flow, use)?.some((point) => point !== ENTRY && flow.values[point] === instead.value)) found.push({ mark: seedAt(use, "failed", failedValue(instead.value)!.as, seedAt(instead.value, "failed", failedValue(instead.value)!.as)), knownAt: (node as If).test });
    }
  });
  return found;
}

/** The answer of which the test says that it is no list. */
function refused({ test }: If, isAnswer: (expr: Expr) => boolean): Name | null {
  const asked = test.kind === "unary" && test.op === "not" && test.operand.kind === "call" && calledName(test.operand) === "isinstance" ? test.operand.args[0]?.value : null;
  return asked?.kind === "name" && isAnswer(asked) ? asked : null;
}

const emptied = ({ body }: If, name: string): Assign | null =>
  body.find((one): one is Assign => one.kind === "assign" && one.targets.some((target) => target.kind === "name" && target.id === name) && failedValue(one.value)?.as === "empty") ?? null;

const complains = (one: Node): boolean => one.kind === "expression" && one.value.kind === "call" && /^_?(warn|warning|error|exception|critical)$/i.test(calledName(one.value));
