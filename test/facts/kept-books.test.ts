import { expect, test } from "vitest";
import { keptBooks } from "../../src/facts/code/stopping/kept-books.ts";
import { factOf } from "./program-of.ts";

/** What saves and loads the positions, as it is called. */
function books(saves: string, loads: string): string | null {
  const found = factOf(keptBooks, { "main.py": `import ccxt
class Bot:
  def __init__(self, model):
    self.exchange = ccxt.okx()
    self.model = model
    self.${loads}
    self.exchange.create_order("BTC/USDT", "market", "buy", 1)
  def run(self):
    self.exchange.create_order("BTC/USDT", "market", "buy", 1)
    self.${saves}
if __name__ == "__main__":
  Bot(None).run()
` });
  return found && [found.saves, found.loads].map((call) => (call?.callee.kind === "attribute" ? call.callee.name : "")).join(" ");
}

test("books are kept where positions are saved and loaded again, a model's weights are none", () => {
  expect(books("save_state()", "load_state()")).toBe("save_state load_state");
  expect(books("save_state()", "model.load_state_dict({})")).toBeNull();
});
