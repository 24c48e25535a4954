import { describe, expect, test } from "vitest";
import { constants } from "../../src/facts/code/constants.ts";
import { index } from "../../src/facts/code/module-index.ts";
import { settingReads } from "../../src/facts/code/setting-reads.ts";
import { settings } from "../../src/facts/roots.ts";
import { readSettings } from "../../src/settings/settings.ts";
import type { Bot } from "../../src/source/bot.ts";
import type { Expr } from "../../src/ir/nodes.ts";
import { factsFor, given } from "./program-of.ts";

const CONFIG = "sync:\n  minutes: 2\nrisk:\n  max: 0.03\nstrategy:\n  rsi_max: 28\n";

/** What each `use(...)` of a small bot is worth: its value, whether a setting can change it, and the setting's key. */
function used(code: string) {
  const files = [{ path: "config.yaml", text: CONFIG, format: "yaml", local: false }, { path: ".env", text: "X_SEC=7\n", format: "env", local: false }];
  const bot = { files: [], roles: new Map(), settingsFiles: files } as unknown as Bot;
  const facts = factsFor({ "main.py": code }).supply(settings, readSettings(bot));
  const [folded, reads] = [given(facts, constants), given(facts, settingReads)];
  const calls = given(facts, index).modules.get("main.py")!.calls.flat().filter((call) => call.callee.kind === "name" && call.callee.id === "use");
  return calls.map((call) => {
    const expr: Expr = call.args[0]!.value;
    return [folded.of(expr)?.value ?? null, folded.configurable(expr), reads.settingOf(expr)?.key ?? null];
  });
}

describe("settings joined to the code", () => {
  test("through variables, attributes, parameters and units", () => {
    expect(used(`
import yaml
class Sync:
    def __init__(self, config):
        self.sync = config.get("sync", {})
        self.every = self.sync.get("minutes", 5) * 60
    def go(self):
        use(self.every)
        use(self.sync.get("minutes", 5))
Sync(yaml.safe_load(open("config.yaml"))).go()
`)).toEqual([[120, true, null], [2, true, "sync.minutes"]]);
  });

  test("from the environment, with its default where it is not shipped", () => {
    expect(used(`
import os
use(float(os.getenv("X_SEC", "5")))
use(int(os.environ.get("Y", 9)))
use(9)
`)).toEqual([[7, true, "X_SEC"], [9, true, "Y"], [9, false, null]]);
  });

  test("through the bot's own getter", () => {
    expect(used(`
import yaml
cfg = yaml.safe_load(open("config.yaml"))
def setting(config, key, default=None):
    value = config
    for part in key.split("."):
        value = value.get(part, {})
    return value or default
use(setting(cfg, "risk.max", 0.05))
use(getattr(cfg, "nowhere", 20.0))
`)).toEqual([[0.03, true, "risk.max"], [20, true, "nowhere"]]);
  });

  test("of a settings class, by the section that its name speaks of", () => {
    expect(used(`
from dataclasses import dataclass
@dataclass
class StrategyConfig:
    rsi_max: float
    depth: int = 3
class Signals:
    def __init__(self, config: StrategyConfig):
        self._config = config
    def go(self):
        use(self._config.rsi_max)
        use(self._config.depth)
`)).toEqual([[28, true, "rsi_max"], [3, true, "depth"]]);
  });
});
