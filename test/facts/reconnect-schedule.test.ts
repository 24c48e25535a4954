import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { factsOf } from "../../src/audit-program.ts";
import { reconnectLoops, type Connection, type ReconnectLoops } from "../../src/facts/code/reconnect-loops.ts";
import { scheduleOf, showSchedule } from "../../src/facts/code/reconnect/schedule.ts";
import { number } from "../../src/facts/code/reconnect/values.ts";
import { python } from "../../src/languages/python/language.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";

const ATTEMPTS = 21;

function connectionsOf(text: string): readonly Connection[] {
  const module = python.lower("bot.py", text);
  const program = {
    modules: new Map([["bot.py", module]]), texts: new Map([["bot.py", text]]), roles: new Map(), copies: new Map(), sourceRoots: [""],
    declaredStarts: [], notAnalysed: [], leftOut: new Set<string>(), lines: 1, selfPackage: null,
  };
  return (factsOf({ program, config: NO_CONFIG, settings: NO_SETTINGS }).get(reconnectLoops) as ReconnectLoops).connections;
}

const HEAD = "import asyncio, itertools, math, random, websockets\nTABLE = [1, 2, 5, 10, 30]\n";

/** One loop for each formula, over the attempt `n` (from 0) and the last delay `d` (from 1). */
const loops = (formulas: readonly string[]): string => `${HEAD}${formulas.map((formula, i) => `
async def stream_${i}():
    n = 0
    d = 1.0
    while True:
        try:
            ws = await websockets.connect("wss://example.org/ws")
            async for message in ws:
                print(message)
        except Exception:
            d = ${formula}
            n += 1
            await asyncio.sleep(d)
`).join("")}
async def main():
    await asyncio.gather(${formulas.map((_, i) => `stream_${i}()`).join(", ")})

asyncio.run(main())
`;

const inPython = (formulas: readonly string[]): number[][] => {
  const script = `import json, math, sys\nTABLE = [1, 2, 5, 10, 30]\nout = []\nfor f in json.load(sys.stdin):\n    d, row = 1.0, []\n    for n in range(${ATTEMPTS}):\n        d = eval(f)\n        row.append(float(d))\n    out.append(row)\nprint(json.dumps(out))`;
  const { stdout, status, stderr } = spawnSync("python3", ["-c", script], { input: JSON.stringify(formulas), encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as number[][];
};

/** Park and Miller's generator: the same formulas in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

function formula(next: (below: number) => number, depth: number): string {
  if (depth === 0) return ["n", "d", "1", "2", "3", "5", "0.5", "1.5", "60", "n + 1"][next(10)]!;
  const [a, b] = [formula(next, depth - 1), formula(next, depth - 1)];
  const shapes = [
    `(${a} + ${b})`, `(${a} - ${b})`, `(${a} * ${b})`, `(${a} / (abs(${b}) + 1))`, `(${a} // (abs(${b}) + 1))`, `(${a} % 7)`, `(2 ** min(n, ${b}))`,
    `(1 << min(n, 6))`, `min(${a}, ${b})`, `max(${a}, ${b})`, `min(${a}, 300)`, `TABLE[min(n, len(TABLE) - 1)]`, `(${a} if n < 3 else ${b})`,
    `int(abs(${a}))`, `round(${a})`, `pow(2, min(n, 10))`, `math.pow(1.5, n)`, `float(${a})`, `abs(${a})`, `(${a} or ${b})`, `-(${a})`, `math.ceil(${a})`,
  ];
  return shapes[next(shapes.length)]!;
}

const hasPython = spawnSync("python3", ["-c", ""]).status === 0;

describe.skipIf(!hasPython)("delays are those of Python", () => {
  test.each([1, 2, 3, 4])("generated formulas, seed %i", (seed) => {
    const next = generator(seed * 7919);
    const formulas = Array.from({ length: 60 }, () => `min(1e9, max(0, ${formula(next, 1 + next(3))})) + 1`);
    const expected = inPython(formulas);
    const connections = connectionsOf(loops(formulas));
    formulas.forEach((text, i) => {
      const delays = connections[i]!.story!.failing.schedule.delays.slice(0, ATTEMPTS).map((one) => one.low);
      expect(delays.length, text).toBe(ATTEMPTS);
      delays.forEach((delay, n) => expect(Math.abs(delay - expected[i]![n]!), `${text} at attempt ${n}: ${delay}, in Python ${expected[i]![n]}`).toBeLessThan(1e-9 * Math.max(1, expected[i]![n]!)));
    });
  });
});

const shapeOf = (text: string) => connectionsOf(loops([text]))[0]!.story!.failing.schedule;

describe("growth", () => {
  test.each([
    ["5", "constant", true, "5, 5, 5 …"],
    ["min(5 * 2 ** n, 300)", "exponential", true, "5, 10, 20, 40 … 300"],
    ["min(d * 2, 60)", "exponential", true, "2, 4, 8, 16 … 60"],
    ["d * 2", "exponential", false, "2, 4, 8, 16 … 2097152"],
    ["5 * (n + 1)", "linear", false, "5, 10, 15, 20 … 105"],
    ["min(60, 5 * (n + 1))", "linear", true, "5, 10, 15, 20 … 60"],
    ["TABLE[min(n, len(TABLE) - 1)]", "exponential", true, "1, 2, 5, 10, 30 …"],
    ["random.uniform(1, 3)", "constant", true, "1–3, 1–3, 1–3 …"],
    ["min(2 ** n, 60) + random.random()", "exponential", true, "1–2, 2–3, 4–5, 8–9 … 60–61"],
    ["min(base_delay * 2 ** n, max_delay)", "exponential", true, "base_delay, 2·base_delay, 4·base_delay, 8·base_delay …, ≤ max_delay"],
  ] as const)("%s", (text, growth, capped, shown) => {
    const schedule = shapeOf(text);
    expect([schedule.growth, schedule.capped, showSchedule(schedule)]).toEqual([growth, capped, shown]);
  });

  test("two tries for each pause are one step", () => {
    expect(showSchedule(scheduleOf([1, 0, 2, 0, 4, 0, 8, 0].map((one) => number(one))))).toBe("1, 2, 4, 8");
  });
});
