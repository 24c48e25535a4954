import { sql, type Kysely } from "kysely";
import type { Tables } from "./schema.ts";

type Migration = (database: Kysely<Tables>) => Promise<void>;

/** Step n turns version n into n + 1. Never change one that was released. */
export const MIGRATIONS: readonly Migration[] = [
  async (database) => {
    await database.schema.createTable("audits")
      .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
      .addColumn("at", "text", (column) => column.notNull())
      .addColumn("tool", "text", (column) => column.notNull())
      .addColumn("revision", "text")
      .addColumn("gate", "text", (column) => column.notNull())
      .addColumn("red", "integer", (column) => column.notNull())
      .addColumn("warn", "integer", (column) => column.notNull())
      .addColumn("unproven", "integer", (column) => column.notNull())
      .addColumn("waived", "integer", (column) => column.notNull())
      .addColumn("scope", "text", (column) => column.notNull())
      .addColumn("comment_en", "text", (column) => column.notNull())
      .addColumn("comment_ru", "text", (column) => column.notNull())
      .execute();
    await database.schema.createTable("findings")
      .addColumn("audit", "integer", (column) => column.notNull().references("audits.id").onDelete("cascade"))
      .addColumn("fingerprint", "text", (column) => column.notNull())
      .addColumn("check_name", "text", (column) => column.notNull())
      .addColumn("grade", "text", (column) => column.notNull())
      .addColumn("origin", "text", (column) => column.notNull())
      .addColumn("file", "text", (column) => column.notNull())
      .addColumn("line", "integer", (column) => column.notNull())
      .addColumn("message_en", "text", (column) => column.notNull())
      .addColumn("message_ru", "text", (column) => column.notNull())
      .execute();
    await sql`create index findings_of_audit on findings (audit)`.execute(database);
  },
];

export const VERSION = MIGRATIONS.length;
