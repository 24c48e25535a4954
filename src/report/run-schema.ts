import { z } from "zod";

const count = z.int().min(0);
const known = count.nullable().describe("null: the log does not show this kind at all");
const place = z.object({ file: z.string(), line: z.int().min(1) });

/** What the given run showed, as others rely on it: only additions. */
export const runSchema = z.object({
  start: z.string().nullable().describe("ISO 8601, UTC, of the first line or sample, by the log's own clock"),
  seconds: z.number().nullable(), records: count, linked: count.describe("Records that were traced to the logging call that printed them"),
  foreign: count.describe("Records of libraries and of the interpreter, which no call of the bot prints"),
  sources: z.array(z.object({ file: z.string(), format: z.string(), lines: count, records: count, matched: z.number().min(0).max(1).describe("Share of records whose prefix was understood") })),
  process: z.object({
    file: z.string(), samples: count, exit: z.object({ code: z.int().nullable(), signal: z.string().nullable() }).nullable(),
    guard: z.object({ limit: z.number().describe("Bytes"), trippedAt: z.number().nullable().describe("Seconds after the start"), stoppedAfter: z.number().nullable().describe("Seconds; null: it had to be killed") }).nullable(),
  }).nullable(),
  events: z.array(z.object({ kind: z.string(), count })),
  funnel: z.object({
    signals: known, skips: known, skipReasons: z.array(z.object({ reason: z.string(), count })), orders: known, rejected: known, canceled: known, unresolved: known,
    fills: known, entries: known, exits: known, open: z.int().nullable().describe("Entries without an exit at the end; negative: more was closed than opened"),
    own: z.object({ signals: known, skips: known, orders: known, fills: known, entries: known, exits: known, at: place }).nullable().describe("What the bot's own last summary line counts"),
  }),
  series: z.array(z.object({
    kind: z.enum(["memory", "sockets", "files", "threads", "lag", "metric"]), name: z.string(), unit: z.string(), count,
    first: z.number(), last: z.number(), min: z.number(), median: z.number(), p95: z.number(), max: z.number(),
    points: z.array(z.number().nullable()).describe("The highest value in each of as many equal parts of the run"),
  })),
  tracebacks: z.array(z.object({ exception: z.string(), message: z.string(), count, at: place, code: place.nullable().describe("The innermost frame in the bot's own source") })),
});
