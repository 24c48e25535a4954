import { describe, expect, test } from "vitest";
import { registries } from "../../src/facts/code/registries.ts";
import { factOf } from "./program-of.ts";

const MAIN = "if __name__ == '__main__':\n  run()\n";
/** `label`, and whether a simulation keeps it. */
const kept = (text: string, file = "main.py"): string[] => factOf(registries, { [file]: text }).map((one) => `${one.label}${one.pretended ? " (pretended)" : ""}`);

describe("registries of positions", () => {
  test("what keeps them, at its owner's set-up; counters and settings keep nothing", () => {
    const text = `class Book:\n  def __init__(self):\n    self.positions = {}\n    self.approved_trades = 0\n    self.day_trades = 0\n    self.open_positions = 5\n  def add(self, s, p):\n    self.positions[s] = p\n    self.approved_trades += 1\n    self.day_trades += 1\n  def set(self, n):\n    self.open_positions = int(n)\n    return self.open_positions > 3\nbook = Book()\ndef run():\n  book.add("X", {})\n  book.set(2)\n${MAIN}`;
    expect(kept(text)).toEqual(["Book.positions"]);
    expect(factOf(registries, { "main.py": text })[0]?.users).toBe(2);
  });
  test("a dict of state objects, by the class of what is put in", () => {
    expect(kept(`class GridState:\n  pass\nclass Desk:\n  def __init__(self):\n    self.ladders = {}\n    self.quotes = {}\n  def go(self, s):\n    self.ladders[s] = GridState()\n    self.quotes[s] = 1\nd = Desk()\ndef run():\n  d.go("X")\n${MAIN}`)).toEqual(["Desk.ladders"]);
  });
  test("one position that there may be or not, and a net position", () => {
    expect(kept(`class Desk:\n  def __init__(self):\n    self.position = None\n    self.net_position = 0\n  def go(self, q):\n    self.net_position += q\n    self.position = {"q": q}\n    if q == 0:\n      self.position = None\nd = Desk()\ndef run():\n  d.go(1)\n${MAIN}`)).toEqual(["Desk.position", "Desk.net_position"]);
  });
  test("signals that are followed and amounts that are held; methods and the trades of the market are none", () => {
    const text = `class Desk:\n  def __init__(self):\n    self.active_signals = {}\n    self._open_quantities = {}\n  def get_position(self):\n    return 1\n  def go(self, s):\n    self.active_signals[s] = 1\n    self._open_quantities[s] = 2\nclass MarketDataBuffer:\n  def __init__(self):\n    self.trades = {}\n  def add(self, s):\n    self.trades[s] = 1\ndef other(self):\n  return Desk.get_position\nDesk.get_position = other\nd = Desk()\nb = MarketDataBuffer()\ndef run():\n  d.go("X")\n  b.add("X")\n${MAIN}`;
    expect(kept(text)).toEqual(["Desk.active_signals", "Desk._open_quantities"]);
  });
  test("tables whose open rows are asked for", () => {
    expect(kept(`from sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass Trade(Base):\n  __tablename__ = "trades"\n  status = 1\nclass TradeLog(Base):\n  __tablename__ = "log"\n  status = 1\ndef run(s):\n  s.query(Trade).filter(Trade.status == "OPEN")\n  s.query(TradeLog).filter(TradeLog.status == "OPEN")\n  s.execute("SELECT * FROM positions WHERE symbol = ? AND status = 'open'")\n  s.execute("SELECT * FROM orders_log WHERE status = 'open'")\n  s.execute("SELECT count(*) FROM trades_closed WHERE day = ?")\nrun(None)\n`)).toEqual(["table Trade", "table positions"]);
  });
  test("those of a paper account say so", () => {
    const text = `class PaperAccount:\n  def __init__(self):\n    self.positions = {}\n  def add(self, s):\n    self.positions[s] = 1\nbook = PaperAccount()\ndef run():\n  book.add("X")\n${MAIN}`;
    expect(kept(text)).toEqual(["PaperAccount.positions (pretended)"]);
    expect(kept(text.replaceAll("PaperAccount", "Tracker").replaceAll("positions", "virtual_positions"))).toEqual(["Tracker.virtual_positions"]);
  });
});
