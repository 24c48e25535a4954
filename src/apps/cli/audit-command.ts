import { renderJson } from "../../report/json.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { ROWS_PER_SECTION } from "../../report/rows.ts";
import { renderTerminal } from "../../report/terminal.ts";
import { styleOf } from "../../report/terminal-style.ts";
import type { ReportOptions } from "../../report/blocks.ts";
import type { Audit } from "../../sdk/audit-result.ts";
import type { Comparison } from "../../sdk/comparison.ts";
import type { Text } from "../../sdk/text.ts";
import { InputError } from "../../sdk/input-error.ts";
import { SECTIONS } from "../../sections/index.ts";
import { looksLikeBot, runFiles, type NamedRun, type RunFiles } from "./run-files.ts";
import { giveBackDirectory, partialNotes, sectionIds } from "./only-sections.ts";
import { FORMATS, outputsOf, print, writeReport, type Format, type Output } from "./outputs.ts";
import { complaints } from "./complaints.ts";
import type { ExitCode } from "./exit-code.ts";
import { runAudit, type Asked, type Audited } from "./run-audit.ts";

export interface AuditOptions extends Asked, NamedRun {
  readonly section?: readonly string[];
  readonly format?: readonly string[];
  readonly all?: true;
  readonly history?: boolean;
  readonly comment?: string;
  readonly revision?: string;
  readonly timings?: true;
  readonly follow?: true;
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
  const auditOf = async (files: RunFiles): Promise<Audited> => {
    timings.length = 0;
    const { audit, ...rest } = await runAudit(logs.directory, options, {
      ...files, sections: ids, onTiming: (name, milliseconds) => void timings.push(`${milliseconds.toFixed(0).padStart(7)} ms  ${name}\n`),
    });
    return { ...rest, audit: { ...audit, bot: { ...audit.bot, revision: options.revision ?? audit.bot.revision }, notes: [...audit.notes, ...partialNotes(ids)] } };
  };
  const { audit, directory, language } = options.follow ? await followed(run, outputs, auditOf, options) : await auditOf(run);
  const history: Remembered = options.history === false ? { comparison: undefined, note: null } : await remember(directory, audit, ids, options.comment ?? null);
  const shown = { language, limit: limitOf(options), comparison: history.comparison };
  // JSON is the same for the same input, so what happened to the history on this machine is told by the tables only.
  const told = history.note ? { ...audit, notes: [...audit.notes, history.note] } : audit;
  // Before the report: a reader that goes away in the middle of it must not make a no-go look like a go.
  const code: ExitCode = audit.gate === "go-live" ? 0 : 1;
  process.exitCode = code;
  for (const output of outputs) await put(output, output.format === "json" ? renderJson(audit) : renderTable(output.format, told, shown));
  if (options.timings) process.stderr.write(timings.join(""));
  return code;
}

const limitOf = ({ all }: AuditOptions): number => (all ? Infinity : ROWS_PER_SECTION);

async function put({ file }: Output, text: string): Promise<void> {
  if (file === null) await print(text);
  else writeReport(file, text);
}

/** The last audit of logs that were followed. Files hold what is known by now; of stdout only a table is shown as it goes. */
async function followed(run: RunFiles, outputs: readonly Output[], auditOf: (files: RunFiles) => Promise<Audited>, options: AuditOptions): Promise<Audited> {
  if (run.logs === undefined) throw new InputError(complaints("needsLogs", { option: "--follow" }));
  if (run.logs.includes("-")) throw new InputError(complaints("notFollowed"));
  const { followAudit } = await import("./follow-audit.ts");
  return followAudit({
    run: { ...run, logs: run.logs }, auditOf,
    show: async ({ audit, language }, findings) => {
      const shown = { language, limit: limitOf(options), comparison: undefined };
      for (const output of outputs) {
        if (output.format === "json" && output.file !== null) writeReport(output.file, renderJson(audit));
        else if (output.file !== null || (output.format === "terminal" && findings === "new")) await put(output, renderTable(output.format === "json" ? "terminal" : output.format, audit, shown));
      }
    },
  });
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
