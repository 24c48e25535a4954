import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONFIG_FILE } from "../../config/file-name.ts";
import { starterConfig } from "../../config/starter.ts";
import { InputError } from "../../sdk/input-error.ts";
import { complaints } from "./complaints.ts";
import { print } from "./outputs.ts";
import type { ExitCode } from "./exit-code.ts";
import { runAudit, type Asked } from "./run-audit.ts";
import { botDirectory } from "./settings.ts";

/** `golive init`: a commented golive.yaml with what was detected; an existing one is left alone. */
export async function initCommand(named: string | undefined, options: Asked): Promise<ExitCode> {
  const path = join(botDirectory(named), CONFIG_FILE);
  if (existsSync(path)) throw new InputError(complaints("exists", { path }));
  const { audit, language } = await runAudit(named, options, { map: true });
  create(path, starterConfig(audit, language));
  await print(`${complaints("wrote", { path })[language]}\n`);
  return 0;
}

/** "wx" refuses what appeared meanwhile, a dangling link included. */
function create(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new InputError(code === "EEXIST" ? complaints("exists", { path }) : complaints("unwritable", { path, code }));
  }
}
