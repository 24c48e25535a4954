import { SIZE_CHANGED } from "../../knowledge/run-errors.ts";
import type { Run, Traceback } from "../../run/run.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { runFact } from "../../sdk/fact.ts";
import { tracebacksOnce } from "./told-once.ts";

/** key: an entry that was gone. size: a container that grew or shrank during a loop. */
export interface BrokenMap {
  readonly kind: "key" | "size";
  /** The missing key, as the exception shows it; "" for `size`. */
  readonly key: string;
  /** First line of the log that tells it. */
  readonly at: Anchor;
  /** The bot's line that failed, in the audited source. */
  readonly frame: Anchor;
  readonly count: number;
}

export const brokenMaps = runFact({
  name: "broken-maps",
  doc: "Maps of the bot that lost an entry or changed their size while somebody used them.",
  requires: { tracebacksOnce },
  derive: ({ tracebacksOnce }): readonly BrokenMap[] => brokenMapsOf(tracebacksOnce),
});

/** Pure. One entry for each line of code and kind, in the order of the log. */
function brokenMapsOf(tracebacks: Run["tracebacks"]): readonly BrokenMap[] {
  const found = new Map<string, BrokenMap>();
  for (const traceback of tracebacks) {
    const kind = kindOf(traceback);
    const frame = traceback.frames.at(-1)?.code;
    if (!kind || !frame) continue;
    const key = `${kind} ${frame.file}:${frame.line}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, count: known.count + 1 } : { kind, key: kind === "key" ? traceback.message : "", at: traceback.at, frame, count: 1 });
  }
  return [...found.values()];
}

function kindOf({ exception, message }: Traceback): BrokenMap["kind"] | null {
  if (/(^|\.)KeyError$/.test(exception)) return "key";
  return /(^|\.)RuntimeError$/.test(exception) && SIZE_CHANGED.test(message) ? "size" : null;
}
