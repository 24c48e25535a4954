import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { InputError } from "../../sdk/input-error.ts";
import type { Language } from "../../sdk/text.ts";
import { complaints } from "./complaints.ts";
import { environmentLanguage, isLanguage } from "./language.ts";

/** The bot's directory as the user named it; here by default. */
export function botDirectory(named: string | undefined): string {
  const path = named ?? ".";
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new InputError(complaints("noDirectory", { path }));
  if (!stat.isDirectory()) throw new InputError(complaints("notDirectory", { path }));
  return path;
}

/** What was asked for, else what golive.yaml says, else what the terminal speaks. */
export function reportLanguage(asked: string | undefined, configured: Language | null): Language {
  if (asked === undefined) return configured ?? environmentLanguage(process.env);
  if (isLanguage(asked)) return asked;
  throw new InputError(complaints("language", { language: asked }));
}

export function jobsOf(asked: string | undefined): number {
  if (asked === undefined) return availableParallelism();
  const jobs = Number(asked);
  if (!/^\d+$/.test(asked) || jobs < 1 || jobs > 256) throw new InputError(complaints("jobs", { jobs: asked }));
  return jobs;
}
