import { describe, expect, test } from "vitest";
import { entryPoints } from "../../src/facts/code/entry-points.ts";
import { index } from "../../src/facts/code/module-index.ts";
import { reach } from "../../src/facts/code/reach.ts";
import { Facts } from "../../src/facts/engine.ts";
import { program as programFact, projectConfig, settings as settingsFact } from "../../src/facts/roots.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";
import { verbatim } from "../../src/sdk/text.ts";
import { NO_SETTINGS } from "../../src/settings/settings.ts";
import { given, programOf } from "./program-of.ts";

const MAIN = "if __name__ == '__main__':\n  main()\n";
const ORDER = "import ccxt\nx = ccxt.okx()\ndef trade(): x.create_order('BTC/USDT', 'market', 'buy', 1)\n";

function live(files: Record<string, string>, deployed: readonly string[] = []): string[] {
  const declaredStarts = deployed.map((file) => ({ file, by: "deploy" as const, why: verbatim("container") }));
  const facts = new Facts().supply(programFact, { ...programOf(files), declaredStarts }).supply(projectConfig, NO_CONFIG).supply(settingsFact, NO_SETTINGS);
  return given(facts, entryPoints).all.filter((one) => one.live).map((one) => one.module.file).sort();
}

describe("which programs are the bot", () => {
  test("the main block of a part that the bot imports shows it off, unless its name says that it starts the bot", () => {
    expect(live({ "order.py": ORDER, "live_executor.py": `from order import trade\ndef main(): trade()\n${MAIN}`, "main.py": `from live_executor import main\n${MAIN}` })).toEqual(["main.py"]);
    expect(live({ "order.py": ORDER, "live_executor.py": `from order import trade\ndef main(): trade()\n${MAIN}` })).toEqual(["live_executor.py"]);
    expect(live({ "order.py": ORDER, "grid_bot.py": `from order import trade\ndef main(): trade()\n${MAIN}`, "main.py": `from grid_bot import main\n${MAIN}` })).toEqual(["grid_bot.py", "main.py"]);
  });
  test("beside what is deployed and trades, a program that nothing declares is none of it, unless it has orders of its own", () => {
    const files = { "order.py": ORDER, "server.py": `from order import trade\ndef main(): trade()\n${MAIN}`, "main.py": `from order import trade\ndef main(): trade()\n${MAIN}` };
    expect(live(files)).toEqual(["main.py", "server.py"]);
    expect(live(files, ["server.py"])).toEqual(["server.py"]);
    expect(live({ ...files, "grid_bot.py": `${ORDER}def main(): trade()\n${MAIN}` }, ["server.py"])).toEqual(["grid_bot.py", "server.py"]);
    expect(live({ ...files, "web.py": MAIN }, ["web.py"])).toEqual(["main.py", "server.py", "web.py"]);
  });
  test("a command in a table of steps is a program that the bot starts", () => {
    const table = (program: string): string => `import subprocess\nSTEPS = [{"name": "trade", "command": [${program}, "step_two.py"]}]\ndef main():\n  for one in STEPS: subprocess.run(one["command"])\n${MAIN}`;
    const files = { "step_two.py": `${ORDER}def main(): trade()\n${MAIN}` };
    expect(live({ ...files, "agent.py": table('"python"') }, ["agent.py"])).toEqual(["agent.py", "step_two.py"]);
  });
  test("a table of more handlers than are followed runs each of them", () => {
    const names = Array.from({ length: 30 }, (_, i) => `handle_${i}`);
    const source = `${names.map((one) => `def ${one}(command): pass\n`).join("")}def table():\n  return {${names.map((one) => `"${one}": ${one}`).join(", ")}}\ndef loop(handlers):\n  while True:\n    handlers.get(read())({})\ndef main():\n  loop(table())\n${MAIN}`;
    const facts = new Facts().supply(programFact, programOf({ "main.py": source })).supply(projectConfig, NO_CONFIG).supply(settingsFact, NO_SETTINGS);
    const fn = given(facts, index).functions.find((one) => one.name === "handle_29")!;
    expect(given(facts, reach).of(fn)).not.toBe("dead");
  });
});
