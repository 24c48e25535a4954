import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/sdk/input-error.ts";
import { loadBot } from "../../src/source/load.ts";
import { code, onDisk } from "./tree-on-disk.ts";

const paths = (bot: Awaited<ReturnType<typeof loadBot>>): string[] => bot.files.map(({ path }) => path);
const told = (bot: Awaited<ReturnType<typeof loadBot>>): Record<string, boolean> => Object.fromEntries(bot.notAnalysed.map(({ file, blocks }) => [file, blocks]));

describe("what is read", () => {
  test("code in path order, environments and caches left out", async () => {
    const bot = await loadBot(onDisk({
      "b.py": "x = 1\n", "B.py": "y = 2", "a/c.py": "", "web/app.ts": "let x = 1;\n", "types.d.ts": "", "x.min.js": "", "readme.md": "",
      "node_modules/m/index.js": "", "venv/lib/x.py": "", "myenv/pyvenv.cfg": "", "myenv/lib/x.py": "", "__pycache__/b.py": "", ".git/hooks/x.py": "", "build/x.py": "", "a/build/__init__.py": "",
    }));
    expect(paths(bot)).toEqual(["B.py", "a/build/__init__.py", "a/c.py", "b.py", "web/app.ts"]);
    expect(bot.files.map(({ language }) => language)).toEqual(["python", "python", "python", "python", "typescript"]);
    expect(bot.lines).toBe(3);
    expect(told(bot)).toEqual({ build: false, myenv: false, node_modules: false, venv: false });
  });

  test("nested .gitignore, negation, and ignored code that the bot imports", async () => {
    const bot = await loadBot(onDisk({
      ".gitignore": "config.py\n*.tmp.py\n/generated/\n", "main.py": "import config\n", "config.py": "x = 1\n", "a.tmp.py": "", "generated/x.py": "", "deep/generated/x.py": "",
      "deep/.gitignore": "*.py\n!keep.py\n", "deep/keep.py": "", "deep/lost.py": "", "deep/er/lost.py": "", "deep/er/.gitignore": "!found.py\r\n", "deep/er/found.py": "",
    }));
    expect(paths(bot)).toEqual(["config.py", "deep/er/found.py", "deep/keep.py", "main.py"]);
    expect(told(bot)).toMatchObject({ "a.tmp.py": false, "deep/lost.py": false });
  });

  test("a module that is compiled from another language is not known to be missing", async () => {
    const bot = await loadBot(onDisk({ "core/__init__.py": "", "core/book.py": "", "core/engine.pyx": "", "main.py": "from core.engine import Engine\nfrom core.books import Book\n" }));
    expect([...bot.leftOut]).toEqual(["core/engine"]);
  });

  test("an ignored directory that the bot imports from is read, without what nobody imports; others are not", async () => {
    const bot = await loadBot(onDisk({
      ".gitignore": "data/\nbackups/\nlib/\n", "main.py": "from data.feed import x\nimport lib.y\n", "data/feed.py": "x = 1\n", "data/deep/z.py": "", "data/unused.py": "", "data/big.csv": "",
      "backups/main.py": "", "lib/y.txt": "", "src/lib/y.py": "",
    }));
    expect(paths(bot)).toEqual(["data/feed.py", "main.py", "src/lib/y.py"]);
    expect(told(bot)).toEqual({ "data/deep/z.py": false, "data/unused.py": false });
  });

  test("include and exclude choose", async () => {
    const root = onDisk({ ".gitignore": "live/\n", "live/bot.py": "", "old.py": "", "live/skip/x.py": "" });
    expect(paths(await loadBot(root, { include: ["live/**"], exclude: ["skip/"] }))).toEqual(["live/bot.py"]);
  });

  test("one file is a bot", async () => {
    const root = onDisk({ "bot.py": "x = 1\n", "other.py": "" });
    expect(paths(await loadBot(join(root, "bot.py")))).toEqual(["bot.py"]);
  });

  test("the same bot twice is the same", async () => {
    const root = onDisk({ "main.py": "import a.b\n", "a/b.py": code(30), "old/b.py": code(30), "Dockerfile": "CMD python main.py\n", "config.yaml": "a: 1\n" });
    const once = await loadBot(root);
    const twice = await loadBot(root);
    expect(JSON.stringify({ ...twice, roles: [...twice.roles] })).toBe(JSON.stringify({ ...once, roles: [...once.roles] }));
  });
});

