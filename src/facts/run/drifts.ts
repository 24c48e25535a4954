import type { RunEvent } from "../../run/event.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { instrumentOf, sameCall, secondsBetween } from "./instruments.ts";
import { rhythmOf } from "./sync-rhythm.ts";
import { toldOnce, wholePart } from "./told-once.ts";

/** The same difference between books and exchange, told again and again. */
export interface OpenDrift {
  readonly instrument: string;
  readonly times: readonly RunEvent[];
}

/** Positions that left the books right after the request for them had failed. */
export interface Wipe {
  readonly failure: RunEvent;
  readonly removed: readonly RunEvent[];
  /** One of them was found on the exchange again later. */
  readonly back: RunEvent | null;
}

export interface Drifts {
  readonly any: number;
  readonly open: readonly OpenDrift[];
  readonly wipes: readonly Wipe[];
  readonly failures: number;
  readonly sample: RunEvent | null;
}

export const drifts = runFact({
  name: "drifts",
  doc: "Differences between books and exchange that the run told: repaired or not, real or after a failed request.",
  requires: { toldOnce, run },
  derive: ({ toldOnce, run }): Drifts => driftsOf(wholePart(toldOnce, run.tallies, ["drift-add", "drift-remove", "entry", "exit", "fill", "order-submitted", "sync", "sync-failed"])),
});

/** As often in a row it is no delay of the exchange any more. */
const OFTEN = 3;
/** Seconds that the pace of comparisons may differ by. */
const UNEVEN = 5;
/** Seconds after a failed request, and never so long that the next comparison may have come. */
const RIGHT_AFTER = 2;
/** Seconds within which no other answer of the exchange can have come. */
const SAME_ROUND = 0.1;
/** Left alone on purpose, and said so. */
const ON_PURPOSE = /managed[=: ]+false|unmanaged|not managed|ignor\w*|foreign|manual\w*|whitelist|external\w*|not mine|not ours|other bot|skip\w*|leav(e|ing)|dust|below min\w*|чуж\w*|ручн\w*|не управля\w*|игнор\w*/i;
const BY_SYNC = /drift|sync|extern|reconcil|not[ _]on|missing|phantom|ghost|gone|vanish|сверк|рассинхрон|нет на бирже/i;
const OF_POSITIONS = /position|позици|sync|сверк/i;
const WARNING = 30;

/** Pure: events in the order of time. */
export function driftsOf(events: readonly RunEvent[]): Drifts {
  const told = events.filter((one) => one.kind === "drift-add" || one.kind === "drift-remove");
  return { any: told.length, open: openDrifts(events), wipes: wipesOf(events), failures: events.filter(isFailedFetch).length, sample: told[0] ?? null };
}

/** What happened to the market in between is a repair, or an attempt at one. */
const REPAIRS: ReadonlySet<RunEvent["kind"]> = new Set(["entry", "exit", "fill", "order-submitted", "order-accepted", "started"]);

function openDrifts(events: readonly RunEvent[]): OpenDrift[] {
  const rows = new Map<string, RunEvent[]>();
  const found: OpenDrift[] = [];
  const end = (instrument: string, kind: "drift-add" | "drift-remove"): void => {
    const times = rows.get(`${kind} ${instrument}`) ?? [];
    rows.delete(`${kind} ${instrument}`);
    if (times.length >= OFTEN && isEachRound(times)) found.push({ instrument, times });
  };
  for (const one of events) {
    const instrument = instrumentOf(one);
    if (one.kind === "drift-add" || one.kind === "drift-remove") {
      if (instrument === "" || ON_PURPOSE.test(one.text)) continue;
      end(instrument, one.kind === "drift-add" ? "drift-remove" : "drift-add");
      const key = `${one.kind} ${instrument}`;
      const before = rows.get(key) ?? [];
      if (before.length === 0 || sameCall(before[0]!, one)) rows.set(key, before.concat(one));
    } else if (REPAIRS.has(one.kind) && (instrument !== "" || one.kind === "started")) {
      for (const key of [...rows.keys()]) {
        const [kind, of] = key.split(" ") as ["drift-add" | "drift-remove", string];
        if (one.kind === "started" || of === instrument) end(of, kind);
      }
    }
  }
  for (const key of [...rows.keys()]) {
    const [kind, of] = key.split(" ") as ["drift-add" | "drift-remove", string];
    end(of, kind);
  }
  return found;
}

/** At an even pace: told by each comparison, not by several incidents on one day. */
function isEachRound(times: readonly RunEvent[]): boolean {
  const gaps = times.slice(1).map((one, i) => secondsBetween(times[i]!, one));
  const known = gaps.filter((one) => one !== null);
  return known.length === gaps.length && Math.max(...known) <= 2 * Math.min(...known) + UNEVEN;
}

const isFailedFetch = (one: RunEvent): boolean => one.kind === "sync-failed" || (one.kind === "exception" && (one.level ?? WARNING) >= WARNING && OF_POSITIONS.test(one.text));

const isRemoval = (one: RunEvent): boolean => one.kind === "drift-remove" || (one.kind === "exit" && BY_SYNC.test(one.fields.reason ?? ""));

function wipesOf(events: readonly RunEvent[]): Wipe[] {
  const found: Wipe[] = [];
  const { median } = rhythmOf(events, null);
  const after = Math.min(RIGHT_AFTER, median === null ? Infinity : median / 2);
  const open = new Set<string>();
  events.forEach((one, i) => {
    const instrument = instrumentOf(one);
    if (isFailedFetch(one) && open.size > 0) {
      const wipe = wipeAfter(events, i, open, after);
      // Where comparisons leave no line, the next one may have come meanwhile: then only what comes back was there all the time.
      if (wipe && (wipe.back || wipe.removed.every((each) => (secondsBetween(one, each) ?? Infinity) <= SAME_ROUND) || (median !== null && wipe.removed.length >= 2))) found.push(wipe);
    }
    if (one.kind === "started") open.clear();
    else if (instrument === "") return;
    else if (one.kind === "entry" || one.kind === "drift-add") open.add(instrument);
    else if (one.kind === "exit" || one.kind === "drift-remove") open.delete(instrument);
  });
  return found;
}

/** All that is open goes within seconds, and no answer of the exchange came in between. */
function wipeAfter(events: readonly RunEvent[], i: number, open: ReadonlySet<string>, after: number): Wipe | null {
  const failure = events[i]!;
  const removed = new Map<string, RunEvent>();
  let k = i + 1;
  for (; k < events.length; k++) {
    const one = events[k]!;
    if ((secondsBetween(failure, one) ?? Infinity) > after) break;
    if (one.kind === "sync" && removed.size === 0) return null;
    const instrument = instrumentOf(one);
    if (isRemoval(one) && open.has(instrument) && !removed.has(instrument)) removed.set(instrument, one);
  }
  if (removed.size < open.size) return null;
  return { failure, removed: [...removed.values()], back: comesBack(events.slice(k), removed) };
}

function comesBack(later: readonly RunEvent[], removed: ReadonlyMap<string, RunEvent>): RunEvent | null {
  for (const one of later) {
    if (one.kind === "started") return null;
    if (!removed.has(instrumentOf(one))) continue;
    if (one.kind === "drift-add") return one;
    if (one.kind === "entry" || one.kind === "order-submitted") return null;
  }
  return null;
}
