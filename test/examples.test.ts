import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../src/audit.ts";
import type { Finding } from "../src/sdk/finding.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";
import { SECTIONS } from "../src/sections/index.ts";

/** The bundled bots: every planted defect of a section that is checked is found at its line, nothing that is fine is reported. */
const examples = join(import.meta.dirname, "../examples");
const checked = new Set(SECTIONS.filter((section) => section.checks.length > 0).map((section) => section.id as string));

interface Planted { readonly section: string; readonly check: string; readonly file: string; readonly line: number; readonly why: string }

function planted(table: string): Planted[] {
  const [, ...rows] = readFileSync(join(examples, table), "utf8").trimEnd().split("\n");
  return rows.map((row) => {
    const [section, check, file, anchor, why] = row.split("\t") as [string, string, string, string, string];
    const lines = readFileSync(join(examples, "scalper", file), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes(anchor)) + 1;
    if (line === 0) throw new Error(`${table}: ${file} has no line with ${anchor}`);
    return { section, check, file, line, why };
  }).filter((one) => checked.has(one.section));
}

const KNOWN_MISSES: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(import.meta.dirname, "examples-known-misses.json"), "utf8"));

const auditOf = (bot: string) => audit({ dir: join(examples, bot), jobs: 1, config: NO_CONFIG, today: "2026-01-01" });
const findingsOf = async (bot: string): Promise<Finding[]> => (await auditOf(bot)).verdicts.flatMap((verdict) => [...verdict.findings]);
const touches = (finding: Finding, { section, file, line }: Planted): boolean =>
  finding.section === section && [finding.at, ...finding.evidence.map((step) => step.at)].some((at) => at.file === file && at.line <= line && line <= (at.endLine ?? at.line));

describe("examples/scalper", async () => {
  const findings = await findingsOf("scalper");
  for (const defect of planted("scalper.defects.tsv")) {
    const name = `${defect.check} ${defect.file}:${defect.line}`;
    const found = findings.some((finding) => touches(finding, defect));
    if (KNOWN_MISSES[name]) test(`${name} is still missed: ${KNOWN_MISSES[name]}`, () => expect(found).toBe(false));
    else test(name, () => expect(found, defect.why).toBe(true));
  }
  for (const fine of planted("scalper.fine.tsv")) {
    const name = `nothing wrong: ${fine.check} ${fine.file}:${fine.line}`;
    test(name, () => expect(findings.filter((finding) => finding.check === fine.check && finding.at.file === fine.file && finding.at.line === fine.line).map((finding) => finding.message.en)).toEqual([]));
  }
});

test("examples/scalper-fixed has no findings", async () => {
  const findings = await findingsOf("scalper-fixed");
  expect(findings.map((one) => `${one.check} ${one.at.file}:${one.at.line} ${one.message.en}`)).toEqual([]);
});
