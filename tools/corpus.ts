/**
 * Audits real bots that lie beside each other in one directory (owner__name) and keeps the count of findings per 1,000 lines
 * in corpus/counts.tsv, so that a check that starts to flood is seen in the diff.
 *
 *   node tools/corpus.ts BOTS [--only WORD] [--examples FILE] [--list CHECK] [--write]
 *
 * --examples: a table (section, repo, commit, path, line, verdict, why) of judged sites: says which of them are found.
 * --list: prints every finding of a check (or section), to be judged by hand.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { audit } from "../src/audit.ts";
import type { Audit } from "../src/sdk/audit-result.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, examples: { type: "string" }, list: { type: "string" }, write: { type: "boolean" }, one: { type: "boolean" } },
});

interface Row { readonly bot: string; readonly audit: Audit; readonly seconds: number; readonly megabytes: number }

const IDS = ["", "numbers", "symbols", "logs", "warnings", "races", "leaks", "filters", "regime", "drift", "casts", "shutdown", "reconnect"];
const root = positionals[0];
if (!root) throw new Error("usage: node tools/corpus.ts BOTS");
if (values.one) {
  const started = performance.now();
  const result = await audit({ dir: root, jobs: 2, config: NO_CONFIG, today: "2026-01-01" });
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(JSON.stringify({ audit: result, seconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
} else report(readdirSync(root).filter((one) => one.includes("__") && one.includes(values.only ?? "")).sort());

function report(bots: readonly string[]): void {
  const rows = bots.flatMap((bot) => one(bot) ?? []);
  for (const row of rows) {
    const { counts, bot } = row.audit;
    console.log(`${row.bot.padEnd(48)} ${String(bot.lines).padStart(8)} lines ${row.seconds.toFixed(2).padStart(6)} s ${String(Math.round(row.megabytes)).padStart(6)} MB  red ${counts.red} warn ${counts.warn} unproven ${counts.unproven}`);
  }
  for (const row of rows) {
    const failures = row.audit.verdicts.flatMap((verdict) => verdict.reasons).filter((reason) => reason.why.en.startsWith("Internal error"));
    for (const text of new Set(failures.map((reason) => reason.why.en))) console.log(`${row.bot}: ${text}`);
  }
  if (values.list) rows.forEach((row) => list(row, values.list!));
  if (values.examples) examples(rows, values.examples);
  if (values.write) writeFileSync(join(import.meta.dirname, "../corpus/counts.tsv"), table(rows));
}

function one(bot: string): Row | null {
  const run = spawnSync(process.execPath, ["--stack-size=4000", import.meta.filename, "--one", join(root!, bot)], { encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.status !== 0) {
    console.log(`${bot}: ${run.stderr.split("\n").find((line) => /Error/.test(line)) ?? `exit ${run.status}`}`);
    return null;
  }
  return { bot, ...(JSON.parse(run.stdout) as Omit<Row, "bot">) };
}

function list(row: Row, check: string): void {
  for (const finding of row.audit.verdicts.flatMap((verdict) => verdict.findings)) {
    if (finding.check !== check && finding.section !== check) continue;
    console.log(`\n${row.bot} ${finding.at.file}:${finding.at.line} ${finding.grade}${finding.maturity === "draft" ? " draft" : ""} ${finding.check}\n  ${finding.message.en}`);
    for (const step of finding.evidence) console.log(`    ${step.at.file}:${step.at.line} ${step.note.en}`);
  }
}

/** Findings per 1,000 lines by check, one line a bot and check. */
function table(rows: readonly Row[]): string {
  const lines = ["bot\tlines\tcheck\tmaturity\tred\twarn\tper_1000_lines"];
  for (const { bot, audit: { bot: { lines: size }, verdicts } } of rows) {
    const byCheck = new Map<string, { red: number; warn: number; maturity: string }>();
    for (const { check, grade, maturity } of verdicts.flatMap((verdict) => verdict.findings)) {
      const known = byCheck.get(check) ?? { red: 0, warn: 0, maturity };
      known[grade === "fail" ? "red" : "warn"]++;
      byCheck.set(check, known);
    }
    for (const [check, { red, warn, maturity }] of [...byCheck].sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push([bot.replace("__", "/"), size, check, maturity, red, warn, ((1000 * (red + warn)) / size).toFixed(3)].join("\t"));
    }
  }
  return `${lines.join("\n")}\n`;
}

function examples(rows: readonly Row[], file: string): void {
  if (!existsSync(file)) throw new Error(`${file}: no such file`);
  for (const line of readFileSync(file, "utf8").split("\n").slice(1)) {
    const [section, repo, , path, at, verdict, why] = line.split("\t");
    const row = rows.find((each) => each.bot === repo?.replace("/", "__"));
    if (!row || !path || !path.endsWith(".py")) continue;
    const id = IDS[Number(section)];
    const near = (place: { file: string; line: number }): boolean => place.file === path && Math.abs(place.line - Number(at)) <= 3;
    const hits = row.audit.verdicts.find((each) => each.section === id)?.findings.filter((finding) => near(finding.at) || finding.evidence.some((step) => near(step.at))) ?? [];
    const wrong = (verdict === "defect") !== hits.length > 0 && verdict !== "unclear";
    console.log(`${wrong ? "WRONG" : "ok   "} ${section} ${verdict!.padEnd(7)} ${repo} ${path}:${at} -> ${hits.map((hit) => `${hit.check}@${hit.at.line}`).join(", ") || "-"}${wrong ? `   (${why})` : ""}`);
  }
}
