import type { Finding } from "./finding.ts";

/** The order of texts that no locale changes. */
export const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By file, line, check, then fingerprint: a total order of findings. */
export const byPlace = (a: Finding, b: Finding): number =>
  byCodeUnits(a.at.file, b.at.file) || a.at.line - b.at.line || byCodeUnits(a.check, b.check) || byCodeUnits(a.fingerprint, b.fingerprint);
