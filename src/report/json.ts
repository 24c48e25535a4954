import type { Audit, SkippedSource, WaivedFinding } from "../sdk/audit-result.ts";
import type { Anchor, Evidence } from "../sdk/evidence.ts";
import type { Finding, Verdict } from "../sdk/finding.ts";
import { byPlace } from "../sdk/order.ts";
import type { Text } from "../sdk/text.ts";
import { harmlessJson } from "./escape.ts";
import { runJson } from "./run-json.ts";
import { markOf, sectionComment } from "./rows.ts";

/** Audit -> the published JSON (`schema/audit.schema.json`). Only additions may change it; anything else raises `schema`. */
export function renderJson(audit: Audit): string {
  const numbers = new Map(audit.verdicts.map((verdict) => [verdict.section, verdict.number]));
  const number = (finding: Finding): number => numbers.get(finding.section) ?? Infinity;
  const open = audit.verdicts.flatMap((verdict) => verdict.findings.map((finding) => ({ finding, waiver: null })));
  const findings = [...open, ...audit.waived]
    .sort((a, b) => number(a.finding) - number(b.finding) || statusOrder(a.finding) - statusOrder(b.finding) || byPlace(a.finding, b.finding))
    .map(findingJson);
  const document = {
    schema: 1,
    tool: { name: audit.tool.name, version: audit.tool.version },
    bot: {
      root: audit.bot.root, revision: audit.bot.revision, files: audit.bot.files, lines: audit.bot.lines,
      languages: [...audit.bot.languages], notAnalysed: audit.bot.notAnalysed.map(skippedJson),
      ...(audit.bot.cannotRun ? { cannotRun: audit.bot.cannotRun.map(skippedJson) } : {}),
    },
    gate: audit.gate,
    counts: { red: audit.counts.red, warn: audit.counts.warn, unproven: audit.counts.unproven, waived: audit.counts.waived },
    sections: audit.verdicts.map(sectionJson),
    findings,
    held: audit.verdicts.flatMap((verdict) => [...verdict.held].sort(byPlace).map(heldJson)),
    notes: audit.notes.map(textJson),
    ...(audit.run ? { run: runJson(audit.run) } : {}),
  };
  return harmlessJson(document);
}

const statusOrder = (finding: Finding): number => (markOf(finding) === "red" ? 0 : 1);

const sectionJson = (verdict: Verdict) => ({
  number: verdict.number, id: verdict.section, title: textJson(verdict.title), status: verdict.status, unproven: verdict.unproven,
  comment: textJson(sectionComment(verdict)),
  reasons: verdict.reasons.map(({ check, at, why }) => ({ check, at: at && anchorJson(at), why: textJson(why) })),
  ...(verdict.notExercised.length > 0 ? { notExercised: verdict.notExercised.map(textJson) } : {}),
});

const findingJson = ({ finding, waiver }: WaivedFinding | { finding: Finding; waiver: null }) => ({
  fingerprint: finding.fingerprint, check: finding.check, section: finding.section, status: markOf(finding),
  evidenceStatus: finding.evidenceStatus, at: anchorJson(finding.at), message: textJson(finding.message), fix: finding.fix && textJson(finding.fix),
  evidence: finding.evidence.map(evidenceJson), group: finding.group,
  waiver: waiver && { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires },
  grade: finding.grade, impact: finding.impact, maturity: finding.maturity, analysisGap: finding.analysisGap,
});

const heldJson = (finding: Finding) => ({
  fingerprint: finding.fingerprint, check: finding.check, section: finding.section, at: anchorJson(finding.at), message: textJson(finding.message),
});

const anchorJson = ({ in: side, file, line, endLine }: Anchor) => ({ in: side, file, line, endLine: endLine ?? line });
const evidenceJson = ({ at, note }: Evidence) => ({ ...anchorJson(at), note: textJson(note) });
const skippedJson = ({ file, line, endLine, why, blocks }: SkippedSource) => ({ file, line, endLine, why: textJson(why), blocks });
const textJson = ({ en, ru }: Text): Text => ({ en, ru });

