import type { RunEvent, RunEventKind } from "../../run/event.ts";
import type { Run, Traceback } from "../../run/run.ts";
import { appendTo } from "../../sdk/append.ts";
import type { Anchor } from "../../sdk/evidence.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";

/** Milliseconds by which the clocks of two logs of one run may differ: one of them may know whole seconds only. */
const SAME_MOMENT = 1000;
/** From this share of twins on it is the logger that writes each line twice. */
const DOUBLED = 0.5;

export const toldOnce = runFact({
  name: "told-once",
  doc: "The run's events, each once: not again for a second log file, a captured console or a handler that was added twice.",
  requires: { run },
  derive: ({ run }): readonly RunEvent[] => withoutCopies(run.events),
});

/**
 * The part of a run in which every event of these kinds was kept: of kinds that come by the thousand the first ones are, and
 * what is missing behind them did not fail to happen.
 */
export function wholePart(events: readonly RunEvent[], tallies: Run["tallies"], kinds: readonly RunEventKind[]): readonly RunEvent[] {
  const cut = new Set(kinds.filter((kind) => (tallies[kind]?.count ?? 0) > (tallies[kind]?.kept ?? 0)));
  if (cut.size === 0) return events;
  const last = new Map<RunEventKind, number>();
  for (const { kind, time } of events) if (cut.has(kind) && time !== null) last.set(kind, time);
  const end = Math.min(...[...cut].map((kind) => last.get(kind) ?? -Infinity));
  return events.filter(({ time }) => time !== null && time <= end);
}

export const tracebacksOnce = runFact({
  name: "tracebacks-once",
  doc: "The run's tracebacks, without the copies that other logs hold of them.",
  requires: { run, toldOnce },
  derive({ run, toldOnce }): readonly Traceback[] {
    const line = ({ at }: { readonly at: Anchor }): string => `${at.file}:${at.line}`;
    const copies = new Set(run.events.map(line));
    for (const one of toldOnce) copies.delete(line(one));
    return run.tracebacks.filter((one) => !copies.has(line(one)));
  },
});

/** Pure: events in the order of time → the same without the copies that other logs hold of them. */
export function withoutCopies(events: readonly RunEvent[]): readonly RunEvent[] {
  const kept = events.filter(notIn(copiesInOtherFiles(events)));
  const twins = twinsOf(kept);
  // A few equal lines are what happened; every line twice is a logger with two handlers.
  return kept.length >= 4 && twins.size >= (kept.length / 2) * DOUBLED ? kept.filter(notIn(twins)) : kept;
}

const notIn = (dropped: ReadonlySet<RunEvent>) => (one: RunEvent): boolean => !dropped.has(one);

/** What another file has told before in the same words at the same time; of several such lines each stands for one. */
function copiesInOtherFiles(events: readonly RunEvent[]): Set<RunEvent> {
  const copies = new Set<RunEvent>();
  for (const group of grouped(events, (one) => `${one.kind} ${one.text}`)) {
    if (group.every((one) => one.at.file === group[0]!.at.file)) continue;
    const originals: { readonly event: RunEvent; readonly time: number; readonly copiedIn: Set<string> }[] = [];
    let from = 0;
    for (const event of group) {
      const { time, at } = event;
      if (time === null) continue;
      while (from < originals.length && originals[from]!.time < time - SAME_MOMENT) from++;
      const original = originals.slice(from).find((one) => one.event.at.file !== at.file && !one.copiedIn.has(at.file));
      if (original) {
        original.copiedIn.add(at.file);
        copies.add(event);
      } else originals.push({ event, time, copiedIn: new Set() });
    }
  }
  return copies;
}

/** The second of two equal lines with the same time that follow each other in one file. */
function twinsOf(events: readonly RunEvent[]): Set<RunEvent> {
  const twins = new Set<RunEvent>();
  for (const group of grouped(events, (one) => `${one.kind} ${one.at.file} ${one.text}`)) {
    for (let i = 1; i < group.length; i++) {
      const [before, one] = [group[i - 1]!, group[i]!];
      if (twins.has(before) || one.time === null || one.time !== before.time || one.at.line - (before.at.endLine ?? before.at.line) !== 1) continue;
      twins.add(one);
    }
  }
  return twins;
}

function grouped(events: readonly RunEvent[], keyOf: (one: RunEvent) => string): Iterable<RunEvent[]> {
  const groups = new Map<string, RunEvent[]>();
  for (const one of events) {
    const key = keyOf(one);
    appendTo(groups, key, one);
  }
  return groups.values();
}
