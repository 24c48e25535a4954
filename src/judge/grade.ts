import type { Impact } from "../sdk/check.ts";
import type { EvidenceStatus, Grade } from "../sdk/finding.ts";

/** What each status costs, by what is at stake. Nothing unknown ever rounds up to a pass. */
const GRADE: Record<EvidenceStatus, Record<Impact, Grade>> = {
  //                   funds               position               blind                  hygiene
  "confirmed":      { funds: "fail",     position: "fail",     blind: "fail",     hygiene: "concern" },
  "suspected":      { funds: "fail",     position: "fail",     blind: "concern",  hygiene: "concern" },
  "latent":         { funds: "concern",  position: "concern",  blind: "concern",  hygiene: "concern" },
  "unknown":        { funds: "unproven", position: "unproven", blind: "unproven", hygiene: "unproven" },
  "observed":       { funds: "unproven", position: "unproven", blind: "pass",     hygiene: "pass" },
  "held":           { funds: "pass",     position: "pass",     blind: "pass",     hygiene: "pass" },
  "proven":         { funds: "pass",     position: "pass",     blind: "pass",     hygiene: "pass" },
  "not-applicable": { funds: "pass",     position: "pass",     blind: "pass",     hygiene: "pass" },
};

export const gradeOf = (status: EvidenceStatus, impact: Impact): Grade => GRADE[status][impact];
