import type { PastAudit } from "../sdk/past-audit.ts";
import type { Language } from "../sdk/text.ts";
import { boxTable } from "./box-table.ts";
import { markdownText } from "./escape.ts";
import { markdownTable } from "./markdown-table.ts";
import { sayerOf, type TerminalStyle } from "./terminal-style.ts";
import { words } from "./words.ts";
import { wrap } from "./wrap.ts";

const KEYS = ["historyDate", "historyResult", "comment"] as const;

/** The user's own table: date, result, comment; the newest audit first. */
export function renderHistoryMarkdown(audits: readonly PastAudit[], language: Language): string {
  if (audits.length === 0) return `${words("historyEmpty")[language]}\n`;
  const head = KEYS.map((key) => words(key)[language]);
  const rows = audits.map((audit) => [dateOf(audit), `⚠️ ${warnings(audit)} / 🔴 ${audit.counts.red}`, markdownText(commentOf(audit, language))]);
  return `${markdownTable(head, rows)}\n`;
}

export function renderHistoryTerminal(audits: readonly PastAudit[], language: Language, style: TerminalStyle): string {
  if (audits.length === 0) return `${words("historyEmpty")[language]}\n`;
  const say = sayerOf(style);
  const room = Math.max(20, style.width - 45);
  const rows = audits.map((audit) => {
    const result = style.unicode ? `⚠️ ${warnings(audit)} / 🔴 ${audit.counts.red}` : `WARN ${warnings(audit)} / RED ${audit.counts.red}`;
    return [[say(dateOf(audit))], [result], wrap(say(commentOf(audit, language)), room)];
  });
  return `${boxTable([KEYS.map((key) => [words(key)[language]]), ...rows], style)}\n`;
}

export const renderHistoryJson = (audits: readonly PastAudit[]): string =>
  `${JSON.stringify({ schema: 1, audits: audits.map(({ at, revision, gate, counts, comment }) => ({ at, revision, gate, counts, comment })) }, null, 2)}\n`;

const dateOf = ({ at }: PastAudit): string => at.slice(0, 16).replace("T", " ");

/** What is unproven is partial: ⚠️ as well. */
const warnings = ({ counts }: PastAudit): number => counts.warn + counts.unproven;

function commentOf({ comment, revision, gate }: PastAudit, language: Language): string {
  const parts = [gate === "go-live" ? "go-live" : "", comment[language], revision ? revision.slice(0, 8) : ""];
  return parts.filter((part) => part !== "").join(" · ");
}
