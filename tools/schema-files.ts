import { z } from "zod";
import { configSchema } from "../src/config/schema.ts";
import { auditSchema } from "../src/report/audit-schema.ts";
import { mapSchema } from "../src/report/map/map-schema.ts";

/** The published JSON schemas: file name and text. */
export function schemaFiles(): [string, string][] {
  const text = (title: string, schema: z.ZodType): string =>
    `${JSON.stringify({ title, ...z.toJSONSchema(schema, { target: "draft-7", io: "input" }) }, null, 2)}\n`;
  return [["audit.schema.json", text("golive audit", auditSchema)], ["map.schema.json", text("golive map", mapSchema)], ["golive.schema.json", text("golive.yaml", configSchema)]];
}
