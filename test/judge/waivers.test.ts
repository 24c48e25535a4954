import { expect, test } from "vitest";
import { applyWaivers, unusedWaivers } from "../../src/judge/waivers.ts";
import type { Waiver } from "../../src/sdk/project-config.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { code, finding } from "../report/sample-audit.ts";

const waiver = (over: Partial<Waiver>): Waiver => ({ fingerprint: null, check: null, file: null, reason: "r", owner: "o", expires: "2026-06-30", line: 3, ...over });
const one = finding({ fingerprint: "f1", check: "a/b", at: code("x.py", 1), message: verbatim("m") });
const two = finding({ fingerprint: "f2", check: "a/b", at: code("y.py", 1), message: verbatim("m") });

test("a waiver accepts by fingerprint, or by check and file, through its last day", () => {
  for (const accepting of [waiver({ fingerprint: "f1" }), waiver({ check: "a/b", file: "x.py" })]) {
    expect(applyWaivers([one, two], [accepting], "2026-06-30")).toMatchObject({ open: [two], waived: [{ finding: one, waiver: accepting }], notes: [] });
  }
});

test("an expired waiver accepts nothing and says so", () => {
  const { open, waived, notes } = applyWaivers([one], [waiver({ fingerprint: "f1" })], "2026-07-01");
  expect([open, waived]).toEqual([[one], []]);
  expect(notes[0]?.en).toMatch(/golive.yaml:3: the waiver for f1 expired on 2026-06-30/);
});

test("what holds is not waived: it needs no waiver", () => {
  expect(applyWaivers([{ ...one, grade: "pass" }], [waiver({ fingerprint: "f1" })], "2026-01-01").waived).toEqual([]);
});

test("a waiver without a finding in any section is named once", () => {
  const waivers = [waiver({ fingerprint: "f1" }), waiver({ fingerprint: "gone", line: 9 })];
  const accepted = [[one], [two]].map((findings) => applyWaivers(findings, waivers, "2026-01-01"));
  expect(unusedWaivers(waivers, accepted).map(({ en }) => en)).toEqual(["golive.yaml:9: the waiver for gone accepts nothing: no such finding any more. Remove it"]);
});
