import { runFact } from "../../sdk/fact.ts";
import { eventSites } from "../code/logs/event-sites.ts";

/** Entries this close, in seconds, have no exit between them that the log would not tell. */
const TOLD = 10;
/** A scalper closes within seconds; where a way of closing writes nothing, only a race is as fast as this. */
const UNTOLD = 2;

export const reentryWindow = runFact({
  name: "reentry-window",
  doc: "Seconds within which two entries of one market are a double entry; further apart an exit may have passed unwritten.",
  requires: { eventSites },
  derive: ({ eventSites }): number => (eventSites.of("exit").some((one) => one.coverage.silent.length > 0) ? UNTOLD : TOLD),
});
