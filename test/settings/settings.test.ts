import { parse as parseEnv } from "dotenv";
import fc from "fast-check";
import { parse as parseYaml } from "yaml";
import { describe, expect, test } from "vitest";
import { loadBot } from "../../src/source/load.ts";
import { readEnv } from "../../src/settings/read-lines.ts";
import { readJson } from "../../src/settings/read-json.ts";
import { readYaml } from "../../src/settings/read-yaml.ts";
import { readSettings } from "../../src/settings/settings.ts";
import type { SettingsTable } from "../../src/settings/setting.ts";
import { toJson } from "../../src/settings/tree.ts";
import { onDisk } from "../source/tree-on-disk.ts";

const table = async (files: Record<string, string | Buffer>): Promise<SettingsTable> => readSettings(await loadBot(onDisk({ "main.py": "", ...files })));
const shown = ({ settings }: SettingsTable): string[] => settings.map(({ key, value, at }) => `${key}=${JSON.stringify(value)} ${at.file}:${at.line}`);

describe("formats", () => {
  test("YAML: nesting, lists, anchors, merges, several documents, unknown tags, YAML 1.1 words", async () => {
    const yaml = "trading: &t\n  max_open_positions: 5\n  on: yes\n  symbols: [BTC, ETH]\npaper:\n  <<: *t\n  max_open_positions: 1\nsize: !usdt 20\nsteps:\n  - at: 1\n    qty: .5\n---\nsecond: 2\n";
    expect(shown(await table({ "config.yaml": yaml }))).toEqual([
      "trading.max_open_positions=5 config.yaml:2", "trading.on=true config.yaml:3", 'trading.symbols=["BTC","ETH"] config.yaml:4',
      "paper.max_open_positions=1 config.yaml:7", "paper.on=true config.yaml:3", 'paper.symbols=["BTC","ETH"] config.yaml:4',
      'size="20" config.yaml:8', 'steps=[{"at":1,"qty":0.5}] config.yaml:9', "steps.0.at=1 config.yaml:10", "steps.0.qty=0.5 config.yaml:11", "second=2 config.yaml:13",
    ]);
  });

  test("JSON with comments and commas at the end", async () => {
    expect(shown(await table({ "config.json": '{\n  // leverage\n  "risk": { "leverage": 1e1, },\n  /* x */ "mode": "a\\u0041\\n",\n  "none": null, "empty": {}\n}\n' }))).toEqual([
      "risk.leverage=10 config.json:3", 'mode="aA\\n" config.json:4', "none=null config.json:5", "empty={} config.json:5",
    ]);
  });

  test("TOML with the line of each key", async () => {
    const toml = 'title = """\nx = 1\n"""\n[risk.limits]\nmax = 5\n"daily loss" = 0.05\n[[steps]]\nat = 1\n[[steps]]\nat = 2\n[a]\nb.c = 1979-05-27\n';
    expect(shown(await table({ "settings.toml": toml }))).toEqual([
      'title="x = 1\\n" settings.toml:1', "risk.limits.max=5 settings.toml:5", "risk.limits.daily loss=0.05 settings.toml:6",
      'steps=[{"at":1},{"at":2}] settings.toml:7', "steps.0.at=1 settings.toml:8", "steps.1.at=2 settings.toml:10", 'a.b.c="1979-05-27" settings.toml:12',
    ]);
  });

  test("INI as configparser reads it", async () => {
    expect(shown(await table({ "bot.cfg": "top = 1\n[risk]\n; c\nmax_positions: 5\npath = a\n  b\nflag\n" }))).toEqual(['top="1" bot.cfg:1', 'risk.max_positions="5" bot.cfg:4', 'risk.path="a\\nb" bot.cfg:5', "risk.flag=null bot.cfg:7"]);
  });

  test("environment files and compose sections", async () => {
    const found = await table({ ".env": "A=1 # one\nexport B='x # y'\nC=\"l1\nl2\"\nD=a#b\nE=\nA=2\n", "docker-compose.yml": "services:\n  bot:\n    image: x\n    environment:\n      - MAX=3\n      - RISK=${RISK:-0.5}\n  db:\n    environment:\n      SIZE: 10\n" });
    expect(shown(found)).toEqual(['B="x # y" .env:2', 'C="l1\\nl2" .env:3', 'D="a#b" .env:5', 'E="" .env:6', 'A="2" .env:7', 'MAX="3" docker-compose.yml:5', 'RISK="0.5" docker-compose.yml:6', 'SIZE="10" docker-compose.yml:9']);
    expect(found.byEnv.get("MAX")?.[0]?.source).toBe("env");
  });

  test("agrees with dotenv on what people write", () => {
    const name = fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/);
    const value = fc.oneof(fc.stringMatching(/^[\w./:@-]{0,12}$/), fc.stringMatching(/^"[\w ./]{0,10}"$/), fc.stringMatching(/^'[\w ./]{0,10}'$/));
    fc.assert(fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (pairs) => {
      const text = pairs.map(([key, written]) => `${key}=${written}`).join("\n");
      expect(toJson(readEnv(text).tree!)).toEqual(parseEnv(text));
    }), { seed: 3 });
  });

  test("agrees with JSON.parse and with yaml on any JSON", () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, null, 2);
      expect(toJson(readJson(text).tree!)).toEqual(JSON.parse(text.replaceAll("-0,", "0,")));
      if (!text.includes("<<") && !text.includes("__proto__")) expect(JSON.stringify(readYaml(text).tree && toJson(readYaml(text).tree!))).toBe(JSON.stringify(parseYaml(text, { version: "1.1" })));
    }), { seed: 5, numRuns: 200 });
  });
});

