import { z } from "zod";
import { runSchema } from "./run-schema.ts";

/**
 * The published JSON of an audit, as others rely on it: `schema/audit.schema.json` is made from this (`npm run schema`).
 * Only additions, and added fields stay optional for readers of older reports; anything else raises `schema`.
 */
const text = z.object({ en: z.string(), ru: z.string() }).describe("A sentence for people, in both languages");
const place = { in: z.enum(["code", "run"]), file: z.string().describe("Relative to the bot's root, with /"), line: z.int().min(1), endLine: z.int().min(1) };
const anchor = z.object(place).describe("Lines count from 1 by \\n");
const status = z.enum(["red", "warn"]);

const section = z.object({
  number: z.int().min(1), id: z.string(), title: text, status: z.enum(["red", "warn", "ok", "na"]),
  unproven: z.boolean().describe("Something could not be decided, so the section is not all right"), comment: text,
  reasons: z.array(z.object({ check: z.string().nullable(), at: anchor.nullable(), why: text })).optional().describe("What could not be decided"),
  notExercised: z.array(text).optional().describe("What the given run did not show: only the code speaks for it"),
});

const finding = z.object({
  fingerprint: z.string().describe("Stable across unrelated edits and line moves"), check: z.string(), section: z.string(), status,
  evidenceStatus: z.enum(["confirmed", "suspected", "latent", "unknown", "observed", "held", "proven", "not-applicable"]),
  at: anchor, message: text, fix: text.nullable(), evidence: z.array(z.object({ ...place, note: text })),
  group: z.string().describe("The setting or the concept that it belongs to"),
  waiver: z.object({ reason: z.string(), owner: z.string(), expires: z.iso.date() }).nullable(),
  grade: z.enum(["fail", "concern", "unproven", "pass"]).optional(), impact: z.enum(["funds", "position", "blind", "hygiene"]).optional(),
  maturity: z.enum(["stable", "draft"]).optional().describe("A draft reports and never gates"), analysisGap: z.boolean().optional(),
});

const skipped = z.object({ file: z.string(), line: z.int().nullable(), why: text, endLine: z.int().nullable().optional(), blocks: z.boolean().optional() });

export const auditSchema = z.object({
  schema: z.literal(1),
  tool: z.object({ name: z.string(), version: z.string() }),
  bot: z.object({
    root: z.string(), revision: z.string().nullable(), files: z.int().min(0), lines: z.int().min(0), languages: z.array(z.string()),
    notAnalysed: z.array(skipped),
    cannotRun: z.array(skipped).optional().describe("What cannot run as it ships: programs that Python cannot start, each at the line that raises, and the tests that keep every opening order from being sent"),
  }),
  gate: z.enum(["go-live", "no-go"]),
  counts: z.object({ red: z.int().min(0), warn: z.int().min(0), unproven: z.int().min(0), waived: z.int().min(0) }),
  sections: z.array(section), findings: z.array(finding).describe("Order: section, status, file, line, check"),
  held: z.array(z.object({ check: z.string(), section: z.string(), at: anchor, message: text, fingerprint: z.string().optional() })).describe("What was proved"),
  notes: z.array(text).optional(),
  run: runSchema.optional().describe("What the given run showed"),
});
