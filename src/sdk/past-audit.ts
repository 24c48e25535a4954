import type { Counts, Gate } from "./audit-result.ts";
import type { Text } from "./text.ts";

/** One line of the history of audits. */
export interface PastAudit {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly revision: string | null;
  readonly gate: Gate;
  readonly counts: Counts;
  readonly comment: Text;
}
