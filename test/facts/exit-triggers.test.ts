import { describe, expect, test } from "vitest";
import { exitTriggers } from "../../src/facts/code/exit-triggers.ts";
import { factOf } from "./program-of.ts";

const HEAD = "import asyncio, ccxt.async_support as ccxt\nex = ccxt.okx()\n";
const CLOSE = "async def close_position(p):\n  await ex.create_order(p.symbol, 'market', 'sell', p.qty, None, {'reduceOnly': True})\n";
/** Who decides, and the words of the test. */
const triggers = (text: string): string[] => {
  const file = HEAD + text;
  return factOf(exitTriggers, { "main.py": file }).flatMap((one) => one.triggers.map(({ fn, test }) => `${fn.qualname}: ${test ? file.slice(test.node.start, test.node.end) : "always"}`));
};

describe("exit triggers", () => {
  test("each test of a function that closes is one, not only the first", () => {
    expect(triggers(`${CLOSE}async def check_exits(p, price):\n  if price <= p.stop:\n    await close_position(p)\n  elif price >= p.target:\n    await close_position(p)\nasync def main():\n  while True:\n    await check_exits(1, 2)\nasyncio.run(main())\n`))
      .toEqual(["check_exits: price <= p.stop", "check_exits: price >= p.target"]);
  });
  test("what starts the loop that decides, decides nothing", () => {
    expect(triggers(`${CLOSE}class Bot:\n  def __init__(self):\n    self.on = True\n  async def start(self):\n    if self.on:\n      asyncio.create_task(self.exit_loop())\n  async def exit_loop(self):\n    while True:\n      for p in []:\n        await close_position(p)\nasync def main():\n  await Bot().start()\nif __name__ == '__main__':\n  asyncio.run(main())\n`))
      .toEqual(["Bot.exit_loop: always"]);
  });
  test("neither a mode nor an empty size is a reason to close", () => {
    expect(triggers(`async def close_all(p, qty, dry_run):\n  if qty <= 0 or dry_run: return\n  if qty <= 0: return\n  if dry_run: return\n  await ex.create_order(p, 'market', 'sell', qty, None, {'reduceOnly': True})\nasync def watch(p, pnl):\n  if pnl < -5:\n    await close_all(p, 1, False)\nasync def main():\n  while True:\n    await watch('X', 1)\nasyncio.run(main())\n`))
      .toEqual(["watch: pnl < -5"]);
  });
});
