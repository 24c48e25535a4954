import { renderHistoryJson, renderHistoryMarkdown, renderHistoryTerminal } from "../../report/history-report.ts";
import { styleOf } from "../../report/terminal-style.ts";
import { InputError } from "../../sdk/input-error.ts";
import { pastAudits } from "../../store/history.ts";
import { HistoryError } from "../../store/history-error.ts";
import { outputsOf, print, writeReport } from "./outputs.ts";
import type { ExitCode } from "./exit-code.ts";
import { botDirectory, reportLanguage } from "./settings.ts";

/** `golive history`: the table of audits. */
export async function historyCommand(named: string | undefined, options: { readonly lang?: string; readonly format?: string }): Promise<ExitCode> {
  const directory = botDirectory(named);
  const language = reportLanguage(options.lang, null);
  const [output] = outputsOf(options.format === undefined ? [] : [options.format]).slice(-1);
  const audits = await pastAudits(directory).catch((error: unknown) => {
    throw error instanceof HistoryError ? new InputError(error.text) : error;
  });
  const text = output?.format === "json" ? renderHistoryJson(audits)
    : output?.format === "markdown" ? renderHistoryMarkdown(audits, language)
    : renderHistoryTerminal(audits, language, styleOf(process.env, process.stdout));
  if (output?.file) writeReport(output.file, text);
  else await print(text);
  return 0;
}
