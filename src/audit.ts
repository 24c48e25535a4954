import { auditBot, type BotSettings } from "./audit-bot.ts";
import { readBot } from "./read-bot.ts";
import type { Audit } from "./sdk/audit-result.ts";

export interface AuditSettings extends BotSettings {
  /** The bot's directory, or its one file. */
  readonly dir: string;
}

/** @throws {InputError} nothing there to audit. */
export async function audit({ dir, ...settings }: AuditSettings): Promise<Audit> {
  return auditBot(await readBot(dir, settings.config), settings);
}
