import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Node } from "../../src/ir/nodes.ts";
import { walk } from "../../src/ir/walk.ts";
import { python } from "../../src/languages/python/language.ts";

/** Any CPython >= 3.12 will do (before, positions inside f-strings are wrong); GOLIVE_PYTHON names one. */
const candidates = [process.env["GOLIVE_PYTHON"], "/root/.pyenv/versions/3.13.0/bin/python3", "/root/.pyenv/versions/3.12.1/bin/python3", "python3"];
const probe = "import sys, os; print(os.path.dirname(os.__file__) if sys.version_info >= (3, 12) else '')";
const [interpreter, library] = candidates.map((path) => [path, path ? spawnSync(path, ["-c", probe], { encoding: "utf8" }).stdout?.trim() : ""]).find(([, lib]) => lib) ?? [];

type Row = [count: number, starts: number, ends: number];

/** Kinds of which CPython gives no place, or another one by its own convention. */
const placeless: ReadonlySet<string> = new Set(["clause", "with-item", "case", "interpolation", "comprehension-generator", "expression", "compare", "logical", "bind", "import"]);

function rowsOf(text: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  walk(python.lower("x.py", text).root, (node) => {
    if (node.kind === "return" && node.parent?.kind === "function" && node.parent.name === "<lambda>") return;
    const kind = kindOf(node);
    const row = rows.get(kind) ?? [0, 0, 0];
    row[0]++;
    if (!placeless.has(kind)) {
      row[1] += node.start;
      row[2] += node.end;
    }
    rows.set(kind, row);
  });
  return rows;
}

function kindOf(node: Node): string {
  if (node.kind === "function-statement") return "function-def";
  if (node.kind === "class-statement") return "class-def";
  if (node.kind === "comprehension" && node.flavour === "generator") return "comprehension-generator";
  if (node.kind === "argument" && node.spread === "list") return "spread";
  return node.kind;
}

const folders = ["", "asyncio", "json", "email", "unittest", "test", "test/test_asyncio", "test/test_email", "importlib", "concurrent/futures", "logging"];
const files = library === undefined ? [] : folders.map((folder) => join(library, folder)).filter((path) => existsSync(path))
  .flatMap((path) => readdirSync(path).filter((file) => file.endsWith(".py")).sort().map((file) => join(path, file)));

test.skipIf(files.length === 0)("the same nodes at the same places as CPython's ast, on the standard library", { timeout: 300_000 }, () => {
  const ascii = files.filter((file) => /^[\t\n\f -~]*$/.test(readFileSync(file, "latin1"))).slice(0, Number(process.env["GOLIVE_CPYTHON_FILES"] ?? 300));
  const result = spawnSync(interpreter!, [join(import.meta.dirname, "cpython-counts.py")], { input: ascii.join("\n"), encoding: "utf8", maxBuffer: 1 << 28 });
  const theirs = result.stdout.trim().split("\n").map((line) => JSON.parse(line) as Record<string, Row> | null);
  const differences: string[] = [];
  let compared = 0;
  ascii.forEach((file, i) => {
    const expected = theirs[i];
    if (!expected) return;
    compared++;
    const ours = rowsOf(readFileSync(file, "latin1"));
    for (const [kind, row] of Object.entries(expected)) {
      const mine = ours.get(kind) ?? [0, 0, 0];
      if (String(mine) !== String(row)) differences.push(`${file} ${kind}: ${mine}, CPython ${row}`);
    }
  });
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(150);
});
