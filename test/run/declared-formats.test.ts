import { describe, expect, test } from "vitest";
import { detectFormat } from "../../src/run/formats/format.ts";
import { patternOf, WRITTEN } from "./records-of.ts";

const MESSAGES = ["Signal BTC-USDT buy at 65000.5", "Order placed BTC-USDT size=0.01", "rejected: insufficient margin"];
const patterns = [patternOf("Signal {} at {}"), patternOf("Order placed {}"), patternOf("rejected: {}")];

/** The name of the format of lines that begin with `prefix` by turns. */
function formatOf(declared: readonly string[], prefixes: readonly string[]): string {
  const lines = Array.from({ length: 60 }, (_, i) => `${prefixes[i % prefixes.length]!}${MESSAGES[i % MESSAGES.length]!}`);
  return detectFormat(lines, { patterns, formats: declared }, WRITTEN).name;
}

describe("formats that the bot declares", () => {
  test.each([
    ["[%(asctime)s] [%(levelname)s] [%(filename)s:%(lineno)d %(funcName)s] %(message)s", ["[2026-11-23 19:28:24,548] [INFO] [gen.py:11 emit] ", "[2026-11-23 19:28:25,548] [ERROR] [feed.py:112 _on_close] "], "[{time}] [{level}] [{place} {other}] {message}"],
    ["[%(filename)s:%(lineno)s - %(funcName)20s() ] %(message)s", ["[gen.py:29 -                 emit() ] ", "[gen.py:129 -        close_position() ] "], "[{place} - {other}() ] {message}"],
    ["%(asctime)s | %(levelname)-8s | %(name)s.%(funcName)s:%(lineno)d | %(message)s", ["2026-11-23 19:28:24,548 | INFO     | bot.main.emit:29 | ", "2026-11-23 19:28:24,548 | WARNING  | bot.feed.run:7 | "], "{time} | {level} | {place} | {message}"],
    ["%(asctime)s %(levelname)s %(module)s.%(funcName)s %(message)s", ["2026-11-23 19:28:24,548 INFO gen.emit ", "2026-11-23 19:28:24,548 INFO feed.run "], "{time} {level} {name}.{other} {message}"],
    ["%(asctime)s %(levelname)s %(name)s %(process)d %(threadName)s %(message)s", ["2026-11-23 19:28:24,548 INFO bot 21593 MainThread ", "2026-11-23 19:28:24,548 INFO bot 21593 Thread-2 "], "{time} {level} {name} {number} {other} {message}"],
    ["[%(levelname).1s %(asctime)s %(module)s:%(lineno)d] %(message)s", ["[I 2026-11-23 19:28:24,548 gen:29] ", "[W 2026-11-23 19:28:24,548 feed:112] "], "[{level} {time} {place}] {message}"],
    ["<green>{time:HH:mm:ss}</green> | <level>{level: <8}</level> | {extra[symbol]} | <level>{message}</level>", ["19:28:24 | INFO     | BTC-USDT | ", "19:28:25 | WARNING  | ETH-USDT | "], "{time} | {level} | {other} | {message}"],
    ["%(log_color)s%(asctime)s%(reset)s ‖ %(levelname)s ‖ %(message)s", ["2026-11-23 19:28:24,548 ‖ INFO ‖ ", "2026-11-23 19:28:24,548 ‖ WARNING ‖ "], "{time} ‖ {level} ‖ {message}"],
  ])("%s", (declared, prefixes, expected) => {
    expect(formatOf([declared], prefixes)).toBe(expected);
    // Another program of the bot declares something that fits less.
    expect(formatOf(["%(asctime)s %(message)s", declared, "%(levelname)s %(message)s"], prefixes)).toBe(expected);
  });

  test("a declared format that the log does not have changes nothing", () => {
    const prefixes = ["2026-11-23 19:28:24,548 - bot - INFO - "];
    expect(formatOf(["%(levelname)s: %(message)s", "[%(asctime)s] %(message)s", "%(message)s", "{message} {level}"], prefixes)).toBe(formatOf([], prefixes));
  });
});
