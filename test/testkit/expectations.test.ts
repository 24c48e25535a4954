import { describe, expect, test } from "vitest";
import { differences } from "../../src/testkit/compare.ts";
import { readExpectations } from "../../src/testkit/expectations.ts";
import { manualBots } from "../../src/testkit/manual-blocks.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { code, finding, SAMPLE, verdict } from "../report/sample-audit.ts";

describe("an expectation", () => {
  test("stands on its line, or alone before the next line of code", () => {
    const text = ["x = 1  # expect: a/b suspected \"five\"", "# expect(q): a/c", "# a comment", "", "y = 2", "# verdict: a red", "z = 3  # because(q): a/c \"step\"", "w = 4  # fact: order-sites retried twice"].join("\n");
    expect(readExpectations("bot.py", text).map(({ mode, line, label, name, status, text: words }) => [mode, line, label, name, status, words])).toEqual([
      ["expect", 1, null, "a/b", "suspected", "five"], ["expect", 5, "q", "a/c", null, null], ["verdict", 6, null, "a", "red", null],
      ["because", 7, "q", "a/c", null, "step"], ["fact", 8, null, "order-sites", "retried twice", null],
    ]);
  });

  test("of a known miss needs a reason", () => {
    expect(() => readExpectations("bot.py", "x = 1  # expect-miss: a/b")).toThrow("bot.py:1: expect-miss needs a reason");
    expect(readExpectations("bot.py", "x = 1  # expect-miss: a/b -- needs types")[0]).toMatchObject({ mode: "expect-miss", reason: "needs types" });
  });

  test.each([["x = 1  # expect:", "cannot read"], ["# expect: a/b", "stands before no code"], ["x  # because: a/b", "needs the label"], ["x = 1  # expect: a/b nonsense", "there is no status \"nonsense\""]])("that cannot be read fails: %s", (text, message) => {
    expect(() => readExpectations("bot.py", text)).toThrow(message);
  });
});

describe("comparing", () => {
  const found = finding({ check: "a/b", at: code("bot.py", 2), message: verbatim("two tasks"), evidence: [{ at: code("bot.py", 1), note: verbatim("first") }] });
  const audit = { ...SAMPLE, verdicts: [verdict({ number: 1, section: "a", title: verbatim("A"), status: "red", findings: [found], unproven: true, reasons: [{ check: "a/c", at: code("bot.py", 3), why: verbatim("dynamic") }] })] };
  const compare = (text: string): string[] => differences(audit, "a", readExpectations("bot.py", text));

  test("is silent when everything is expected", () => {
    expect(compare('x = 1  # because(q): a/b "first"\ny = 2  # expect(q): a/b suspected "tasks"\nz = 3  # expect: a/c unknown\n# verdict: a fail\n# verdict: a unproven')).toEqual([]);
  });

  test("tells what is missing, unexpected, and where it is instead", () => {
    expect(compare("x = 1  # expect: a/b\ny = 2\nz = 3")).toEqual([
      "bot.py:1: missing a/b; it was reported at bot.py:2", 'bot.py:2: unexpected a/b suspected "two tasks"', 'bot.py:3: unexpected a/c unknown "dynamic"',
    ]);
  });

  test("tells a wrong text, a wrong step and a wrong verdict", () => {
    expect(compare('x = 1  # because(q): a/b "second"\ny = 2  # expect(q): a/b\nz = 3  # expect: a/c\n# verdict: a ok')).toEqual([
      'bot.py:1: a/b names no step here that says "second"; its steps: bot.py:1 "first"', "bot.py:4: the verdict of a is red (unproven), not ok",
    ]);
    expect(compare('x = 1\ny = 2  # expect: a/b "three"\nz = 3  # expect: a/c')[0]).toBe('bot.py:2: missing a/b "three"; here there is a/b suspected "two tasks"');
  });

  test("fails on the day a known miss is found or a known noise is gone", () => {
    expect(compare("x = 1  # expect-noise: a/d -- r\ny = 2  # expect-miss: a/b -- r\nz = 3  # expect: a/c")).toEqual([
      "bot.py:1: the known noise of a/d is gone: remove its expect-noise", "bot.py:2: the known miss of a/b is found now: make it an expect", 'bot.py:2: unexpected a/b suspected "two tasks"',
    ]);
    expect(compare("x = 1\ny = 2  # expect-noise: a/b -- r\nz = 3  # expect: a/c")).toEqual([]);
  });
});

test("a manual page holds a bot in each block of code, with the settings before it", () => {
  const page = "text\n```python\nx = 1\n```\n```yaml\n# file: config.yaml\na: 1\n```\n```python\n# file: src/main.py\ny = 2\n```\n```\nplain\n```\n";
  expect(manualBots(page).map(({ line, files }) => [line, [...files]])).toEqual([
    [2, [["bot.py", "x = 1\n"]]], [9, [["config.yaml", "# file: config.yaml\na: 1\n"], ["src/main.py", "# file: src/main.py\ny = 2\n"]]],
  ]);
});
