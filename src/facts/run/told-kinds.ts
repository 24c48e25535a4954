import type { LogEvent } from "../../knowledge/log-words.ts";
import type { RunEventKind } from "../../run/event.ts";

/** What the log of a run calls the mandatory events of section 3. */
export const RUN_KINDS: Readonly<Record<LogEvent, readonly RunEventKind[]>> = {
  skip: ["skip"], exit: ["exit"], fill: ["fill"], trail: ["trail"], reload: ["trail-reload"], drift: ["drift-add", "drift-remove"],
};
