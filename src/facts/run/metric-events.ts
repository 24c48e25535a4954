import { runFact } from "../../sdk/fact.ts";
import { NOT_A_READING, NOT_A_READING_AFTER, READING_NAMES } from "../../knowledge/metric-lines.ts";
import type { LogPattern } from "../../run/log-pattern.ts";
import type { RunEvent } from "../../run/event.ts";
import { run } from "../roots.ts";
import { horizonOf, until } from "./horizon.ts";
import { readingsOf, type MetricReading } from "./metric-readings.ts";
import { toldOnce } from "./told-once.ts";

export interface MetricEvents {
  readonly readings: readonly MetricReading[];
  /** All events of that time: where warnings are looked for. */
  readonly events: readonly RunEvent[];
  fnOf(event: RunEvent): string | null;
  /** `file:line` of the logging call that printed it, and of the call inside of a helper that did it for that one. */
  callsOf(event: RunEvent): readonly string[];
}

/** Kinds whose lines tell metrics and warn about them. */
const TELLING = ["metric", "fill", "entry", "exit", "order-submitted", "order-accepted"] as const;
/** Milliseconds: a WARNING may come so much later. */
const NEAR = 1000;

export const metricEvents = runFact({
  name: "metric-events",
  doc: "Slippage, trailing distances and order latencies as the lines of the log tell them.",
  requires: { run, toldOnce },
  derive({ run, toldOnce }): MetricEvents {
    const patternOf = (event: RunEvent) => (event.pattern === null ? null : (run.patterns[event.pattern] ?? null));
    const seen = new Set<string>();
    // Behind the horizon a WARNING may be among the events that were not kept.
    const events = until(toldOnce, horizonOf(run, TELLING) - NEAR);
    const readings = events.flatMap(readingsOf).filter((one) => !isForeseen(one, patternOf(one.event)?.pieces ?? [])).filter((one) => {
      // One line may be several events.
      const key = `${one.event.at.file}:${String(one.event.at.line)} ${one.kind}`;
      return !seen.has(key) && seen.add(key);
    });
    return {
      readings, events,
      fnOf: (event) => patternOf(event)?.fn ?? null,
      callsOf(event) {
        const pattern = patternOf(event);
        return pattern ? [pattern.at, pattern.printedBy].map(({ file, line }) => `${file}:${String(line)}`) : [];
      },
    };
  },
});

/** The code calls the value that the line prints an estimate, a limit, an average. */
function isForeseen(reading: MetricReading, pieces: LogPattern["pieces"]): boolean {
  const name = READING_NAMES.find(([kind]) => kind === reading.kind)![1];
  return pieces.some((one) => {
    if (typeof one === "string") return false;
    const hit = name.exec(one.words);
    return hit !== null && (NOT_A_READING.test(one.words.slice(0, hit.index)) || NOT_A_READING_AFTER.test(one.words.slice(hit.index + hit[0].length)));
  });
}
