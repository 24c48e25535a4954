import { describe, expect, test } from "vitest";
import { cannotStart } from "../../src/cannot-start.ts";
import { withoutUnloaded } from "../../src/damaged-files.ts";
import { entryPoints } from "../../src/facts/code/entry-points.ts";
import { Facts } from "../../src/facts/engine.ts";
import { program as programFact, projectConfig, settings as settingsFact } from "../../src/facts/roots.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { factsFor, given, programOf } from "./program-of.ts";

const MAIN = "if __name__ == '__main__':\n  main()\n";
const DAMAGED = "def f(:\n";

/** What Python cannot load, with the kind of the reason. */
function broken(files: Record<string, string>): Record<string, string> {
  const facts = factsFor(files);
  const { broken } = given(facts, entryPoints);
  const program = given(facts, programFact);
  return Object.fromEntries([...program.modules].flatMap(([file, module]) => {
    const why = broken.of(module);
    return why ? [[file, why.kind]] : [];
  }));
}

const told = (files: Record<string, string>): string[] => cannotStart(factsFor(files), programOf(files)).map((one) => `${one.file}:${one.line} ${one.blocks} ${one.why.en}`);

describe("what Python cannot load", () => {
  test("that no start loads it is said of no file for which a start cannot run", () => {
    const saidOf = (files: Record<string, string>): string[] => {
      const damaged = { file: "a.py", line: 1, endLine: 1, why: { en: "Damaged.", ru: "" }, blocks: true };
      const facts = factsFor(files);
      return withoutUnloaded([damaged], given(facts, programFact), facts).map((one) => `${one.blocks} ${one.why.en}`);
    };
    const other = { "bot.py": MAIN, "a.py": DAMAGED };
    expect(saidOf(other)).toEqual(["false Damaged. No start of the bot loads it, so nothing of the running bot is missing here."]);
    expect(saidOf({ ...other, "main.py": `import a\n${MAIN}` })).toEqual(["false Damaged."]);
  });
  test("a file that does not parse, and whoever imports it on loading", () => {
    expect(broken({ "a.py": DAMAGED, "b.py": "from a import f\n", "c.py": "class C:\n  import b\n", "d.py": "def later():\n  import b\n", "e.py": "try:\n  import b\nexcept Exception:\n  b = None\n", "f.py": "try:\n  import b\nexcept ImportError:\n  b = None\n", "g.py": "if TYPE_CHECKING:\n  import b\n" }))
      .toEqual({ "a.py": "damaged", "b.py": "loads", "c.py": "loads", "f.py": "loads" });
  });
  test("a name that the module does not have", () => {
    expect(broken({ "a.py": "def f(): pass\n", "b.py": "from a import g\n", "c.py": "from a import f\n", "d.py": "import b\n", "e.py": "try:\n  import b\nexcept ImportError:\n  b = None\n" }))
      .toEqual({ "b.py": "missing", "d.py": "loads" });
  });
  test("what ends the program where it fails catches nothing", () => {
    expect(broken({ "a.py": "", "b.py": "import sys\ntry:\n  from a import g\nexcept Exception as e:\n  print(e)\n  sys.exit(1)\n", "c.py": "try:\n  from a import g\nexcept Exception as e:\n  print(e)\n" })).toEqual({ "b.py": "missing" });
  });
  test("names that may be there", () => {
    const user = "from a import g\n";
    for (const a of ["from x import *\n", "def __getattr__(name): pass\n", "globals()['g'] = 1\n", "if x:\n  g = 1\n", "try:\n  import g\nexcept ImportError:\n  pass\n", "def set():\n  global g\n  g = 1\n", "setattr(sys.modules[__name__], 'g', 1)\n", "for g in x: pass\n", "g: int\n"]) {
      expect(broken({ "a.py": a, "b.py": user }), a).toEqual({});
    }
    expect(broken({ "a/__init__.py": "", "a/g.py": "", "b.py": user })).toEqual({});
    expect(broken({ "a/__init__.py": "", "a/g/h.py": "", "b.py": user })).toEqual({});
    // Which of the two is meant depends on where Python is started.
    expect(broken({ "a.py": "", "lib/a.py": "g = 1\n", "b.py": user })).toEqual({});
  });
  test("a package hides the module of its name", () => {
    expect(broken({ "a.py": "g = 1\n", "a/__init__.py": "", "b.py": "from a import g\n" })).toEqual({ "b.py": "missing" });
  });
  test("a module that is not there", () => {
    expect(broken({ "core/__init__.py": "", "core/a.py": "from .gone import x\n", "b.py": "from core.gone import x\n", "c.py": "from core.a import x\n", "d.py": "import ccxt.pro\n", "e.py": "from core.api_pb2 import x\n" }))
      .toEqual({ "core/a.py": "missing", "b.py": "missing", "c.py": "loads" });
    // `binance` may be the library: nothing imports the directory's own modules by that name.
    expect(broken({ "binance/__init__.py": "", "b.py": "from binance.client import Client\n" })).toEqual({});
    const files = { "core/__init__.py": "", "core/a.py": "", "b.py": "from core.a import x\nfrom core.data import y\n" };
    const ignored = { ...programOf({ ...files, "core/a.py": "x = 1\n" }), leftOut: new Set(["core/data"]) };
    const facts = new Facts().supply(programFact, ignored).supply(projectConfig, NO_CONFIG).supply(settingsFact, NO_SETTINGS);
    expect([...ignored.modules.values()].filter((one) => given(facts, entryPoints).broken.of(one))).toEqual([]);
  });
});

describe("programs that cannot start", () => {
  const order = "import ccxt\nx = ccxt.okx()\ndef trade(): x.create_order('BTC/USDT', 'market', 'buy', 1)\n";
  test("are no start of the bot beside one that trades", () => {
    expect(told({ "bad.py": DAMAGED, "order.py": order, "main.py": `from order import trade\n${MAIN}def main(): trade()\n`, "run_report.py": `import bad\nimport order\n${MAIN}` }))
      .toEqual(["run_report.py:1 false Python cannot start it: it loads bad.py:1, which does not parse (Expected parameter name). As long as that is so, what only this program runs counts as code that does not run."]);
  });
  test("are judged where nothing else trades", () => {
    expect(told({ "order.py": order, "main.py": `from order import trade, gone\n${MAIN}def main(): trade()\n`, "run_report.py": MAIN }))
      .toEqual(["main.py:1 true Python cannot start it: it imports `gone` from order.py, which has no such name. Mend this first; all else is judged as if it started."]);
  });
  test("an import of the main block breaks the start alone", () => {
    const files = { "order.py": order, "main.py": "from order import trade\nif __name__ == '__main__':\n  from order import gone\n" };
    expect(broken(files)).toEqual({});
    expect(told(files)).toHaveLength(1);
  });
});
