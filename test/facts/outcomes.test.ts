import { expect, test } from "vitest";
import { index } from "../../src/facts/code/module-index.ts";
import { outcomes } from "../../src/facts/code/outcomes/outcomes.ts";
import { reach } from "../../src/facts/code/reach.ts";
import { lineOf } from "../../src/ir/nodes.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { tradingFacts } from "../../src/trading-facts.ts";
import { factsFor, given, programOf } from "./program-of.ts";

/** Lines of main.py that the bot never gets to. */
function idleLines(source: string): number[] {
  const facts = factsFor({ "main.py": source });
  const { module } = given(facts, index).modules.get("main.py")!;
  const parts = given(facts, outcomes).barredIn(module);
  const lines = source.split("\n").map((_, i) => i + 1);
  return lines.filter((line) => parts.some((one) => lineOf(module, one.from) <= line && line <= lineOf(module, one.to - 1)));
}

const bot = (init: string, body: string, more = ""): string => `class Strategy:
    def analyze(self, book):
        ${body}

class Bot:
    def __init__(self, alerts=None):
        ${init}
        self.strategy = Strategy()
        self.alerts = alerts

    def step(self, book):
        signal = self.strategy.analyze(book)
        if signal:
            self.enter(signal)
        if self.alerts:
            self.alerts.send("stepped")
        if not self.ready:
            return
        self.exit(book)

    def enter(self, signal): ...
    def exit(self, book): ...
${more}
Bot().step({})
`;

test("a stub that answers None, a callback that no caller gives and a flag that nothing sets bar what they guard", () => {
  expect(idleLines(bot("self.ready = False", "return None"))).toEqual([14, 16, 19]);
});

test("what the code may yet answer or set bars nothing", () => {
  expect(idleLines(bot("self.ready = False", "return book.get('signal')", "    def arm(self):\n        self.ready = True\n"))).toEqual([16]);
  expect(idleLines(bot("self.ready = False", "return None", "    def set(self, key, value):\n        setattr(self, key, value)\n"))).toEqual([14]);
  expect(idleLines(bot("self.ready = True", "return None", "class Better(Strategy):\n    def analyze(self, book):\n        return book['best']\n"))).toEqual([16, 18]);
  expect(idleLines(`${bot("self.ready = True", "return None")}Bot(alerts=print).step({})\n`)).toEqual([14, 18]);
});

test("whether the bot trades for real is not decided here, nor what a data class may be told", () => {
  expect(idleLines("DRY_RUN = True\ndef send():\n    if DRY_RUN:\n        return\n    print('sent')\nsend()\n")).toEqual([]);
  expect(idleLines("from dataclasses import dataclass\n@dataclass\nclass Config:\n    hedge: bool = False\ndef run(config: Config):\n    if config.hedge:\n        print('hedged')\nrun(Config(hedge=True))\n")).toEqual([]);
});

test("a container may be filled before it is tested; a loop variable and what a handler caught are not known", () => {
  expect(idleLines("seen = []\ndef run():\n    failed = None\n    try:\n        seen.append(1)\n    except Exception as error:\n        failed = error\n    if seen:\n        print(seen)\n    if failed:\n        raise failed\nrun()\n")).toEqual([]);
});

const trading = (answer: string): string => `import ccxt
exchange = ccxt.okx()

class Strategy:
    def analyze(self, ticker):
        ${answer}

def notify():
    print("entered")

def enter(signal):
    exchange.create_order("BTC/USDT:USDT", "market", signal["side"], 1)

strategy = Strategy()

def step():
    signal = strategy.analyze(exchange.fetch_ticker("BTC/USDT:USDT"))
    if signal:
        enter(signal)
    if wanted():
        notify()

def wanted():
    return False

while True:
    step()
`;

test("what only barred code calls is dead, unless that leaves a bot that opens nothing: then it is told, and all of its code counts", () => {
  const audited = (answer: string) => {
    const { facts, opensNothing } = tradingFacts({ program: programOf({ "main.py": trading(answer) }), config: NO_CONFIG, settings: NO_SETTINGS });
    const of = (name: string): string => given(facts, reach).of(given(facts, index).functions.find((fn) => fn.name === name)!);
    return { reach: [of("enter"), of("notify")], told: opensNothing.map((one) => `${one.file}:${one.line}`) };
  };
  expect(audited("return {'side': 'buy'} if ticker['last'] > ticker['vwap'] else None")).toEqual({ reach: ["live", "dead"], told: [] });
  expect(audited("return None")).toEqual({ reach: ["live", "live"], told: ["main.py:18"] });
});
