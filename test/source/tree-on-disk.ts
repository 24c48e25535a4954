import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Writes the files into a fresh directory that goes away with the test; its path. */
export function onDisk(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), "golive-source-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
  return root;
}

/** So many lines of different code, as a text. */
export const code = (lines: number, word = "value"): string => Array.from({ length: lines }, (_, i) => `${word}_${i} = compute(${i})`).join("\n") + "\n";
