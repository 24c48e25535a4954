import type { RunEvent } from "../../run/event.ts";
import type { TelemetrySample } from "../../run/telemetry.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { reconnects, type LoggedStream, type Reconnects } from "./reconnects.ts";

export interface ReconnectLeaks {
  readonly steps: SocketSteps | null;
  /** After three reconnects and more there were no more sockets than before the first. */
  readonly flat: SocketLevels | null;
  /** How often a stream came back while telemetry watched. */
  readonly reconnects: number;
}

export const reconnectLeaks = runFact({
  name: "reconnect-leaks",
  doc: "Sockets, files and threads that each reconnect leaves behind.",
  requires: { run, reconnects },
  derive({ run, reconnects }): ReconnectLeaks {
    const again = reconnectsAfterStart(reconnects.streams);
    const samples = run.telemetry?.samples ?? [];
    const [file, losses] = [run.telemetry?.file ?? "", lossesOf(reconnects)];
    return {
      steps: socketSteps(again, samples, file, losses), flat: flatSockets(again, samples, file, losses),
      reconnects: samples.length > 0 ? Math.max(0, again.length - 1) : 0,
    };
  },
});

/** Pure: the moment from which every stream has stood once, then each time that one came back. */
function reconnectsAfterStart(streams: readonly LoggedStream[]): RunEvent[] {
  const first = streams.flatMap((one) => one.events.find((each) => each.kind === "connected") ?? []);
  const start = first.reduce<RunEvent | null>((late, one) => (late && (late.time ?? 0) >= (one.time ?? 0) ? late : one), null);
  if (!start || start.time === null) return [];
  const again = streams.flatMap((one) => one.outages.flatMap(({ up }) => (up && up.time !== null && up.time > start.time! ? [up] : [])));
  return [start, ...again.sort((a, b) => a.time! - b.time! || a.at.line - b.at.line)];
}

/** Milliseconds: when a stream was lost, and when the bot began to stop. */
const lossesOf = ({ streams, until }: Reconnects): number[] =>
  [...streams.flatMap((one) => one.outages.flatMap(({ down, waits }) => (down ?? waits[0]?.event)?.time ?? [])), ...(until === null ? [] : [until])].sort((a, b) => a - b);

/** A count before the first reconnect and after the last. */
export interface SocketLevels {
  /** The telemetry's file. */
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly first: TelemetrySample;
  readonly last: TelemetrySample;
}

/** A count that is higher after each reconnect. */
export interface SocketSteps extends SocketLevels {
  readonly what: "sockets" | "half-closed" | "fds" | "threads";
  /** The reconnects that the steps follow. */
  readonly reconnects: readonly RunEvent[];
}

/** Fewer steps are a coincidence. */
const LEAST_STEPS = 3;
/** Milliseconds after a connection in which the old one may still be closing. */
const SETTLES = 1000;
/** Milliseconds between two lines that tell of one reconnect. */
const TOGETHER = 2000;

const COUNTS: readonly (readonly [SocketSteps["what"], (one: TelemetrySample) => number | null])[] = [
  ["half-closed", (one) => one.sockets?.closeWait ?? null],
  ["sockets", (one) => (one.sockets ? one.sockets.established + one.sockets.closeWait + one.sockets.other : null)],
  ["threads", (one) => one.threads],
  ["fds", (one) => one.fds],
];

/**
 * Pure: reconnects and samples in the order of time → the most telling count that steps up with them. Between two reconnects the
 * lowest sample counts, so that a request under way is no step; every single reconnect must leave something behind.
 * @param losses from one of them on a connection is missing, which hides what was left behind
 */
export function socketSteps(connects: readonly RunEvent[], samples: readonly TelemetrySample[], file = "", losses: readonly number[] = []): SocketSteps | null {
  const moments = apart(connects);
  if (moments.length < LEAST_STEPS + 1 || samples.length === 0) return null;
  const stretches = stretchesOf(moments, samples, losses);
  for (const [what, countOf] of COUNTS) {
    const lows = stretches.map((stretch) => lowest(stretch, countOf));
    const known = lows.flatMap((one, i) => (one ? [{ ...one, moment: moments[i]! }] : []));
    if (known.length < LEAST_STEPS + 1 || known.length < moments.length * 0.8) continue;
    if (!known.every((one, i) => i === 0 || one.count > known[i - 1]!.count)) continue;
    // What grows between reconnects too (a pool that fills) grows without them.
    if (stretches.some((stretch) => growsWithin(stretch, countOf))) continue;
    const [first, last] = [known[0]!, known.at(-1)!];
    return { file, what, reconnects: known.slice(1).map((one) => one.moment), from: first.count, to: last.count, first: first.sample, last: last.sample };
  }
  return null;
}

/** Pure: the sockets where enough reconnects left none behind; null: too few, or more sockets than before. */
export function flatSockets(connects: readonly RunEvent[], samples: readonly TelemetrySample[], file = "", losses: readonly number[] = []): SocketLevels | null {
  const moments = apart(connects);
  const countOf = COUNTS.find(([what]) => what === "sockets")![1];
  const lows = stretchesOf(moments, samples, losses).map((stretch) => lowest(stretch, countOf));
  const [first, last] = [lows[0], lows.at(-1)];
  if (moments.length < LEAST_STEPS + 1 || !first || !last || last.count > first.count) return null;
  return { file, from: first.count, to: last.count, first: first.sample, last: last.sample };
}

/** One of several lines that tell of one reconnect. */
const apart = (connects: readonly RunEvent[]): RunEvent[] =>
  connects.filter((one, i) => one.time !== null && (i === 0 || one.time - (connects[i - 1]!.time ?? -Infinity) > TOGETHER));

/** The samples behind each reconnect in which every stream stood. */
const stretchesOf = (moments: readonly RunEvent[], samples: readonly TelemetrySample[], losses: readonly number[]): TelemetrySample[][] =>
  moments.map((one, i) => {
    const from = one.time! + SETTLES;
    return between(samples, from, Math.min(moments[i + 1]?.time ?? Infinity, losses.find((at) => at > from) ?? Infinity));
  });

function between(samples: readonly TelemetrySample[], from: number, to: number): TelemetrySample[] {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (samples[middle]!.time < from) low = middle + 1;
    else high = middle;
  }
  const found: TelemetrySample[] = [];
  for (let i = low; i < samples.length && samples[i]!.time < to; i++) found.push(samples[i]!);
  return found;
}

function growsWithin(stretch: readonly TelemetrySample[], countOf: (one: TelemetrySample) => number | null): boolean {
  const half = stretch.length >> 1;
  const [early, late] = [lowest(stretch.slice(0, half), countOf), lowest(stretch.slice(half), countOf)];
  return early !== null && late !== null && late.count > early.count;
}

function lowest(samples: readonly TelemetrySample[], countOf: (one: TelemetrySample) => number | null): { count: number; sample: TelemetrySample } | null {
  let found: { count: number; sample: TelemetrySample } | null = null;
  for (const sample of samples) {
    const count = countOf(sample);
    if (count !== null && (!found || count < found.count)) found = { count, sample };
  }
  return found;
}
