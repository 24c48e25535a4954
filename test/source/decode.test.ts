import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { decode } from "../../src/source/decode.ts";

const RUSSIAN = '# Закрываем позицию, если убыток больше лимита\nlog.info("Позиция закрыта")\r\n\tx = 1\n';
const text = (bytes: Buffer): unknown => {
  const decoded = decode(bytes);
  return decoded.ok ? [decoded.encoding, decoded.text] : decoded.why;
};

describe("decode", () => {
  test.each([
    ["utf-8", Buffer.from(RUSSIAN)],
    ["utf-8-sig", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(RUSSIAN)])],
    ["utf-16le", Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(RUSSIAN, "utf-16le")])],
    ["utf-16be", Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(RUSSIAN, "utf-16be")])],
    ["utf-16le", iconv.encode(RUSSIAN, "utf-16le")],
    ["utf-16be", iconv.encode(RUSSIAN, "utf-16be")],
    ["windows-1251", iconv.encode(RUSSIAN, "windows-1251")],
  ])("reads %s and keeps line ends and tabs", (encoding, bytes) => {
    expect(text(bytes)).toEqual([encoding, RUSSIAN]);
  });

  test("believes the coding cookie of the first two lines only", () => {
    const cookie = "#!/usr/bin/python\n# -*- coding: koi8-r -*-\nx = 'Привет'\n";
    expect(text(iconv.encode(cookie, "koi8-r"))).toEqual(["koi8r", cookie]);
    const late = "import os\nimport sys\n# coding: koi8-r\nx = 'Привет, рынок'\n";
    expect(text(iconv.encode(late, "windows-1251"))).toEqual(["windows-1251", late]);
  });

  test("tells French from Russian and Chinese by the shape of the bytes", () => {
    const french = "# entrée à découvert, déjà fermée\nprix = 'élevé'\n";
    expect(text(iconv.encode(french, "latin1"))).toEqual(["windows-1252", french]);
    const chinese = "# 平仓之后检查持仓，止损触发\nlog('信号被过滤')\n";
    expect(text(iconv.encode(chinese, "gb18030"))).toEqual(["gb18030", chinese]);
  });

  test("a few broken bytes do not make UTF-8 another encoding", () => {
    const broken = Buffer.concat([Buffer.from(RUSSIAN), Buffer.from([0xd0, 0x0a])]);
    expect(text(broken)).toEqual(["utf-8", `${RUSSIAN}\ufffd\n`]);
  });

  test("zero bytes are binary data", () => {
    expect(text(Buffer.from([1, 2, 0, 3, 200, 0, 0, 7]))).toBe("binary");
    expect(text(Buffer.from("x = 1\0\n"))).toBe("binary");
  });

  test("nothing is text", () => {
    expect(text(Buffer.alloc(0))).toEqual(["utf-8", ""]);
  });
});
