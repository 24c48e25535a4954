import type { RunEventKind } from "../event.ts";

/** So many events of a kind are kept, the first ones; all are counted. Orders, fills and positions are reconciled one by one. */
export const capOf = (kind: RunEventKind): number => (WHOLE.has(kind) ? 10_000 : 2_500);

const WHOLE: ReadonlySet<RunEventKind> = new Set(["order-submitted", "order-accepted", "order-rejected", "order-canceled", "order-unresolved", "fill", "entry", "exit"]);

export const MOST_TRACEBACKS = 2_000;
/** Distinct reasons; the words of a reason are few when its numbers are left out. */
export const MOST_REASONS = 2_000;
export const MOST_REASONS_TOLD = 100;
export const LONGEST_TEXT = 400;
