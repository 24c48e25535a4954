import type { Check } from "./check.ts";
import type { Text } from "./text.ts";

/** One of the audit's questions. Pure data: whatever depends on a section reads it from here. */
export interface Section {
  readonly number: number;
  readonly id: string;
  readonly title: Text;
  readonly checks: readonly Check[];
}

export const defineSection = (section: Section): Section => section;
