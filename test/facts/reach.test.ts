import { describe, expect, test } from "vitest";
import { entryPoints } from "../../src/facts/code/entry-points.ts";
import { index } from "../../src/facts/code/module-index.ts";
import { reach } from "../../src/facts/code/reach.ts";
import { tasks } from "../../src/facts/code/tasks.ts";
import { orderSites } from "../../src/facts/code/order-sites.ts";
import { tradingCode } from "../../src/facts/code/trading-code.ts";
import { constants } from "../../src/facts/code/constants.ts";
import { Facts } from "../../src/facts/engine.ts";
import { program as programFact, projectConfig, settings as settingsFact } from "../../src/facts/roots.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { factsFor, given, programOf } from "./program-of.ts";

const MAIN = "if __name__ == '__main__':\n  ";

function reached(files: Record<string, string>): Record<string, string> {
  const facts = factsFor(files);
  const [all, known] = [given(facts, index), given(facts, reach)];
  return Object.fromEntries(all.functions.filter((one) => one.name !== "<module>").map((one) => [one.qualname, known.of(one)]));
}

describe("reach", () => {
  test("a method of a base class comes to the subclasses whose objects it runs on", () => {
    const base = `class Runner:\n  def forever(self): self.again()\n  def again(self): self.step()\n  def step(self): pass\nclass Live(Runner):\n  def step(self): trade()\nclass Past(Runner):\n  def step(self): replay()\nclass Paper(Runner):\n  def forever(self): super().forever()\n  def step(self): pretend()\ndef trade(): pass\ndef replay(): pass\ndef pretend(): pass\n`;
    const trio = ({ trade, replay, pretend }: Record<string, string>): string[] => [trade!, replay!, pretend!];
    expect(trio(reached({ "m.py": `${base}past = Past()\nlive = Live()\nlive.forever()\n` }))).toEqual(["live", "dead", "dead"]);
    expect(trio(reached({ "m.py": `${base}past = Past()\nlive = Live()\nlive.forever()\nPaper().forever()\n` }))).toEqual(["live", "dead", "live"]);
    expect(trio(reached({ "m.py": `${base}def go(r: Runner): r.forever()\ngo(Past())\n` }))).toEqual(["live", "live", "live"]);
    expect(trio(reached({ "m.py": `${base}def go(r): r.forever()\ngo(Past())\ngo(load())\n` }))).toEqual(["dead", "live", "dead"]);
    expect(trio(reached({ "m.py": `import threading\n${base}past = Past()\nlive = Live()\nthreading.Thread(target=Runner.forever).start()\n` }))).toEqual(["live", "live", "live"]);
  });
  test("what only a backtest runs is dead, beside what trades", () => {
    expect(reached({ "m.py": `import argparse\nfrom modes import Mode\ndef past(): feed()\ndef feed(): both()\ndef both(): pass\ndef trade(): both()\ndef paper(): pass\ndef later(): pass\ndef enum(): pass\ndef other(): pass\nargs = argparse.ArgumentParser().parse_args()\nif args.mode == "backtest":\n  past()\nelif args.mode == "paper":\n  paper()\nelif args.mode.lower() in ("optimize", "hyperopt"):\n  later()\nelif args.mode == Mode.BACKTEST:\n  enum()\nelse:\n  trade()\nif not args.backtest:\n  other()\n` }))
      .toEqual({ past: "dead", feed: "dead", both: "live", trade: "live", paper: "live", later: "dead", enum: "dead", other: "live" });
    expect(reached({ "m.py": `def a(): pass\ndef b(): pass\ndef c(): pass\nif cfg["mode"] != "backtest":\n  a()\nelse:\n  b()\nif source == "backtest" or kind == "x":\n  c()\n` })).toEqual({ a: "live", b: "dead", c: "live" });
  });
  test("what the entry point calls is live, what nothing mentions is dead", () => {
    expect(reached({ "m.py": `def a(): b()\ndef b(): pass\ndef c(): pass\n${MAIN}a()\n` })).toEqual({ a: "live", b: "live", c: "dead" });
  });
  test("a coroutine that nobody awaits runs nothing", () => {
    expect(reached({ "m.py": `async def a(): pass\nasync def b(): pass\nasync def c(): pass\nasync def d(): pass\n@scheduled\nasync def e(): pass\nasync def go():\n  a()\n  if not b(): pass\n  await c()\n  x = d()\n  e()\nimport asyncio\nasyncio.run(go())\n` }))
      .toEqual({ a: "dead", b: "dead", c: "live", d: "live", e: "live", go: "live" });
    // As a bot that starts so cannot be meant, it is judged as if it started.
    expect(reached({ "m.py": "async def main(): a()\ndef a(): pass\nmain()\n" })).toEqual({ main: "live", a: "live" });
  });
  test("the function that a console script names is live", () => {
    const program = { ...programOf({ "cli.py": "def main(): a()\ndef a(): pass\ndef b(): pass\n" }), declaredStarts: [{ file: "cli.py", by: "package" as const, why: verbatim("script"), fn: "main" }] };
    const facts = new Facts().supply(programFact, program).supply(projectConfig, NO_CONFIG).supply(settingsFact, NO_SETTINGS);
    const [all, known] = [given(facts, index), given(facts, reach)];
    expect(all.functions.slice(1).map((one) => `${one.name} ${known.of(one)}`)).toEqual(["main live", "a live", "b dead"]);
  });
  test("callbacks handed to libraries are live", () => {
    expect(reached({ "m.py": `import websocket\nclass B:\n  def on(self, ws): pass\n  def off(self, ws): pass\n  def run(self):\n    ws = websocket.WebSocketApp('x', on_message=self.on)\n    ws.on_close = self.off\n    ws.run_forever()\n${MAIN}B().run()\n` }))
      .toEqual({ "B.on": "live", "B.off": "live", "B.run": "live" });
  });
  test("an unresolved call makes what it may mean possible, not live", () => {
    expect(reached({ "m.py": `class A:\n  def go_far(self): pass\nclass B:\n  def go_far(self): pass\ndef f(x): x.go_far()\n${MAIN}f(unknown())\n` }))
      .toEqual({ "A.go_far": "possible", "B.go_far": "possible", f: "live" });
  });
  test("what is handed to a helper that is handed too many things to be followed", () => {
    const parts = Array.from({ length: 40 }, (_, i) => `class S${i}:\n  def __init__(self): self.made()\n  def made(self): pass\n`).join("");
    const calls = Array.from({ length: 40 }, (_, i) => `  safe_init("s${i}", lambda: S${i}())\n`).join("");
    const all = reached({ "m.py": `${parts}def safe_init(name, factory):\n  return factory()\ndef unused(): pass\ndef build():\n${calls}${MAIN}build()\n` });
    expect([all["S0.made"], all["S39.made"], all["unused"]]).toEqual(["live", "live", "dead"]);
  });
  test("a module in a directory that the file puts on sys.path", () => {
    const main = `import sys, os\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), "lib"))\nimport venue\n${MAIN}venue.a()\n`;
    const of = (files: Record<string, string>): string[] => {
      const facts = factsFor(files);
      return given(facts, index).functions.filter((one) => one.name === "a").map(given(facts, reach).of);
    };
    expect(of({ "core/main.py": main, "core/lib/venue.py": "def a(): pass\n" })).toEqual(["live"]);
    expect(of({ "core/main.py": main, "core/other/venue.py": "def a(): pass\n" })).toEqual(["dead"]);
  });
  test("a script that another program starts is the bot where nothing else leads to orders", () => {
    const liveIn = (runner: string, scripts: Record<string, string>): string[] => {
      const files = { "lib/venue.py": "import ccxt\nex = ccxt.okx()\ndef send(): ex.create_order('A', 'market', 'buy', 1)\n", "watch.py": `def look(): pass\n${MAIN}look()\n`, [runner]: `from lib.venue import send\n${MAIN}send()\n`, ...scripts };
      const roles = Object.fromEntries(Object.keys(files).flatMap((file) => (file.startsWith("scripts/") ? [[file, "script" as const]] : [])));
      return given(factsFor(files, roles), entryPoints).all.flatMap((one) => (one.live ? [one.module.file] : []));
    };
    const starts = (file: string) => ({ "scripts/hourly.py": `import subprocess, sys\ndef go(): subprocess.run([sys.executable, '${file}'])\n${MAIN}go()\n` });
    expect(liveIn("scripts/demo_rebalance_runner.py", starts("scripts/demo_rebalance_runner.py"))).toEqual(["scripts/demo_rebalance_runner.py", "watch.py"]);
    expect(liveIn("scripts/rebalance.py", starts("scripts/rebalance.py"))).toEqual(["scripts/rebalance.py", "watch.py"]);
    expect(liveIn("scripts/rebalance.py", {})).not.toContain("scripts/rebalance.py");
    expect(liveIn("scripts/close_all.py", starts("scripts/close_all.py"))).not.toContain("scripts/close_all.py");
  });
  test("where the start lies outside of the bot, the class that puts it together is started from there", () => {
    const venue = "import ccxt\nclass Venue:\n  def __init__(self): self.ex = ccxt.okx()\n  def send(self): self.ex.create_order('A', 'market', 'buy', 1)\n";
    const loop = "class Loop:\n  def __init__(self, venue): self.venue = venue\n  def start(self): self.step()\n  def step(self): self.venue.send()\n";
    const app = "from venue import Venue\nfrom loop import Loop\nclass App:\n  def __init__(self):\n    self.loop = Loop(Venue())\n  def initialize_all(self): self.begin(self.loop)\n  def begin(self, part):\n    for name in ('start', 'run'):\n      go = getattr(part, name, None)\n      if callable(go):\n        go()\n        break\n  def run(self): self.loop.step()\n";
    const abandoned = "class Merger:\n  def __init__(self, venue): self.venue = venue\n  def run_cycle(self): self.venue.send()\n  def idle(self): pass\n";
    const page = `def show(): pass\n${MAIN}show()\n`;
    const all = reached({ "venue.py": venue, "loop.py": loop, "app.py": app, "merger.py": abandoned, "page.py": page });
    expect([all["App.run"], all["App.__init__"], all["App.initialize_all"], all["Venue.send"], all["Merger.run_cycle"], all["show"]]).toEqual(["live", "live", "possible", "live", "dead", "live"]);
    const started = reached({ "venue.py": venue, "loop.py": loop, "app.py": app, "main.py": `from app import App\n${MAIN}App().initialize_all()\n` });
    expect([started["Loop.start"], started["App.run"]]).toEqual(["live", "dead"]);
    const alone = "from venue import Venue\nclass Bot:\n  def __init__(self): self.venue = Venue()\n  def send_all(self): self.venue.send()\n";
    expect(reached({ "venue.py": venue, "bot_parts.py": alone, "page.py": page })["Venue.send"]).toBe("dead");
  });
  test("a module that only a test imports is dead", () => {
    const facts = factsFor({ "m.py": `def a(): pass\n${MAIN}a()\n`, "lib.py": "def b(): pass\n", "tests/test_b.py": "import lib\nlib.b()\n" }, { "tests/test_b.py": "test" });
    const [all, known] = [given(facts, index), given(facts, reach)];
    expect(all.functions.filter((one) => one.name === "b").map(known.of)).toEqual(["dead"]);
  });
});

