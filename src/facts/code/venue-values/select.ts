import { BOOK_COUNTS, BOOK_SIDES, CANDLE_CELLS, CANDLE_STREAMS, COMMON_WORDS, ENVELOPES, TEXT_LEVELS, VENUE_CONTAINERS, VENUE_FIELDS, type Envelope, type Venue, type VenueField } from "../../../knowledge/venue-fields.ts";
import { ccxtGap } from "../../../knowledge/ccxt-gaps.ts";
import { isUnsent } from "../../../knowledge/order-answers.ts";
import { SPEAKS_LIKE } from "../../../knowledge/venue-sources.ts";
import { appendTo } from "../../../sdk/append.ts";
import { payload, venueText, type Payload, type Told, type Tracked } from "./tracked.ts";

const byName = new Map<string, VenueField[]>();
for (const field of VENUE_FIELDS) {
  appendTo(byName, field.name, field);
}

const containers = (venue: Venue | null, key: string): boolean =>
  venue ? VENUE_CONTAINERS[venue].has(key) : Object.values(VENUE_CONTAINERS).some((one) => one.has(key));

/** What a key of a payload gives; null: not known. */
export function keyOf(from: Payload, key: string): Tracked | null {
  const envelope = from.venue ? ENVELOPES[from.venue] : undefined;
  const isInside = envelope !== undefined && from.certain && from.opened.startsWith(envelope.opens);
  if (isInside && (key === envelope.opens || envelope.tells.has(key))) return missing(from.venue!, from, key, true, [], "envelope");
  const field = fieldOf(from, key);
  if (field && isInside && envelope.listed?.has(from.topic!) && from.opened === envelope.opens) return missing(from.venue!, from, key, true, [], "envelope");
  if (field) return field;
  if (!containers(from.venue, key)) return null;
  return payload({ ...from, depth: 0, book: BOOK_SIDES.has(key), opened: openedBy(from, key, envelope) });
}

function openedBy({ venue, opened }: Payload, key: string, envelope: Envelope | undefined): string {
  if (opened === "") return envelope ? (key === envelope.opens ? key : "") : venue === null && OPENING.has(key) ? key : "";
  return key === envelope?.rows ? `${envelope.opens}.${key}` : opened;
}

/** Of a venue that only a caller tells. */
const OPENING: ReadonlySet<string> = new Set(Object.values(ENVELOPES).map((one) => one.opens));

/** What a position (-1: any) of a payload's list gives; null: not known. */
export function elementOf(from: Payload, position: number): Tracked | null {
  const cells = from.depth === 1 && (from.topic === "klines" || (from.book && (from.topic === "book" || from.certain)));
  if (!cells) return from.depth < 2 ? payload({ ...from, depth: from.depth + 1 }) : null;
  const venue = from.venue;
  if (!venue) return null;
  const isCandle = from.topic === "klines";
  const text = isCandle ? candleCell(venue, from.stream, position) : TEXT_LEVELS.has(venue) ? (position <= 0 || position >= BOOK_COUNTS ? "whole" : "decimal") : null;
  if (text === null) return null;
  return venueText({ venue, topic: from.topic, field: isCandle ? "candle" : "level", text, empty: false, null: false, rare: false, absent: false, zero: false, stream: from.stream, toldBy: [] });
}

/** What stands in a cell; of any cell (-1) only where all are text. Null: a number, or not known. */
function candleCell(venue: Venue, stream: boolean, position: number): "whole" | "decimal" | null {
  const cells = stream && !CANDLE_STREAMS.has(venue) ? "" : CANDLE_CELLS[venue] ?? "";
  if (position < 0) return cells === "" || cells.includes("@") ? null : "whole";
  return cells[position] === "#" ? "whole" : cells[position] === "." ? "decimal" : null;
}

function fieldOf(from: Payload, key: string): Tracked | null {
  if (!from.venue || (!from.certain && COMMON_WORDS.has(key))) return null;
  if ((from.topic === "bare" || from.topic === "placed") && from.certain && isUnsent(from.venue, key)) return missing(from.venue, from, key, true, []);
  if (from.venue === "ccxt") {
    const gap = ccxtGap(from.ccxtClass, from.topic, key);
    const toldBy = (byName.get(key) ?? []).find((one) => one.venue === "ccxt" && one.topic === from.topic)?.toldBy ?? [];
    // The amount that stands in for one that is not told is the bot's own order: no guess.
    if (gap !== null) return gap === "never" ? null : missing("ccxt", from, key, gap === "always" && from.topic === "placed" && key !== "amount", toldBy);
  }
  const ofVenue = (byName.get(key) ?? []).filter((one) => one.venue === from.venue);
  const known = from.topic !== null && from.topic !== "status";
  const fits = known ? ofVenue.filter((one) => one.topic === from.topic || one.text === "status") : ofVenue;
  const first = fits[0];
  if (!first || (first.text === "number" && !first.null) || fits.some((one) => one.text !== first.text)) return null;
  const flatOnly = from.openOnly && fits.every((one) => one.toldBy.includes("pos") || one.toldBy.includes("ordType"));
  return venueText({
    venue: first.venue, topic: from.topic ?? (fits.length === 1 ? first.topic : null), field: key, text: first.text,
    empty: !flatOnly && fits.every((one) => one.empty), null: fits.every((one) => one.null), rare: fits.every((one) => one.rare), absent: false, zero: fits.some((one) => one.zero), stream: from.stream,
    toldBy: [...new Set(fits.flatMap((one) => one.toldBy))],
  });
}

/** What is None, or not there at all, where its readers count on a value. */
function missing(venue: Venue, { topic }: Payload, field: string, absent: boolean, toldBy: readonly string[], as?: "envelope"): Tracked {
  const text = as ?? (venue !== "ccxt" || field === "status" || field === "marginMode" ? "word" : field === "fee" ? "object" : "number");
  return venueText({ venue, topic, field, text, empty: false, null: true, rare: false, absent, zero: false, stream: false, toldBy });
}

/** What an endpoint named by a caller tells of a payload that did not know. */
export function refined(value: Tracked, told: Told): Tracked {
  if (value.kind !== "payload" || (value.topic !== null && value.topic !== "status")) return value;
  // MEXC's paths are Binance's.
  const venue = value.venue && SPEAKS_LIKE[value.venue] === told.venue ? value.venue : told.venue;
  if (value.certain && value.venue && value.venue !== venue) return value;
  return payload({ ...value, venue, topic: told.topic, certain: true, openOnly: told.openOnly });
}
