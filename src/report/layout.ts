import type { Evidence } from "../sdk/evidence.ts";
import type { Language } from "../sdk/text.ts";
import type { Row } from "./rows.ts";
import { somePlaces, type ReportOptions } from "./blocks.ts";
import { placeOf } from "./places.ts";
import { words } from "./words.ts";

/** A row's cells as raw text: what each report escapes and marks up in its own way. */
export interface Cells {
  readonly number: string;
  readonly title: string;
  readonly place: string;
  readonly comment: string;
}

export function cellsOf(row: Row, { language, comparison }: ReportOptions, short: (file: string) => string): Cells {
  const also = somePlaces(row.also.map((at) => placeOf(at, short)));
  const fresh = new Set(comparison?.fresh ?? []);
  const isNew = row.fingerprints.some((fingerprint) => fresh.has(fingerprint));
  const seen = row.seen ? seenText(row, row.seen, language, short) : "";
  const comment = [
    ...(isNew ? [`${words("fresh")[language]}:`] : []),
    ...(row.draft ? [words("draft")[language]] : []),
    row.comment[language],
    ...(seen === "" ? [] : [`· ${seen}`]),
    ...(also ? [`(${words("also", { places: also[language] })[language]})`] : []),
  ].join(" ");
  return { number: String(row.number), title: row.title[language], place: row.at ? placeOf(row.at, short) : "—", comment };
}

/** A log line may be long: the whole of it stands in `golive explain`. */
const LONGEST_LINE = 160;

/** The log's line, with its place where the row is about another one; nothing where the comment quotes it already. */
function seenText({ at: place, comment }: Row, { at, note }: Evidence, language: Language, short: (file: string) => string): string {
  const words = note[language].trim();
  const same = place?.file === at.file && place.line === at.line;
  if (comment[language].includes(words)) return same ? "" : placeOf(at, short);
  const line = words.length > LONGEST_LINE ? `${words.slice(0, LONGEST_LINE - 1)}…` : words;
  return same ? line : `${placeOf(at, short)}: ${line}`;
}
