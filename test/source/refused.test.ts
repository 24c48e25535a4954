import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { audit } from "../../src/audit.ts";
import { loadConfig } from "../../src/config/load.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";

test("what is too large or too deep is refused in whole sentences of both languages", async () => {
  const dir = mkdtempSync(join(tmpdir(), "golive-refused-"));
  writeFileSync(join(dir, "deep.py"), `x=${"(".repeat(5000)}1${")".repeat(5000)}\n`);
  writeFileSync(join(dir, "main.py"), "import yaml\nprint(yaml.safe_load(open('config.yaml'))['a'])\n");
  writeFileSync(join(dir, "config.yaml"), "a: &a\n  b: *a\n");
  const { bot } = await audit({ dir, jobs: 1, config: NO_CONFIG, today: "2026-01-01" });
  const [config, deep] = ["config.yaml", "deep.py"].map((file) => bot.notAnalysed.find((one) => one.file === file));
  expect(config?.why.ru).toMatch(/^Настройки не читаются: [^a-z]+\. Что задаёт/);
  expect(deep?.why.ru).toMatch(/^Не проанализировано: вложенность кода больше 4000 уровней\./);
  expect(deep?.why.en).toMatch(/^Not analysed: the code nests more than 4000 levels deep\./);
});

test("a directory in the place of golive.yaml is told as one", async () => {
  const dir = mkdtempSync(join(tmpdir(), "golive-config-"));
  mkdirSync(join(dir, "golive.yaml"));
  await expect(loadConfig(dir)).rejects.toThrow(/is a directory/);
});
