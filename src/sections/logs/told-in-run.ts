import { RUN_KINDS } from "../../facts/run/told-kinds.ts";
import type { LogEvent } from "../../knowledge/log-words.ts";
import type { Run } from "../../run/run.ts";
import type { See } from "../../sdk/evidence.ts";
import { say } from "./run-messages.ts";

/** An event that the log does not show has not been tried out, whatever the code says about its line. */
export function tellIfAbsent<K extends string>(event: LogEvent, { tallies }: Run, see: See<K>): void {
  if (RUN_KINDS[event].every((kind) => (tallies[kind]?.count ?? 0) === 0)) see.notExercised(say(`absent-${event}`));
}
