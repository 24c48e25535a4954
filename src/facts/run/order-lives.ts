import type { RunEvent, RunEventKind } from "../../run/event.ts";
import { appendTo } from "../../sdk/append.ts";
import { instrumentOf } from "./instruments.ts";

/**
 * partly: filled in part when the log ends. unresolved: the bot itself says that it does not know. open: nothing tells of an end,
 * though the log tells the ends of others. silent: the log tells of no order's end, so nothing is known of this one's.
 */
export type OrderEnd = "filled" | "partly" | "canceled" | "rejected" | "unresolved" | "open" | "silent";

/** One order from its submission to what became of it. */
export interface OrderLife {
  /** Client's or venue's; null where the line names none. */
  readonly id: string | null;
  readonly instrument: string;
  readonly submitted: RunEvent;
  readonly accepted: RunEvent | null;
  readonly fills: readonly RunEvent[];
  /** The lines in which the bot says that it does not know what became of it. */
  readonly doubts: readonly RunEvent[];
  readonly end: OrderEnd;
  /** The line that tells the end. */
  readonly endedBy: RunEvent | null;
}

interface Open {
  readonly ids: Set<string>;
  readonly submitted: RunEvent;
  accepted: RunEvent | null;
  readonly fills: RunEvent[];
  readonly doubts: RunEvent[];
  end: OrderEnd | null;
  endedBy: RunEvent | null;
}

const ENDS: Readonly<Partial<Record<RunEventKind, OrderEnd>>> = { "order-canceled": "canceled", "order-rejected": "rejected", "order-unresolved": "unresolved" };
/** What is filled may differ from what was sent by the venue's rounding. */
const WHOLE = 0.999;

/** Pure: events in the order of time → their orders, in the order of submission. */
export function orderLives(events: readonly RunEvent[]): OrderLife[] {
  const lives: Open[] = [];
  const byId = new Map<string, Open>();
  const byInstrument = new Map<string, Open[]>();
  for (const event of events) {
    if (event.kind === "order-submitted") begin(event, lives, byId, byInstrument);
    else if (event.kind === "order-accepted" || event.kind === "fill" || ENDS[event.kind]) {
      const life = lifeOf(event, byId, byInstrument);
      if (life) told(life, event, byId);
    }
  }
  const anyEnd = lives.some((one) => one.end !== null || one.fills.length > 0);
  return lives.map(({ ids, submitted, accepted, fills, doubts, end, endedBy }) => ({
    id: [...ids][0] ?? null, instrument: instrumentOf(submitted), submitted, accepted, fills, doubts,
    end: end ?? (fills.length > 0 ? "partly" : anyEnd ? "open" : "silent"), endedBy,
  }));
}

const idsOf = ({ fields }: RunEvent): string[] => [fields["client-order-id"], fields["order-id"]].filter((one) => one !== undefined);

function begin(event: RunEvent, lives: Open[], byId: Map<string, Open>, byInstrument: Map<string, Open[]>): void {
  const ids = idsOf(event);
  // A second line of one submission: the acknowledgement, another logger.
  if (ids.some((id) => byId.has(id))) return;
  const life: Open = { ids: new Set(ids), submitted: event, accepted: null, fills: [], doubts: [], end: null, endedBy: null };
  lives.push(life);
  for (const id of ids) byId.set(id, life);
  const instrument = instrumentOf(event);
  appendTo(byInstrument, instrument, life);
}

/** By its id; a line without one belongs to the only open order of its instrument and side, and to none where there are several. */
function lifeOf(event: RunEvent, byId: ReadonlyMap<string, Open>, byInstrument: ReadonlyMap<string, readonly Open[]>): Open | null {
  const ids = idsOf(event);
  for (const id of ids) if (byId.has(id)) return byId.get(id)!;
  const instrument = instrumentOf(event);
  if (instrument === "") return null;
  const open = (byInstrument.get(instrument) ?? []).filter((one) => one.end === null && (ids.length === 0 || one.ids.size === 0) && sameSide(one.submitted, event));
  return open.length === 1 ? open[0]! : null;
}

const sameSide = (one: RunEvent, other: RunEvent): boolean => one.fields.side === undefined || other.fields.side === undefined || one.fields.side.toLowerCase() === other.fields.side.toLowerCase();

function told(life: Open, event: RunEvent, byId: Map<string, Open>): void {
  for (const id of idsOf(event)) {
    life.ids.add(id);
    if (!byId.has(id)) byId.set(id, life);
  }
  if (event.kind === "order-unresolved") life.doubts.push(event);
  if (event.kind === "order-accepted") life.accepted ??= event;
  else if (event.kind === "fill") filled(life, event);
  // What was unresolved may be told later; an order that ended has ended.
  else if (life.end === null || life.end === "unresolved") [life.end, life.endedBy] = [ENDS[event.kind]!, event];
}

function filled(life: Open, event: RunEvent): void {
  life.fills.push(event);
  if (life.end === "canceled" || life.end === "rejected" || life.end === "filled") return;
  const size = sizeOf(life.submitted);
  const sum = life.fills.reduce<number | null>((all, one) => (all === null || sizeOf(one) === null ? null : all + sizeOf(one)!), 0);
  const whole = size === null || sum === null || sum >= size * WHOLE;
  [life.end, life.endedBy] = whole ? ["filled", event] : [null, null];
}

function sizeOf({ fields }: RunEvent): number | null {
  const size = fields.size === undefined ? NaN : Math.abs(Number.parseFloat(fields.size.replaceAll(/[,_ ]/g, "")));
  return Number.isFinite(size) && size > 0 ? size : null;
}
