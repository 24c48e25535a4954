import { existsSync, readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildPythonParser } from "../tools/build-python-parser.mjs";

const root = join(import.meta.dirname, "..");

/** Tests run on a fresh clone, and never with a parser that is older than its patches. */
export async function setup(): Promise<void> {
  const bundle = join(root, "dist/python-parser.mjs");
  const sources = [join(root, "tools/build-python-parser.mjs"), ...readdirSync(join(root, "tools/python-parser")).map((file) => join(root, "tools/python-parser", file))];
  if (existsSync(bundle) && sources.every((file) => statSync(file).mtimeMs <= statSync(bundle).mtimeMs)) return;
  const fresh = `${bundle}.${process.pid}`;
  await buildPythonParser(fresh);
  renameSync(fresh, bundle);
}
