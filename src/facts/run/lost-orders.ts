import type { RunEvent, RunEventKind } from "../../run/event.ts";
import { appendTo } from "../../sdk/append.ts";
import { runFact } from "../../sdk/fact.ts";
import { run } from "../roots.ts";
import { instrumentOf } from "./instruments.ts";
import { lifecycles } from "./lifecycles.ts";
import { runEvents, type RunEvents } from "./run-events.ts";
import type { OrderLife } from "./order-lives.ts";

/** An order of which the bot said that it does not know what became of it. */
export interface DoubtedOrder {
  readonly instrument: string;
  readonly doubt: RunEvent;
  /** What told of it, or compared the books, afterwards; null: nothing. */
  readonly cleared: RunEvent | null;
  /** Seconds that the log goes on after the doubt; null where a time is missing. */
  readonly after: number | null;
}

export interface LostOrders {
  readonly doubted: readonly DoubtedOrder[];
  /** Lines that may clear a doubt were told more often than they are kept. */
  readonly cut: boolean;
}

/** What shows that the bot knows again where it stands: by market, and for all of them. */
const CLEARS: readonly RunEventKind[] = ["fill", "order-accepted", "order-canceled", "order-rejected", "entry", "exit", "trail", "drift-add", "drift-remove", "drift-size"];
const CLEARS_ALL: readonly RunEventKind[] = ["sync", "stopped"];

export const lostOrders = runFact({
  name: "lost-orders",
  doc: "Orders whose outcome the bot did not know, and what told of them afterwards.",
  requires: { run, runEvents, lifecycles },
  derive({ run, runEvents, lifecycles }): LostOrders {
    const lives = new Map(lifecycles.orders.flatMap((life) => life.doubts.map((doubt) => [doubt, life] as const)));
    const cleared = clearing(runEvents);
    const doubted = runEvents.of("order-unresolved").map((doubt): DoubtedOrder => {
      const life = lives.get(doubt) ?? null;
      const instrument = life?.instrument || instrumentOf(doubt);
      return { instrument, doubt, cleared: endOf(life) ?? cleared(doubt, instrument), after: run.end === null || doubt.time === null ? null : (run.end - doubt.time) / 1000 };
    });
    return { doubted, cut: [...CLEARS, ...CLEARS_ALL].some((kind) => (run.tallies[kind]?.count ?? 0) > (run.tallies[kind]?.kept ?? 0)) };
  },
});

const endOf = (life: OrderLife | null): RunEvent | null => (life && life.end !== "unresolved" ? (life.endedBy ?? life.fills[0] ?? null) : null);

/** The next line about the doubt's market, or about all of them; where no market is named, any. */
function clearing(events: RunEvents): (doubt: RunEvent, instrument: string) => RunEvent | null {
  const inTime = (kinds: readonly RunEventKind[]): RunEvent[] => kinds.flatMap((kind) => events.of(kind).filter((one) => one.time !== null)).sort((a, b) => a.time! - b.time! || a.at.line - b.at.line);
  const own = inTime(CLEARS);
  const all = inTime(CLEARS_ALL);
  const byInstrument = new Map<string, RunEvent[]>([["", own]]);
  for (const one of own) {
    const instrument = instrumentOf(one);
    if (instrument === "") continue;
    appendTo(byInstrument, instrument, one);
  }
  return (doubt, instrument) => {
    const found = [firstAfter(byInstrument.get(instrument) ?? [], doubt), firstAfter(all, doubt)].filter((one) => one !== null);
    return found.reduce<RunEvent | null>((first, one) => (first === null || one.time! < first.time! ? one : first), null);
  };
}

/** Of events in the order of time. */
function firstAfter(events: readonly RunEvent[], doubt: RunEvent): RunEvent | null {
  if (doubt.time === null) return null;
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isLater(events[middle]!, doubt)) high = middle;
    else low = middle + 1;
  }
  return events[low] ?? null;
}

const isLater = (one: RunEvent, doubt: RunEvent): boolean => one.time! > doubt.time! || (one.time === doubt.time && one.at.line > doubt.at.line);
