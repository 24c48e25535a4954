import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { auditInThread } from "../src/audit-thread.ts";
import { renderJson } from "../src/report/json.ts";
import { InputError } from "../src/sdk/input-error.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";

const made: string[] = [];
afterEach(() => made.splice(0).forEach((one) => rmSync(one, { recursive: true, force: true })));

function bot(files: Readonly<Record<string, string>>, name = "bot"): string {
  const root = mkdtempSync(join(tmpdir(), "golive-"));
  made.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), text);
  }
  return join(root, name);
}

const run = (dir: string, jobs = 1) => auditInThread({ dir, jobs, config: NO_CONFIG, today: "2026-01-01", map: true });
const scalper = join(import.meta.dirname, "../examples/scalper");

describe("the report is a function of the bot alone", () => {
  test("whatever the number of workers", async () => {
    const [one, two, four] = await Promise.all([1, 2, 4].map((jobs) => run(scalper, jobs)));
    expect(renderJson(two!)).toBe(renderJson(one!));
    expect(renderJson(four!)).toBe(renderJson(one!));
    expect(two!.map).toEqual(one!.map);
  });

  test("whatever the number of workers, for a bot that takes several", async () => {
    const dir = bot({ "bulk.py": Array.from({ length: 20_000 }, (_, i) => `def f${i}(x):\n    return x * ${i} + ${i % 7} if x > ${i} else None\n`).join("\n") });
    cpSync(scalper, join(dir, "scalper"), { recursive: true });
    const [one, two] = await Promise.all([1, 2].map((jobs) => auditInThread({ dir, jobs, config: NO_CONFIG, today: "2026-01-01" })));
    expect(renderJson(two!)).toBe(renderJson(one!));
    expect(one!.verdicts.flatMap((verdict) => verdict.findings).length).toBeGreaterThan(10);
  });

  test("whatever the order in which files were written", async () => {
    const files = { "a.py": "import b\nb.go()\n", "b.py": "def go(): pass\n", "c/d.py": "x = 1\n" };
    const backwards = Object.fromEntries(Object.entries(files).reverse());
    expect(renderJson(await run(bot(files)))).toBe(renderJson(await run(bot(backwards))));
  });
});

describe("hostile input is told, never a crash and never a silent pass", () => {
  const blocking = async (files: Readonly<Record<string, string>>) => {
    const { gate, bot: { notAnalysed } } = await run(bot(files));
    expect(gate).toBe("no-go");
    return notAnalysed.filter((one) => one.blocks).map((one) => `${one.file}:${one.line ?? "-"}`);
  };

  test("a syntax error: the lines around it are analysed, it is named", async () => {
    expect(await blocking({ "main.py": "def f():\n  return 1\n\nx = = 3\n\ndef g():\n  return 2\n" })).toEqual(["main.py:4"]);
  });
  test("binary data in a .py file", async () => {
    expect(await blocking({ "main.py": "x = 1\n", "bad.py": "\0\u0001\0\u0002" })).toEqual(["bad.py:-"]);
  });
  test("1,000 nested brackets and a long chain", async () => {
    expect(await blocking({ "main.py": `x = ${"[".repeat(1000)}${"]".repeat(1000)}\ny = ${"a + ".repeat(20_000)}a\n` })).toEqual([]);
  });
  test("100,000 nested brackets: refused, the other files go on", async () => {
    expect(await blocking({ "main.py": "x = 1\n", "deep.py": `x = ${"[".repeat(100_000)}${"]".repeat(100_000)}\n` })).toEqual(["deep.py:1"]);
  });
  test("a function of 9,000 lines", async () => {
    const body = Array.from({ length: 3000 }, (_, i) => `  if x > ${i}:\n    x = f(x)\n  y = x`).join("\n");
    expect(await blocking({ "main.py": `def f(x):\n${body}\n  return y\nf(1)\n` })).toEqual([]);
  });
  test("a file of 10 MB", async () => {
    expect(await blocking({ "main.py": `X = [\n${"  1.25, 2.5, 3.75,\n".repeat(550_000)}]\n` })).toEqual([]);
  });
  test("a loop of links", async () => {
    const dir = bot({ "main.py": "x = 1\n" });
    symlinkSync(dir, join(dir, "self"));
    expect((await run(dir)).bot.files).toBe(1);
  });
  test("an empty directory, no code, no directory: one clear line each", async () => {
    const empty = bot({ "x/y.txt": "" });
    for (const dir of [join(empty, "nowhere"), empty, mkdtempSync(join(tmpdir(), "golive-"))]) {
      await expect(run(dir)).rejects.toBeInstanceOf(InputError);
    }
  });
});