describe("tasks", () => {
  const bot = `import asyncio
class B:
  async def a(self): await self.shared()
  async def b(self): await self.shared()
  async def c(self): await self.alone()
  async def shared(self): pass
  async def alone(self): pass
  async def run(self):
    self.t = asyncio.create_task(self.a())
    await asyncio.gather(self.b(), self.c())
${MAIN}asyncio.run(B().run())
`;
  test("a function that two tasks enter interleaves with itself; one that one task enters does not", () => {
    const facts = factsFor({ "m.py": bot });
    const [all, known] = [given(facts, index), given(facts, tasks)];
    const fn = (name: string) => all.functions.find((one) => one.qualname === name)!;
    expect(known.interleaving(fn("B.shared"), fn("B.shared"))?.map((one) => one.fn.qualname)).toEqual(["B.a", "B.b"]);
    expect(known.interleaving(fn("B.alone"), fn("B.alone"))).toBeNull();
    expect(known.rootsOf(fn("B.alone")).map((one) => one.fn.qualname)).toEqual(["B.c"]);
  });
  test("a task started in a loop interleaves with itself", () => {
    const facts = factsFor({ "m.py": `import asyncio\nasync def work(x): pass\nasync def run():\n  for x in range(3):\n    asyncio.create_task(work(x))\n${MAIN}asyncio.run(run())\n` });
    const [all, known] = [given(facts, index), given(facts, tasks)];
    const fn = all.functions.find((one) => one.name === "work")!;
    expect(known.interleaving(fn, fn)).not.toBeNull();
  });
});

