import type { RunEvent } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { instrumentOf, secondsBetween } from "./instruments.ts";
import { run } from "../roots.ts";
import { toldOnce, wholePart } from "./told-once.ts";

/** The market's regime became another one. */
export interface RegimeChange {
  readonly event: RunEvent;
  /** "" where the regime is one for all markets. */
  readonly instrument: string;
  readonly from: string | null;
  readonly to: string;
  /** The first line after it that tells of new trailing parameters of this market; null: none came before the next change. */
  readonly reload: { readonly event: RunEvent; readonly seconds: number | null } | null;
  /** A position that was open in this market at that time. */
  readonly position: RunEvent | null;
}

export interface RegimeChanges {
  readonly changes: readonly RegimeChange[];
  /** Lines that tell of new parameters, whatever made them. */
  readonly reloads: number;
}

export const regimeChanges = runFact({
  name: "regime-changes",
  doc: "When the run's regimes changed, and when new parameters followed.",
  requires: { toldOnce, run },
  derive: ({ toldOnce, run }): RegimeChanges => changesOf(wholePart(toldOnce, run.tallies, ["regime", "trail-reload", "entry", "exit", "drift-add", "drift-remove"])),
});

const FROM_TO = /\bfrom\W{1,3}(\w+).{1,8}?\bto\W{1,3}(\w+)|\bold\w*\W{1,3}(\w+).{1,8}?\bnew\w*\W{1,3}(\w+)|(\w+)\s*(?:->|=>|→|➡️?)\s*(\w+)|\bс\s+(\w+)\s+на\s+(\w+)/iu;

/** Pure: events in the order of time. A line that names the regime of before again is no change. */
export function changesOf(events: readonly RunEvent[]): RegimeChanges {
  const current = new Map<string, string>();
  const open = new Map<string, RunEvent>();
  const before = new Map<string, RunEvent>();
  const last = new Map<string, Change>();
  const used = new Set<RunEvent>();
  const found: Change[] = [];
  const untraded = new Set<RegimeChange>();
  let traded = false;
  let reloads = 0;
  for (const one of events) {
    const instrument = instrumentOf(one);
    traded = one.kind !== "started" && (traded || TRADES.has(one.kind));
    if (one.kind === "started") {
      current.clear();
      open.clear();
    } else if (one.kind === "entry" || one.kind === "drift-add") open.set(instrument, one);
    else if (one.kind === "exit" || one.kind === "drift-remove") open.delete(instrument);
    else if (one.kind === "trail-reload") {
      reloads++;
      before.set(instrument, one);
      for (const change of instrument === "" ? last.values() : [last.get(instrument), last.get("")]) {
        if (!change || change.reload) continue;
        change.reload = { event: one, seconds: secondsBetween(change.event, one) };
        used.add(one);
      }
    } else if (one.kind === "regime") {
      const told = regimeIn(one);
      const from = told?.from ?? current.get(instrument) ?? null;
      if (!told) continue;
      current.set(instrument, told.to);
      if (from === null || from === told.to) continue;
      const position = instrument === "" ? ([...open.values()][0] ?? null) : (open.get(instrument) ?? null);
      const early = before.get(instrument) ?? before.get("");
      const isOwn = early !== undefined && (secondsBetween(early, one) ?? Infinity) <= JUST_BEFORE && !used.has(early);
      const change: Change = { event: one, instrument, from, to: told.to, position, reload: isOwn ? { event: early, seconds: 0 } : null };
      if (isOwn) used.add(early);
      last.set(instrument, change);
      found.push(change);
      if (!traded) untraded.add(change);
    }
  }
  return { changes: withoutReplays(found, untraded), reloads };
}

/** Seconds in which no live market changes its regime so often: a model that is trained, a start that goes through history. */
const REPLAYED = 0.1;
const REPLAYED_CHANGES = 4;
const TRADES: ReadonlySet<string> = new Set(["entry", "exit", "drift-add", "drift-remove"]);

/** A start goes through history before it trades: later bursts are the market's, on whatever clock. */
function withoutReplays(changes: readonly RegimeChange[], untraded: ReadonlySet<RegimeChange>): RegimeChange[] {
  const replayed = new Set<RegimeChange>();
  const lately = new Map<string, RegimeChange[]>();
  for (const one of untraded) {
    const burst = [...(lately.get(one.instrument) ?? []).filter(({ event }) => (secondsBetween(event, one.event) ?? Infinity) <= REPLAYED), one];
    lately.set(one.instrument, burst.slice(-REPLAYED_CHANGES));
    if (burst.length >= REPLAYED_CHANGES) for (const each of burst) replayed.add(each);
  }
  return changes.filter((one) => !replayed.has(one));
}

/** Seconds: the change is told when its handlers are done. */
const JUST_BEFORE = 1;
type Change = { -readonly [K in keyof RegimeChange]: RegimeChange[K] };

function regimeIn({ text, fields }: RunEvent): { readonly from: string | null; readonly to: string } | null {
  const told = FROM_TO.exec(text);
  const from = told?.[1] ?? told?.[3] ?? told?.[5] ?? told?.[7];
  const to = told?.[2] ?? told?.[4] ?? told?.[6] ?? told?.[8];
  if (from && to) return { from: from.toLowerCase(), to: to.toLowerCase() };
  return fields.regime ? { from: null, to: fields.regime.toLowerCase() } : null;
}

/** Back again before it was of use: A → B → A within so many seconds. */
export function flapsOf(changes: readonly RegimeChange[], within: number): readonly RegimeChange[] {
  const last = new Map<string, RegimeChange>();
  return changes.filter((one) => {
    const before = last.get(one.instrument);
    last.set(one.instrument, one);
    return before !== undefined && before.from === one.to && (secondsBetween(before.event, one.event) ?? Infinity) <= within;
  });
}
