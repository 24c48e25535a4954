import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { audit } from "../../src/audit.ts";
import { NO_CONFIG, type ProjectConfig } from "../../src/sdk/project-config.ts";

/**
 * Beside what starts by its name (`main.py`, a health page) lies the file that trades. It does so as soon as it is loaded and
 * nothing says that it is a program: nobody tells which of them ships.
 */
const MAIN = `
from http.server import HTTPServer, BaseHTTPRequestHandler

if __name__ == "__main__":
    HTTPServer(("", 8080), BaseHTTPRequestHandler).serve_forever()
`;
const TRADER = `
import asyncio
import ccxt.async_support as ccxt


class Desk:
    def __init__(self):
        self.exchange = ccxt.okx()
        self.positions = {}

    def find_signal(self, ticker):
        if ticker["last"] < ticker["vwap"]:
            return None
        return {"symbol": ticker["symbol"], "side": "buy"}

    async def work(self):
        while True:
            ticker = await self.exchange.fetch_ticker("ETH/USDT:USDT")
            signal = self.find_signal(ticker)
            if signal is not None:
                order = await self.exchange.create_order(signal["symbol"], "market", signal["side"], 1)
                self.positions[signal["symbol"]] = order
            await asyncio.sleep(5)


asyncio.run(Desk().work())
`;
const PROGRAM = TRADER.replace("asyncio.run(", 'if __name__ == "__main__":\n    asyncio.run(');

const judged = async (config: Partial<ProjectConfig>, trader = TRADER) => {
  const dir = mkdtempSync(join(tmpdir(), "golive-remedy-"));
  writeFileSync(join(dir, "main.py"), MAIN);
  writeFileSync(join(dir, "desk_two.py"), trader);
  const { verdicts } = await audit({ dir, jobs: 1, config: { ...NO_CONFIG, ...config }, today: "2026-01-01", sections: ["filters", "shutdown", "drift"] });
  return (section: string) => verdicts.find((one) => one.section === section)!;
};

describe("what would turn “unproven” into an answer", () => {
  test("without the remedy nothing is proved", async () => {
    const verdict = await judged({});
    expect(verdict("filters").status).not.toBe("ok");
    expect(verdict("drift").status).not.toBe("ok");
    expect(verdict("drift").findings).toEqual([]);
  });

  test("a program that trades needs no remedy where nothing that starts by its name does", async () => {
    const verdict = await judged({}, PROGRAM);
    expect(verdict("drift").findings.map((one) => one.check)).toEqual(["drift/no-reconciliation"]);
  });

  test("naming the file that starts the bot decides filters, limits and drift", async () => {
    const verdict = await judged({ entryPoints: ["desk_two.py"] });
    expect(new Set(verdict("filters").findings.map((one) => one.check))).toEqual(new Set([
      "filters/path-without-breaker", "filters/path-without-correlation-filter", "filters/path-without-expected-value-filter", "filters/path-without-gap-filter",
    ]));
    expect(verdict("shutdown").findings.map((one) => one.check)).toContain("shutdown/daily-loss-not-enforced");
    expect(verdict("drift").findings.map((one) => one.check)).toEqual(["drift/no-reconciliation"]);
  });
});
