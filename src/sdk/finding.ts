import type { CheckName, Impact, Maturity } from "./check.ts";
import type { Anchor, Evidence, Observation, Subject } from "./evidence.ts";
import type { Text } from "./text.ts";

export type EvidenceStatus = "confirmed" | "suspected" | "latent" | "unknown" | "observed" | "held" | "proven" | "not-applicable";

/** fail 🔴, concern ⚠️, unproven ⚠️ (partial), pass ✅. */
export type Grade = "fail" | "concern" | "unproven" | "pass";

export interface Finding {
  readonly fingerprint: string;
  readonly check: CheckName;
  readonly section: string;
  readonly maturity: Maturity;
  readonly subject: Subject;
  readonly at: Anchor;
  readonly evidenceStatus: EvidenceStatus;
  readonly impact: Impact;
  readonly grade: Grade;
  /** The run showed what the code analysis missed: our bug as well as theirs. */
  readonly analysisGap: boolean;
  readonly message: Text;
  readonly fix: Text | null;
  readonly group: string;
  readonly weight: number;
  readonly evidence: readonly Evidence[];
  readonly code: readonly Observation[];
  readonly run: readonly Observation[];
}

/** Why a check or a section could not be decided, and what would decide it. */
export interface Unproven {
  readonly check: CheckName | null;
  readonly at: Anchor | null;
  readonly why: Text;
}

export type SectionStatus = "red" | "warn" | "ok" | "na";

export interface Verdict {
  readonly number: number;
  readonly section: string;
  readonly title: Text;
  readonly status: SectionStatus;
  readonly unproven: boolean;
  readonly findings: readonly Finding[];
  readonly held: readonly Finding[];
  readonly reasons: readonly Unproven[];
  readonly notApplicable: readonly Text[];
  /** What the given run did not show, so that only the code speaks for it. Empty without a run. */
  readonly notExercised: readonly Text[];
}
