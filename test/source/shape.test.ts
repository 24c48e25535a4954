import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../src/source/bot.ts";
import { findCopies } from "../../src/source/copies.ts";
import { loadBot } from "../../src/source/load.ts";
import { rootsFor } from "../../src/source/roots.ts";
import { code, onDisk } from "./tree-on-disk.ts";

describe("source roots", () => {
  const roots = async (files: Record<string, string>): Promise<readonly string[]> => (await loadBot(onDisk(files))).sourceRoots;

  test("flat scripts", async () => expect(await roots({ "main.py": "import risk\n", "risk.py": "" })).toEqual([""]));
  test("src layout, seen from tests", async () => expect(await roots({ "src/bot/__init__.py": "", "src/bot/main.py": "from bot.risk import x\n", "src/bot/risk.py": "", "tests/test_risk.py": "from bot import risk\n" })).toEqual(["src"]));
  test("several bots", async () =>
    expect(await roots({ "one/main.py": "from app.x import y\n", "one/app/x.py": "", "two/main.py": "from app.x import y\nimport app.z\n", "two/app/x.py": "", "two/app/z.py": "" })).toEqual(["two", "one"]));
  test("a package whose file is called like a library is no root", async () =>
    expect(await roots({ "main.py": "import app.telegram\n", "app/__init__.py": "", "app/telegram.py": "from telegram import Bot\n" })).toEqual([""]));
  test("the metadata's directory", async () => expect(await roots({ "pyproject.toml": '[tool.setuptools.packages.find]\nwhere = ["code"]\n', "code/x.py": "" })).toEqual(["code"]));
  test("former versions resolve for themselves only", async () => {
    const bot = await loadBot(onDisk({ "main.py": "import a\nimport gone\n", "a.py": "", "old/x.py": "import gone\n", "old/gone.py": "" }));
    expect(rootsFor("main.py", bot.sourceRoots)).toEqual([""]);
    expect(rootsFor("old/x.py", bot.sourceRoots)).toEqual(["old", ""]);
  });
  test("a bot that imports its own directory as a package", async () => {
    const lines = "from scalper.risk.limits import a\nfrom scalper.risk.size import b\nimport scalper.risk.limits\n";
    expect((await loadBot(onDisk({ "main.py": lines, "risk/limits.py": "", "risk/size.py": "" }))).selfPackage).toBe("scalper");
  });
});

describe("declared entry points", () => {
  test("from every kind of launcher, the strongest first", async () => {
    const bot = await loadBot(onDisk({
      "main.py": "", "pkg/__main__.py": "", "pkg/cli.py": "", "api.py": "", "worker.py": "", "tool.py": "", "svc/run.py": "", "sup.py": "", "proc.py": "", "pm.py": "", "src/index.ts": "",
      "Dockerfile": "FROM python\nRUN pip install -r x\nENTRYPOINT [\"python\", \"-u\", \\\n  \"/app/main.py\"]\n",
      "docker-compose.yml": "services:\n  w:\n    command: python -X dev worker.py --live\n  api:\n    command: [\"uvicorn\", \"api:app\", \"--port\", \"80\"]\n",
      "Procfile": "worker: python proc.py\n", "deploy/bot.service": "[Service]\nExecStart=/opt/venv/bin/python3.11 /opt/bot/svc/run.py\n",
      "supervisord.conf": "[program:x]\ncommand=python sup.py\n", "ecosystem.config.js": "module.exports = { apps: [{ script: 'pm.py', interpreter: 'python3' }] }\n",
      "pyproject.toml": '[project.scripts]\nbot = "pkg.cli:main"\n', "package.json": '{\n  "scripts": {\n    "start": "node dist/index.js"\n  }\n}\n',
      "run.sh": "#!/bin/sh\n# python never.py\ncd \"$DIR\" && exec python3 -m pkg\npython -m pytest tests\n", "Makefile": "x:\n\tpython $(ARGS) ./tool.py\n", "README.md": "python readme.py\n", "readme.py": "", "never.py": "",
    }));
    expect(bot.declaredEntryPoints.map(({ by, file, module, at }) => `${by} ${module ?? "-"} ${file} ${at.file}:${at.line}`)).toEqual([
      "deploy - main.py Dockerfile:3", "deploy - proc.py Procfile:1", "deploy - worker.py docker-compose.yml:3", "deploy api api.py docker-compose.yml:5", "deploy - pm.py ecosystem.config.js:1", "deploy - sup.py supervisord.conf:2",
      "deploy - svc/run.py deploy/bot.service:2", "package - src/index.ts package.json:3", "package pkg.cli pkg/cli.py pyproject.toml:2", "shell - tool.py Makefile:2", "shell pkg pkg/__main__.py run.sh:3",
    ]);
  });
});

