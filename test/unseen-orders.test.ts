import { expect, test } from "vitest";
import { auditProgram, factsOf } from "../src/audit-program.ts";
import { SECTIONS } from "../src/sections/index.ts";
import { NO_CONFIG } from "../src/sdk/project-config.ts";
import { NO_SETTINGS } from "../src/settings/settings.ts";
import { programOf } from "./facts/program-of.ts";

const MAIN = "if __name__ == '__main__':\n  run()\n";
const statuses = (files: Record<string, string>, config = NO_CONFIG): string[] => {
  const judged = auditProgram(factsOf({ program: programOf(files), config, settings: NO_SETTINGS }), SECTIONS, config, "2026-01-01");
  return judged.filter((one) => one.verdict.section === "drift" || one.verdict.section === "reconnect").map((one) => `${one.verdict.section} ${one.verdict.status}`);
};

test("a section without a subject is undecided where nobody saw the bot's orders", () => {
  expect(statuses({ "main.py": `def run():\n  venue.shoot()\n${MAIN}` })).toEqual(["drift warn", "reconnect warn"]);
});

test("code that sends orders and that no start reaches says nothing of the bot", () => {
  const files = { "main.py": `def run(): pass\n${MAIN}`, "venue.py": "class Venue:\n  def __init__(self, ex): self.ex = ex\n  def send(self): self.ex.create_order('X')\n" };
  expect(statuses(files)).toEqual(["drift warn", "reconnect warn"]);
});

test("a bot whose orders are seen has no streams, and may say so", () => {
  expect(statuses({ "main.py": `import ccxt\nex = ccxt.okx()\ndef run():\n  ex.create_order('X', 'market', 'buy', 1)\n${MAIN}` })).toContain("reconnect na");
});

test("what the person says of a section stands", () => {
  expect(statuses({ "main.py": `def run(): pass\n${MAIN}` }, { ...NO_CONFIG, notApplicable: [{ section: "drift", reason: "it only watches" }] })).toEqual(["drift na", "reconnect warn"]);
});

test("a framework sends the orders of a strategy, but not of one that never marks an entry", () => {
  const strategy = (mark: string): string => `from freqtrade.strategy import IStrategy\nclass Plumbing(IStrategy):\n  def populate_entry_trend(self, dataframe, metadata):\n    """Entries."""\n    ${mark}\n    return dataframe\n`;
  const watch = { "main.py": `def run(): pass\n${MAIN}` };
  expect(statuses({ ...watch, "strategy.py": strategy('dataframe["enter_long"] = 0') })).toEqual(["drift warn", "reconnect warn"]);
  expect(statuses({ ...watch, "strategy.py": strategy('dataframe.loc[dataframe["rsi"] < 30, "enter_long"] = 1') })).toContain("reconnect na");
});
