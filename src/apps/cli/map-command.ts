import { renderMap } from "../../report/map-report.ts";
import { styleOf } from "../../report/terminal-style.ts";
import { print } from "./outputs.ts";
import type { ExitCode } from "./exit-code.ts";
import { runAudit, type Asked } from "./run-audit.ts";

const EMPTY = { entries: [], calls: { inProject: 0, resolved: 0, unresolvedReasons: [] } };

/** `golive map`: what was recognised. */
export async function mapCommand(named: string | undefined, options: Asked): Promise<ExitCode> {
  const { audit, language } = await runAudit(named, options, { map: true });
  await print(renderMap(audit, audit.map ?? EMPTY, language, styleOf(process.env, process.stdout)));
  return 0;
}
