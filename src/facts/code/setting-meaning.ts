import type { Expr } from "../../ir/nodes.ts";
import type { Meaning } from "./partial-guards.ts";
import type { SettingReads } from "./setting-reads.ts";
import { isMode } from "./switched-off.ts";

/** What the settings say about a test around a guard. */
export const settingMeaning = (reads: SettingReads): Pick<Meaning, "isSetting" | "isOff"> => ({
  isSetting: (test) => reads.settingOf(test) !== null,
  isOff: (test) => isOff(reads, test),
});

/** `max_spread > 0`, `max_spread`, `max_spread is not None`: a limit that ships as 0, false or nothing limits nothing. */
function isOff(reads: SettingReads, test: Expr): boolean {
  if (test.kind === "compare") {
    const asksPresence = test.right.kind === "none" ? test.op === "is not" || test.op === "!=" : test.op === ">" && test.right.kind === "number" && test.right.value === 0;
    return asksPresence && isOff(reads, test.left);
  }
  const read = isMode(test) ? null : reads.settingOf(test);
  if (!read) return false;
  if (read.value) return !read.value.template && isNothing(read.value.value);
  const given = read.fallback ?? read.declared;
  return read.shipped.length === 0 && given !== null && (given.kind === "none" || ((given.kind === "number" || given.kind === "boolean" || given.kind === "string") && isNothing(given.value)));
}

const isNothing = (value: unknown): boolean => value === 0 || value === null || value === false || value === "" || (typeof value === "string" && /^0(\.0*)?$/.test(value));
