import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Module } from "../../src/ir/nodes.ts";
import { decode, encode } from "../../src/languages/codec.ts";
import { expressions } from "../../src/languages/codec/expressions.ts";
import { statements } from "../../src/languages/codec/statements.ts";
import { python } from "../../src/languages/python/language.ts";
import { brokenInvariants } from "./invariants.ts";

const folder = join(import.meta.dirname, "../golden");
const texts = readdirSync(folder).filter((file) => file.endsWith(".py")).sort().map((file) => readFileSync(join(folder, file), "utf8"));

function expectRoundTrip(module: Module, text: string): void {
  const again = decode(encode(module));
  expect(plain(again)).toBe(plain(module));
  expect(brokenInvariants(again, text)).toEqual([]);
  expect(again.lineStarts).toEqual(module.lineStarts);
}

/** Everything but the parents; NaN and infinities distinguished. */
function plain({ root, file, language, damaged }: Module): string {
  return JSON.stringify({ root, file, language, damaged }, (key, value) => (key === "parent" ? undefined : typeof value === "number" ? String(value) : value));
}

test("a module returns as it was", () => {
  for (const text of [...texts, "", "x = 1e999, 1j, -0.0\n", "x = '\ud800'\n"]) expectRoundTrip(python.lower("a/б.py", text), text);
});

const fragments = texts.flatMap((text) => text.split("\n"));

test("so does any mixture of lines", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 40 }), (lines) => {
    const text = lines.join("\n");
    expectRoundTrip(python.lower("x.py", text), text);
  }), { numRuns: 400, seed: 20261123 });
});

test("every kind has its own number", () => {
  const entries = [...expressions, ...statements];
  expect(entries.map((entry) => entry.code)).toEqual(entries.map((_, i) => i));
  expect(new Set(entries.map((entry) => entry.kind)).size).toBe(entries.length);
});

test("another version of the format is refused", () => {
  const encoded = encode(python.lower("x.py", "x = 1\n"));
  encoded.words[0]! += 1;
  expect(() => decode(encoded)).toThrow(/format/);
});
