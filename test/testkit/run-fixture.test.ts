import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Audit } from "../../src/sdk/audit-result.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { collectFixtures } from "../../src/testkit/fixtures.ts";
import { mutantsOf, runFixture, runMutant } from "../../src/testkit/run-fixture.ts";
import { code, finding, SAMPLE, verdict } from "../report/sample-audit.ts";

const root = mkdtempSync(join(tmpdir(), "golive-sections-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A toy section: every "boom()" that no "if safe" stands before is broken. */
async function toyAudit(directory: string): Promise<Audit> {
  const findings = readdirSync(directory).flatMap((file) => readFileSync(join(directory, file), "utf8").split("\n").flatMap((line, index, all) =>
    (/boom\(\)/.test(line) && !/if safe/.test(all[index - 1] ?? "") ? [finding({ check: "toy/boom", at: code(file, index + 1), message: verbatim("boom") })] : [])));
  return { ...SAMPLE, bot: { ...SAMPLE.bot, notAnalysed: [] }, verdicts: [verdict({ number: 1, section: "toy", title: verbatim("Toy"), findings })] };
}

test("fixtures, directories and manual pages are collected, audited and mutated", async () => {
  const check = join(root, "toy", "boom");
  mkdirSync(join(check, "fixtures", "bot_two"), { recursive: true });
  writeFileSync(join(check, "fixtures", "bot.py"), "boom()  # expect: toy/boom\n");
  writeFileSync(join(check, "fixtures", "bot_guarded.py"), "if safe:  # guard: toy/boom\n    boom()\n");
  writeFileSync(join(check, "fixtures", "bot_useless.py"), "if safe:\n    boom()\nx()  # guard: toy/boom\n");
  writeFileSync(join(check, "fixtures", "bot_two", "main.py"), "boom()\n");
  writeFileSync(join(check, "check.md"), "```python\nboom()  # expect: toy/boom\n```\n");
  const fixtures = collectFixtures(root);
  expect(fixtures.map(({ name }) => name)).toEqual(["toy/boom bot.py", "toy/boom bot_guarded.py", "toy/boom bot_two", "toy/boom bot_useless.py", "toy/boom check.md:1"]);
  const results = await Promise.all(fixtures.map((fixture) => runFixture(fixture, toyAudit)));
  expect(results).toEqual([[], [], ['main.py:1: unexpected toy/boom suspected "boom"'], [], []]);
  const mutants = fixtures.flatMap((fixture) => mutantsOf(fixture).map((mutant) => ({ fixture, mutant })));
  const survivors = await Promise.all(mutants.map(({ fixture, mutant }) => runMutant(fixture, mutant, toyAudit)));
  expect(survivors.map((one) => one?.split("\n")[0] ?? null)).toEqual([null, "toy/boom holds although its guard in line 3 is gone:"]);
});

test.each(["good_one.py", "bot_good_test.py", "notes.txt"])("a fixture called %s would not be read: it is an error", (name) => {
  const shelf = join(root, "unread", "boom", "fixtures");
  mkdirSync(shelf, { recursive: true });
  writeFileSync(join(shelf, name), "boom()\n");
  expect(() => collectFixtures(root)).toThrow(name);
  rmSync(join(root, "unread"), { recursive: true });
});

