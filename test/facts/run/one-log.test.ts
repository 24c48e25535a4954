import { expect, test } from "vitest";
import { byLog, logOf } from "../../../src/facts/run/one-log.ts";
import { event } from "./run-of.ts";

test.each([
  ["logs/bot.log", "logs/bot.log"], ["logs/bot.log.1", "logs/bot.log"], ["logs/bot.log.12.gz", "logs/bot.log"], ["logs/bot.log.2026-01-05", "logs/bot.log"], ["logs/bot-2026-01-05.log", "logs/bot.log"],
  ["logs/bot_2026-02-09.log.1", "logs/bot.log"], ["account2/bot.log", "account2/bot.log"], ["trading_20250318.log", "trading.log"], ["bot1.log", "bot1.log"], ["bot_2.log", "bot_2.log"],
])("%s is a part of %s", (file, log) => expect(logOf(file)).toBe(log));

test("two accounts are two logs, rotated parts are one", () => {
  const at = (file: string, line: number) => event("entry", line, {}, { at: { in: "run", file, line } });
  const logs = byLog([at("a/bot.log.1", 1), at("b/bot.log", 1), at("a/bot.log", 2)]);
  expect(logs.map((one) => one.map((each) => each.at.file))).toEqual([["a/bot.log.1", "a/bot.log"], ["b/bot.log"]]);
});
