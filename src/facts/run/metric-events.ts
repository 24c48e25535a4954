import { runFact } from "../../sdk/fact.ts";
import type { RunEvent } from "../../run/event.ts";
import { run } from "../roots.ts";
import { readingsOf, type MetricReading } from "./metric-readings.ts";
import { toldOnce } from "./told-once.ts";

export interface MetricEvents {
  readonly readings: readonly MetricReading[];
  /** All events of the run: where warnings are looked for. */
  readonly events: readonly RunEvent[];
  /** All of them are at hand; else a WARNING may be among those that were not kept. */
  readonly complete: boolean;
  fnOf(event: RunEvent): string | null;
  /** `file:line` of the logging call that printed it. */
  callOf(event: RunEvent): string | null;
}

export const metricEvents = runFact({
  name: "metric-events",
  doc: "Slippage, trailing distances and order latencies as the lines of the log tell them.",
  requires: { run, toldOnce },
  derive({ run, toldOnce }): MetricEvents {
    const patternOf = (event: RunEvent) => (event.pattern === null ? null : (run.patterns[event.pattern] ?? null));
    const seen = new Set<string>();
    const readings = toldOnce.flatMap(readingsOf).filter((one) => {
      // One line may be several events.
      const key = `${one.event.at.file}:${String(one.event.at.line)} ${one.kind}`;
      return !seen.has(key) && seen.add(key);
    });
    return {
      readings, events: toldOnce,
      complete: Object.values(run.tallies).every(({ count, kept }) => kept >= count),
      fnOf: (event) => patternOf(event)?.fn ?? null,
      callOf(event) {
        const pattern = patternOf(event);
        return pattern ? `${pattern.at.file}:${String(pattern.at.line)}` : null;
      },
    };
  },
});
