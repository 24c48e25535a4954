/** Ships the manual pages: src/sections/<section>/<check>/check*.md -> dist/manual/<section>/<check>/. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./setup.mjs";

const sections = join(root, "src/sections");
const manual = join(root, "dist/manual");
rmSync(manual, { recursive: true, force: true });
if (existsSync(sections)) for (const entry of readdirSync(sections, { recursive: true })) {
  if (!/[\\/]check(\.\w+)?\.md$/.test(entry)) continue;
  mkdirSync(dirname(join(manual, entry)), { recursive: true });
  cpSync(join(sections, entry), join(manual, entry));
}
