import type { Anchor, Evidence } from "../sdk/evidence.ts";
import { verbatim } from "../sdk/text.ts";

const LONGEST = 200;

/** A line of the log as evidence, in its own words. Whoever prints it must escape it. */
export function logLine({ at, text }: { readonly at: Anchor; readonly text: string }): Evidence {
  const [first = ""] = text.split("\n", 1);
  return { at, note: verbatim(first.length > LONGEST ? `${first.slice(0, LONGEST - 1)}…` : first) };
}
