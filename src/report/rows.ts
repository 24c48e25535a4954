import { appendTo } from "../sdk/append.ts";
import type { Audit } from "../sdk/audit-result.ts";
import type { Anchor, Evidence } from "../sdk/evidence.ts";
import type { Finding, Grade, Verdict } from "../sdk/finding.ts";
import { byPlace } from "../sdk/order.ts";
import type { Text } from "../sdk/text.ts";
import { inBoth } from "../sdk/text.ts";
import { words } from "./words.ts";

export type Mark = "red" | "warn" | "ok" | "na";

/** One row of the user's table, before anybody decided how it looks. */
export interface Row {
  readonly number: number;
  readonly title: Text;
  readonly at: Anchor | null;
  /** Null: the row only says that there is more. */
  readonly mark: Mark | null;
  readonly comment: Text;
  /** The line of the log that shows it; null where only the code speaks. */
  readonly seen: Evidence | null;
  /** More places of the same thing. */
  readonly also: readonly Anchor[];
  readonly draft: boolean;
  readonly fingerprints: readonly string[];
}

export const ROWS_PER_SECTION = 5;

/** One row for a section that is all right or does not apply, else one for each finding, the worst first. */
export function tableRows(audit: Audit, limit: number): Row[] {
  return audit.verdicts.flatMap((verdict) => sectionRows(verdict, limit));
}

function sectionRows(verdict: Verdict, limit: number): Row[] {
  const rows = [...findingRows(verdict), ...reasonRow(verdict)];
  if (rows.length === 0) return [quietRow(verdict)];
  if (rows.length <= limit) return rows;
  const rest = rows.length - limit;
  return [...rows.slice(0, limit), { ...blank(verdict), comment: words("andMore", { more: String(rest) }) }];
}

const blank = (verdict: Verdict): Row => ({
  number: verdict.number, title: verdict.title, at: null, mark: null, comment: { en: "", ru: "" }, seen: null, also: [], draft: false, fingerprints: [],
});

/** Findings of one check about one group are one row, that of the worst of them. */
function findingRows(verdict: Verdict): Row[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of [...verdict.findings].sort(worstFirst)) {
    const key = finding.group === "" ? finding.fingerprint : `${finding.check}\n${finding.maturity}\n${finding.group}`;
    appendTo(groups, key, finding);
  }
  return [...groups.values()].map((group) => rowOf(verdict, group));
}

function rowOf(verdict: Verdict, group: readonly Finding[]): Row {
  const [worst] = group as [Finding];
  return {
    number: verdict.number, title: verdict.title, at: worst.at, mark: markOf(worst), comment: messageAndFix(worst),
    seen: seenIn(worst),
    also: group.slice(1).map((finding) => finding.at), draft: worst.maturity === "draft", fingerprints: group.map((finding) => finding.fingerprint),
  };
}

/** At the finding's own place if that is in the run, else the first line of the log among its evidence. */
function seenIn({ at, evidence }: Finding): Evidence | null {
  const lines = evidence.filter((one) => one.at.in === "run");
  return lines.find((one) => one.at.file === at.file && one.at.line === at.line) ?? lines[0] ?? null;
}

/** What could not be decided about the section as a whole: a row of its own, unless a finding says so already. */
function reasonRow(verdict: Verdict): Row[] {
  if (!verdict.unproven || verdict.findings.some((finding) => finding.grade === "unproven" && finding.maturity === "stable")) return [];
  const [reason] = verdict.reasons;
  return [{ ...blank(verdict), at: reason?.at ?? null, mark: "warn", comment: unprovenComment(verdict) }];
}

function quietRow(verdict: Verdict): Row {
  const mark: Mark = verdict.status === "na" ? "na" : verdict.status === "ok" ? "ok" : verdict.status;
  const at = mark === "ok" ? (verdict.held[0]?.at ?? null) : null;
  return { ...blank(verdict), at, mark, comment: sectionComment(verdict) };
}

/** A section's outcome in one sentence. */
export function sectionComment(verdict: Verdict): Text {
  const [worst] = [...verdict.findings].filter((finding) => finding.maturity === "stable").sort(worstFirst);
  if (worst && verdict.status !== "ok" && verdict.status !== "na") return messageAndFix(worst);
  if (verdict.unproven) return unprovenComment(verdict);
  if (verdict.status === "na") return verdict.notApplicable[0] ?? words("notApplicable");
  const [held] = verdict.held;
  if (!held) return words("nothingFound");
  const count = String(verdict.held.length);
  return verdict.held.length === 1 ? held.message : inBoth((language) => words("held", { message: held.message[language], count })[language]);
}

function unprovenComment({ reasons }: Verdict): Text {
  const [reason] = reasons;
  if (!reason) return words("unprovenSilent");
  const more = String(reasons.length - 1);
  return inBoth((language) => words(reasons.length > 1 ? "unprovenMore" : "unproven", { why: lowered(reason.why[language].replace(/\.$/, "")), more })[language]);
}

const messageAndFix = ({ message, fix }: Finding): Text => (fix ? inBoth((language) => `${message[language].replace(/\.$/, "")} → ${fix[language]}`) : message);

const RANK: Readonly<Record<Grade, number>> = { fail: 0, concern: 1, unproven: 2, pass: 3 };

/** Red before yellow, stable before draft, then weight, then place. */
function worstFirst(a: Finding, b: Finding): number {
  return draftRank(a) - draftRank(b) || RANK[a.grade] - RANK[b.grade] || b.weight - a.weight || byPlace(a, b);
}

const draftRank = (finding: Finding): number => (finding.maturity === "draft" ? 1 : 0);

export const markOf = (finding: Finding): "red" | "warn" => (finding.grade === "fail" ? "red" : "warn");

/** Behind a colon a Russian sentence goes on in small letters; names and English words stay as they are. */
const lowered = (why: string): string => why.replace(/^[А-ЯЁ](?=[а-яё ])/, (letter) => letter.toLowerCase());
