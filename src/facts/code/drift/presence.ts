import { ownName } from "../../../ir/names.ts";
import type { FunctionNode, Return } from "../../../ir/nodes.ts";
import { walkBody } from "../../../ir/walk.ts";
import { isSeen } from "./presence-flags.ts";
import type { Spread } from "./spread.ts";

/**
 * A function that only says whether there is a position (`has_open_position`): `True` where the venue's answer has one, `False`
 * elsewhere. A failure that it turns into `False` reads as "there is none".
 */
export function tellsPresence(fn: FunctionNode, answers: Spread): boolean {
  let yes = false;
  let others = false;
  walkBody(fn, (node) => {
    if (node.kind !== "return") return;
    if (node.value?.kind !== "boolean" || isOptional(node)) others = true;
    else if (node.value.value) yes ||= isSeen(node, answers);
  });
  return yes && !others;
}

/** `if not probe_enabled: return False`: an extra look that may be left out, "none" is nothing that its callers rely on. */
const isOptional = (node: Return): boolean => {
  const up = node.parent;
  if (up?.kind !== "if" || (node.value?.kind === "boolean" && node.value.value)) return false;
  const asked = up.test.kind === "unary" ? up.test.operand : up.test;
  return /(^|_)(enabled|disabled|skip|probe\w*)$/i.test(asked.kind === "string" ? asked.value : ownName(asked));
};
