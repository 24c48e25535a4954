import type { RunEvent, RunEventKind } from "../../run/event.ts";
import type { Run } from "../../run/run.ts";

/**
 * Until when the run's events of these kinds are at hand: of each kind the earliest are kept, so that what follows the last one
 * kept may be missing. Milliseconds; Infinity where all are there.
 */
export function horizonOf({ tallies, events }: Pick<Run, "tallies" | "events">, kinds: readonly RunEventKind[]): number {
  const cut = new Set(kinds.filter((kind) => (tallies[kind]?.count ?? 0) > (tallies[kind]?.kept ?? 0)));
  if (cut.size === 0) return Infinity;
  const last = new Map<RunEventKind, number>();
  for (const one of events) if (cut.has(one.kind) && one.time !== null) last.set(one.kind, Math.max(last.get(one.kind) ?? -Infinity, one.time));
  return [...cut].reduce((least, kind) => Math.min(least, last.get(kind) ?? -Infinity), Infinity);
}

/** The events up to that moment; those without a time only where nothing is missing. */
export const until = (events: readonly RunEvent[], horizon: number): readonly RunEvent[] =>
  horizon === Infinity ? events : events.filter((one) => one.time !== null && one.time <= horizon);
