import { AROUND, type LinesAround } from "../../report/excerpt.ts";
import { renderFinding } from "../../report/explain.ts";
import { styleOf } from "../../report/terminal-style.ts";
import type { Audit, WaivedFinding } from "../../sdk/audit-result.ts";
import { InputError } from "../../sdk/input-error.ts";
import type { Finding } from "../../sdk/finding.ts";
import { SECTIONS } from "../../sections/index.ts";
import { complaints } from "./complaints.ts";
import { manualPage } from "./manual-page.ts";
import { print } from "./outputs.ts";
import type { ExitCode } from "./exit-code.ts";
import { runAudit, type Asked } from "./run-audit.ts";
import { runFiles, type NamedRun, type RunFiles } from "./run-files.ts";
import { reportLanguage } from "./settings.ts";
import { sourceLinesOf } from "./source-lines.ts";

export interface ExplainOptions extends Asked, NamedRun {
  readonly dir?: string;
}

/** `golive explain`: the manual page of a check, or the evidence of a finding with the code around each step. */
export async function explainCommand(target: string, options: ExplainOptions): Promise<ExitCode> {
  if (target.includes("/")) return explainCheck(target, options);
  const run = runFiles(options);
  const { audit, directory, language } = await runAudit(options.dir, options, run);
  const { finding, waiver } = findingNamed(audit, target, directory);
  await print(renderFinding(finding, waiver, language, await linesOf(finding, directory, run), styleOf(process.env, process.stdout)));
  return 0;
}

/** Of the source at once; of the run's files, which may be large, only what the evidence points at. */
async function linesOf({ evidence }: Finding, directory: string, run: RunFiles): Promise<LinesAround> {
  const inCode = sourceLinesOf(directory);
  const places = evidence.map(({ at }) => at).filter((at) => at.in === "run");
  if (places.length === 0) return inCode;
  const { logLines } = await import("../../log-lines.ts");
  const inRun = await logLines(directory, run, places, AROUND);
  return (at) => (at.in === "run" ? inRun(at) : inCode(at));
}

async function explainCheck(name: string, options: Asked): Promise<ExitCode> {
  const checks: string[] = SECTIONS.flatMap((section) => section.checks.map((check: { name: string }) => check.name));
  if (!checks.includes(name)) throw new InputError(complaints("noCheck", { name, known: checks.join(", ") }));
  const page = manualPage(name, reportLanguage(options.lang, null));
  if (page === null) throw new InputError(complaints("noManual", { name }));
  await print(page.endsWith("\n") ? page : `${page}\n`);
  return 0;
}

interface Named {
  readonly finding: Finding;
  readonly waiver: WaivedFinding["waiver"] | null;
}

/** By its fingerprint, or by a beginning of it that no other finding shares. */
function findingNamed(audit: Audit, name: string, directory: string): Named {
  const open = audit.verdicts.flatMap(({ findings, held }) => [...findings, ...held]).map((finding) => ({ finding, waiver: null }));
  const fitting = [...open, ...audit.waived].filter(({ finding }) => finding.fingerprint.startsWith(name));
  const exact = fitting.find(({ finding }) => finding.fingerprint === name);
  const [first, second] = fitting;
  if (exact) return exact;
  if (!first) throw new InputError(complaints("noFinding", { name, directory }));
  if (second) throw new InputError(complaints("ambiguous", { name, known: fitting.slice(0, 5).map(({ finding }) => finding.fingerprint).join(", ") }));
  return first;
}
