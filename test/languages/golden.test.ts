import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { print } from "../../src/ir/print.ts";
import { python } from "../../src/languages/python/language.ts";

const directory = join(import.meta.dirname, "../golden");

/** Writes the golden files anew with UPDATE_GOLDEN=1. */
test.each(readdirSync(directory).filter((file) => file.endsWith(".py")).sort())("golden IR of %s", (file) => {
  const actual = print(python.lower(file, readFileSync(join(directory, file), "utf8")));
  const golden = join(directory, file.replace(/\.py$/, ".ir"));
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(golden, actual);
  expect(actual).toBe(readFileSync(golden, "utf8"));
});
