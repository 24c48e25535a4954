import { GUARD_KINDS, type GuardKind } from "../../knowledge/guard-words.ts";

/** A set of guard kinds as bits, in the order of GUARD_KINDS. */
export type GuardMask = number;

export const bitOf = (kind: GuardKind): GuardMask => 1 << GUARD_KINDS.indexOf(kind);
export const kindsIn = (mask: GuardMask): GuardKind[] => GUARD_KINDS.filter((one) => (mask & bitOf(one)) !== 0);