describe("what starts nothing", () => {
  const starts = async (files: Record<string, string>): Promise<string[]> =>
    (await loadBot(onDisk({ "a.py": "", "b.py": "", "core/c.py": "", ...files }))).declaredEntryPoints.map(({ file, at }) => `${file} ${at.file}:${at.line}`);

  test("copies and looks of a script, whatever stands around them", async () =>
    expect(await starts({ "deploy.sh": "scp ./a.py root@host:/srv/a.py\nsudo cp ./core/c.py /srv/ && ssh host 'rsync ./b.py x'\nif [ -f ./b.py ]; then chmod +x ./b.py; fi\ndocker cp ./a.py bot:/app/a.py\nfor f in ./a.py ./b.py; do echo $f; done\ndocker exec -i bot sed -i s/a/b/ /app/a.py\n" })).toEqual([]));
  test("what stands beside a copy is started still", async () =>
    expect(await starts({ "deploy.sh": "cp ./a.py /srv && nohup ./a.py &\nssh host \"cd /srv; python b.py\"\n./core/c.py\n" })).toEqual(["a.py deploy.sh:1", "b.py deploy.sh:2", "core/c.py deploy.sh:3"]));

  const image = 'FROM python\nCMD ["python", "a.py"]\n';
  test("the command of an image, where each service that builds it has its own", async () =>
    expect(await starts({ "Dockerfile": image, "docker-compose.yml": "services:\n  db:\n    image: postgres\n  one:\n    build: .\n    command: python b.py\n  two:\n    build: {context: ., dockerfile: ./Dockerfile}\n    command: [python, core/c.py]\n" })).toEqual(["b.py docker-compose.yml:6", "core/c.py docker-compose.yml:9"]));
  test("not where one service leaves it, or another image is built", async () => {
    expect(await starts({ "Dockerfile": image, "docker-compose.yml": "services:\n  one:\n    build: .\n    command: python b.py\n  two:\n    build: .\n" })).toEqual(["a.py Dockerfile:2", "b.py docker-compose.yml:4"]);
    expect(await starts({ "Dockerfile": image, "docker-compose.yml": "services:\n  one:\n    build: core\n    command: python b.py\n" })).toEqual(["a.py Dockerfile:2", "b.py docker-compose.yml:4"]);
  });
  test("a command leaves the entry point of the image, an entry point replaces both", async () => {
    const both = 'ENTRYPOINT ["python", "a.py"]\nCMD ["python", "core/c.py"]\n';
    expect(await starts({ "Dockerfile": both, "compose.yaml": "services:\n  one:\n    build: .\n    command: --live\n" })).toEqual(["a.py Dockerfile:1"]);
    expect(await starts({ "Dockerfile": both, "compose.yaml": "services:\n  one:\n    build: .\n    entrypoint: python b.py\n" })).toEqual(["b.py compose.yaml:4"]);
  });
});

