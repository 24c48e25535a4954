import { z } from "zod";

/**
 * The shape of golive.yaml. This one schema validates the file, types it and makes `schema/golive.schema.json`, which lets
 * editors complete and check it (`npm run schema`).
 */

const words = z.string().trim().min(1);

const option = z.union([z.number(), z.boolean(), z.string(), z.array(z.string()), z.array(z.number())]);

const exclusion = z.strictObject({
  path: words.describe("Files or directories, in the manner of .gitignore"),
  reason: words.describe("Why they take no part; printed on the report"),
}).describe("What takes no part in the audit, and why");

// One shape with optional names: two variants would make the mistakes of a person unreadable.
const waiver = z.strictObject({
  fingerprint: words.optional().describe("The finding, as `golive audit` names it"),
  check: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/).optional().describe("With `file`: every finding of this check in that file"),
  file: words.optional().describe("Relative to the bot's root"),
  reason: words.describe("Why the finding is accepted"),
  owner: words.describe("Who answers for it"),
  expires: z.iso.date().describe("The last day that it counts, YYYY-MM-DD"),
}).refine((one) => (one.fingerprint !== undefined) !== (one.check !== undefined && one.file !== undefined) && (one.check === undefined) === (one.file === undefined), { error: "waiver-names" })
  .describe("An accepted finding: named by its fingerprint, or by check and file");

export const configSchema = z.strictObject({
  language: z.enum(["en", "ru"]).optional().describe("The language of the report; default: that of the terminal"),
  include: z.array(words).optional().describe("Only these files, in the manner of .gitignore; default: all"),
  exclude: z.array(exclusion).optional(),
  entry_points: z.array(words).optional().describe("The files that the bot is started with; default: found by golive"),
  checks: z.record(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/), z.record(z.string(), option)).optional().describe("Thresholds by check: {\"section/name\": {option: value}}"),
  concepts: z.record(z.string().regex(/^[a-z0-9-]+$/), z.array(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u)).min(1)).optional()
    .describe("The bot's own dotted names for a concept: {order-submission: [bot.orders.place]}"),
  waivers: z.array(waiver).optional(),
  not_applicable: z.array(z.strictObject({ section: words, reason: words })).optional().describe("Sections that do not apply to this bot, and why"),
});

export type ConfigDocument = z.infer<typeof configSchema>;
