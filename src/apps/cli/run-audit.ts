import { loadConfig } from "../../config/load.ts";
import type { LoadedConfig } from "../../config/read.ts";
import type { Audit } from "../../sdk/audit-result.ts";
import type { Language } from "../../sdk/text.ts";
import type { RunFiles } from "./run-files.ts";
import { jobsOf, reportLanguage, botDirectory } from "./settings.ts";
import { startProgress } from "./progress.ts";

export interface Asked {
  readonly lang?: string;
  readonly jobs?: string;
}

export interface Audited {
  readonly directory: string;
  readonly language: Language;
  readonly audit: Audit;
}

export interface Wanted extends RunFiles {
  /** Only these sections; empty: all. */
  readonly sections?: readonly string[];
  readonly map?: boolean;
  readonly onTiming?: (name: string, milliseconds: number) => void;
}

/** What every command that looks at a bot begins with: its directory, its golive.yaml, then the audit. */
export async function runAudit(named: string | undefined, asked: Asked, wanted: Wanted = {}): Promise<Audited> {
  const directory = botDirectory(named);
  const jobs = jobsOf(asked.jobs);
  const loaded = await loadConfig(directory);
  const language = reportLanguage(asked.lang, loaded.config.language);
  await refuseUnknownNames(loaded);
  const progress = startProgress(language);
  try {
    const { auditInThread } = await import("../../audit-thread.ts");
    const result = await auditInThread({
      ...wanted, dir: directory, jobs, config: loaded.config, today: new Date().toISOString().slice(0, 10),
      onProgress: (stage, done, total) => progress.report(stage, done, total),
    });
    return { directory, language, audit: result };
  } finally {
    progress.end();
  }
}

async function refuseUnknownNames(loaded: LoadedConfig): Promise<void> {
  const { checks, waivers, notApplicable } = loaded.config;
  if (Object.keys(checks).length + waivers.length + notApplicable.length === 0) return;
  const [{ requireKnownNames }, { SECTIONS }] = await Promise.all([import("../../config/known-names.ts"), import("../../sections/index.ts")]);
  requireKnownNames(loaded, SECTIONS);
}
