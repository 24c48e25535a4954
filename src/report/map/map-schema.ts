import { z } from "zod";

const text = z.object({ en: z.string(), ru: z.string() });
const anchor = z.object({ file: z.string().describe("Relative to the bot's root, with /"), line: z.int().min(1), endLine: z.int().min(1) });
const place = z.object({ what: text, at: anchor });

/** The published JSON of `golive map --format json`: `schema/map.schema.json` is made from this (`npm run schema`). Only additions. */
export const mapSchema = z.object({
  schema: z.literal(1),
  tool: z.object({ name: z.string(), version: z.string() }),
  bot: z.object({ root: z.string(), revision: z.string().nullable() }),
  paths: z.array(z.object({
    kind: text.describe("A signal, quotes, a person's command ..."),
    start: z.object({ ...place.shape, why: text }).nullable().describe("null: nobody was seen to call the first function"),
    source: place, steps: z.array(place),
    filters: z.array(z.object({ what: text, there: z.boolean().describe("On every way from the source to an opening order"), at: anchor.nullable(), test: text.nullable() })).describe("Empty where none are required"),
    sizing: place.nullable(), order: place,
  })),
  exits: z.array(z.object({ what: text, at: anchor, order: place, triggers: z.array(z.object({ ...place.shape, when: text.nullable().describe("null: whenever it runs") })) })),
  entries: z.array(z.object({ concept: z.string(), at: anchor.nullable(), what: text, why: text, detail: z.string().optional() })),
  calls: z.object({
    inProject: z.int().min(0), resolved: z.int().min(0),
    unresolvedReasons: z.array(z.object({ why: text, count: z.int().min(1), examples: z.array(anchor) })),
  }),
});
