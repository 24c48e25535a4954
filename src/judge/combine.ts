import type { Observation, View } from "../sdk/evidence.ts";
import type { EvidenceStatus } from "../sdk/finding.ts";

type CodeView = View | "absent" | "not asked";
type RunView = "broken" | "kept" | "silent";

/** The only place where code and run evidence meet. Row: what the source says. Column: what the run says. */
const STATUS: Record<CodeView, Record<RunView, EvidenceStatus>> = {
  //          the run broke it     the run kept it    the run is silent
  broken:  { broken: "confirmed", kept: "latent",   silent: "suspected" },
  unclear: { broken: "confirmed", kept: "observed", silent: "unknown" },
  holds:   { broken: "confirmed", kept: "proven",   silent: "held" },
  absent:  { broken: "confirmed", kept: "observed", silent: "not-applicable" },
  // A claim about this run alone, which the run can prove.
  "not asked": { broken: "confirmed", kept: "proven", silent: "unknown" },
};

/** What one half of a check saw of one subject; "no-half" where its facts cannot be had; "not asked" where the check has no such half. */
export type Half = readonly Observation[] | "no-half" | "not asked";

export const worst = (seen: readonly Observation[]): View | undefined =>
  (["broken", "unclear", "holds"] as const).find((view) => seen.some((one) => one.view === view));

export function combine(code: Half, run: Half): { readonly status: EvidenceStatus; readonly analysisGap: boolean } {
  const codeView: CodeView = code === "no-half" ? "unclear" : code === "not asked" ? code : (worst(code) ?? "absent");
  const seen = typeof run === "string" ? undefined : worst(run);
  const runView: RunView = seen === "broken" ? "broken" : seen === "holds" ? "kept" : "silent";
  const analysisGap = typeof code !== "string" && runView === "broken" && (codeView === "holds" || codeView === "absent");
  return { status: STATUS[codeView][runView], analysisGap };
}
