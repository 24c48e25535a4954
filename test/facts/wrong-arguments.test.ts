import { expect, test } from "vitest";
import { certainErrors } from "../../src/certain-errors.ts";
import { factsFor } from "./program-of.ts";

const told = (code: string): string[] => certainErrors(factsFor({ "main.py": `${code}\nif __name__ == '__main__':\n  main()\n` })).notes.map((one) => one.en);

const BOT = "class Bot:\n  def __init__(self, config): self.config = config\n  def close(self, symbol, *, reason, size=None): pass\n  @staticmethod\n  def fee(rate): pass\n  def any(self, *args, **kw): pass\n";

test("a call that the function does not take raises", () => {
  expect(told(`${BOT}def main():\n  bot = Bot()\n`)).toEqual(["main.py:8: `Bot()` raises TypeError whenever the bot gets there: `Bot.__init__` (main.py:2) needs `config`, and nothing is given for it."]);
  expect(told(`${BOT}def main():\n  bot = Bot(1)\n  bot.close('a', reason='b', price=1)\n  bot.close('a', 'b')\n  bot.close('a')\n  Bot.fee(1, 2)\n`).map((one) => one.slice(0, one.indexOf(":", 8)))).toEqual(["main.py:9", "main.py:10", "main.py:11", "main.py:12"]);
});

test("what may be taken is not told", () => {
  expect(told(`${BOT}def main():\n  bot = Bot(config=1)\n  bot.close('a', reason='b')\n  bot.close(symbol='a', reason='b', size=1)\n  bot.close(*args)\n  bot.close('a', **given)\n  bot.any(1, 2, x=3)\n  Bot.close(bot, 'a', reason='b')\n  bot.fee(1)\n`)).toEqual([]);
  // Who makes it otherwise: a dataclass, a library's base, a metaclass, a decorator, one of two functions.
  expect(told("from dataclasses import dataclass\nimport lib\n@dataclass\nclass A:\n  x: int\nclass B(lib.Model):\n  def __init__(self, x): pass\nclass C(metaclass=M):\n  def __init__(self, x): pass\n@lib.inject\ndef d(x): pass\nif lib:\n  def e(x): pass\nelse:\n  def e(): pass\ndef main():\n  A(); B(); C(); d(); e()\n")).toEqual([]);
  // The way out of a failed attempt, and what is never called.
  expect(told(`${BOT}def later(): Bot()\ndef main():\n  try: Bot(1)\n  except Exception: Bot()\n`)).toEqual([]);
});
