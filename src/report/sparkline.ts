const BARS = "▁▂▃▄▅▆▇█";
const ASCII_BARS = "_.-:=+*#";

/**
 * Values over the run as a row of bars, from the lowest to the highest; a part without a value is a space. A row that never
 * moves is drawn low: nothing happened.
 */
export function sparkline(points: readonly (number | null)[], signs: "unicode" | "ascii", most = Infinity): string {
  const shown = fewer(points, most);
  const known = shown.filter((one) => one !== null);
  const low = Math.min(...known);
  const step = (Math.max(...known) - low) / (BARS.length - 1);
  const bars = signs === "unicode" ? BARS : ASCII_BARS;
  return shown.map((one) => (one === null ? " " : bars[step > 0 ? Math.round((one - low) / step) : 0]!)).join("");
}

/** The highest of each group of neighbours. */
function fewer(points: readonly (number | null)[], most: number): (number | null)[] {
  if (points.length <= most) return [...points];
  const parts = new Array<number | null>(most).fill(null);
  points.forEach((one, i) => {
    const part = Math.floor((i * most) / points.length);
    if (one !== null) parts[part] = Math.max(parts[part] ?? -Infinity, one);
  });
  return parts;
}
