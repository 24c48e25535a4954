import { calledName } from "../../ir/names.ts";
import type { Call, Expr } from "../../ir/nodes.ts";
import { enclosingFunction } from "../../ir/walk.ts";
import { STEP_FIELDS } from "../../knowledge/venue-fields.ts";
import { codeFact } from "../../sdk/fact.ts";
import { program } from "../roots.ts";
import { index } from "./module-index.ts";
import { reach } from "./reach.ts";
import { UNTRADED_ROLES } from "./untraded-roles.ts";

/** `int(float(lot["basePrecision"]))`: the step 0.000001 becomes 0. */
export interface StepInteger {
  readonly call: Call;
  readonly field: string;
}

export const stepIntegers = codeFact({
  name: "step-integers",
  doc: "Steps of prices and sizes whose fraction is cut off.",
  requires: { program, index, reach },
  derive({ program, index, reach }): readonly StepInteger[] {
    const found: StepInteger[] = [];
    for (const { module, byKind } of index.modules.values()) {
      if (UNTRADED_ROLES.has(program.roles.get(module.file) ?? "bot")) continue;
      for (const node of byKind.get("call") ?? []) {
        if (node.kind !== "call" || node.callee.kind !== "name" || node.callee.id !== "int") continue;
        const inner = node.args[0]?.value;
        if (inner?.kind !== "call" || !/^(float|Decimal)$/.test(calledName(inner))) continue;
        const field = inner.args[0] ? keyOf(inner.args[0].value) : null;
        if (field !== null && STEP_FIELDS.has(field) && reach.of(enclosingFunction(node)!) !== "dead") found.push({ call: node, field });
      }
    }
    return found;
  },
});

function keyOf(expr: Expr): string | null {
  const key = expr.kind === "subscript" ? expr.index : expr.kind === "call" && calledName(expr) === "get" ? expr.args[0]?.value : undefined;
  return key?.kind === "string" ? key.value : null;
}