describe("copies", () => {
  const copies = async (files: Record<string, string>): Promise<string[]> => (await loadBot(onDisk(files))).copies.map(({ file, of, kind }) => `${file} ${kind} ${of}`);
  const drift = (text: string): string => text.replace("value_3 = compute(3)", "value_3 = compute(33)");

  test("identical files: the one in use is the original, whatever the line ends", async () => {
    expect(await copies({ "main.py": "import bot.risk\n", "bot/risk.py": code(40), "a_copy.py": code(40).replaceAll("\n", "\r\n"), "backup/risk.py": `# changed comment\n${code(40)}` })).toEqual(["a_copy.py identical bot/risk.py", "backup/risk.py identical bot/risk.py"]);
  });
  test("drifted backups, by directory or by name", async () => {
    const files = { "main.py": "import risk\n", "risk.py": code(40), "archive/2024/risk.py": drift(code(40)), "risk_old.py": drift(code(40)), "risk_20250731_032116.py": drift(code(40)), "risk (1).py": drift(code(40)) };
    expect(await copies(files)).toEqual(["archive/2024/risk.py drifted risk.py", "risk (1).py drifted risk.py", "risk_20250731_032116.py drifted risk.py", "risk_old.py drifted risk.py"]);
  });
  test("the version in use is no copy", async () => {
    expect(await copies({ "main.py": "import risk_v2\n", "risk.py": code(40), "risk_v2.py": drift(code(40)) })).toEqual([]);
  });
  test("a whole tree kept beside the bot", async () => {
    const bot = { "main.py": `import core.a, core.b\n${code(12, "m")}`, "core/a.py": code(40, "a"), "core/b.py": code(40, "b") };
    const old = Object.fromEntries(Object.entries(bot).map(([path, text]) => [`checkpoints/C1/${path}`, text]));
    expect(await copies({ ...bot, ...old, "Dockerfile": "CMD python main.py\n" })).toHaveLength(3);
  });
  test("the tree once more within itself, however far one file has drifted; its launchers start nothing", async () => {
    const bot: Record<string, string> = { "main.py": `${Array.from({ length: 9 }, (_, i) => `import core.m${i}\n`).join("")}${code(12, "main")}`, ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`core/m${i}.py`, code(40, `m${i}`)])) };
    const inner = Object.fromEntries(Object.entries(bot).map(([path, text]) => [`bot-main/${path}`, path === "core/m0.py" ? code(40, "rewritten") : drift(text)]));
    const loaded = await loadBot(onDisk({ ...bot, ...inner, "bot-main/gone.py": "import core.m1\n", "Dockerfile": "CMD python main.py\n", "bot-main/Dockerfile": "CMD python main.py\n" }));
    expect(loaded.copies).toHaveLength(10);
    expect(loaded.declaredEntryPoints.map(({ file }) => file)).toEqual(["main.py"]);
    expect(loaded.files.filter(({ path }) => path.startsWith("bot-main/")).map(({ path }) => path)).toEqual(["bot-main/gone.py"]);
    const started = await copies({ ...bot, ...inner, "Dockerfile": "CMD python bot-main/main.py\n" });
    expect(started.filter((copy) => copy.startsWith("bot-main/"))).toEqual([]);
  });
  test("another bot of the same shape within a bot is no copy", async () => {
    const files = (prefix: string, seed: string): Record<string, string> => Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${prefix}m${i}.py`, code(40, `${seed}${i}`)]));
    expect(await copies({ ...files("", "x"), ...files("grid/", "y") })).toEqual([]);
  });
  test("alike, but another file: same name elsewhere, other content, or too small", async () => {
    expect(await copies({ "okx/rest.py": drift(code(40)), "bybit/rest.py": code(40), "backup/main.py": code(40, "other"), "main.py": code(40, "x"), "a/__init__.py": "x = 1\n", "b/__init__.py": "x = 1\n" })).toEqual([]);
  });
  test("both are used: both stay", async () => {
    expect(await copies({ "main.py": "import one.x\nimport two.x\n", "one/x.py": code(40), "two/x.py": code(40) })).toEqual([]);
  });
  test("thousands of like files are no quadratic matter", () => {
    const file = (path: string, text: string): SourceFile => ({ path, text, language: "python", bytes: text.length, encoding: "utf-8" });
    const files = [file("risk.py", code(30)), ...Array.from({ length: 6000 }, (_, i) => file(`backup_${i}/risk.py`, `${code(30)}x_${i} = ${i}\n`))];
    const start = performance.now();
    expect(findCopies(files, { started: new Set(), imports: new Map(), mirrored: [] })).toHaveLength(6000);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("roles", () => {
  test("by path, by content, and given back to what the bot imports", async () => {
    const bot = await loadBot(onDisk({
      "main.py": "import tools.sizing\nfrom handlers.close_position import x\nimport analysis.trend\nimport strategy.backtest_engine\n", "tools/sizing.py": "", "tools/dump.py": "", "handlers/close_position.py": "", "close_all.py": "",
      "analysis/trend.py": "import analysis.inner\n", "analysis/inner.py": "", "analysis/unused.py": "", "strategy/backtest_engine.py": "", "tests/test_x.py": "", "test_y.py": "", "latest.py": "", "contest.py": "", "docs/conf.py": "",
      "config/settings.py": "", "dashboard/app.py": "", "telegram_bot.py": "", "alembic/env.py": "", "vendor/ccxt/x.py": "", "old_bot/x.py": "", "x_pb2.py": "", "gen.py": "# Code generated from api.yaml. DO NOT EDIT.\n", "backup_manager.py": "", "nb.py": "# In[1]:\n",
    }));
    expect(Object.fromEntries([...bot.roles].map(([path, { role }]) => [path, role]))).toEqual({
      "main.py": "bot", "tools/sizing.py": "bot", "tools/dump.py": "script", "handlers/close_position.py": "bot", "close_all.py": "script",
      "analysis/trend.py": "bot", "analysis/inner.py": "bot", "analysis/unused.py": "research", "strategy/backtest_engine.py": "research", "tests/test_x.py": "test", "test_y.py": "test", "latest.py": "bot", "contest.py": "bot", "docs/conf.py": "docs",
      "config/settings.py": "config", "dashboard/app.py": "interface", "telegram_bot.py": "interface", "alembic/env.py": "migration", "vendor/ccxt/x.py": "vendored", "old_bot/x.py": "backup", "x_pb2.py": "generated", "gen.py": "generated", "backup_manager.py": "bot", "nb.py": "research",
    });
    expect(bot.roles.get("tools/sizing.py")?.why.ru).toBe("импортируется из main.py");
  });
});
