import type { RunSummary } from "../sdk/run-summary.ts";
import type { ReportOptions } from "./blocks.ts";
import { markdownText } from "./escape.ts";
import { runBlockOf } from "./run-block.ts";
import { sparkline } from "./sparkline.ts";

/** The run as Markdown: a list, the measurements with their bars in it. */
export function runLines(run: RunSummary, { language, limit }: ReportOptions): string[] {
  const { title, items, series } = runBlockOf(run, limit);
  return [
    `## ${markdownText(title[language])}`, "",
    ...items.map((item) => `- ${markdownText(item[language])}`),
    ...series.map(({ name, says, points }) => `- ${markdownText(name[language])}: \`${sparkline(points, "unicode")}\` ${markdownText(says[language])}`), "",
  ];
}