describe("orders", () => {
  test("are told by the API that is called, and by what they reduce", () => {
    const facts = factsFor({
      "m.py": `import ccxt, requests
ex = ccxt.okx()
def enter():
  ex.create_order('A', 'market', 'buy', 1)
  ex.create_order('A', 'market', 'sell', 1, None, {'reduceOnly': True})
  ex.create_order('A', 'stop_market', 'sell', 1)
  requests.post('https://x/api/v5/trade/order', json={})
  requests.get('https://x/api/v5/trade/order')
  ex.cancel_all_orders('A')
${MAIN}enter()
`,
    });
    expect(given(facts, orderSites).map((one) => `${one.at.line} ${one.role}`)).toEqual(["4 open", "5 close", "6 protect", "7 open", "9 cancel"]);
  });
  test("mark what leads to them and what decides for those", () => {
    const facts = factsFor({
      "m.py": `import ccxt
ex = ccxt.okx()
def place(size): ex.create_market_order('A', 'buy', size)
def size(): return risk() * 2
def risk(): return 0.5
def show(): print(1)
def run():
  place(size())
  show()
${MAIN}run()
`,
    });
    const [all, known] = [given(facts, index), given(facts, tradingCode)];
    expect(Object.fromEntries(all.functions.slice(1).map((one) => [one.name, known.of(one)]))).toEqual({ place: "order", size: "decision", risk: "decision", show: "other", run: "order" });
  });
});

describe("constants", () => {
  test("fold through names, attributes, imports and units", () => {
    const facts = factsFor({
      "c.py": "BASE = 5\nMINUTES = 2\n",
      "m.py": "from c import BASE\nimport c\nfrom datetime import timedelta\nclass B:\n  limit = 3\n  def __init__(self):\n    self.period = c.MINUTES * 60\n    self.moving = 1\n  def f(self):\n    self.moving = 2\n    return [BASE * 2, self.period, self.limit, timedelta(minutes=1.5), self.moving, float('0.5')]\n",
    });
    const all = given(facts, index);
    const list = all.modules.get("m.py")!.returns.flat()[0]!.value!;
    const known = given(facts, constants);
    expect(list.kind === "list" && list.items.map((one) => known.numberOf(one))).toEqual([10, 120, 3, 90, null, 0.5]);
  });
});
