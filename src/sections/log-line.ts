import type { Anchor, Evidence } from "../sdk/evidence.ts";
import { verbatim } from "../sdk/text.ts";

const LONGEST = 200;

/** A line of the log as evidence, in its own words. Whoever prints it must escape it. */
export const logLine = ({ at, text }: { readonly at: Anchor; readonly text: string }): Evidence => ({ at, note: verbatim(lineText(text)) });

/** The first line of a message, cut where it gets too long for a note. */
export function lineText(text: string): string {
  const [first = ""] = text.split("\n", 1);
  return first.length > LONGEST ? `${first.slice(0, LONGEST - 1)}…` : first;
}
