import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/**
 * Sizes that keep a file readable in one sitting. An exception names its size, so that it can only shrink: when it does, lower
 * the number; when it is within the budget, remove it.
 */
const FILE = 300;
const CHECK = 120;
const FUNCTION = 50;
const EXCEPTIONS: Readonly<Record<string, number>> = JSON.parse(readFileSync(join(import.meta.dirname, "budget-exceptions.json"), "utf8"));

const src = join(import.meta.dirname, "../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.includes("fixtures/")).sort();

interface Size {
  readonly name: string;
  readonly lines: number;
  readonly budget: number;
}

function sizesOf(file: string): Size[] {
  const text = readFileSync(join(src, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const sizes: Size[] = [{ name: file, lines: text.split("\n").length - 1, budget: file.endsWith("/check.ts") ? CHECK : FILE }];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const lines = 1 + source.getLineAndCharacterOfPosition(node.end).line - source.getLineAndCharacterOfPosition(node.getStart()).line;
      sizes.push({ name: `${file} ${nameOf(node, source)}`, lines, budget: FUNCTION });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sizes;
}

function nameOf(node: ts.SignatureDeclaration, source: ts.SourceFile): string {
  const named = node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return named ? named.getText(source) : "(anonymous)";
}

describe("size budgets", () => {
  const sizes = files.flatMap(sizesOf);

  test("are kept, but for the listed exceptions", () => {
    const over = sizes.filter(({ name, lines, budget }) => lines > Math.max(budget, EXCEPTIONS[name] ?? 0));
    expect(over.map(({ name, lines, budget }) => `${name}: ${lines} lines, at most ${EXCEPTIONS[name] ?? budget}`)).toEqual([]);
  });

  test("have no exception that is not needed any more", () => {
    const needed = new Set(sizes.filter(({ lines, budget }) => lines > budget).map(({ name }) => name));
    expect(Object.keys(EXCEPTIONS).filter((name) => !needed.has(name))).toEqual([]);
  });
});