describe("hostile trees", () => {
  test("links: loops end, inside ones are copies, outside ones are told and never read", async () => {
    const outside = onDisk({ "secret.py": "x = 1\n", "lib/x.py": "" });
    const root = onDisk({ "main.py": "import shared\n", "pkg/a.py": "x = 1\n" });
    symlinkSync(root, join(root, "loop"));
    symlinkSync("../pkg", join(root, "pkg/again"));
    symlinkSync("pkg/a.py", join(root, "alias.py"));
    symlinkSync("self.py", join(root, "self.py"));
    symlinkSync(join(outside, "secret.py"), join(root, "evil.py"));
    symlinkSync(join(outside, "lib"), join(root, "shared"));
    symlinkSync(join(outside, "lib"), join(root, "data"));
    const bot = await loadBot(root);
    expect(paths(bot)).toEqual(["main.py", "pkg/a.py"]);
    expect(bot.copies).toMatchObject([{ file: "alias.py", of: "pkg/a.py", kind: "link" }]);
    expect(told(bot)).toEqual({ "data": false, "evil.py": true, "shared": true });
  });

  test("pipes are never opened, binary data and large files are told", async () => {
    const root = onDisk({ "main.py": "x = 1\n", "blob.py": Buffer.from([0, 1, 2, 0, 255]), "large.py": code(2000), "core.pyx": "cdef int x\n" });
    execFileSync("mkfifo", [join(root, "pipe.py"), join(root, "config.yaml")]);
    const bot = await loadBot(root, { limits: { codeBytes: 10_000 } });
    expect(paths(bot)).toEqual(["main.py"]);
    expect(told(bot)).toEqual({ "blob.py": true, "core.pyx": true, "large.py": true, "pipe.py": true });
    expect(bot.notAnalysed.find(({ file }) => file === "large.py")?.why.en).toContain("MB");
  });

  test("code in other languages is told once a language; a program that a launcher starts blocks", async () => {
    const bot = await loadBot(onDisk({
      "train.py": "x = 1\n", "php/bot.php": "<?php", "php/index.php": "<?php", "core/a.rs": "fn main() {}", "core/b.rs": "", "Makefile": "all:\n\trustc core/a.rs\n",
      "bot.service": "[Service]\n# php/index.php\nExecStart=/usr/bin/php /var/www/bot.php\n",
    }));
    expect(bot.notAnalysed.map(({ file, blocks, why }) => `${file} ${blocks} ${why.en.split(":")[0]}`)).toEqual([
      "core/a.rs false 2 files in Rust, this one first",
      "php/bot.php true bot.service starts this program, which is written in PHP",
      "php/bot.php false 2 files in PHP, this one first",
    ]);
  });

  test("a file of 10 MB is read", async () => {
    const bot = await loadBot(onDisk({ "large.py": Buffer.alloc(10 * 1024 * 1024, "x = 1\n") }));
    expect(bot.lines).toBe(1747627);
  });

  test.skipIf(process.getuid?.() === 0)("what may not be read blocks", async () => {
    const root = onDisk({ "main.py": "", "locked/x.py": "", "no.py": "" });
    chmodSync(join(root, "locked"), 0);
    chmodSync(join(root, "no.py"), 0);
    const bot = await loadBot(root);
    chmodSync(join(root, "locked"), 0o755);
    expect(told(bot)).toEqual({ "locked/": true, "no.py": true });
  });

  test("a tree without end stops with a word", async () => {
    const root = onDisk(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`d${i}/x.py`, ""])));
    expect((await loadBot(root, { limits: { entries: 40 } })).notAnalysed.some(({ blocks }) => blocks)).toBe(true);
  });

  test("deep directories", async () => {
    const root = onDisk({ [`${"d/".repeat(300)}x.py`]: "x = 1\n" });
    expect(paths(await loadBot(root))).toHaveLength(1);
  });
});

describe("refusals", () => {
  const refusal = (directory: string): Promise<unknown> => loadBot(directory).catch((error: unknown) => (error instanceof InputError ? error.says.en.replace(directory, "DIR") : error));

  test("say what is wrong in one line", async () => {
    expect(await refusal("/no/such/place")).toBe("There is no directory DIR.");
    expect(await refusal(onDisk({}))).toBe("DIR is empty.");
    expect(await refusal(onDisk({ "a.txt": "" }))).toBe("DIR holds no Python or TypeScript file.");
    expect(await refusal(join(onDisk({ "a.txt": "" }), "a.txt"))).toBe("DIR is a file that holds no Python or TypeScript.");
    expect(await refusal(onDisk({ ".gitignore": "*", "a.py": "" }))).toBe("All code in DIR is left out by .gitignore or golive.yaml.");
  });
});

describe("revision", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";

  test.each([
    ["a loose ref", { ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${commit}\n` }],
    ["a packed ref", { ".git/HEAD": "ref: refs/heads/x/y\n", ".git/packed-refs": `# pack-refs\n${commit} refs/heads/x/y\n^${commit}\n` }],
    ["a detached head", { ".git/HEAD": commit }],
    ["a linked work tree", { ".git": "gitdir: repo/worktrees/one\n", "repo/worktrees/one/HEAD": "ref: refs/heads/main", "repo/worktrees/one/commondir": "../..\n", "repo/packed-refs": `${commit} refs/heads/main\n` }],
  ])("of %s", async (_, files) => {
    expect((await loadBot(onDisk({ "a.py": "", ...files }))).revision).toBe(commit);
  });

  test("none without git, below the top of a work tree, or with odd refs", async () => {
    const root = onDisk({ ".git/HEAD": commit, "bot/a.py": "" });
    expect((await loadBot(join(root, "bot"))).revision).toBe(null);
    expect((await loadBot(onDisk({ "a.py": "", ".git/HEAD": "ref: refs/../../etc/passwd" }))).revision).toBe(null);
    mkdirSync(join(root, "loop"));
    writeFileSync(join(root, "loop/a.py"), "");
    mkdirSync(join(root, "loop/.git/refs"), { recursive: true });
    writeFileSync(join(root, "loop/.git/HEAD"), "ref: refs/a");
    writeFileSync(join(root, "loop/.git/refs/a"), "ref: refs/a");
    expect((await loadBot(join(root, "loop"))).revision).toBe(null);
  });
});
