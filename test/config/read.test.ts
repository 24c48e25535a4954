import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config/read.ts";
import { requireKnownNames } from "../../src/config/known-names.ts";
import { defineCheck } from "../../src/sdk/check.ts";
import { InputError } from "../../src/sdk/input-error.ts";

const refusal = (text: string): string => {
  try {
    readConfig(text);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("golive.yaml", () => {
  test("is read whole", () => {
    const { config, lineOf } = readConfig(`language: ru
exclude:
  - path: backtest/
    reason: never live
entry_points: [main.py]
checks:
  "races/unlocked": {minimum: 3}
concepts:
  order-submission: [bot.orders.place]
waivers:
  - fingerprint: abc
    reason: r
    owner: o
    expires: 2027-01-31
not_applicable:
  - {section: drift, reason: spot only}
`);
    expect(config).toEqual({
      language: "ru", include: [], exclude: [{ path: "backtest/", reason: "never live" }], entryPoints: ["main.py"],
      checks: { "races/unlocked": { minimum: 3 } }, concepts: { "order-submission": ["bot.orders.place"] },
      waivers: [{ fingerprint: "abc", check: null, file: null, reason: "r", owner: "o", expires: "2027-01-31", line: 11 }],
      notApplicable: [{ section: "drift", reason: "spot only" }],
    });
    expect(lineOf(["checks", "races/unlocked", "minimum"])).toBe(7);
  });

  test.each(["", "# only a comment\n", "---\n"])("may be empty: %j", (text) => expect(refusal(text)).toBe("accepted"));

  test.each([
    ["a: [1\nb: 2", "golive.yaml:2: not valid YAML"],
    ["- a\n- b", "golive.yaml:1: must hold `key: value` lines"],
    ["language: en\nexcludes: []", "golive.yaml:2: `excludes` is not a setting of golive. Did you mean `exclude`?"],
    ["language: de", "golive.yaml:1: `language` must be one of en, ru"],
    ["exclude:\n  - path: x\n", "golive.yaml:2: `exclude[1].reason` is missing. Add it: reason: why this is so"],
    ["exclude:\n  - path: x\n    reason: ''\n", "golive.yaml:3: `exclude[1].reason` is empty"],
    ["include: src", "golive.yaml:1: `include` must be a list"],
    ["\nchecks: {Wrong: {a: 1}}", "golive.yaml:2: `Wrong` must be the name of a check"],
    ["checks:\n  a/b:\n    x: {y: 1}", "golive.yaml:3: `checks.a/b.x` must be a number"],
    ["concepts:\n  order: ['a b']", "golive.yaml:2: `concepts.order[1]` must be a dotted name"],
    ["waivers:\n  - {check: a/b, reason: r, owner: o, expires: 2027-01-31}", "golive.yaml:2: a waiver names either"],
    ["waivers:\n  - {fingerprint: a, check: a/b, file: f, reason: r, owner: o, expires: 2027-01-31}", "golive.yaml:2: a waiver names either"],
    ["waivers:\n  - fingerprint: a\n    reason: r\n    owner: o\n    expires: 31.01.2027", "golive.yaml:5: `waivers[1].expires` must be a date"],
    ["a: &x 1\nb: *x", "golive.yaml:2: YAML aliases"],
    ["include: []\ninclude: []", "golive.yaml:2: not valid YAML"],
    ["__proto__: {}", "golive.yaml:1: `__proto__` is not a setting"],
  ])("refuses %j", (text, start) => expect(refusal(text).slice(0, start.length)).toBe(start));

  test("refuses names that no check and no section bears", () => {
    const check = defineCheck({ name: "races/unlocked", claim: "", impact: "funds", about: "x", options: { minimum: 1 } });
    const sections = [{ number: 5, id: "races", title: { en: "", ru: "" }, checks: [check] }];
    const known = (text: string) => () => requireKnownNames(readConfig(text), sections);
    expect(known("checks: {races/unlocked: {minimum: 2}}")).not.toThrow();
    expect(known("checks:\n  races/unloked: {}")).toThrow("golive.yaml:2: there is no check `races/unloked`. Did you mean `races/unlocked`?");
    expect(known("checks: {races/unlocked: {maximum: 2}}")).toThrow("has no option `maximum`. Did you mean `minimum`?");
    expect(known("not_applicable:\n  - {section: race, reason: x}")).toThrow("golive.yaml:2: there is no section `race`. Did you mean `races`?");
  });
});
