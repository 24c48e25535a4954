import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { Kysely, sql, SqliteDialect } from "kysely";
import { DIRECTORY, exists, makeDirectory, refuseLinks } from "./directory.ts";
import { BUSY_SECONDS, HistoryError, messages } from "./history-error.ts";
import { MIGRATIONS, VERSION } from "./migrations.ts";
import type { Tables } from "./schema.ts";

/** "goli": marks the file as ours, so that another database under this name is never written to. */
const APPLICATION = 0x676f6c69;

export const FILE = `${DIRECTORY}/history.db`;
const FILES = [FILE, `${FILE}-wal`, `${FILE}-shm`];

/** Opens the history of a bot and brings it up to date; makes it where there is none. The caller destroys it. */
export async function openForWriting(bot: string): Promise<Kysely<Tables>> {
  refuseLinks(bot, FILES);
  makeDirectory(bot);
  const file = new SQLite(join(bot, FILE), { timeout: BUSY_SECONDS * 1000 });
  return guarded(file, async (database) => {
    const version = refuseForeign(file);
    file.pragma("journal_mode = WAL");
    // An audit that was reported as recorded is on the disk, also after a power cut.
    file.pragma("synchronous = FULL");
    if (version < VERSION) await migrate(file, database);
  });
}

/** Opens the history to be read only; null where there is none. */
export async function openForReading(bot: string): Promise<Kysely<Tables> | null> {
  refuseLinks(bot, FILES);
  if (!exists(join(bot, FILE))) return null;
  const file = new SQLite(join(bot, FILE), { timeout: BUSY_SECONDS * 1000, fileMustExist: true, readonly: !writable(bot) });
  const version = { found: 0 };
  const database = await guarded(file, async () => { version.found = refuseForeign(file); });
  if (version.found === VERSION) return database;
  await database.destroy();
  return version.found === 0 ? null : openForWriting(bot);
}

/** The file comes with the bot, so it is as untrusted as the bot. */
async function guarded(file: SQLite.Database, prepare: (database: Kysely<Tables>) => Promise<void>): Promise<Kysely<Tables>> {
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });
  try {
    file.pragma("trusted_schema = OFF");
    file.pragma("cell_size_check = ON");
    file.pragma("foreign_keys = ON");
    await prepare(database);
    return database;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The version of the file's tables; 0 for a new file. */
function refuseForeign(file: SQLite.Database): number {
  const application = Number(file.pragma("application_id", { simple: true }));
  const version = Number(file.pragma("user_version", { simple: true }));
  const tables = Number(file.prepare("select count(*) from sqlite_master").pluck().get());
  if (tables > 0 && application !== APPLICATION) throw new HistoryError(messages("foreign", { file: FILE }));
  if (version > VERSION) throw new HistoryError(messages("newer", { file: FILE, found: String(version), known: String(VERSION) }));
  return version;
}

/** One transaction that takes the write lock at once: of two audits that start together one migrates, the other finds it done. */
async function migrate(file: SQLite.Database, database: Kysely<Tables>): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const from = Number(file.pragma("user_version", { simple: true }));
      for (const step of MIGRATIONS.slice(from)) await step(connection);
      file.pragma(`application_id = ${APPLICATION}`);
      file.pragma(`user_version = ${VERSION}`);
      await sql`commit`.execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

/** A WAL database in a directory that cannot be written opens only as read-only. */
function writable(bot: string): boolean {
  try {
    accessSync(join(bot, DIRECTORY), constants.W_OK);
    accessSync(join(bot, FILE), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
