import { describe, expect, test } from "vitest";
import { failedOperation, failuresOf } from "../../src/facts/run/conversion-failures.ts";
import { event, findingOf, found, runOf, traceback, verdictOf } from "../facts/run/run-of.ts";

const BOT = `import asyncio
import json
import logging
import aiohttp
import websockets

logger = logging.getLogger(__name__)


class Bot:
    def __init__(self):
        self.entry = 0.0

    async def run(self):
        async with websockets.connect("wss://ws.okx.com:8443/ws/v5/private") as ws:
            async for raw in ws:
                message = json.loads(raw)
                for row in message.get("data", []):
                    self.on_position(row)

    def on_position(self, row):
        self.entry = float(row.get("avgPx", 0))
        self.size = float(row["total"])

    def on_book(self, row):
        return row["a"] < row["b"]


asyncio.run(Bot().run())
`;

describe("failed conversions", () => {
  test("Python's messages tell the operation and the value", () => {
    expect(failedOperation("ValueError: could not convert string to float: ''")).toEqual({ operation: "float", value: "''" });
    expect(failedOperation("[POLL] X: could not convert string to float: '' (again)")).toEqual({ operation: "float", value: "''" });
    expect(failedOperation("TypeError: '<' not supported between instances of 'str' and 'float'")).toEqual({ operation: "order", value: "'str' and 'float'" });
    expect(failedOperation("TypeError: unsupported operand type(s) for *: 'decimal.Decimal' and 'float'")).toEqual({ operation: "arithmetic", value: "'decimal.Decimal' and 'float'" });
    expect(failedOperation("decimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]")?.operation).toBe("decimal");
    expect(failedOperation("TypeError: '<' not supported between instances of 'Order' and 'Order'")).toBe(null);
    expect(failedOperation("KeyError: 'avgPx'")).toBe(null);
  });

  test("are counted once for each place, and a library's own failure is not the bot's", () => {
    const failures = failuresOf(runOf({
      tracebacks: [
        traceback(1, "ValueError", "could not convert string to float: ''", ["bot.py", 22, "on_position"]),
        traceback(2, "ValueError", "could not convert string to float: ''", ["bot.py", 22, "on_position"]),
        traceback(3, "TypeError", "'<' not supported between instances of 'NoneType' and 'str'", ["bot.py", 22, "x"], ["/usr/lib/ccxt/base/exchange.py", 9, "keysort"]),
        traceback(4, "ValueError", "could not convert string to float: 'x'", ["bot.py", 23, "x"], ["/usr/lib/pandas/core/series.py", 9, "astype"]),
      ],
    }));
    expect(failures.map((one) => [one.operation, one.frame?.line, one.count])).toEqual([["float", 22, 2], ["float", 23, 1]]);
  });
});

describe("casts in a run", () => {
  test("a traceback confirms what the code half says of the same expression", () => {
    const verdict = verdictOf("casts", { "bot.py": BOT }, { tracebacks: [traceback(1, "ValueError", "could not convert string to float: ''", ["bot.py", 15, "run"], ["bot.py", 22, "on_position"])] });
    const finding = findingOf(verdict, "casts/unsafe-conversion");
    expect([finding.evidenceStatus, finding.analysisGap]).toEqual(["confirmed", false]);
    expect(finding.evidence.some((one) => one.at.in === "run")).toBe(true);
    expect(found(verdict).filter((one) => one.startsWith("casts/conversion-failed"))).toEqual([]);
  });

  test("a failure that the code says nothing of is a finding of its own, at the bot's line", () => {
    const verdict = verdictOf("casts", { "bot.py": BOT }, { tracebacks: [traceback(1, "TypeError", "'<' not supported between instances of 'str' and 'float'", ["bot.py", 26, "on_book"])] });
    const finding = findingOf(verdict, "casts/conversion-failed");
    expect([finding.at.file, finding.at.line, finding.evidenceStatus]).toEqual(["bot.py", 26, "confirmed"]);
  });

  test("an error line without a traceback and without a known logging call is told at the log", () => {
    const verdict = verdictOf("casts", { "bot.py": BOT }, { events: [event("exception", 1, {}, { level: 40, text: "[POLL] Error evaluating BTC: could not convert string to float: ''" })] });
    expect(findingOf(verdict, "casts/conversion-failed").at).toMatchObject({ in: "run", file: "run.log" });
  });

  test("a quiet log breaks nothing", () => {
    expect(found(verdictOf("casts", { "bot.py": BOT }, { events: [event("started", 0)] }))).toEqual(found(verdictOf("casts", { "bot.py": BOT }, {})));
  });
});