describe("bad files are told, never thrown", () => {
  const faults = async (files: Record<string, string | Buffer>): Promise<string[]> => (await table(files)).notAnalysed.map(({ file, line, blocks }) => `${file}:${line} ${blocks}`);

  test("with their line", async () => {
    expect(await faults({ "config.yaml": "a: 1\nb: [1, 2\nc: 3\n" })).toMatchObject([expect.stringMatching(/^config\.yaml:[23] true$/)]);
    expect(await faults({ "config.json": '{\n "a": 1\n "b": 2\n}' })).toEqual(["config.json:3 true"]);
    expect(await faults({ "config.example.toml": "a = 1\nb = = 2\n" })).toEqual(["config.example.toml:2 false"]);
  });

  test("alias bombs, deep nesting, unclosed quotes end at once", async () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${"bcdefghi".split("").map((name, i) => `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[i]}`).join(", ")}]`).join("\n")}\n`;
    const start = performance.now();
    expect(await faults({ "config.yaml": bomb, "settings.yaml": "&a [*a]", "config.json": "[".repeat(100_000), "params.yaml": "[".repeat(5000), ".env": 'A="\n'.repeat(20_000) })).toHaveLength(4);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("a key named __proto__ is a key", async () => {
    expect(shown(await table({ "config.json": '{"__proto__": {"x": 1}, "list": [{"__proto__": 1}]}' }))[0]).toBe("__proto__.x=1 config.json:1");
    expect(({} as { x?: number }).x).toBe(undefined);
  });
});

describe("which files count", () => {
  test("by name, place and mention", async () => {
    const { files } = await table({
      "main.py": 'open("symbols_map.json")\nopen("db.json")\n', "config.yaml": "", "configs/live.json": "{}", "params/scalp.yml": "", "symbols_map.json": "{}", "db.json": "{}", "package.json": "{}", "package-lock.json": "{}", "tsconfig.json": "{}", "pyproject.toml": "", "mkdocs.yml": "",
      ".env": "", ".env.example": "", "bot.env": "", "env.example": "", "config.example.yaml": "", "config_template.json": "{}", "tests/config.yaml": "", "locales/en.json": "{}", "data/config_dump.json": "{}", "trade_history.json": "{}", "config.schema.json": "{}", "old/config.yaml": "", "docker-compose.yml": "", ".github/x.yml": "", "config.yaml.example": "", "x.json": "{}",
    });
    expect(Object.fromEntries(files.map(({ path, class: cls }) => [path, cls]))).toEqual({
      "config.yaml": "shipped", "configs/live.json": "shipped", "params/scalp.yml": "shipped", "symbols_map.json": "shipped", "db.json": "other", "pyproject.toml": "other", "mkdocs.yml": "other",
      ".env": "shipped", ".env.example": "template", "bot.env": "shipped", "env.example": "template", "config.example.yaml": "template", "config_template.json": "template", "tests/config.yaml": "test", "locales/en.json": "other", "data/config_dump.json": "other", "trade_history.json": "other",
      "config.schema.json": "other", "old/config.yaml": "other", "docker-compose.yml": "shipped", "config.yaml.example": "template", "x.json": "other",
    });
  });

  test("a local .env counts although git ignores it; files above 1 MB are data", async () => {
    const bot = await loadBot(onDisk({ "a.py": "", ".gitignore": ".env\n", ".env": "X=1\n", "config.json": `{"a": "${"x".repeat(1024 * 1024)}"}` }));
    expect(bot.settingsFiles.map(({ path, local }) => [path, local])).toEqual([[".env", true]]);
  });

  test("in any encoding", async () => {
    expect(shown(await table({ "config.yaml": Buffer.from("\ufeffимя: Скальпер\n", "utf16le") }))).toEqual(['имя="Скальпер" config.yaml:1']);
  });
});

describe("lookups", () => {
  test("all who define a name, the most plausible first", async () => {
    const found = await table({ "config.example.yaml": "risk: {maxPos: 9}\n", "config.dev.yaml": "risk: {maxPos: 8}\n", "config.prod.yaml": "risk: {maxPos: 7}\n", "config.yaml": "risk: {maxPos: 6}\n", ".env": "RISK_MAX_POS=5\n" });
    const values = (all: readonly { value: unknown }[] | undefined): unknown[] | undefined => all?.map(({ value }) => value);
    expect(values(found.byKey.get("risk.maxPos"))).toEqual([6, 7, 8, 9]);
    expect(values(found.byLast.get("maxPos"))).toEqual([6, 7, 8, 9]);
    expect(values(found.byEnv.get("RISK_MAX_POS"))).toEqual(["5"]);
    expect(values(found.byNormal.get("riskmaxpos"))).toEqual(["5", 6, 7, 8, 9]);
    expect(found.byKey.get("risk.maxPos")?.at(-1)?.template).toBe(true);
  });

  test("no secret is kept", async () => {
    const found = await table({ ".env": "BYBIT_API_KEY=abcdef123\nMAX_TOKENS=500\nDB=postgres://u:pw@h/x\nTELEGRAM_TOKEN=\n", "config.yaml": "exchange:\n  apiSecret: s3cr3t\n  list: [{password: hunter2}]\n" });
    expect(JSON.stringify(found)).not.toMatch(/abcdef123|pw@|s3cr3t|hunter2/);
    expect(found.byKey.get("MAX_TOKENS")?.[0]?.value).toBe("500");
    expect(found.byKey.get("exchange.apiSecret")?.[0]?.secret).toBe(true);
  });
});
