import type { Impact } from "./impact.ts";
import type { Text } from "./text.ts";

/** Where something was seen: a line of the bot's source or configuration (`code`), or of its logs and telemetry (`run`). */
export interface Anchor {
  readonly in: "code" | "run";
  /** Relative to the bot's root, with `/`. */
  readonly file: string;
  /** Counts from 1 by `\n`. */
  readonly line: number;
  readonly endLine?: number;
}

/** Of something long, where it begins. */
export const firstLineOf = (at: Anchor): Anchor => ({ ...at, endLine: at.line });

/** One thing that a person can go and look at. */
export interface Evidence {
  readonly at: Anchor;
  readonly note: Text;
}

/** Records a place that the analysis could not follow. It travels with every fact derived from there, up to the verdict. */
export type Blind = (at: Anchor, why: Text) => void;

/**
 * What a check speaks of. Code and run observations meet when kind and id agree. The id survives unrelated edits: it is
 * made of file, enclosing function and the subject's own words, never of line numbers.
 */
export interface Subject<K extends string = string> {
  readonly kind: K;
  readonly id: string;
}

/** broken: the claim is refuted. unclear: it could not be decided. holds: proved on every path, never "nothing bad seen". */
export type View = "broken" | "unclear" | "holds";

export interface Remarks {
  /** What to do about it. */
  readonly fix?: Text;
  /** The setting or concept that this belongs to: findings of one group are one row of the table. */
  readonly group?: string;
  /** Overrides the check's impact where the harm depends on the subject. */
  readonly impact?: Impact;
  /** Higher comes first within a section and status. */
  readonly weight?: number;
}

/** What one half of a check saw about one subject. Never empty-handed: the first evidence is where the finding points. */
export interface Observation<K extends string = string> extends Remarks {
  readonly subject: Subject<K>;
  readonly view: View;
  readonly says: Text;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  /** It stands in code that the bot as it ships never gets to: it is told, and gates nothing. */
  readonly idle?: true;
}

type Say<K extends string> = (subject: Subject<K>, says: Text, evidence: readonly [Evidence, ...Evidence[]], remarks?: Remarks) => void;

/** How a check speaks. A check that says nothing leaves its section unproven. */
export interface See<K extends string> {
  readonly broken: Say<K>;
  readonly unclear: Say<K>;
  readonly holds: Say<K>;
  /** The claim is about something that this bot does not have. */
  notApplicable(why: Text): void;
  /** For the half that looks at a run: what it speaks about did not happen in this run, so the run says nothing. */
  notExercised(what: Text): void;
}

export interface Seen {
  readonly observations: Observation[];
  readonly notApplicable: Text[];
  readonly notExercised: Text[];
}

export function collector(into: Seen): See<string> {
  // A subject may be a whole fact; what travels on is its name.
  const see = (view: View): Say<string> => ({ kind, id }, says, evidence, remarks = {}) =>
    void into.observations.push({ subject: { kind, id }, view, says, evidence, ...remarks });
  return { broken: see("broken"), unclear: see("unclear"), holds: see("holds"), notApplicable: (why) => void into.notApplicable.push(why), notExercised: (what) => void into.notExercised.push(what) };
}
