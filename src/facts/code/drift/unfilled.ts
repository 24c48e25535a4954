import { statementsBehind } from "../../../ir/blocks.ts";
import { reachingDefinitions } from "../../../ir/definitions.ts";
import { ENTRY, flowOf } from "../../../ir/flow.ts";
import type { Expr, Name, Node, Return } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { givesEarnings } from "./earnings.ts";
import { calledName } from "../../../ir/names.ts";
import { failedValue, type FailedAs } from "./trail.ts";

/** A place that still has the value from before a loop that never ran. */
export interface Unfilled { readonly node: Expr; readonly as: FailedAs }

type Loop = Node & { kind: "for" };

/**
 * What a `for` over an empty answer leaves as it was: containers, sums and sizes that only its body fills
 * (`size = 0` … `size = row["size"]`), and the `return None` behind a search that found nothing.
 */
export function unfilledBy(loop: Loop): readonly Unfilled[] {
  const fn = enclosingFunction(loop);
  if (!fn) return [];
  const { names, gives } = filledIn(loop);
  const found: Unfilled[] = [];
  const flow = flowOf(fn);
  if (names.size > 0) {
    for (const name of flow.locals.useNodes) {
      if (name.start < loop.end || !names.has(name.id)) continue;
      const as = stillEmpty(name, loop);
      if (as) found.push({ node: name, as });
    }
  }
  if (gives && !givesEarnings(fn)) {
    const otherwise = returnBehind(loop)?.value;
    const value = otherwise ? failedValue(otherwise) : null;
    if (otherwise && value && value.as !== "pair") found.push({ node: otherwise, as: value.as });
  }
  return found;

  /** What the name was given before the loop, and may still be. */
  function stillEmpty(name: Name, before: Loop): FailedAs | null {
    for (const point of reachingDefinitions(flow, name) ?? []) {
      const value = point === ENTRY ? null : flow.values[point] as Expr | null;
      const failed = value && value.end <= before.start ? failedValue(value) : null;
      if (failed && failed.as !== "pair") return failed.as;
    }
    return null;
  }
}

const FILLS = /^(append|add|update|extend|setdefault|insert|appendleft)$/;

function filledIn(loop: Node & { readonly body: readonly Node[] }): { readonly names: ReadonlySet<string>; readonly gives: boolean } {
  const names = new Set<string>();
  let gives = false;
  const fill = (into: Node): void => {
    if (into.kind === "name") names.add(into.id);
    else if (into.kind === "subscript") fill(into.object);
    else if (into.kind === "call" && into.callee.kind === "attribute") fill(into.callee.object);
  };
  const look = (node: Node): void => {
    if (node.kind === "function" || node.kind === "class") return;
    if (node.kind === "assign") node.targets.forEach(fill);
    else if (node.kind === "augmented") fill(node.target);
    else if (node.kind === "call" && node.callee.kind === "attribute" && FILLS.test(calledName(node))) fill(node.callee.object);
    else if (node.kind === "return") gives ||= node.value !== null && failedValue(node.value) === null;
    children(node, look);
  };
  loop.body.forEach(look);
  return { names, gives };
}

/** `if rows: return rows[0]`, then `return None`: the answer where the test comes out otherwise. */
export function givenBehind(test: Node & { kind: "if" }): Return | null {
  return test.otherwise.length === 0 && filledIn(test).gives ? returnBehind(test) : null;
}

/** The `return` that follows when the loop or test, and the blocks around it, ran out. */
function returnBehind(loop: Node): Return | null {
  for (let at: Node | null = loop; at && at.kind !== "function"; at = at.parent) {
    const next = statementsBehind(at)[0];
    if (next) return next.kind === "return" ? next : null;
    if (at !== loop && (at.kind === "for" || at.kind === "while")) return null;
  }
  return null;
}
