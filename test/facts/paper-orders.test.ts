import { expect, test } from "vitest";
import { orderSites } from "../../src/facts/code/order-sites.ts";
import { reach } from "../../src/facts/code/reach.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { tradingFacts } from "../../src/trading-facts.ts";
import { given, programOf } from "./program-of.ts";

const MAIN = "if __name__ == '__main__':\n    main()\n";

/** `role line by` of the orders that are reached, and where the report tells that they are paper. */
function judged(files: Record<string, string>): { readonly orders: readonly string[]; readonly told: readonly string[] } {
  const { facts, onPaper } = tradingFacts({ program: programOf(files), config: NO_CONFIG, settings: NO_SETTINGS });
  const orders = given(facts, orderSites).filter((one) => given(facts, reach).of(one.fn) !== "dead").map((one) => `${one.role} ${one.at.file}:${one.at.line} ${one.by}`);
  return { orders, told: onPaper.map((one) => `${one.file}:${one.line} ${one.blocks}`) };
}

const BROKER = `class PaperBroker:
    def __init__(self):
        self.positions = {}

    def open_position(self, symbol, side, qty, price):
        self.positions[symbol] = {"side": side, "qty": qty, "entry_price": price}

    def close_position(self, symbol, price):
        self.positions.pop(symbol, None)
        self.cash = price
`;
const TRADER = `from broker import PaperBroker

def main():
    broker = PaperBroker()
    while True:
        if signal():
            broker.open_position("BTCUSDT", "long", 1, 100)
        broker.close_position("BTCUSDT", 101)

${MAIN}`;

test("where no start sends a real order, what tells the paper engine to open and close is the order", () => {
  const { orders, told } = judged({ "main.py": TRADER, "broker.py": BROKER });
  expect(orders).toEqual(["open main.py:7 PaperBroker.open_position", "close main.py:8 PaperBroker.close_position"]);
  expect(told).toEqual(["main.py:7 true"]);
});

test("a bot with a real order keeps its paper for itself", () => {
  const live = "import ccxt\nfrom broker import PaperBroker\nex = ccxt.okx()\ndef main():\n    PaperBroker().open_position('X', 'long', 1, 2)\n    ex.create_order('X', 'market', 'buy', 1)\n";
  const { orders, told } = judged({ "main.py": live + MAIN, "broker.py": BROKER });
  expect(orders.map((one) => one.split(" ")[1])).toEqual(["main.py:6"]);
  expect(told).toEqual([]);
});

test("an order that no start reaches leaves the paper to be judged", () => {
  const { told } = judged({ "main.py": TRADER, "broker.py": BROKER, "venue.py": "class Venue:\n  def __init__(self, ex): self.ex = ex\n  def send(self): self.ex.create_order('X')\n" });
  expect(told).toEqual(["main.py:7 true"]);
});

test("the record of a position stands for the order where no engine is told", () => {
  const source = `from dataclasses import dataclass

@dataclass
class PaperPosition:
    symbol: str
    side: str
    qty: float
    entry_price: float
    exit_price: float = None

def enter(signal, book):
    book[signal.symbol] = PaperPosition(symbol=signal.symbol, side=signal.side, qty=1, entry_price=signal.price)

def load(row, book):
    book[row["symbol"]] = PaperPosition(symbol=row["symbol"], side=row["side"], qty=row["qty"], entry_price=row["price"])

def main():
    book = {}
    load({}, book)
    for signal in scan():
        enter(signal, book)

${MAIN}`;
  expect(judged({ "main.py": source }).orders).toEqual(["open main.py:12 paper_position"]);
});

test("rows of orders count without a word of paper, rows of signals never do", () => {
  const source = (table: string): string => `import sqlite3

def enter(db, signal):
    db.execute("INSERT INTO ${table} (symbol, side, qty, price) VALUES (?, ?, ?, ?)", signal)

def main():
    db = sqlite3.connect("bot.db")
    enter(db, scan())

${MAIN}`;
  expect(judged({ "main.py": source("trades") }).orders).toEqual(["open main.py:4 trades"]);
  expect(judged({ "main.py": source("signals") })).toEqual({ orders: [], told: [] });
});

test("an engine that ships switched off is judged as if it were on, and a backtest is none", () => {
  const off = TRADER.replace("    while True:", "    enabled = False\n    while enabled:");
  expect(judged({ "main.py": off, "broker.py": BROKER }).told).toHaveLength(1);
  expect(judged({ "main.py": TRADER.replace("from broker", "from backtest.broker"), "backtest/__init__.py": "", "backtest/broker.py": BROKER }).told).toEqual([]);
});
