import stringWidth from "string-width";

export type Widths = [number, number, number, number, number];

/** A border on each side of five columns, and a space on each side of a cell. */
const FRAME = 6 + 5 * 2;

/** Gives the comment what the other columns leave over; the section and the place shrink before the comment gets too thin. */
export function tableWidths(head: readonly string[], rows: readonly (readonly string[])[], total: number): Widths {
  const widest = (column: number): number => rows.reduce((most, row) => Math.max(most, stringWidth(row[column] ?? "")), stringWidth(head[column] ?? ""));
  const number = widest(0);
  const status = widest(3);
  const room = Math.max(30, total - FRAME - number - status);
  const title = Math.min(widest(1), Math.max(12, Math.floor(room * 0.2)));
  const place = Math.min(widest(2), Math.max(12, Math.floor(room * 0.34)));
  return [number, title, place, status, Math.max(stringWidth(head[4] ?? ""), Math.min(widest(4), room - title - place))];
}
