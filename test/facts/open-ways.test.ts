import { describe, expect, test } from "vitest";
import { openWays } from "../../src/facts/code/open-ways.ts";
import { factOf } from "./program-of.ts";

const HEAD = "import asyncio, signal, ccxt.async_support as ccxt\nex = ccxt.okx()\nasync def place_order(side):\n  await ex.create_order('X', 'market', side, 1)\n";
const START = "if __name__ == '__main__':\n  asyncio.run(main())\n";
/** The kind of each way and the function in which it begins to be one. */
const ways = (text: string, start = START): string[] =>
  factOf(openWays, { "main.py": HEAD + text + start }).without(null).map((one) => `${one.kind} ${one.steps[one.born]!.from.qualname}`);

describe("ways to opening orders", () => {
  test("a process signal in a loop that has ended is no signal to trade; what runs over signals is", () => {
    expect(ways("async def enter(one):\n  await place_order(one)\nasync def scan(scanner):\n  signals = await scanner.run()\n  for one in signals:\n    await enter(one)\nasync def main():\n  loop = asyncio.get_running_loop()\n  for sig in (signal.SIGINT, signal.SIGTERM):\n    loop.add_signal_handler(sig, print)\n  await scan(None)\n"))
      .toEqual(["signal scan"]);
  });
  test("a spread wide enough for both legs is a decision, one that is too wide for an entry is not", () => {
    expect(ways("async def trade_pair(spread, threshold):\n  if abs(spread) > threshold:\n    await place_order('buy')\nasync def main():\n  while True:\n    await trade_pair(1, 2)\n")).toEqual(["signal trade_pair"]);
    expect(factOf(openWays, { "main.py": `${HEAD}async def trade_pair(spread, threshold):\n  if abs(spread) > threshold:\n    await place_order('buy')\nasync def main():\n  while True:\n    await trade_pair(1, 2)\n${START}` }).without("gap").length).toBe(1);
    expect(ways("async def send(spread, limit):\n  if spread > limit:\n    return\n  await place_order('buy')\nasync def main():\n  while True:\n    await send(1, 2)\n")).toEqual(["unborn <module>"]);
  });
  test("a function within one that is told a direction decides nothing", () => {
    expect(ways("async def enter(direction):\n  async def operation():\n    side = 'buy' if direction == 'LONG' else 'sell'\n    await place_order(side)\n  await operation()\nasync def main():\n  while True:\n    direction = decide_direction()\n    await enter(direction)\n"))
      .toEqual(["signal main"]);
  });
  test("what is handed to a thread is followed by the one that hands it over", () => {
    expect(ways("async def in_thread(func, *args):\n  return await asyncio.to_thread(func, *args)\ndef look(symbol):\n  return symbol\ndef send(side):\n  ex.create_order('X', 'market', side, 1)\nasync def ask(symbol):\n  return await in_thread(look, symbol)\nasync def enter(signal):\n  await in_thread(send, signal)\nasync def main():\n  while True:\n    await ask('X')\n    signal = get_signal()\n    if signal:\n      await enter(signal)\n"))
      .toEqual(["signal main"]);
  });
  test("a command line that starts the bot is no person's order", () => {
    const loop = "async def loop():\n  while True:\n    signal = get_signal()\n    if signal:\n      await place_order(signal)\n";
    expect(ways(`import typer\napp = typer.Typer()\n${loop}@app.command()\ndef run():\n  asyncio.run(loop())\n@app.command()\ndef buy(qty):\n  asyncio.run(place_order('buy'))\n`, "app()\n")).toEqual(["signal loop", "person buy"]);
    // Beside a loop that a call starts, and registered by a call rather than a decorator.
    const desk = "async def desk():\n  while True:\n    signal = get_signal()\n    if signal:\n      await place_order(signal)\n";
    const typer = "import typer\napp = typer.Typer()\nsub = typer.Typer()\n";
    expect(ways(`${typer}${loop}${desk}@sub.command('go')\ndef desk_run():\n  asyncio.run(desk())\ndef trade(side, size):\n  asyncio.run(place_order(side))\ndef run_loop():\n  asyncio.run(loop())\napp.command('run')(run_loop)\napp.command('trade')(trade)\napp.add_typer(sub)\n`, "app()\n").sort()).toEqual(["person trade", "signal desk", "signal loop"]);
  });
  test("a way stays on one object: the base's version of what the trader overrides leads to none of its orders, nor does a backtest", () => {
    const base = "class Runner:\n  def run(self):\n    while True:\n      self.step()\n  def step(self):\n    self.enter()\n  def enter(self):\n    signal = get_signal()\n    if signal:\n      self.open(signal)\n  def open(self, signal): pass\n";
    const live = (enter: string): string => `class Live(Runner):\n${enter}  def open(self, signal):\n    ex.create_order('X', 'market', signal, 1)\n`;
    const past = "class Past(Runner):\n  def execute(self):\n    self.step()\n";
    const own = "  def enter(self):\n    signal = get_signal()\n    if signal:\n      self.open(signal)\n";
    const start = (main: string): string => `if __name__ == '__main__':\n  ${main}\n`;
    const both = start("Past().execute()\n  Live().run()");
    expect(ways(base + live(own) + past, both)).toEqual(["signal Live.enter"]);
    expect(ways(base + live("") + past, both)).toEqual(["signal Runner.enter"]);
    expect(ways(base + live("  def enter(self):\n    super().enter()\n") + past, both)).toEqual(["signal Runner.enter"]);
    const first = (main: string): readonly string[] => factOf(openWays, { "main.py": HEAD + base + live("") + past + start(main) }).without(null).map((one) => one.steps.map((each) => each.from.qualname).join(" "));
    expect(first("Past().execute()\n  Live().run()")).toEqual(["<module> Runner.run Runner.step Runner.enter Live.open"]);
  });
  test("a function that is handed to a thread twice is got to from both places", () => {
    expect(ways("def send(side):\n  ex.create_order('X', 'market', side, 1)\nasync def main():\n  while True:\n    await asyncio.to_thread(send, 'buy')\n    signal = get_signal()\n    if signal:\n      await asyncio.to_thread(send, signal)\n")).toContain("signal main");
  });
  test("what nobody calls starts no way beside those that something starts", () => {
    const client = "class Desk:\n  async def __aenter__(self):\n    await place_order('buy')\n  async def enter(self, signal):\n    await place_order(signal)\nasync def main():\n  desk = Desk()\n  while True:\n    signal = get_signal()\n    if signal:\n      await desk.enter(signal)\n";
    expect(ways(client)).toEqual(["signal main"]);
  });
});
