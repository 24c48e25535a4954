import type { Replacement } from "../../facts/code/resources/replacements.ts";

/** The one connection that the code overwrites while it is open; null: none, or several. */
export function leftBehind(replacements: readonly Replacement[]): Replacement | null {
  const open = replacements.filter((one) => one.path !== null && one.acquisition.kind !== "task");
  return open.length === 1 ? open[0]! : null;
}
