import { expect, test } from "vitest";
import { certainErrors } from "../../src/certain-errors.ts";
import { factsFor } from "./program-of.ts";

const told = (files: Readonly<Record<string, string>>): string[] => certainErrors(factsFor(files)).notes.map((one) => one.en);
const main = (body: string, more: Readonly<Record<string, string>> = {}): string[] => told({ "main.py": `${body}\nif __name__ == '__main__':\n  main()\n`, ...more });

test("a name that nothing gives to the class or the module raises", () => {
  expect(main("class Config:\n  RISK = 1\nclass Bot:\n  def __init__(self): self.state = 1\n  def step(self):\n    return self.tickers\ndef main():\n  bot = Bot()\n  bot.step()\n  print(Config.TESTNET)\n  bot.cancel_all()\n").map((one) => one.slice(0, one.indexOf(" whenever")))).toEqual([
    "main.py:6: `self.tickers` raises AttributeError", "main.py:10: `Config.TESTNET` raises AttributeError", "main.py:11: `bot.cancel_all` raises AttributeError",
  ]);
  expect(main("import settings\ndef main():\n  print(settings.RISK, settings.LIMIT)\n", { "settings.py": "RISK = 1\n" })).toEqual(["main.py:3: `settings.LIMIT` raises AttributeError whenever the bot gets there: nothing gives `settings.py` (settings.py:1) a `LIMIT`."]);
});

test("what somebody may give, ask for or complete is not told", () => {
  expect(main("class A:\n  def __getattr__(self, name): return 1\nclass B:\n  def run(self):\n    return self.late if hasattr(self, 'late') else None\nclass RiskMixin:\n  def risk(self): return self.limit\ndef main():\n  print(A().x, B().run(), RiskMixin().risk())\n")).toEqual([]);
  expect(main("import lib\nclass C(lib.Base):\n  def run(self): return self.given\nclass D:\n  def run(self):\n    try:\n      return self.maybe\n    except AttributeError:\n      return None\nclass E:\n  def run(self): return self.told\ndef main():\n  e = E()\n  e.told = 1\n  print(C().run(), D().run(), e.run())\n")).toEqual([]);
});

test("beside a file that is called like a module of Python's own, the import means Python's", () => {
  expect(told({ "main.py": "from core.utils.logging import setup\nif __name__ == '__main__':\n  setup()\n", "core/utils/logging.py": "import logging\ndef setup():\n  logging.basicConfig()\n" })).toEqual([]);
});

test("on the way to an order it blocks go-live", () => {
  const facts = factsFor({ "main.py": "import ccxt\nclass Bot:\n  def __init__(self): self.exchange = ccxt.okx()\n  def enter(self):\n    self.exchange.create_order('BTC/USDT', 'market', 'buy', self.size)\nif __name__ == '__main__':\n  Bot().enter()\n" });
  expect(certainErrors(facts).onOrders.map((one) => `${one.file}:${one.line}`)).toEqual(["main.py:5"]);
});

test("what is missing everywhere is told once, with the other places", () => {
  const [one, ...more] = main("class Config:\n  RISK = 1\ndef main():\n  print(Config.LIVE)\n  print(Config.LIVE)\n  print(Config.LIVE)\n");
  expect([one?.slice(one.indexOf("nothing gives")), more]).toEqual(["nothing gives `Config` (main.py:1) a `LIVE` (also main.py:5, main.py:6).", []]);
});

test("where the way depends on which names the configuration has, another name of it is not told", () => {
  const body = "import settings\ndef main():\n  if hasattr(settings, 'HOURS') and settings.HOURS:\n    print(settings.HOURS)\n  elif hasattr(settings, 'HOURS_FROM') and settings.HOURS_FROM is not None:\n    print(settings.HOURS_TO)\n  else:\n    print(settings.NEVER if hasattr(settings, 'X') else 1)\n";
  expect(main(body, { "settings.py": "HOURS = [(22, 1)]\n" })).toEqual([]);
  const beside = "import settings\nimport other\ndef main():\n  if hasattr(other, 'HOURS'):\n    print(settings.LIMIT)\n";
  expect(main(beside, { "settings.py": "RISK = 1\n", "other.py": "HOURS = 1\n" })).toHaveLength(1);
});
