import { plain } from "../../report/escape.ts";
import { renderMap } from "../../report/map-report.ts";
import { styleOf } from "../../report/terminal-style.ts";
import type { Audit, MapSummary } from "../../sdk/audit-result.ts";
import type { Language } from "../../sdk/text.ts";
import { complaints } from "./complaints.ts";
import { giveBackDirectory } from "./only-sections.ts";
import { parseOutputs, print, writeReport, type Output } from "./outputs.ts";
import type { ExitCode } from "./exit-code.ts";
import { runAudit, type Asked } from "./run-audit.ts";

const EMPTY = { entries: [], calls: { inProject: 0, resolved: 0, unresolvedReasons: [] } };
const FORMATS = ["text", "json", "mermaid", "dot", "html"] as const;

export interface MapOptions extends Asked {
  readonly format?: readonly string[];
}

/** `golive map`: what was recognised, as text or as a picture of the trade path. */
export async function mapCommand(named: string | undefined, options: MapOptions): Promise<ExitCode> {
  const formats = giveBackDirectory(named, options.format ?? [], (value) => FORMATS.some((format) => format === value.split("=")[0]));
  const asked = parseOutputs(formats.values, FORMATS);
  const outputs: readonly Output<(typeof FORMATS)[number]>[] = asked.length > 0 ? asked : [{ format: "text", file: null }];
  const { audit, language } = await runAudit(formats.directory, options, { map: true });
  for (const { format, file } of outputs) {
    const text = await rendered(format, audit, audit.map ?? EMPTY, language);
    if (file !== null) {
      writeReport(file, text);
      if (process.stderr.isTTY) process.stderr.write(`${plain(complaints("wrote", { path: file })[language])}\n`);
    } else await print(text);
  }
  return 0;
}

/** Each drawer is loaded when it is asked for. */
async function rendered(format: (typeof FORMATS)[number], audit: Audit, map: MapSummary, language: Language): Promise<string> {
  switch (format) {
    case "json": return (await import("../../report/map/json.ts")).renderMapJson(audit, map);
    case "mermaid": return (await import("../../report/map/mermaid.ts")).renderMermaid(map, language);
    case "dot": return (await import("../../report/map/dot.ts")).renderDot(map, language);
    case "html": return (await import("../../report/map/page.ts")).renderMapPage(audit, map, language);
    case "text": return renderMap(audit, map, language, styleOf(process.env, process.stdout));
  }
}
