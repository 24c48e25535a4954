import { appendTo } from "../sdk/append.ts";
/** In the order in which the keys first appear. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    appendTo(groups, key, item);
  }
  return groups;
}
