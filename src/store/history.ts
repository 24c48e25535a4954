import { sql, type Kysely } from "kysely";
import type { Audit } from "../sdk/audit-result.ts";
import type { Comparison, Fixed } from "../sdk/comparison.ts";
import type { Finding } from "../sdk/finding.ts";
import type { PastAudit } from "../sdk/past-audit.ts";
import { catalogue, type Text } from "../sdk/text.ts";
import { FILE, openForReading, openForWriting } from "./open.ts";
import { historyError } from "./history-error.ts";
import type { Tables } from "./schema.ts";

const messages = catalogue({
  first: { en: "First audit", ru: "Первый аудит" },
  same: { en: "Nothing new", ru: "Без изменений" },
  seenInRun: { en: "{check} in a run", ru: "{check} в запуске" },
  changed: { en: "{fresh} new, {fixed} fixed", ru: "новых {fresh}, исправлено {fixed}" },
});

export interface Recording {
  /** Now, ISO 8601 in UTC: the caller has the clock. */
  readonly at: string;
  /** The sections that took part, if not all. Only audits of the same scope are compared. */
  readonly scope: readonly string[];
  /** The person's own comment; else what changed. */
  readonly comment: string | null;
}

/**
 * Appends an audit to the history of the bot, whole or not at all, and tells what changed since the one before it (null: there
 * is none). Refuses with HistoryError; what was recorded before is never lost.
 */
export async function record(bot: string, audit: Audit, recording: Recording): Promise<Comparison | null> {
  return using(() => openForWriting(bot), async (database) => {
    return database.connection().execute(async (connection) => {
      await sql`begin immediate`.execute(connection);
      try {
        const comparison = await compare(connection, audit, recording);
        await append(connection, audit, recording, comparison);
        await sql`commit`.execute(connection);
        return comparison;
      } catch (error) {
        await sql`rollback`.execute(connection).catch(() => undefined);
        throw error;
      }
    });
  });
}

/** Every audit on record, the newest first. */
export async function pastAudits(bot: string): Promise<PastAudit[]> {
  return using(() => openForReading(bot), async (database) => {
    if (!database) return [];
    const rows = await database.selectFrom("audits").selectAll().orderBy("id", "desc").execute();
    return rows.map(({ comment_en: en, comment_ru: ru, at, revision, gate, red, warn, unproven, waived }) => ({
      at, revision, gate, counts: { red, warn, unproven, waived }, comment: { en, ru },
    }));
  });
}

async function using<D extends Kysely<Tables> | null, T>(open: () => Promise<D>, work: (database: D) => Promise<T>): Promise<T> {
  try {
    const database = await open();
    try {
      return await work(database);
    } finally {
      await database?.destroy();
    }
  } catch (error) {
    throw historyError(error, FILE);
  }
}

async function compare(database: Kysely<Tables>, audit: Audit, { scope }: Recording): Promise<Comparison | null> {
  const last = await database.selectFrom("audits").select(["id", "at", "revision"]).where("scope", "=", scopeKey(scope)).orderBy("id", "desc").limit(1).executeTakeFirst();
  if (!last) return null;
  const rows = await database.selectFrom("findings").selectAll().where("audit", "=", last.id).execute();
  const before = new Set(rows.map((row) => row.fingerprint));
  const open = counted(audit);
  const now = new Set([...open, ...audit.waived.map(({ finding }) => finding)].map((finding) => finding.fingerprint));
  return {
    date: last.at.slice(0, 16).replace("T", " "), revision: last.revision,
    fresh: open.map((finding) => finding.fingerprint).filter((fingerprint) => !before.has(fingerprint)),
    // What only a run can show is not fixed by an audit without one.
    fixed: rows.filter((row) => !now.has(row.fingerprint) && (row.origin === "code" || audit.run !== undefined)).map((row): Fixed => ({
      fingerprint: row.fingerprint, check: row.check_name, at: { in: row.origin, file: row.file, line: row.line }, message: { en: row.message_en, ru: row.message_ru },
    })),
  };
}

async function append(database: Kysely<Tables>, audit: Audit, { at, scope, comment }: Recording, comparison: Comparison | null): Promise<void> {
  const said = comment === null ? commentOn(comparison) : { en: comment, ru: comment };
  const { id } = await database.insertInto("audits").values({
    at, tool: audit.tool.version, revision: audit.bot.revision, gate: audit.gate, red: audit.counts.red, warn: audit.counts.warn,
    unproven: audit.counts.unproven, waived: audit.counts.waived, scope: scopeKey(scope), comment_en: said.en, comment_ru: said.ru,
  }).returning("id").executeTakeFirstOrThrow();
  const rows = counted(audit).map((finding) => ({
    audit: id, fingerprint: finding.fingerprint, check_name: finding.check as string, grade: finding.grade as string, origin: finding.at.in, file: finding.at.file, line: finding.at.line,
    ...messageOf(finding),
  }));
  // SQLite takes 32,766 values in one statement.
  for (let from = 0; from < rows.length; from += 1000) await database.insertInto("findings").values(rows.slice(from, from + 1000)).execute();
}

/** Nothing of a log is kept: what a finding says with the log's words is kept in the code's words, else by the name of its check. */
function messageOf({ message, code, run, check }: Finding): { message_en: string; message_ru: string } {
  const kept = run.length === 0 ? message : (code[0]?.says ?? messages("seenInRun", { check }));
  return { message_en: kept.en, message_ru: kept.ru };
}

const scopeKey = (scope: readonly string[]): string => [...new Set(scope)].sort().join(" ");

const counted = (audit: Audit): Finding[] => audit.verdicts.flatMap((verdict) => verdict.findings);

function commentOn(comparison: Comparison | null): Text {
  if (!comparison) return messages("first");
  if (comparison.fresh.length + comparison.fixed.length === 0) return messages("same");
  return messages("changed", { fresh: String(comparison.fresh.length), fixed: String(comparison.fixed.length) });
}
