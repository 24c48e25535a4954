import type { Call, FunctionNode } from "../../ir/nodes.ts";
import type { RunEvent, RunEventKind } from "../../run/event.ts";
import { appendTo } from "../../sdk/append.ts";
import { runFact } from "../../sdk/fact.ts";
import { printedLines } from "../code/logs/printed-lines.ts";
import { toldOnce } from "./told-once.ts";

/** The run's events by what they are and by the code that told them. */
export interface RunEvents {
  /** In the order of time. */
  of(kind: RunEventKind): readonly RunEvent[];
  /** Of one logging call: an index into `Run.patterns`. */
  byPattern(pattern: number): readonly RunEvent[];
  /** The call that printed it, a helper's caller where the line tells which; null where the line was understood by its words alone. */
  callOf(event: RunEvent): Call | null;
  /** The function around that call. */
  functionOf(event: RunEvent): FunctionNode | null;
}

export const runEvents = runFact({
  name: "run-events",
  doc: "The run's events by kind and by the logging call that told them.",
  requires: { toldOnce, printedLines },
  derive({ toldOnce, printedLines }): RunEvents {
    const kinds = new Map<RunEventKind, RunEvent[]>();
    const patterns = new Map<number, RunEvent[]>();
    for (const one of toldOnce) {
      appendTo(kinds, one.kind, one);
      if (one.pattern !== null) appendTo(patterns, one.pattern, one);
    }
    const lineOf = (event: RunEvent) => (event.pattern === null ? undefined : printedLines[event.pattern]);
    return {
      of: (kind) => kinds.get(kind) ?? [],
      byPattern: (pattern) => patterns.get(pattern) ?? [],
      callOf: (event) => lineOf(event)?.call ?? null,
      functionOf: (event) => lineOf(event)?.fn ?? null,
    };
  },
});
