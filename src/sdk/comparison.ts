import type { Anchor } from "./evidence.ts";
import type { Text } from "./text.ts";

/** This audit against the one before it, as the history tells. */
export interface Comparison {
  /** YYYY-MM-DD HH:MM, UTC. */
  readonly date: string;
  readonly revision: string | null;
  /** Fingerprints that the last audit did not have. */
  readonly fresh: readonly string[];
  readonly fixed: readonly Fixed[];
}

export interface Fixed {
  readonly fingerprint: string;
  readonly check: string;
  readonly at: Anchor;
  readonly message: Text;
}
