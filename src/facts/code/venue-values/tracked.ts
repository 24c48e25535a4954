import type { Call, Expr } from "../../../ir/nodes.ts";
import type { Topic, Venue, VenueField } from "../../../knowledge/venue-fields.ts";

/** A payload of a venue as it came, or an object or list inside of it. */
export interface Payload {
  readonly kind: "payload";
  readonly id: string;
  readonly venue: Venue | null;
  /** ccxt's class, which tells what its unified structures leave None; null: not ccxt's, or chosen at run time. */
  readonly ccxtClass: string | null;
  readonly topic: Topic | null;
  /** The venue is told by the endpoint, the library or the stream, not by what else the file talks to. Without a venue: an exchange whose fields are not known. */
  readonly certain: boolean;
  /** Rows of flat positions, or of market orders, do not come, or come with zeros: what is "" in them is not "" here. */
  readonly openOnly: boolean;
  /** It was pushed: it will not be sent again. */
  readonly stream: boolean;
  /** Lists entered since the last key. */
  readonly depth: number;
  readonly book: boolean;
  /** The keys of the envelope that it was taken out of: "" as it came, "result", "result.list". */
  readonly opened: string;
}

/** A text that a venue sent. */
export interface VenueText {
  readonly kind: "text";
  readonly id: string;
  readonly venue: Venue;
  readonly topic: Topic | null;
  readonly field: string;
  /** number: a number or null; word, object: a word or a dict, or null; envelope: nothing at all, the key stands outside of what is asked. */
  readonly text: VenueField["text"] | "envelope";
  /** May be "" here. */
  readonly empty: boolean;
  /** May be None here although the key is present. */
  readonly null: boolean;
  /** "" or None in rare cases only. */
  readonly rare: boolean;
  /** The payload never has it: the read always gives its default, or None. */
  readonly absent: boolean;
  readonly zero: boolean;
  readonly stream: boolean;
  readonly toldBy: readonly string[];
}

/** What a conversion made of a venue's text. */
export interface Converted {
  readonly kind: "number";
  readonly id: string;
  readonly field: string;
  readonly by: string;
}

/** A dict or list that the bot made, with venue values inside. */
export interface Made {
  readonly kind: "made";
  readonly id: string;
  readonly site: Expr;
  /** What the caller's endpoint tells of the payloads inside. */
  readonly told: Told | null;
}

export interface Told {
  readonly venue: Venue;
  readonly topic: Topic;
  readonly openOnly: boolean;
}

/** What iterating `.items()` or `enumerate()` gives: a pair whose second part is tracked. */
export interface Pair {
  readonly kind: "pair";
  readonly id: string;
  readonly of: Tracked;
}

export type Tracked = Payload | VenueText | Converted | Made | Pair;

/** The calls that a value came through, innermost first: a value leaves a function only to where it entered. */
export interface Stack {
  readonly call: Call;
  readonly up: Stack | null;
  readonly depth: number;
  readonly id: number;
}

/** That an expression may have a value, and the expression that it got it from. */
export interface Carried {
  readonly expr: Expr;
  readonly value: Tracked;
  readonly stack: Stack | null;
  readonly from: Carried | null;
  /** The bot's own container that it was read from, as it came to the read: `from` is where it was put in. */
  readonly via?: Carried;
}

type Without<T> = Omit<T, "kind" | "id">;

export const payload = (of: Without<Payload>): Payload => ({
  ...of, kind: "payload", id: `p ${of.venue} ${of.ccxtClass} ${of.topic} ${Number(of.certain)}${Number(of.openOnly)}${Number(of.stream)}${of.depth}${Number(of.book)} ${of.opened}`,
});

export const venueText = (of: Without<VenueText>): VenueText => ({
  ...of, kind: "text", id: `t ${of.venue} ${of.topic} ${of.field} ${of.text} ${Number(of.empty)}${Number(of.null)}${Number(of.rare)}${Number(of.stream)}`,
});

export const converted = (field: string, by: string): Converted => ({ kind: "number", id: `n ${field} ${by}`, field, by });
export const pair = (of: Tracked): Pair => ({ kind: "pair", id: `2 ${of.id}`, of });
