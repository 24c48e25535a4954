import { describe, expect, test } from "vitest";
import { instrumentIn } from "../../src/facts/code/symbols/instrument-form.ts";

describe("what a text names", () => {
  test.each([
    ["APT", "coin", "APT"], ["APT-USDT", "pair", "APT"], ["APTUSDT", "pair", "APT"], ["APT/USDT:USDT", "pair", "APT"], ["APT-USDT-SWAP", "pair", "APT"],
    ["XBTUSD", "pair", "XBT"], ["BTC-PERP", "pair", "BTC"], ["1000PEPEUSDT", "pair", "PEPE"], ["BTC-USD-230331", "pair", "BTC"], ["ETHBTC", "pair", "ETH"],
    ["btcusdt", "pair", "BTC"], ["BTCUSD_PERP", "pair", "BTC"], ["SUPERUSDT", "pair", "SUPER"], ["NEWCOIN-USDT-SWAP", "pair", "NEWCOIN"], ["LINK", "word", "LINK"],
    ["BTCUSDT,ETHUSDT", "pair", "BTC"], ["XAUUSD", "pair", "XAU"], ["ETH/BTC", "pair", "ETH"],
  ])("%s is a %s of %s", (text, form, base) => expect(instrumentIn(text)).toMatchObject({ form, base }));

  test.each([
    "USDT", "USD", "link", "near", "HIGH_RISK", "MAX_USD", "USDT-SWAP", "-USDT", "linkage", "BTC is up", "open", "", "X", "TOTAL/USD", "BUY", "SELL", "1m", "LINEAR", "op",
    "BTCUSDT and more", "min_usdt", "usdt", "A,B",
  ])("%j names none", (text) => expect(instrumentIn(text)).toBe(null));
});
