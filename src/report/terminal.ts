import type { Audit } from "../sdk/audit-result.ts";
import { blocksOf, cannotRunBlock, hintsOf, namedFiles, sizeText, type Block, type ReportOptions } from "./blocks.ts";
import { boxTable } from "./box-table.ts";
import { cellsOf, type Cells } from "./layout.ts";
import { countValues, MARKS } from "./markdown.ts";
import { shortPaths } from "./places.ts";
import { tableRows, type Mark, type Row } from "./rows.ts";
import { tableWidths } from "./table-widths.ts";
import { runText } from "./run-terminal.ts";
import { paletteOf, sayerOf, type Palette, type TerminalStyle } from "./terminal-style.ts";
import { words } from "./words.ts";
import { wrap } from "./wrap.ts";

const ASCII_MARKS: Readonly<Record<Mark, string>> = { red: "RED", warn: "WARN", ok: "OK", na: "n/a" };
/** Below this the table is a list: a comment column of a few letters helps nobody. */
const NARROWEST_TABLE = 64;

/** Audit -> the user's table for a terminal. */
export function renderTerminal(audit: Audit, options: ReportOptions, style: TerminalStyle): string {
  const { language } = options;
  const paint = paletteOf(style);
  const say = sayerOf(style);
  const short = shortPaths(namedFiles(audit));
  const rows = tableRows(audit, options.limit).map((row) => ({ row, cells: clean(cellsOf(row, options, short), say) }));
  const gate = audit.gate === "go-live" ? paint.green(say(words("goLive")[language])) : paint.red(say(words("noGo")[language]));
  const revision = audit.bot.revision ? `, ${words("revision", { revision: audit.bot.revision.slice(0, 12) })[language]}` : "";
  const broken = cannotRunBlock(audit, options);
  const paragraphs = [
    paint.bold(say(words("title", { bot: audit.bot.root })[language])) + "\n" + paint.dim(say(`${sizeText(audit)[language]}${revision}`)),
    broken ? blockText(broken, options, style, paint) : "",
    style.width < NARROWEST_TABLE ? list(rows, style, paint) : table(rows, options, style, paint),
    `${paint.bold(gate)}\n${say(words("counts", countValues(audit))[language])}`,
    audit.run ? runText(audit.run, options, style) : "",
    ...blocksOf(audit, options, short).map((block) => blockText(block, options, style, paint)),
    hintsOf(audit, options.limit).map((hint) => paint.dim(say(hint[language]))).join("\n"),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

const clean = (cells: Cells, say: (text: string) => string): Cells => ({
  number: cells.number, title: say(cells.title), place: say(cells.place), comment: say(cells.comment),
});

interface Line {
  readonly row: Row;
  readonly cells: Cells;
}

function table(lines: readonly Line[], { language }: ReportOptions, style: TerminalStyle, paint: Palette): string {
  const head = (["number", "section", "place", "status", "comment"] as const).map((key) => words(key)[language]) as [string, string, string, string, string];
  const widths = tableWidths(head, lines.map(({ cells }) => [cells.number, cells.title, cells.place, "", cells.comment]), style.width);
  const [, title, place, , comment] = widths;
  return boxTable([
    head.map((cell) => [paint.bold(cell)]),
    ...lines.map(({ row, cells }) => [[cells.number], wrap(cells.title, title), wrap(cells.place, place), [markCell(row.mark, style, paint)], wrap(cells.comment, comment)]),
  ], style);
}

function markCell(mark: Mark | null, style: TerminalStyle, paint: Palette): string {
  if (mark === null) return "";
  if (style.unicode) return MARKS[mark];
  const colour = { red: paint.red, warn: paint.yellow, ok: paint.green, na: paint.dim }[mark];
  return colour(ASCII_MARKS[mark]);
}

function list(lines: readonly Line[], style: TerminalStyle, paint: Palette): string {
  return lines.map(({ row, cells }) => {
    const head = [markCell(row.mark, style, paint), `${cells.number} ${cells.title}`, row.at ? cells.place : ""].filter((part) => part !== "").join("  ");
    return [head, ...wrap(cells.comment, Math.max(16, style.width - 3)).map((line) => `   ${line}`)].join("\n");
  }).join("\n");
}

function blockText({ title, items, more }: Block, { language }: ReportOptions, style: TerminalStyle, paint: Palette): string {
  const say = sayerOf(style);
  const bullet = style.unicode ? "• " : "* ";
  const lines = items.flatMap((item) => wrap(say(item[language]), Math.max(16, style.width - 4)).map((line, index) => `  ${index === 0 ? bullet : "  "}${line}`));
  const rest = more > 0 ? [`  ${say(words("more", { more: String(more) })[language])}`] : [];
  return [paint.bold(say(title[language])), ...lines, ...rest].join("\n");
}
