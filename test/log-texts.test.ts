import { describe, expect, test } from "vitest";
import { demojibake, wordingOf } from "../src/facts/code/logs/event-texts.ts";

describe("wordings of mandatory events", () => {
  test.each([
    ["skip", "SIGNAL_SKIP symbol={} reason={}", "tag"],
    ["skip", "Signal rejected by position limits: {}", "words"],
    ["skip", "⏭️ Сигнал {} пропущен: кулдаун", "words"],
    ["skip", "signal handler installed", "none"],
    ["exit", "EXIT_HIT symbol={}", "tag"],
    ["exit", "позиция {} закрыта по стопу", "words"],
    ["exit", "Error closing position {}", "none"],
    ["exit", "Position already closed", "none"],
    ["fill", "FILL symbol={} latency={}ms", "tag"],
    ["fill", "Order {} filled at {}", "words"],
    ["fill", "SLIPPAGE symbol={} fill={}", "none"],
    ["trail", "TRAIL_RELOAD symbol={}", "none"],
    ["drift", "Position {} not found on exchange", "words"],
    ["drift", "PHANTOM position {}", "words"],
    ["drift", "Reconciling {} positions", "none"],
  ] as const)("%s: %s is %s", (event, text, wording) => expect(wordingOf(event, text)).toBe(wording));

  test("UTF-8 that was read as cp1251 is put back", () => expect(demojibake("РџРѕР·РёС†РёСЏ Р·Р°РєСЂС‹С‚Р°")).toBe("Позиция закрыта"));
  test("Russian stays Russian", () => expect(demojibake("Позиция закрыта")).toBe("Позиция закрыта"));
});
