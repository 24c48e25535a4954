import { calledName } from "../../../ir/names.ts";
import type { Call, Node } from "../../../ir/nodes.ts";
import { enclosingFunction } from "../../../ir/walk.ts";
import { FILL_TOPICS, TELLS_OF_FILLS } from "../../../knowledge/order-doubts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";
import { words } from "./books.ts";

export const fillNews = codeFact({
  name: "fill-news",
  doc: "Where the bot listens to a private stream that tells of fills and positions by itself.",
  requires: { program, index, reach },
  derive({ program, index, reach }): readonly Node[] {
    const found: Node[] = [];
    const isAwake = (node: Node): boolean => {
      const fn = enclosingFunction(node);
      return fn === null || reach.of(fn) !== "dead";
    };
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      for (const call of one.byKind.get("call") as readonly Call[]) if (TELLS_OF_FILLS.test(calledName(call)) && isAwake(call)) found.push(call);
      for (const node of one.byKind.get("string") ?? []) if (node.kind === "string" && FILL_TOPICS.test(node.value) && isTopic(node) && isAwake(node)) found.push(node);
    }
    return found;
  },
});

/** Compared with what came in, or asked for in a subscription: not a key of an answer. */
function isTopic(node: Node): boolean {
  const up = node.parent;
  if (up?.kind === "compare") return /channel|topic|stream|event|(^|[."'])e(["']|$)/i.test(words(up.left === node ? up.right : up.left));
  if (up?.kind === "argument" && up.parent?.kind === "call") return /subscri|stream|watch|listen/i.test(calledName(up.parent));
  if (up?.kind === "entry" && up.value === node) return up.key?.kind === "string" && /^(channel|topic|stream|args|type)$/i.test(up.key.value);
  return up?.kind === "list" && up.parent?.kind === "entry" && up.parent.key?.kind === "string" && /^(channel|topic|params|args)$/i.test(up.parent.key.value);
}
