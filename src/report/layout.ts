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
  const comment = [
    ...(isNew ? [`${words("fresh")[language]}:`] : []),
    ...(row.draft ? [words("draft")[language]] : []),
    row.comment[language],
    ...(also ? [`(${words("also", { places: also[language] })[language]})`] : []),
  ].join(" ");
  return { number: String(row.number), title: row.title[language], place: row.at ? placeOf(row.at, short) : "—", comment };
}
