import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { audit } from "../../src/audit.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";

/** The module that trades is imported by name, its function is looked up by name, and so is the order's method. */
const MAIN = `
import asyncio
import importlib


def optional(path, name):
    try:
        return getattr(importlib.import_module(path), name, None)
    except Exception:
        return None


async def main():
    loop = optional("desk", "run_desk")
    if callable(loop):
        await loop()


asyncio.run(main())
`;
const DESK = `
import asyncio
import ccxt.async_support as ccxt

positions = {}


def find_signal(ticker):
    if ticker["last"] < ticker["vwap"]:
        return None
    return {"symbol": ticker["symbol"], "side": "buy"}


async def run_desk():
    exchange = ccxt.okx()
    send = getattr(exchange, "create_order", None)
    while True:
        ticker = await exchange.fetch_ticker("ETH/USDT:USDT")
        signal = find_signal(ticker)
        if signal is not None:
            positions[signal["symbol"]] = await send(signal["symbol"], "market", signal["side"], 1)
        await asyncio.sleep(5)
`;

test("modules and methods that strings name are followed to the order", async () => {
  const dir = mkdtempSync(join(tmpdir(), "golive-named-"));
  writeFileSync(join(dir, "main.py"), MAIN);
  writeFileSync(join(dir, "desk.py"), DESK);
  const { verdicts } = await audit({ dir, jobs: 1, config: NO_CONFIG, today: "2026-01-01", sections: ["filters", "drift"] });
  const findings = verdicts.flatMap((one) => one.findings).map((one) => `${one.check} ${one.at.file}:${String(one.at.line)}`);
  expect(findings).toContain("filters/path-without-breaker desk.py:21");
  expect(findings).toContain("drift/no-reconciliation desk.py:21");
});
