import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { mutationsOf } from "../../src/testkit/mutations.ts";

const CASES: readonly [string, string, string][] = [
  ["a branch that leaves goes", "def f(x):\n    if x is None:  # guard: a/b\n        return 0\n    return x\n", "def f(x):\n    return x\n"],
  ["a branch that acts stays without its condition", "def f(x):\n    if x:  # guard: a/b\n        g(x)\n        h(x)\n    else:\n        k()\n    m()\n", "def f(x):\n    g(x)\n    h(x)\n    m()\n"],
  ["a leaving branch before an else", "def f(x):\n    if not x:  # guard: a/b\n        return\n    else:\n        g(x)\n", "def f(x):\n    g(x)\n"],
  ["a leaving branch before an elif", "def f(x):\n    if not x:  # guard: a/b\n        return\n    elif x > 1:\n        g(x)\n", "def f(x):\n    if x > 1:\n        g(x)\n"],
  ["an elif goes", "if a:\n    b()\nelif c:  # guard: a/b\n    d()\nelse:\n    e()\n", "if a:\n    b()\nelse:\n    e()\n"],
  ["a one-line branch", "for x in y:\n    if x in seen: continue  # guard: a/b\n    go(x)\n", "for x in y:\n    go(x)\n"],
  ["a lock", "async def f():\n    async with self.lock:  # guard: a/b\n        if x:\n            y()\n\n    z()\n", "async def f():\n    if x:\n        y()\n\n    z()\n"],
  ["a with that binds", "def f():\n    with open(p) as f:  # guard: a/b\n        read(f)\n", "def f():\n    f = open(p)\n    read(f)\n"],
  ["an async with that binds", "async def f():\n    async with connect(url) as ws:  # guard: a/b\n        await ws.recv()\n", "async def f():\n    ws = await connect(url)\n    await ws.recv()\n"],
  ["two bindings", "with open(p) as a, open(q) as b:  # guard: a/b\n    go(a, b)\n", "a = open(p)\nb = open(q)\ngo(a, b)\n"],
  ["a finally", "try:\n    a()\nfinally:  # guard: a/b\n    b()\nc()\n", "a()\nc()\n"],
  ["a finally behind an except", "try:\n    a()\nexcept E:\n    x()\nfinally:  # guard: a/b\n    b()\n", "try:\n    a()\nexcept E:\n    x()\n"],
  ["an except", "def f():\n    try:\n        a()\n    except E:  # guard: a/b\n        x()\n    c()\n", "def f():\n    a()\n    c()\n"],
  ["a bound", "while n < 5:  # guard: a/b\n    n += 1\n", "while True:\n    n += 1\n"],
  ["a counted loop", "for n in range(5):  # guard: a/b\n    go()\n", "while True:\n    go()\n"],
  ["a conversion", 'x = float(row.get("px") or 0) * 2  # guard: a/b\n', 'x = row.get("px") or 0 * 2\n'],
  ["a named conversion", "x = to_float(row[0])  # guard(to_float): a/b\n", "x = row[0]\n"],
  ["a method as conversion", "x = self.num(row[0])  # guard(self.num): a/b\n", "x = row[0]\n"],
  ["a cancel", "def stop(self):\n    self.task.cancel()  # guard: a/b\n", "def stop(self):\n    pass\n"],
  ["a call over lines", "def f():\n    while len(q) > 5:\n        trim(  # guard: a/b\n            q,\n        )\n", "def f():\n    while len(q) > 5:\n        pass\n"],
  ["a decorator", "@retry  # guard: a/b\ndef f():\n    pass\n", "def f():\n    pass\n"],
  ["drop outright", "if x:  # guard(drop): a/b\n    y()\nz()\n", "z()\n"],
  ["unwrap outright", "if x:  # guard(unwrap): a/b\n    return\nz()\n", "return\nz()\n"],
];

describe("deleting a guard", () => {
  test.each(CASES)("%s", (_, before, after) => {
    const [mutation] = mutationsOf(before);
    expect(mutation).toMatchObject({ check: "a/b", line: before.split("\n").findIndex((line) => line.includes("# guard")) + 1, text: after });
  });

  test("each guard on its own", () => {
    expect(mutationsOf("a()  # guard: a/b\nb()  # guard: a/c\n").map(({ check, text }) => [check, text])).toEqual([["a/b", "b()  # guard: a/c\n"], ["a/c", "a()  # guard: a/b\n"]]);
  });

  test.skipIf(spawnSync("python3", ["--version"]).status !== 0)("leaves what Python can parse", () => {
    const sources = CASES.filter(([name]) => !name.startsWith("unwrap outright")).map(([, before]) => mutationsOf(before)[0]?.text ?? "");
    const check = spawnSync("python3", ["-c", "import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text)"], { input: JSON.stringify(sources), encoding: "utf8" });
    expect(check.stderr).toBe("");
  });
});
