import type { Audit } from "../sdk/audit-result.ts";
import { blocksOf, cannotRunBlock, hintsOf, namedFiles, sizeText, type Block, type ReportOptions } from "./blocks.ts";
import { markdownText } from "./escape.ts";
import { cellsOf } from "./layout.ts";
import { shortPaths } from "./places.ts";
import { markdownTable } from "./markdown-table.ts";
import { runLines } from "./run-markdown.ts";
import { tableRows, type Mark } from "./rows.ts";
import { words } from "./words.ts";

export const MARKS: Readonly<Record<Mark, string>> = { red: "🔴", warn: "⚠️", ok: "✅", na: "➖" };

/** Audit -> the user's own table as Markdown, then what stands under it. */
export function renderMarkdown(audit: Audit, options: ReportOptions): string {
  const { language } = options;
  const short = shortPaths(namedFiles(audit));
  const head = (["number", "section", "place", "status", "comment"] as const).map((key) => words(key)[language]);
  const rows = tableRows(audit, options.limit).map((row) => {
    const cells = cellsOf(row, options, short);
    return [cells.number, markdownText(cells.title), markdownText(cells.place), row.mark ? MARKS[row.mark] : "", markdownText(cells.comment)];
  });
  const gate = audit.gate === "go-live" ? `✅ **${words("goLive")[language]}**` : `🔴 **${words("noGo")[language]}**`;
  const broken = cannotRunBlock(audit, options);
  return [
    `# ${markdownText(words("title", { bot: audit.bot.root })[language])}`, "",
    subtitle(audit, language), "",
    ...(broken ? blockLines(broken, options) : []),
    markdownTable(head, rows), "",
    gate, "",
    words("counts", countValues(audit))[language], "",
    ...(audit.run ? runLines(audit.run, options) : []),
    ...blocksOf(audit, options, short).flatMap((block) => blockLines(block, options)),
    ...hintsOf(audit, options.limit).map((hint) => `- ${markdownText(hint[language])}`), "",
  ].join("\n");
}

function subtitle(audit: Audit, language: "en" | "ru"): string {
  const revision = audit.bot.revision ? `, ${words("revision", { revision: audit.bot.revision })[language]}` : "";
  return markdownText(`${sizeText(audit)[language]}${revision} · ${audit.tool.name} ${audit.tool.version}`);
}

export const countValues = ({ counts }: Audit) => ({ red: String(counts.red), warn: String(counts.warn), unproven: counts.unproven, waived: String(counts.waived) });

function blockLines({ title, items, more }: Block, { language }: ReportOptions): string[] {
  if (items.length === 0) return [markdownText(title[language]), ""];
  const rest = more > 0 ? [`- ${words("more", { more: String(more) })[language]}`] : [];
  return [`## ${markdownText(title[language])}`, "", ...items.map((item) => `- ${markdownText(item[language])}`), ...rest, ""];
}
