import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../src/audit.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";
import { collectFixtures } from "../src/testkit/fixtures.ts";
import { mutantsOf, runFixture, runMutant } from "../src/testkit/run-fixture.ts";

/** Every fixture and every block of code on a manual page is audited; then again without each of its guards. */
const fixtures = collectFixtures(join(import.meta.dirname, "../src/sections"));
const auditFor = ({ section }: { readonly section: string }) => (dir: string) =>
  audit({ dir, jobs: 1, config: NO_CONFIG, today: "2026-01-01", sections: [section], facts: true, ...runIn(dir) });

/** A fixture's run lies beside its code: `run.log`, and `run.jsonl` as the telemetry. */
const runIn = (dir: string) => ({
  ...(existsSync(join(dir, "run.log")) ? { logs: [join(dir, "run.log")] } : {}),
  ...(existsSync(join(dir, "run.jsonl")) ? { telemetry: join(dir, "run.jsonl") } : {}),
});

describe("fixtures", () => {
  test("are there to be tested", () => expect(Array.isArray(fixtures)).toBe(true));
  for (const fixture of fixtures) {
    test(fixture.name, async () => expect(await runFixture(fixture, auditFor(fixture))).toEqual([]));
    for (const mutant of mutantsOf(fixture)) test(mutant.name, async () => expect(await runMutant(fixture, mutant, auditFor(fixture))).toBe(null));
  }
});
