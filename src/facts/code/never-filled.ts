import { calledName, ownName } from "../../ir/names.ts";
import type { Expr } from "../../ir/nodes.ts";
import { codeFact } from "../../sdk/fact.ts";
import { locations } from "./races/locations.ts";
import { WRITES, type Access } from "./races/accesses.ts";
import { sharedState, type SharedPlace } from "./shared-state.ts";

export interface NeverFilled {
  /** What is looped over, or looked into, is made empty and nothing that runs puts anything into it. */
  has(expr: Expr): boolean;
  /** `key in self.waiting`: never, where nothing ever waits. */
  never(test: Expr, outcome: boolean): boolean;
}

export const neverFilled = codeFact({
  name: "never-filled",
  doc: "Collections that the bot sets up empty, takes out of, and that no running code puts anything into.",
  requires: { locations, sharedState },
  derive({ locations, sharedState }): NeverFilled {
    const known = new Map<SharedPlace, boolean>();
    const has = (expr: Expr): boolean => {
      const inner = looped(expr);
      if (inner.kind !== "attribute") return false;
      const location = locations.of(inner);
      const place = location && sharedState.of(location);
      if (!place) return false;
      let answer = known.get(place);
      if (answer === undefined) known.set(place, (answer = staysEmpty(place)));
      return answer;
    };
    return { has, never: (test, outcome) => test.kind === "compare" && ((test.op === "in" && outcome) || (test.op === "not in" && !outcome)) && has(test.right) };
  },
});

/** `list(self.waiting.items())`: what it goes over. */
function looped(expr: Expr): Expr {
  if (expr.kind !== "call") return expr;
  if (expr.callee.kind === "attribute") return /^(items|values|keys|copy)$/.test(expr.callee.name) && expr.args.length === 0 ? looped(expr.callee.object) : expr;
  return /^(list|tuple|set|sorted|reversed|enumerate)$/.test(ownName(expr.callee)) && expr.args[0] ? looped(expr.args[0].value) : expr;
}

/** It is set up empty where everybody sees it, and each other use of it is seen and puts nothing in. */
function staysEmpty({ accesses }: SharedPlace): boolean {
  return accesses.some((one) => one.kind === "rebind") && accesses.every((one) => !mayFill(one));
}

function mayFill({ kind, node }: Access): boolean {
  if (kind === "rebind") return node.kind !== "assign" || !isEmpty(node.value);
  // Handed to something else, which may fill it.
  return kind === "value" || (WRITES.has(kind) && kind !== "delete" && kind !== "drop" && kind !== "clear");
}

/** A defaultdict makes what it is asked for. */
function isEmpty(value: Expr): boolean {
  if (value.kind === "dict") return value.entries.length === 0;
  if (value.kind === "list" || value.kind === "set" || value.kind === "tuple") return value.items.length === 0;
  return value.kind === "call" && /^(dict|list|set|deque|OrderedDict)$/.test(calledName(value)) && value.args.every((one) => one.name === "maxlen");
}
