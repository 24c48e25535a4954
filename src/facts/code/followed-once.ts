import type { Expr } from "../../ir/nodes.ts";

/**
 * Follows each expression once: one that is met again while it is being followed says nothing, and so does one that is more
 * than `deepest` steps away.
 */
export function followedOnce<T>(deepest: number, find: (expr: Expr, depth: number) => T | null): (expr: Expr, depth?: number) => T | null {
  const known = new Map<Expr, T | null>();
  return (expr, depth = 0) => {
    const before = known.get(expr);
    if (before !== undefined) return before;
    if (depth > deepest) return null;
    known.set(expr, null);
    const found = find(expr, depth + 1);
    known.set(expr, found);
    return found;
  };
}
