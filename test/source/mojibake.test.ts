import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { repair } from "../../src/source/mojibake.ts";

/** As Windows does: bytes without a character in the code page come through as control characters. */
const broken = (text: string, page: string): string =>
  [...Buffer.from(text)].map((byte) => { const c = iconv.decode(Buffer.from([byte]), page); return c === "\ufffd" ? String.fromCharCode(byte) : c; }).join("");

describe("repair", () => {
  test.each(["windows-1251", "windows-1252", "latin1"])("turns back UTF-8 that was read as %s", (page) => {
    for (const text of ["Позиция закрыта: BTCUSDT, убыток 5 %", "🚀 Сигнал — пропуск", "平仓", "И это Изъян"]) expect(repair(broken(text, page))).toBe(text);
  });

  test("turns back only the runs that were broken", () => {
    expect(repair(`Привет ${broken("мир", "windows-1251")} 🚀`)).toBe("Привет мир 🚀");
  });

  test("turns back what was broken twice", () => {
    expect(repair(broken(broken("Закрыта", "windows-1251"), "windows-1251"))).toBe("Закрыта");
  });

  test("café", () => expect(repair("cafÃ© fermÃ©")).toBe("café fermé"));

  test.each(["План «В» и «С», вариант «группа В»", "Ёмкость №5, 25 °C", "СССР", "Ã la carte", "naïve café", "«É»", "Р№ 5", ""])("leaves %j alone", (text) => {
    expect(repair(text)).toBe(text);
  });

  test("Russian words are never taken for broken ones", () => {
    const letter = fc.constantFrom(..."абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ «»—,.!№");
    fc.assert(fc.property(fc.array(letter, { maxLength: 40 }).map((all) => all.join("")), (text) => repair(text) === text), { numRuns: 2000, seed: 7 });
  });

  test("any broken Russian text comes back", () => {
    const word = fc.array(fc.constantFrom(..."абвгдежзийклмнопрстуфхцчшщъыьэюяИРС"), { minLength: 2, maxLength: 12 }).map((all) => all.join(""));
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => repair(broken(words.join(" "), "windows-1251")) === words.join(" ")), { numRuns: 1000, seed: 7 });
  });
});
