import { calledName } from "../../../ir/names.ts";
import type { Node } from "../../../ir/nodes.ts";

const SHOWS = /^_?(debug|info|warning|warn|error|exception|critical|print|log\w*)$/i;

/** Read for a log line (or what else `shows` names), and for nothing else. */
export function isLogged(node: Node, shows: RegExp = SHOWS): boolean {
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) {
    if (at.kind === "call") return shows.test(calledName(at));
    if (at.kind === "if" || at.kind === "assign" || at.kind === "return") return false;
  }
  return false;
}
