/** `npm run build`: everything that lies in dist/. Needs no network. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildPythonParser } from "./build-python-parser.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Output name and source. Workers keep their names: who starts them looks beside itself. */
const entries = [
  { out: "cli", in: join(root, "src/apps/cli/main.ts") },
  { out: "audit-worker", in: join(root, "src/audit-worker.ts") },
  { out: "front-end", in: join(root, "src/languages/pool.ts") },
  { out: "log-worker", in: join(root, "src/run/log-worker.ts") },
  { out: "front-end-worker", in: join(root, "src/languages/front-end-worker.ts") },
];

// Chunks are named by their content: old ones would pile up, and be published.
for (const file of existsSync(join(root, "dist")) ? readdirSync(join(root, "dist")) : []) {
  if (file.endsWith(".mjs") && file !== "python-parser.mjs") rmSync(join(root, "dist", file));
}
await buildPythonParser(join(root, "dist/python-parser.mjs"));
await build({
  entryPoints: entries.filter((entry) => existsSync(entry.in)),
  outdir: join(root, "dist"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  external: ["better-sqlite3"],
  legalComments: "none",
  // CommonJS dependencies inside an ESM bundle still call require().
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  logLevel: "warning",
});
