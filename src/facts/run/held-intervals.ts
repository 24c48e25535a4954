import type { RunEvent } from "../../run/event.ts";

/** A position that was certainly open from one line of the log to another. */
export interface HeldInterval {
  readonly symbol: string;
  readonly entry: RunEvent;
  /** The last line that shows it open, or its exit. */
  readonly alive: RunEvent;
}

/** Lines that show a position open at that time. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set(["exit", "trail", "trail-reload"]);

/** Milliseconds. */
const LONG = 30 * 60_000;

/**
 * Pure: events in the order of time → what was held. A position counts from its last entry line to the last line that shows it
 * open: the exchange may have closed it unseen, so an entry by itself proves no time at all. A restart forgets, and so does a long
 * silence: nobody knows whether the bot was there.
 */
export function heldIntervals(events: readonly RunEvent[]): HeldInterval[] {
  const found: HeldInterval[] = [];
  const open = new Map<string, { entry: RunEvent; alive: RunEvent }>();
  const close = (symbol: string): void => {
    const one = open.get(symbol);
    if (one && one.alive !== one.entry) found.push({ symbol, ...one });
    open.delete(symbol);
  };
  let before = -Infinity;
  for (const event of events) {
    const silence = (event.time ?? before) - before;
    before = event.time ?? before;
    if (event.kind === "started" || silence > LONG) for (const symbol of [...open.keys()]) close(symbol);
    const { symbol } = event.fields;
    if (symbol === undefined || event.time === null) continue;
    if (event.kind === "entry") {
      close(symbol);
      open.set(symbol, { entry: event, alive: event });
    } else if (event.kind === "drift-add" || event.kind === "drift-remove") close(symbol);
    else if (SIGNS_OF_LIFE.has(event.kind)) {
      const one = open.get(symbol);
      if (one) one.alive = event;
      if (event.kind === "exit") close(symbol);
    }
  }
  for (const symbol of [...open.keys()]) close(symbol);
  return found.sort((a, b) => a.entry.time! - b.entry.time! || (a.symbol < b.symbol ? -1 : 1));
}

/** The most positions that were certainly open at once: those that the last of them joined. */
export function mostHeld(intervals: readonly HeldInterval[]): readonly HeldInterval[] {
  let most: readonly HeldInterval[] = [];
  let open: HeldInterval[] = [];
  // A symbol is open once at a time: as many as there are symbols at most.
  for (const one of [...intervals].sort((a, b) => a.entry.time! - b.entry.time!)) {
    open = [...open.filter((each) => each.alive.time! > one.entry.time!), ...(one.alive.time! > one.entry.time! ? [one] : [])];
    if (open.length > most.length) most = open;
  }
  return most;
}
