import stringWidth from "string-width";
import type { RunSummary } from "../sdk/run-summary.ts";
import type { Language } from "../sdk/text.ts";
import type { ReportOptions } from "./blocks.ts";
import { runBlockOf, type DrawnSeries } from "./run-block.ts";
import { sparkline } from "./sparkline.ts";
import { paletteOf, sayerOf, type TerminalStyle } from "./terminal-style.ts";
import { wrap } from "./wrap.ts";

const WIDEST_NAME = 18;
const SHORTEST_BARS = 10;
const MOST_BARS = 48;

/** The run for a terminal: sentences, then a row of bars for each measurement. */
export function runText(run: RunSummary, { language, limit }: ReportOptions, style: TerminalStyle): string {
  const say = sayerOf(style);
  const { title, items, series } = runBlockOf(run, limit);
  const bullet = style.unicode ? "• " : "* ";
  const sentences = items.flatMap((item) => wrap(say(item[language]), Math.max(16, style.width - 4)).map((line, i) => `  ${i === 0 ? bullet : "  "}${line}`));
  return [paletteOf(style).bold(wrap(say(title[language]), style.width).join("\n")), ...sentences, ...seriesLines(series, language, style)].join("\n");
}

function seriesLines(series: readonly DrawnSeries[], language: Language, style: TerminalStyle): string[] {
  const say = sayerOf(style);
  const paint = paletteOf(style);
  const rows = series.map(({ name, says, points }) => ({ name: shortened(say(name[language]), say("…")), says: say(says[language]), points }));
  const names = Math.max(0, ...rows.map((row) => stringWidth(row.name)));
  const words = Math.max(0, ...rows.map((row) => stringWidth(row.says)));
  const room = style.width - names - words - 8;
  const below = room < SHORTEST_BARS;
  const width = Math.min(MOST_BARS, Math.max(SHORTEST_BARS, below ? style.width - names - 6 : room));
  return rows.flatMap(({ name, says, points }) => {
    const bars = paint.cyan(sparkline(points, style.unicode ? "unicode" : "ascii", width).padEnd(below ? 0 : width));
    const head = `    ${name}${" ".repeat(names - stringWidth(name))}  ${bars}`;
    return below ? [head.trimEnd(), ...wrap(says, Math.max(16, style.width - 6)).map((line) => `      ${line}`)] : [`${head}  ${says}`];
  });
}

function shortened(name: string, rest: string): string {
  if (stringWidth(name) <= WIDEST_NAME) return name;
  let short = "";
  for (const character of name) {
    if (stringWidth(short + character) > WIDEST_NAME - rest.length) break;
    short += character;
  }
  return `${short}${rest}`;
}
