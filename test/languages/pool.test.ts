import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { print } from "../../src/ir/print.ts";
import type { Node } from "../../src/ir/nodes.ts";
import { children } from "../../src/ir/walk.ts";
import { lowerFiles, type SourceFile } from "../../src/languages/pool.ts";
import { brokenInvariants } from "./invariants.ts";

const source = (path: string, text: string): SourceFile => ({ path, text, language: "python" });

/** Links from the root to the deepest node, without recursion. */
function depthOf(root: Node): number {
  let deepest = 0;
  const pending: [Node, number][] = [[root, 0]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    children(node, (child) => void pending.push([child, depth + 1]));
  }
  return deepest;
}

const nested = (open: string, close: string, levels: number) => `x = ${open.repeat(levels)}1${close.repeat(levels)}\n`;

test.each<[string, string, number]>([
  ["1,000 parentheses", nested("(", ")", 1000), 2],
  ["1,000 lists", nested("[", "]", 1000), 1000],
  ["3,900 calls", nested("f(", ")", 3900), 3900],
  ["3,900 dictionaries", nested("{1: ", "}", 3900), 3900],
  ["1,900 f-strings", nested("f'{", "}'", 1900), 1900],
  ["1,900 lambdas", nested("lambda: (", ")", 1900), 1900],
  ["3,900 negations", `x = ${"not ".repeat(3900)}y\n`, 3900],
  ["a sum of 20,000", `x = ${Array(20_000).fill("a").join(" + ")}\n`, 19_999],
  ["20,000 conditions", `x = ${Array(20_000).fill("a").join(" and ")}\n`, 19_999],
  ["20,000 attributes", `x = ${Array(20_000).fill("a").join(".")}\n`, 19_999],
  ["10,000 chained calls", `x = a${".b()".repeat(10_000)}\n`, 20_000],
  ["a comparison of 3,000", `x = ${Array(3000).fill("a").join(" < ")}\n`, 3000],
  ["3,000 elif", `if a:\n  pass\n${"elif b:\n  pass\n".repeat(3000)}`, 3000],
  ["3,900 conditional expressions", `x = ${"1 if a else ".repeat(3900)}2\n`, 3900],
  ["20,000 targets", `${Array(20_000).fill("a").join(" = ")} = 1\n`, 1],
  ["50,000 adjacent strings", `x = (${"'a'\n".repeat(50_000)})\n`, 1],
  ["a function of 9,000 lines", `def f():\n${"    x = g(1, 2)\n".repeat(9000)}`, 3],
])("%s are analysed", { timeout: 60_000 }, async (_, text, depth) => {
  const [module] = await lowerFiles([source("x.py", text)]);
  expect(module!.damaged).toEqual([]);
  expect(depthOf(module!.root)).toBeGreaterThanOrEqual(depth);
  expect(brokenInvariants(module!, text)).toEqual([]);
});

test.each([
  ["brackets", nested("[", "]", 100_000), /4000 levels/],
  ["a chain", `x = ${Array(200_000).fill("a").join(" + ")}\n`, /25000 levels/],
  ["tokens", "a;".repeat(4_000_000), /7 million tokens/],
  ["a size", "x = 1\n".repeat(3_500_000), /20 million/],
])("beyond the limits, %s: the file is not analysed and says why", { timeout: 60_000 }, async (_, text, why) => {
  const [module, other] = await lowerFiles([source("x.py", text), source("y.py", "y = 1\n")]);
  expect(module!.damaged).toEqual([{ start: 0, end: text.length, why: expect.stringMatching(why) }]);
  expect(module!.root.body.map((statement) => statement.kind)).toEqual(["damage"]);
  expect(other!.damaged).toEqual([]);
});

test("a file that brings its worker down is the only one lost", { timeout: 120_000 }, async () => {
  const files = Array.from({ length: 60 }, (_, i) => source(i % 20 === 7 ? `deadly${i}.py` : `m${i}.py`, `def f${i}(): return ${i}\n`.repeat(300)));
  const modules = await lowerFiles(files, { jobs: 2, lengthPerWorker: 1, worker: new URL("./mortal-worker.mjs", import.meta.url) });
  expect(modules.map((module) => module.file)).toEqual(files.map((file) => file.path));
  expect(modules.filter((module) => module.damaged.length > 0).map((module) => module.file)).toEqual(["deadly7.py", "deadly27.py", "deadly47.py"]);
  expect(modules[7]!.damaged[0]!.why).toMatch(/ended/);
});

test("a worker that cannot start is an error, not an empty result", async () => {
  await expect(lowerFiles([source("x.py", "x = 1\n".repeat(50_000))], { worker: new URL("./no-such-worker.mjs", import.meta.url) })).rejects.toThrow();
});

test("the result does not depend on the number of workers or the order of the files", { timeout: 60_000 }, async () => {
  const folder = join(import.meta.dirname, "../golden");
  const golden = readdirSync(folder).filter((file) => file.endsWith(".py")).sort().map((file) => readFileSync(join(folder, file), "utf8"));
  const files = Array.from({ length: 60 }, (_, i) => source(`m${i}.py`, golden[i % golden.length]!.repeat(1 + (i % 5))));
  const shown = async (jobs: number, input: readonly SourceFile[]) => (await lowerFiles(input, { jobs, lengthPerWorker: 1 })).map((module) => `${module.file}\n${print(module)}`);
  const one = await shown(1, files);
  expect(await shown(4, files)).toEqual(one);
  expect((await shown(3, [...files].reverse())).reverse()).toEqual(one);
});

test("nothing to do", async () => {
  expect(await lowerFiles([])).toEqual([]);
});
