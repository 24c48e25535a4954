import type { RunEvent } from "../../run/event.ts";
import type { Connection } from "../code/reconnect-loops.ts";
import type { Outage } from "./outages.ts";
import type { LoggedStream, Reconnects } from "./reconnects.ts";

/** A stream that was lost and of which nothing more was heard, although the bot went on. */
export interface SilentStream {
  readonly stream: LoggedStream;
  readonly outage: Outage;
  /** An event of the bot long after the stream's last line; null: it has lines there, but none that tells of an event. */
  readonly alive: RunEvent | null;
  /** Seconds from the stream's last line to that event, or to the end of the run. */
  readonly silent: number;
  /** Each attempt and each connection would have left a line: silence is neither. */
  readonly sure: boolean;
}

/** How many of the longest known pauses a stream may stay silent, and seconds besides: an attempt may take a minute until it times out. */
const PATIENCE = 3;
const SLACK_SECONDS = 60;
/** Where the code says that nothing follows, seconds of silence show it. */
const FORETOLD_SLACK_SECONDS = 5;
/** Where no pause is known at all. */
const UNKNOWN_PAUSE = 300;

/** Pure: a connection that once stood, was lost, and never came back while the bot was at work. */
export function silentStreams({ streams, until, alive }: Pick<Reconnects, "streams" | "until" | "alive">, isForetold: (one: Connection) => boolean): SilentStream[] {
  const longest = streams.flatMap((one) => one.outages).flatMap((one) => one.waits).reduce((most, one) => Math.max(most, one.stated ?? one.measured ?? 0), 0);
  return streams.flatMap((stream): SilentStream[] => {
    const outage = stream.outages.at(-1);
    const last = outage && !outage.up && !outage.gaveUp ? outage.last : null;
    if (!outage || !last || stream.mixed || !stream.everUp || last.time === null) return [];
    const scheduled = stream.connection?.story?.failing.schedule;
    const computed = scheduled && !scheduled.symbolic && scheduled.delays.length > 0 ? scheduled.longest : 0;
    const known = outage.waits.at(-1)?.stated ?? (longest > 0 ? longest : computed > 0 ? Math.min(computed, UNKNOWN_PAUSE) : UNKNOWN_PAUSE);
    const slack = stream.connection && isForetold(stream.connection) ? FORETOLD_SLACK_SECONDS : SLACK_SECONDS;
    const patience = (PATIENCE * known + slack) * 1000;
    const from = last.time + patience;
    if (until === null || until < from) return [];
    const sign = alive.findLast((one) => one.time! <= until && one.time! >= from && one.kind !== "shutdown-step" && one.kind !== "stopped") ?? null;
    return [{ stream, outage, alive: sign, silent: ((sign?.time ?? until) - last.time) / 1000, sure: stream.tellsAttempts && stream.tellsConnections }];
  });
}

/** A stream that gave up, and a position that was opened without it. */
export interface GivenUp {
  readonly stream: LoggedStream;
  readonly gaveUp: RunEvent;
  readonly entry: RunEvent;
  /** Seconds from the one to the other. */
  readonly after: number;
}

/** Milliseconds in which an entry may still have been on its way. */
const ON_THE_WAY = 10_000;

/** Pure: streams that gave up for good, where the bot went on opening positions. */
export function tradedWithout({ streams, alive }: Pick<Reconnects, "streams" | "alive">): GivenUp[] {
  return streams.flatMap((stream): GivenUp[] => {
    const gaveUp = stream.mixed ? null : (stream.outages.at(-1)?.gaveUp ?? null);
    if (!gaveUp || gaveUp.time === null || stream.events.some((one) => one.time !== null && one.time > gaveUp.time! && (one.kind === "connected" || one.kind === "started"))) return [];
    const entry = alive.find((one) => one.kind === "entry" && one.time! > gaveUp.time! + ON_THE_WAY);
    return entry ? [{ stream, gaveUp, entry, after: (entry.time! - gaveUp.time) / 1000 }] : [];
  });
}
