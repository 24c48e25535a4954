/** Milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const QUARTER = 15 * 60_000;
/** No zone is further from UTC than 14 hours. */
const MOST_QUARTERS = 14 * 4;
/** A bot ends within this of its last line, and prints its first within it of its start. */
const SLACK = 2 * 60_000;

/**
 * How far the clock of a log without a zone is behind UTC, by the times of telemetry, which are certain: both end together, so what
 * lies between their ends is the zone if it is a whole number of quarters of an hour. 0 where nothing says that it is not UTC.
 * A log may begin long before the run (it is appended to) and, when it seems to lie within the run, must begin with it as well.
 */
export function zoneShift(log: Span, seen: Span): number {
  const quarters = Math.round((seen.to - log.to) / QUARTER);
  const shift = quarters * QUARTER;
  if (quarters === 0 || Math.abs(quarters) > MOST_QUARTERS || Math.abs(log.to + shift - seen.to) > SLACK) return 0;
  const lies = log.to >= seen.from - SLACK && log.to <= seen.to + SLACK;
  return lies && Math.abs(log.from + shift - seen.from) > SLACK ? 0 : shift;
}
