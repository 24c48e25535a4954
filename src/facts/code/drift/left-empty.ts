import { leaves } from "../../../ir/blocks.ts";
import { readsOf } from "../../../ir/definitions.ts";
import { flowOf, Kind } from "../../../ir/flow.ts";
import type { Expr, Name, Node } from "../../../ir/nodes.ts";
import { children, contains, enclosingFunction } from "../../../ir/walk.ts";
import type { Decided } from "./absence.ts";
import { failedValue, type FailedAs } from "./trail.ts";

/** A read that has something empty because the answer did not pass a test. */
export interface LeftEmpty { readonly node: Expr; readonly as: FailedAs }

/**
 * What a failed answer leaves empty by a test: `if rows is None: held = {}` puts it there, `if rows: held = read(rows)` keeps it from being filled.
 * Only of names that carry the answer, or that say whether it has the position.
 */
export function leftEmpty({ test, truth }: Decided, isFollowed: (name: Name) => boolean): readonly LeftEmpty[] {
  const holder = test.parent;
  const fn = enclosingFunction(test);
  if (holder?.kind !== "if" || holder.test !== test || !fn) return [];
  const [taken, missed] = truth ? [holder.body, holder.otherwise] : [holder.otherwise, holder.body];
  const flow = flowOf(fn);
  const found: LeftEmpty[] = [];
  const missedNames = leaves(taken) ? new Set<string>() : filledIn(missed);
  flow.values.forEach((value, point) => {
    if (!value || flow.kinds[point] !== Kind.store) return;
    const failed = failedValue(value as Expr);
    if (!failed || failed.as === "pair") return;
    const put = taken.some((one) => contains(one, value as Node)) && !isInLoop(value as Node, holder);
    if (!put && (value as Node).end > holder.start) return;
    for (const read of readsOf(flow, point)) {
      if (read.start < holder.end && !(put && contains(holder, read))) continue;
      if ((put || missedNames.has(read.id)) && isFollowed(read)) found.push({ node: read, as: failed.as });
    }
  });
  return found;
}

function isInLoop(node: Node, up: Node): boolean {
  for (let at = node.parent; at && at !== up; at = at.parent) if (at.kind === "for" || at.kind === "while" || at.kind === "handler") return true;
  return false;
}

/** Names that the block binds. */
function filledIn(body: readonly Node[]): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (node: Node): void => {
    if (node.kind === "function" || node.kind === "class") return;
    if (node.kind === "assign") for (const target of node.targets) if (target.kind === "name") names.add(target.id);
    children(node, look);
  };
  body.forEach(look);
  return names;
}
