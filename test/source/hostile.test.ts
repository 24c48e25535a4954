import { expect, test } from "vitest";
import { loadBot } from "../../src/source/load.ts";
import { readSettings } from "../../src/settings/settings.ts";
import { onDisk } from "./tree-on-disk.ts";

const MANY = 300_000;
const blanks = " ".repeat(MANY);

/** Each file is made against one of our own patterns: what costs the square of its length would run for minutes. */
test.each<readonly [string, Record<string, string>]>([
  ["import lines of blanks", { "a.py": `from${blanks}x\nimport${blanks}(\nfrom ${".".repeat(MANY)} x\n`, "b.ts": `import${blanks}from${blanks}require${blanks}(` }],
  ["launchers", { "a.py": "", "run.sh": `python ${"-X ".repeat(MANY / 4)}\n${"python ".repeat(MANY / 8)}`, "Procfile": `web:${blanks}python`, "Dockerfile": `CMD ${"\\\n".repeat(MANY / 3)}`, "setup.cfg": `a${blanks}=${blanks}b.c${blanks}`, "package.json": `"main"${blanks}:` }],
  ["INI and .env", { "a.py": "", "config.ini": `a${blanks}b\n[${blanks}\n`, ".env": `A=x${blanks}y\nB=${"#".repeat(MANY)}\nC="${"\\\"".repeat(MANY / 3)}\n` }],
  ["TOML and JSON", { "a.py": "", "config.toml": `[${blanks}\na = "${"x".repeat(MANY)}"\n`, "config.json": `${"/*".repeat(MANY / 2)}`, "settings.json": `{"a": "${"://a:".repeat(MANY / 5)}"}` }],
  ["YAML", { "a.py": "", "config.yaml": `${"a: ".repeat(2000)}`, "settings.yaml": `a: ${"- ".repeat(2000)}\n`, "params.yaml": Array.from({ length: 5000 }, (_, i) => `k${i}: &a${i} ${i}`).join("\n") }],
  ["ignore patterns", { "a.py": "", [`${"a".repeat(200)}.py`]: "", ".gitignore": Array(500).fill(`${"*a".repeat(30)}b`).join("\n") }],
])("%s", { timeout: 20_000 }, async (_, files) => {
  const start = performance.now();
  readSettings(await loadBot(onDisk(files)));
  expect(performance.now() - start).toBeLessThan(4000);
});
