import stringWidth from "string-width";

const LINES = { top: ["┌", "─", "┬", "┐"], middle: ["├", "─", "┼", "┤"], bottom: ["└", "─", "┴", "┘"], bar: "│" } as const;
const ASCII_LINES = { top: ["+", "-", "+", "+"], middle: ["+", "-", "+", "+"], bottom: ["+", "-", "+", "+"], bar: "|" } as const;

/**
 * Cells in boxes: `rows[row][column]` are the lines of a cell, already wrapped and painted, the head first. A column is as wide
 * as its widest line.
 *
 * Ours because the library that we had measured every cell again for each line that it drew: most of a second on a long report.
 */
export function boxTable(rows: readonly (readonly (readonly string[])[])[], { unicode }: { readonly unicode: boolean }): string {
  const lines = unicode ? LINES : ASCII_LINES;
  const measured = rows.map((row) => row.map((cell) => cell.map((text) => ({ text, width: stringWidth(text) }))));
  const widths = (measured[0] ?? []).map((_, column) => measured.reduce((most, row) => Math.max(most, ...row[column]!.map((line) => line.width)), 0));
  const rule = ([left, dash, cross, right]: readonly string[]): string => left + widths.map((width) => dash!.repeat(width + 2)).join(cross) + right;
  const drawn = measured.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => {
      const cells = row.map((cell, column) => ` ${cell[at]?.text ?? ""}${" ".repeat(widths[column]! - (cell[at]?.width ?? 0) + 1)}`);
      return lines.bar + cells.join(lines.bar) + lines.bar;
    }).join("\n");
  });
  return [rule(lines.top), drawn.join(`\n${rule(lines.middle)}\n`), rule(lines.bottom)].join("\n");
}
