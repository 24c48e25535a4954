import { newJumps, newSink, type FlowBuilder, type Jumps, type Sink } from "./flow-builder.ts";

/** What is collected between the begin and the end of a protected region, and what was outside of it. */
export interface Guard {
  readonly sink: Sink;
  readonly jumps: Jumps;
  readonly outerSink: Sink;
  readonly outerJumps: Jumps;
}

/** Begins a protected region: from here on, ways out are collected. */
export function openGuard(b: FlowBuilder): Guard {
  const guard = { sink: newSink(), jumps: newJumps(), outerSink: b.sink, outerJumps: b.jumps };
  b.sink = guard.sink;
  b.jumps = guard.jumps;
  return guard;
}

/** Ends it: ways out lead outside again. */
export function closeGuard(b: FlowBuilder, guard: Guard): void {
  b.sink = guard.outerSink;
  b.jumps = guard.outerJumps;
}

/** The jumps that a guard intercepts. */
export const jumpKinds = ["returns", "breaks", "continues"] as const;

/** Nothing but the normal way leads out of the region. */
export function isUnused({ sink, jumps }: Guard): boolean {
  return sink.ordinary.length === 0 && sink.cancel.length === 0 && jumpKinds.every((kind) => jumps[kind].length === 0);
}
