import { describe, expect, test } from "vitest";
import { failingStarts } from "../../src/facts/code/failing-starts.ts";
import { tradingFacts } from "../../src/trading-facts.ts";
import { entryPoints } from "../../src/facts/code/entry-points.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { factsFor, given, programOf } from "./program-of.ts";

const UNIVERSE = "class Universe:\n  def __init__(self):\n    self.names = []\n";
const TRADER = (run: string): string => `import ccxt\nfrom universe import Universe\n\nclass Trader:\n  def __init__(self):\n    self.exchange = ccxt.okx()\n    self.universe = Universe()\n\n  def trade(self):\n    while True:\n      self.exchange.create_order("BTC/USDT", "market", "buy", 1)\n\n  async def run(self):\n${run.split("\n").map((line) => `    ${line}\n`).join("")}\n`;
const MAIN = "import asyncio\n\nasync def main():\n  await Trader().run()\n\nif __name__ == '__main__':\n  asyncio.run(main())\n";
const OTHER = "import ccxt\n\ndef main():\n  while True:\n    ccxt.okx().create_order('BTC/USDT', 'market', 'buy', 1)\n\nif __name__ == '__main__':\n  main()\n";

const files = (run: string, main = MAIN): Record<string, string> => ({ "universe.py": UNIVERSE, "live_trade.py": TRADER(run) + main, "run_live.py": OTHER });
const failing = (run: string, main = MAIN): string[] => given(factsFor(files(run, main)), failingStarts).map((one) => `${one.module.file} ${one.error}`);

describe("programs that fail whenever they are started", () => {
  test("before they open anything", () => expect(failing("names = self.universe.discover()\nself.trade()")).toEqual(["live_trade.py AttributeError"]));
  test("or end sooner", () => expect(failing("if not self.universe.names:\n  return\nnames = self.universe.discover()\nself.trade()")).toEqual(["live_trade.py AttributeError"]));
  test("not in a branch", () => expect(failing("if self.universe.names:\n  self.universe.discover()\nself.trade()")).toEqual([]));
  test("not what is caught", () => expect(failing("try:\n  self.universe.discover()\nexcept Exception as e:\n  print(e)\nself.trade()")).toEqual([]));
  test("not behind the first order", () => expect(failing("self.exchange.create_order('BTC/USDT', 'market', 'buy', 1)\nself.universe.discover()")).toEqual([]));
  test("not where the caller goes on to trade after an early return", () => expect(failing("if not self.universe.names:\n  return\nself.universe.discover()", MAIN.replace("await Trader().run()", "await Trader().run()\n  Trader().trade()"))).toEqual([]));
  test("not in a task of its own", () => expect(failing("self.universe.discover()", MAIN.replace("await Trader().run()", "asyncio.create_task(Trader().run())\n  Trader().trade()"))).toEqual([]));
  test("not without another program that trades", () => {
    const { "run_live.py": _, ...alone } = files("self.universe.discover()\nself.trade()");
    expect(given(factsFor(alone), failingStarts)).toEqual([]);
  });
  test("they are no starts of the bot, and it is told", () => {
    const { facts, failing } = tradingFacts({ program: programOf(files("self.universe.discover()\nself.trade()")), config: NO_CONFIG, settings: NO_SETTINGS });
    expect(given(facts, entryPoints).all.filter((one) => one.live).map((one) => one.module.file)).toEqual(["run_live.py"]);
    expect(failing.map((one) => `${one.file}:${one.line} ${one.blocks}`)).toEqual(["live_trade.py:14 false"]);
  });
});
