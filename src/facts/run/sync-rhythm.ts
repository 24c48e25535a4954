import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { children } from "../../ir/walk.ts";
import type { RunEvent } from "../../run/event.ts";
import type { Run } from "../../run/run.ts";
import { appendTo } from "../../sdk/append.ts";
import { runFact } from "../../sdk/fact.ts";
import { codeLines } from "../code/code-lines.ts";
import { program, run } from "../roots.ts";
import { callOf } from "./instruments.ts";
import { toldOnce, wholePart } from "./told-once.ts";

/** The time between two comparisons of the positions with the exchange, by the log's own clock. */
export interface SyncGap {
  readonly from: RunEvent;
  /** Null: the log ends without another one. */
  readonly to: RunEvent | null;
  readonly seconds: number;
  /** The log shows the bot at work in between: it is not the log or the machine that stood still. */
  readonly awake: boolean;
}

export interface SyncRhythm {
  readonly syncs: number;
  readonly gaps: readonly SyncGap[];
  /** Seconds between two of them as a rule; null: too few to tell. */
  readonly median: number | null;
  /** Most gaps are near the median: each comparison leaves a line, not only one that found something. */
  readonly steady: boolean;
  /** The line is written by each comparison: it stands in no branch, and nothing leaves before it. */
  readonly each: boolean;
  /** The code can run its clock faster (`time_scale`): seconds of the log may stand for minutes of the bot. */
  readonly scalable: boolean;
}

export const syncRhythm = runFact({
  name: "sync-rhythm",
  doc: "When the run compared its positions with the exchange.",
  requires: { toldOnce, run, program, codeLines },
  derive({ toldOnce, run, program, codeLines }): SyncRhythm {
    const { sample, ...rhythm } = rhythmOf(wholePart(toldOnce, run.tallies, ["sync", "sync-failed"]), isCut(run.tallies) ? null : run.end);
    const at = sample?.pattern == null ? null : (run.patterns[sample.pattern]?.at ?? null);
    return { ...rhythm, each: at !== null && isUnconditional(codeLines.on(at), codeLines.functionAt(at)), scalable: [...program.texts.values()].some((text) => FASTER_CLOCK.test(text)) };
  },
});

const isCut = ({ sync }: Run["tallies"]): boolean => (sync?.count ?? 0) > (sync?.kept ?? 0);
const FASTER_CLOCK = /time_?scale|time_?factor|speed_?up|clock_?(scale|speed|factor)|time_?(acceleration|compression|warp)/i;
const FEWEST_GAPS = 4;
/** Share of gaps that must lie near the median, and how near: a part of it, or a second. */
const STEADY = 0.8;
const NEAR = 0.25;
/** Of a gap: a longer silence of the whole log says that nothing was written, not that nothing was compared. */
const LONGEST_SILENCE = 0.5;

/** Pure: events in the order of time. An attempt that failed and said so is in time, too. */
export function rhythmOf(events: readonly RunEvent[], end: number | null): Omit<SyncRhythm, "scalable" | "each"> & { readonly sample: RunEvent | null } {
  const timed = events.filter((one) => one.time !== null);
  const steps = steadyCall(timed);
  const gaps: SyncGap[] = [];
  let from: RunEvent | null = null;
  let window: number[] = [];
  const close = (to: RunEvent | null, at: number): void => {
    if (from) gaps.push({ from, to, seconds: (at - from.time!) / 1000, awake: isAwake(from.time!, window, at) });
  };
  for (const one of timed) {
    if (one.kind === "started" || one.kind === "stopped" || one.kind === "shutdown") from = null;
    else if (steps.has(one)) {
      close(one, one.time!);
      from = one;
      window = [];
    } else window.push(one.time!);
  }
  const between = gaps.map((one) => one.seconds).sort((a, b) => a - b);
  const median = between.length >= FEWEST_GAPS ? between[between.length >> 1]! : null;
  const near = median === null ? 0 : between.filter((one) => Math.abs(one - median) <= Math.max(median * NEAR, 1)).length;
  if (end !== null) close(null, end);
  return { sample: [...steps].find((one) => one.kind === "sync") ?? null, syncs: steps.size, gaps: gaps.filter((one) => one.to !== null || one.seconds > 0), median, steady: between.length >= FEWEST_GAPS && near >= between.length * STEADY };
}

/** From the line outwards: in no `if`, no handler, no loop over something; and no `return` stands before it. */
function isUnconditional(around: readonly Node[], fn: FunctionNode | null): boolean {
  const line = around.at(-1);
  if (!line || !fn || around.some((one) => one.kind === "if" || one.kind === "for" || one.kind === "handler" || one.kind === "conditional")) return false;
  let leaves = false;
  const look = (node: Node): void => {
    if (node.kind === "function" || node.kind === "handler" || node.start >= line.start) return;
    // Of a loop that is over by then only `return` leaves.
    if (node.kind === "return" || (node.kind === "continue" && loopsAround(node) <= loops)) leaves = true;
    children(node, look);
  };
  const loops = loopsAround(line);
  fn.body.forEach(look);
  return !leaves;
}

function loopsAround(node: Node): number {
  let count = 0;
  for (let at = node.parent; at && at.kind !== "function"; at = at.parent) if (at.kind === "for" || at.kind === "while") count++;
  return count;
}

/** Of the calls that tell of comparisons the one that does it most often: others tell of the same ones, or of some. */
function steadyCall(events: readonly RunEvent[]): Set<RunEvent> {
  const groups = new Map<string, RunEvent[]>();
  for (const one of events) {
    if (one.kind !== "sync") continue;
    appendTo(groups, callOf(one), one);
  }
  const [most] = [...groups.values()].sort((a, b) => b.length - a.length);
  return new Set(most ? [...most, ...events.filter((one) => one.kind === "sync-failed")] : []);
}

function isAwake(from: number, window: readonly number[], to: number): boolean {
  if (window.length < 2) return false;
  let last = from;
  let silence = 0;
  for (const time of [...window, to]) {
    silence = Math.max(silence, time - last);
    last = time;
  }
  return silence <= (to - from) * LONGEST_SILENCE;
}
