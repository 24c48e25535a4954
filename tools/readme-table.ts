/**
 * The READMEs quote the report on the bundled example: how many findings it has and the first row of each section.
 *
 *   node tools/readme-table.ts    writes both into README.md and README.ru.md; test/readme.test.ts fails when they are stale
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { audit } from "../src/audit.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { Audit } from "../src/sdk/audit-result.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";
import { catalogue, type Language } from "../src/sdk/text.ts";

const root = join(import.meta.dirname, "..");

export const READMES: Readonly<Record<Language, string>> = { en: join(root, "README.md"), ru: join(root, "README.ru.md") };

const say = catalogue({
  lead: {
    en: "From the report on the bundled example, the first row of each section (the whole report has {red} red findings and {warn} warnings, each with what to do):",
    ru: "Из отчёта о боте-примере, по первой строке каждого раздела (всего в отчёте красных находок {red}, предупреждений {warn}, и у каждой сказано, что делать):",
  },
});

const quote = /(?<=<!-- quoted from the report: node tools\/readme-table\.ts -->\n)[^]*?(?=<!-- end of the quote -->)/;

export const auditExample = (): Promise<Audit> => audit({ dir: join(root, "examples", "scalper"), jobs: 1, config: NO_CONFIG, today: "2026-01-01" });

/** The README with what the report says today. */
export function quoting(readme: string, example: Audit, language: Language): string {
  if (!quote.test(readme)) throw new Error("the README has no place for the quote");
  const { red, warn } = example.counts;
  const lead = say("lead", { red: String(red), warn: String(warn) })[language];
  return readme.replace(quote, () => `${lead}\n\n${firstRows(renderMarkdown(example, { language, limit: 1 }))}\n`);
}

/** The head of the table and one row for each section, without the advice behind the arrow. */
function firstRows(report: string): string {
  const [head, ruler, ...rows] = report.split("\n").filter((line) => line.startsWith("|"));
  const numberOf = (row: string): string => row.split("|")[1]!;
  const first = rows.filter((row, i) => i === 0 || numberOf(row) !== numberOf(rows[i - 1]!));
  return [head, ruler, ...first.map((row) => row.replace(/^((?:[^«]|«[^»]*»)*?) → .*\|$/, "$1 |"))].join("\n");
}

if (import.meta.main) {
  const example = await auditExample();
  for (const language of ["en", "ru"] as const) writeFileSync(READMES[language], quoting(readFileSync(READMES[language], "utf8"), example, language));
}
