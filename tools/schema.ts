import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaFiles } from "./schema-files.ts";

// `npm run schema`: the published JSON schemas, from the one zod schema of each.
for (const [file, text] of schemaFiles()) writeFileSync(join(import.meta.dirname, "..", "schema", file), text);
