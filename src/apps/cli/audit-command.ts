import { renderJson } from "../../report/json.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { ROWS_PER_SECTION } from "../../report/rows.ts";
import { renderTerminal } from "../../report/terminal.ts";
import { styleOf } from "../../report/terminal-style.ts";
import type { ReportOptions } from "../../report/blocks.ts";
import type { Audit } from "../../sdk/audit-result.ts";
import type { Comparison } from "../../sdk/comparison.ts";
import type { Text } from "../../sdk/text.ts";
import { SECTIONS } from "../../sections/index.ts";
import { looksLikeBot, runFiles, type NamedRun } from "./run-files.ts";
import { giveBackDirectory, partialNotes, sectionIds } from "./only-sections.ts";
import { FORMATS, outputsOf, print, writeReport, type Format } from "./outputs.ts";
import type { ExitCode } from "./exit-code.ts";
import { runAudit, type Asked } from "./run-audit.ts";

export interface AuditOptions extends Asked, NamedRun {
  readonly section?: readonly string[];
  readonly format?: readonly string[];
  readonly all?: true;
  readonly history?: boolean;
  readonly comment?: string;
  readonly revision?: string;
  readonly timings?: true;
}

/** `golive audit`: the audit, its reports, its entry in the history; the exit code is the gate. */
export async function auditCommand(named: string | undefined, options: AuditOptions): Promise<ExitCode> {
  const sections = giveBackDirectory(named, options.section ?? [], (value) => SECTIONS.some(({ id, number }) => id === value || String(number) === value));
  const formats = giveBackDirectory(sections.directory, options.format ?? [], (value) => FORMATS.some((format) => format === value.split("=")[0]));
  const ids = sectionIds(sections.values, SECTIONS);
  const outputs = outputsOf(formats.values);
  const logs = giveBackDirectory(formats.directory, options.logs ?? [], (value) => (options.logs?.length ?? 0) < 2 || !looksLikeBot(value));
  const run = runFiles({ ...options, logs: logs.values });
  const timings: string[] = [];
  const { audit: whole, directory, language } = await runAudit(logs.directory, options, {
    ...run, sections: ids, onTiming: (name, milliseconds) => void timings.push(`${milliseconds.toFixed(0).padStart(7)} ms  ${name}\n`),
  });
  const audit: Audit = { ...whole, bot: { ...whole.bot, revision: options.revision ?? whole.bot.revision }, notes: [...whole.notes, ...partialNotes(ids)] };
  const history: Remembered = options.history === false ? { comparison: undefined, note: null } : await remember(directory, audit, ids, options.comment ?? null);
  const shown = { language, limit: options.all ? Infinity : ROWS_PER_SECTION, comparison: history.comparison };
  // JSON is the same for the same input, so what happened to the history on this machine is told by the tables only.
  const told = history.note ? { ...audit, notes: [...audit.notes, history.note] } : audit;
  // Before the report: a reader that goes away in the middle of it must not make a no-go look like a go.
  const code: ExitCode = audit.gate === "go-live" ? 0 : 1;
  process.exitCode = code;
  for (const { format, file } of outputs) {
    const text = format === "json" ? renderJson(audit) : renderTable(format, told, shown);
    if (file === null) await print(text);
    else writeReport(file, text);
  }
  if (options.timings) process.stderr.write(timings.join(""));
  return code;
}

const renderTable = (format: Exclude<Format, "json">, audit: Audit, options: ReportOptions): string =>
  format === "markdown" ? renderMarkdown(audit, options) : renderTerminal(audit, options, styleOf(process.env, process.stdout));

interface Remembered {
  readonly comparison: Comparison | null | undefined;
  readonly note: Text | null;
}

/** An audit never fails for its history: the report says why there is none. */
async function remember(directory: string, audit: Audit, scope: readonly string[], comment: string | null): Promise<Remembered> {
  try {
    const { record } = await import("../../store/history.ts");
    return { comparison: await record(directory, audit, { at: new Date().toISOString(), scope, comment }), note: null };
  } catch (error) {
    const note = historyNote(error);
    if (!note) throw error;
    return { comparison: undefined, note };
  }
}

/** By its name: the class lives behind the lazy import. */
const historyNote = (error: unknown): Text | null => (error instanceof Error && error.name === "HistoryError" && "text" in error ? (error.text as Text) : null);
