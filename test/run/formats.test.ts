import { describe, expect, test } from "vitest";
import { adapted, detectFormat } from "../../src/run/formats/format.ts";
import type { LogRecord } from "../../src/run/record.ts";
import { patternOf, recordsOf, WRITTEN } from "./records-of.ts";

type Expected = Partial<Omit<LogRecord, "time">> & { readonly time?: string | null };

const NO_CODE = { patterns: [], formats: [] };

interface Row {
  readonly name: string;
  readonly log: readonly string[];
  readonly format?: string;
  /** Of the first records. */
  readonly records: readonly Expected[];
}

const T = "2026-11-23T03:17:59.123Z";

const ROWS: readonly Row[] = [
  {
    name: "loguru's default",
    log: ["2026-11-23 03:17:59.123 | INFO     | bot.main:run:41 - Bot started", "2026-11-23 03:18:00.000 | WARNING  | __main__:<module>:7 - slow: 3 s", "2026-11-23 03:18:01.000 | SUCCESS  | bot.x:<lambda>:9 - ok"],
    format: "{time} | {level} | {site} - {message}",
    records: [{ time: T, level: 20, printedAt: { module: "bot.main", fn: "run", line: 41 }, message: "Bot started" }, { level: 30, printedAt: { module: "__main__", fn: "<module>", line: 7 }, message: "slow: 3 s" }, { level: 25 }],
  },
  {
    name: "loguru with a short time and no site",
    log: ["11-23 03:17:59 | INFO | Bot started", "11-23 03:18:00 | ERROR | Bot failed"],
    records: [{ time: "2026-11-23T03:17:59Z", level: 20, message: "Bot started" }, { level: 40 }],
  },
  {
    name: "loguru with a function but no line",
    log: ["2026-11-23 03:17:59.123 | INFO     | bot.main:run | Bot started", "2026-11-23 03:18:00.000 | WARNING  | __main__:<module> | order:sent | 3 s"],
    format: "{time} | {level} | {function} | {message}",
    records: [{ time: T, level: 20, printedAt: { module: "bot.main", fn: "run", line: null }, message: "Bot started" }, { printedAt: { module: "__main__", fn: "<module>", line: null }, message: "order:sent | 3 s" }],
  },
  {
    name: "std logging: comma, padded level, name after it",
    log: ["2026-11-23 03:17:59,123 - INFO     - bot.orders - Order sent", "2026-11-23 03:17:59,124 - WARNING  - bot.ws - closed - will reconnect", "2026-11-23 03:17:59,200 - INFO     - bot.orders - Order sent"],
    format: "{time} - {level} - {name} - {message}",
    records: [{ time: T, level: 20, logger: "bot.orders", message: "Order sent" }, { logger: "bot.ws", message: "closed - will reconnect" }],
  },
  {
    name: "std logging: name before the level",
    log: ["2026-11-23 03:17:59,123 - bot.orders - INFO - Order sent", "2026-11-23 03:17:59,124 - ccxt.base.exchange - ERROR - no"],
    format: "{time} - {name} - {level} - {message}",
    records: [{ time: T, level: 20, logger: "bot.orders", message: "Order sent" }, { level: 40, logger: "ccxt.base.exchange" }],
  },
  {
    name: "std logging: bracketed level, name and colon",
    log: ["2026-11-23 03:17:59,123 [INFO] trading_bot: Started", "2026-11-23 03:18:00,001 [ERROR] state_store: cannot save: disk full"],
    format: "{time} [{level}] {name}: {message}",
    records: [{ time: T, level: 20, logger: "trading_bot", message: "Started" }, { level: 40, logger: "state_store", message: "cannot save: disk full" }],
  },
  {
    name: "std logging: two blanks between the fields",
    log: ["2026-11-23 03:17:59  INFO      bot  Login OK", "2026-11-23 03:18:00  ERROR     auth  Login failed: 401", "2026-11-23 03:18:01  INFO      bot  === Cycle ===", "2026-11-23 03:18:02  INFO      auth  token from cache"],
    records: [{ level: 20, logger: "bot", message: "Login OK" }, { level: 40, logger: "auth", message: "Login failed: 401" }, { message: "=== Cycle ===" }],
  },
  {
    name: "the time of a candle is no time of the line",
    log: ["2026-11-23 03:17:59,123 - INFO - [2026-09-05 10:00:00] OPEN LONG @ 100", "2026-11-23 03:17:59,124 - INFO - [2026-09-05 11:00:00] STOP LOSS @ 98", "2026-11-23 03:17:59,125 - INFO - [2026-09-06 10:00:00] OPEN LONG @ 97"],
    format: "{time} - {level} - {message}",
    records: [{ time: T, level: 20, message: "[2026-09-05 10:00:00] OPEN LONG @ 100" }],
  },
  {
    name: "rows of a printed table continue the line that printed it",
    log: ["2026-11-23 03:17:59,123 - INFO -                    time      open", "0  2026-09-05 10:00:00  112368.34", "1  2026-09-05 11:00:00  112368.34", "2026-11-23 03:18:00,000 - INFO - done", "2026-11-23 03:18:01,000 - INFO - done"],
    records: [{ time: T, endLine: 3 }, { time: "2026-11-23T03:18:00Z", message: "done" }],
  },
  {
    name: "structlog's events are padded before their pairs",
    log: Array.from({ length: 24 }, (_, i) => `2026-11-23T03:17:59.123Z [info     ] ${(i % 2 === 0 ? "order_filled" : "order_sent").padEnd(30)} symbol=BTC n=${i}`),
    records: [{ time: T, level: 20, logger: null, message: "order_filled", fields: { symbol: "BTC", n: "0" } }, { message: "order_sent" }],
  },
  { name: "a zone by its name", log: ["[2026-11-23 12:17:59 JST] Bot started", "[2026-11-23 12:18:00 JST] Estimated 3"], format: "[{time}] {message}", records: [{ time: "2026-11-23T03:17:59Z", message: "Bot started" }] },
  { name: "a name that several zones have", log: ["[2026-11-23 03:17:59 IST] ========", "[2026-11-23 03:18:00 IST]   SKIP: no setup"], format: "[{time}] {message}", records: [{ time: "2026-11-23T03:17:59Z", message: "========" }, { message: "  SKIP: no setup" }] },
  { name: "a word behind a time is no zone", log: ["2026-11-23 03:17:59 EXIT BTC", "2026-11-23 03:18:00 START bot"], records: [{ time: "2026-11-23T03:17:59Z", message: "EXIT BTC" }] },
  { name: "a journal of events", log: ['{"ts": 1795403879.123, "type": "open", "payload": {"symbol": "BTC", "entry": 110.5}}'], records: [{ time: T, message: "open", fields: { "payload.symbol": "BTC", "payload.entry": "110.5" } }] },
  {
    name: "std logging's own default",
    log: ["INFO:root:Bot started", "WARNING:bot.ws:closed: 1006", "ERROR:asyncio:Task exception was never retrieved"],
    records: [{ time: null, level: 20, logger: "root", message: "Bot started" }, { level: 30, logger: "bot.ws", message: "closed: 1006" }, { logger: "asyncio" }],
  },
  {
    name: "file and line",
    log: ["2026-11-23 03:17:59 INFO [main.py:42] Bot started", "2026-11-23 03:18:00 DEBUG [ws.py:7] ping"],
    format: "{time} {level} [{place}] {message}",
    records: [{ level: 20, printedAt: { module: "main.py", fn: null, line: 42 }, message: "Bot started" }, { printedAt: { module: "ws.py", fn: null, line: 7 }, message: "ping" }],
  },
  {
    name: "file, function and line",
    log: ["[2026-11-23 03:17:59,123] {runner.py:run:42} INFO - Bot started", "[2026-11-23 03:18:00,000] {runner.py:stop:50} INFO - Bot stopped"],
    records: [{ time: T, level: 20, printedAt: { module: "runner.py", fn: "run", line: 42 }, message: "Bot started" }, {}],
  },
  {
    name: "thread or process number in brackets",
    log: ["2026-11-23 03:17:59,123 [4711] INFO bot - up", "2026-11-23 03:18:00,123 [4712] INFO bot - up"],
    records: [{ level: 20, process: "4711" }, { process: "4712" }],
  },
  {
    name: "no milliseconds, all in brackets, tags stay with the message",
    log: ["[2026-11-23 03:17:59] [INFO] [SIGNAL_SKIP] BTC spread", "[2026-11-23 03:17:59] [INFO] [EXIT_HIT] BTC tp", "[2026-11-23 03:17:59] [INFO] plain"],
    format: "[{time}] [{level}] {message}",
    records: [{ level: 20, message: "[SIGNAL_SKIP] BTC spread" }, { message: "[EXIT_HIT] BTC tp" }, { message: "plain" }],
  },
  {
    name: "level without delimiters keeps no padding in the message",
    log: ["2026-11-23 03:17:59 INFO     started", "2026-11-23 03:17:59 WARNING  slow", "2026-11-23 03:17:59 ERROR    failed"],
    records: [{ message: "started" }, { message: "slow" }, { message: "failed" }],
  },
  {
    name: "a word of the message that names a level is no level",
    log: ["2026-11-23 03:17:59 Error closing position BTC", "2026-11-23 03:17:59 Position opened BTC", "2026-11-23 03:17:59 Error closing position ETH"],
    records: [{ level: null, message: "Error closing position BTC" }, { message: "Position opened BTC" }],
  },
  {
    name: "zones",
    log: ["2026-11-23T06:17:59.123+03:00 INFO started", "2026-11-23T03:17:59.123Z INFO started", "2026-11-22 22:17:59,123 -0500 INFO started"],
    records: [{ time: T }, { time: T }, { time: T, message: "started" }],
  },
  {
    name: "day first, and an American clock",
    log: ["23.11.2026 03:17:59 | INFO | a", "24.11.2026 15:17:59 | INFO | b"],
    records: [{ time: "2026-11-23T03:17:59Z" }, { time: "2026-11-24T15:17:59Z" }],
  },
  { name: "month first with AM and PM", log: ["11/23/2026, 3:17:59 AM [INFO] a", "11/23/2026, 12:00:01 PM [INFO] b"], records: [{ time: "2026-11-23T03:17:59Z" }, { time: "2026-11-23T12:00:01Z" }] },
  { name: "epoch", log: ["1795403879.123 INFO a", "1795403879123 INFO b"], records: [{ time: "2026-11-23T03:17:59.123Z", level: 20 }, { time: "2026-11-23T03:17:59.123Z" }] },
  {
    name: "winston with its object",
    log: ['2026-11-23 03:17:59 [INFO]: Signal sent for BTC {"metadata":{"side":"long","n":2}}', '2026-11-23 03:18:00 [ERROR]: Failed {"metadata":{}}'],
    format: "{time} [{level}]: {message}",
    records: [{ level: 20, message: "Signal sent for BTC", fields: { "metadata.side": "long", "metadata.n": "2" } }, { level: 40, message: "Failed" }],
  },
  {
    name: "rich: the time once for each second, the place at the right edge",
    log: ["[11/23/26 03:17:59] INFO     Connected to venue                ws.py:45", "                    WARNING  Order refused because the venue     orders.py:7", "                             says so", "                    INFO     again                             ws.py:46"],
    format: "[{time}] {level} {message}",
    records: [{ time: "2026-11-23T03:17:59Z", level: 20, message: "Connected to venue", printedAt: { module: "ws.py", fn: null, line: 45 } }, { time: "2026-11-23T03:17:59Z", level: 30, line: 2, endLine: 3 }, { line: 4, message: "again" }],
  },
  { name: "levels padded in brackets", log: ["2026-11-23 03:17:59 [INFO    ] a", "2026-11-23 03:17:59 [CRITICAL] b", "2026-11-23 03:17:59 [WARNING ] c"], format: "{time} [{level}] {message}", records: [{ level: 20, message: "a" }, { level: 50, message: "b" }, { level: 30, message: "c" }] },
  { name: "level before the time", log: ["INFO 2026-11-23 03:17:59 - a", "ERROR 2026-11-23 03:17:59 - b"], records: [{ level: 20, time: "2026-11-23T03:17:59Z", message: "a" }, { level: 40 }] },
  { name: "hummingbot", log: ["2026-11-23 03:17:59,123 - 4711 - hummingbot.core - INFO - text", "2026-11-23 03:17:59,124 - 4711 - hummingbot.strategy - ERROR - no"], records: [{ time: T, level: 20, logger: "hummingbot.core", process: "4711", message: "text" }, { level: 40 }] },
  { name: "NestJS", log: ["[Nest] 12  - 11/23/2026, 3:17:59 AM     LOG [BotService] started", "[Nest] 12  - 11/23/2026, 3:17:59 AM   ERROR [OrderService] failed"], records: [{ time: "2026-11-23T03:17:59Z", level: 20, logger: "BotService", process: "12", message: "started" }, { level: 40 }] },
  { name: "nautilus", log: ["2026-11-23T03:17:59.123456789Z [INFO] TRADER-001.Strategy: text", "2026-11-23T03:17:59.123456789Z [WARN] TRADER-001.ExecEngine: no"], records: [{ time: T, level: 20, logger: "TRADER-001.Strategy", message: "text" }, { level: 30 }] },
  { name: "days and months in an order that another line tells", log: ["11/12/2026 03:17:59 INFO a", "11/13/2026 03:17:59 INFO b"], records: [{ time: "2026-11-12T03:17:59Z" }, { time: "2026-11-13T03:17:59Z" }] },
  { name: "tags after a time alone stay", log: ["[2026-11-23 03:17:59] FILL: BTC", "[2026-11-23 03:17:59] EXIT: BTC"], records: [{ message: "FILL: BTC" }, { message: "EXIT: BTC" }] },
  { name: "winston simple", log: ["info: started", "error: no balance", "warn: slow"], records: [{ level: 20, message: "started" }, { level: 40, message: "no balance" }, { level: 30 }] },
  {
    name: "pino",
    log: ['{"level":30,"time":1795403879123,"pid":7,"hostname":"h","name":"bot","msg":"order sent","symbol":"BTC","price":1.5}', '{"level":50,"time":1795403880000,"pid":7,"hostname":"h","msg":"x"}'],
    format: "JSON lines",
    records: [{ time: T, level: 20, logger: "bot", message: "order sent", process: "7", fields: { symbol: "BTC", price: "1.5" } }, { level: 40 }],
  },
  {
    name: "Python JSON lines",
    log: ['{"timestamp":"2026-11-23T03:17:59.123Z","level":"WARNING","logger":"bot.ws","message":"closed","module":"ws","funcName":"run","lineno":9}'],
    records: [{ time: T, level: 30, logger: "bot.ws", message: "closed", printedAt: { module: "ws", fn: "run", line: 9 }, fields: null }],
  },
  {
    name: "loguru serialized",
    log: [JSON.stringify({ text: "x", record: { time: { timestamp: 1795403879.123 }, level: { name: "ERROR", no: 40 }, message: "no", name: "bot.a", module: "a", function: "f", line: 3, extra: { symbol: "BTC" }, process: { id: 5 } } })],
    records: [{ time: T, level: 40, logger: "bot.a", message: "no", printedAt: { module: "a", fn: "f", line: 3 }, fields: { symbol: "BTC" }, process: "5" }],
  },
  { name: "structlog JSON", log: ['{"symbol":"BTC","event":"order.sent","level":"info","timestamp":"2026-11-23T03:17:59.123Z"}'], records: [{ time: T, level: 20, message: "order.sent", fields: { symbol: "BTC" } }] },
  {
    name: "structlog on a console, in colours",
    log: ["\x1b[2m2026-11-23 03:17:59\x1b[0m [\x1b[32m\x1b[1minfo     \x1b[0m] \x1b[1morder sent          \x1b[0m \x1b[36mprice\x1b[0m=\x1b[35m1.5\x1b[0m \x1b[36mreason\x1b[0m=\x1b[35m'too wide'\x1b[0m", "2026-11-23 03:18:00 [warning  ] slow"],
    records: [{ level: 20, message: "order sent", fields: { price: "1.5", reason: "too wide" } }, { level: 30, message: "slow" }],
  },
  { name: "logfmt", log: ['time=2026-11-23T03:17:59.123Z level=info msg="order sent" symbol=BTC', "time=2026-11-23T03:18:00Z level=warn msg=slow"], format: "logfmt", records: [{ time: T, level: 20, message: "order sent", fields: { symbol: "BTC" } }, { level: 30, message: "slow" }] },
  {
    name: "journald around loguru: the bot's own time is finer",
    log: ["Nov 23 03:17:59 host bot[77]: 2026-11-23 03:17:59.123 | INFO     | a:b:1 - up", "Nov 23 03:18:00 host bot[78]: 2026-11-23 03:18:00.000 | INFO     | a:b:1 - up"],
    format: "journald: {time} | {level} | {site} - {message}",
    records: [{ time: T, level: 20, process: "bot[77]", message: "up", printedAt: { module: "a", fn: "b", line: 1 } }, { process: "bot[78]" }],
  },
  { name: "journald around prints", log: ["Nov 23 03:17:59 host bot[77]: [SIGNAL] BTC long", "Nov 23 03:18:00 host bot[77]: waiting"], records: [{ time: "2026-11-23T03:17:59Z", process: "bot[77]", message: "[SIGNAL] BTC long" }, { message: "waiting" }] },
  { name: "journald -o json", log: ['{"__REALTIME_TIMESTAMP":"1795403879123456","_PID":"9","SYSLOG_IDENTIFIER":"bot","PRIORITY":"6","MESSAGE":"[TAG] a=1"}'], records: [{ time: T, level: null, process: "bot[9]", message: "[TAG] a=1" }] },
  {
    name: "Docker json-file",
    log: ['{"log":"2026-11-23 03:17:59,123 INFO started\\n","stream":"stderr","time":"2026-11-23T03:17:59.900000001Z"}', '{"log":"a print\\n","stream":"stdout","time":"2026-11-23T03:18:00Z"}'],
    records: [{ time: T, level: 20, message: "started" }],
  },
  { name: "Docker compose", log: ["bot-1  | 2026-11-23 03:17:59,123 INFO started", "redis-1  | 2026-11-23 03:17:59,124 INFO ready"], records: [{ time: T, process: "bot-1", message: "started" }, { process: "redis-1" }] },
  { name: "Kubernetes", log: ["2026-11-23T03:17:59.123000000Z stdout F {\"level\":\"info\",\"msg\":\"up\"}"], records: [{ time: T, level: 20, message: "up" }] },
  { name: "bare prints", log: ["[SIGNAL] symbol=BTC side=long", "Connected", "✅ Ордер исполнен BTC"], format: "{message}", records: [{ time: null, message: "[SIGNAL] symbol=BTC side=long", fields: null }, { message: "Connected" }, { message: "✅ Ордер исполнен BTC" }] },
  { name: "time of day only counts days back from when the log was written", log: ["23:59:59.500 INFO a", "00:00:01.000 INFO b"], records: [{ message: "a" }, { message: "b" }] },
];

describe("formats", () => {
  for (const { name, log, format, records } of ROWS) {
    test(name, () => {
      const read = recordsOf(log.join("\n"));
      if (format !== undefined) expect(read.format.name).toBe(format);
      records.forEach((expected, i) => {
        const { time, ...rest } = expected;
        expect(read.records[i]).toMatchObject(rest);
        if (time !== undefined) expect(read.records[i]!.time).toBe(time === null ? null : Date.parse(time));
      });
    });
  }
});

describe("records of several lines", () => {
  const trace = ["Traceback (most recent call last):", '  File "/app/bot.py", line 3, in run', "    go()", "", "During handling of the above exception, another exception occurred:", "", "Traceback (most recent call last):", '  File "/app/bot.py", line 9, in run', "    again()", "KeyError: 'BTC'"];
  const line = (text: string): string => `2026-11-23 03:17:59,123 INFO ${text}`;

  test("a traceback belongs to the record before it", () => {
    const { records, understood } = recordsOf([line("failed"), ...trace, line("next")].join("\n"));
    expect(records.map((one) => [one.line, one.endLine])).toEqual([[1, 11], [12, 12]]);
    expect(records[0]!.message).toContain("KeyError: 'BTC'");
    expect(understood).toBe(2);
  });

  test("boxes and indented lines belong to the record before them", () => {
    const { records } = recordsOf([line("\n═════".trim()), "║ PnL 5 ║", "═════════", "  detail", "┌────┐", "│ a  │", "└────┘", line("next")].join("\n"));
    expect(records.map((one) => one.line)).toEqual([1, 8]);
  });

  test("a print between lines of a logger is a record of its own where the bot prints so, else it continues the message", () => {
    const log = [line("a"), "Order filled BTC", "Summary of the day", line("b")].join("\n");
    expect(recordsOf(log).records.map((one) => one.line)).toEqual([1, 4]);
    expect(recordsOf(log, [patternOf("Order filled {}")]).records.map((one) => one.line)).toEqual([1, 2, 4]);
  });

  test("interleaved processes keep their tracebacks apart", () => {
    const of = (pid: number, text: string): string => `Nov 23 03:17:59 host bot[${pid}]: ${text}`;
    const { records } = recordsOf([of(1, "failed one"), of(2, "failed two"), of(1, trace[0]!), of(2, trace[0]!), of(1, trace[1]!), of(2, trace[1]!), of(1, "ValueError: one"), of(2, "KeyError: two"), of(1, "go on")].join("\n"));
    const first = records.filter((one) => one.process === "bot[1]").map((one) => one.message).join("\n");
    expect(first).toContain("ValueError: one");
    expect(first).not.toContain("KeyError");
  });

  test("the bot's own words tell a tag of the message from a logger's name", () => {
    const log = [line("[bot] started"), line("[bot] stopped")].join("\n");
    expect(recordsOf(log).records[0]).toMatchObject({ logger: "bot", message: "started" });
    expect(recordsOf(log, [patternOf("[bot] started"), patternOf("[bot] stopped")]).records[0]).toMatchObject({ logger: null, message: "[bot] started" });
  });

  test("a bot that prints beside libraries that log: each print is a record, what is indented belongs to it", () => {
    const prints = Array.from({ length: 30 }, (_, i) => `tick ${i}\n    decision=TAKE ev=0.${i}\nequity ${i}`).join("\n");
    const { records, understood } = recordsOf(`${"WARNING:src.cloud:no access\n".repeat(12)}${prints}\nINFO:websocket:connected\nequity last`);
    expect(records.length).toBe(74);
    expect(understood).toBe(74);
    expect(records[0]!.level).toBe(30);
    expect(records.at(-1)!.message).toBe("equity last");
    expect(records[12]!.message).toBe("tick 0\n    decision=TAKE ev=0.0");
  });

  test("boxes that a service prints without a prefix are records of journald's, between the few lines of a library", () => {
    const box = (i: number): string[] => ["============", `  EQUITY ${i}`, "  ----", `[tick] symbol=BTC n=${i}`];
    const lines = Array.from({ length: 12 }, (_, i) => [...box(i), ...(i % 3 === 0 ? ["WARNING:src.feed:slow answer"] : [])]).flat();
    const { records, understood } = recordsOf(`${lines.map((line) => `Nov 23 03:17:24 host bot[142178]: ${line}`).join("\n")}\n`);
    expect(understood).toBe(records.length);
    expect(records.every(({ time }) => time === Date.UTC(2026, 10, 23, 3, 17, 24))).toBe(true);
  });

  test("a message that begins with a line break is the record that its prefix stands before", () => {
    const { records, understood } = recordsOf(`${Array.from({ length: 30 }, (_, i) => `2026-11-23 03:17:59,123 - bot - INFO - \n--- Scan #${i} ---\n2026-11-23 03:17:59,124 - bot - INFO - scanned`).join("\n")}\n`, [patternOf("\n--- Scan #{} ---")]);
    expect(records).toHaveLength(60);
    expect(understood).toBe(60);
    expect(records[0]!.message).toBe("\n--- Scan #0 ---");
  });

  test("a bot that printed a block of lines still prints where a library's few lines stand between", () => {
    const format = adapted(detectFormat(Array.from({ length: 30 }, (_, i) => `tick ${i}`), NO_CODE, WRITTEN), `${Array.from({ length: 300 }, (_, i) => (i % 90 === 7 ? "WARNING:src.feed:slow answer" : i % 30 === 3 ? `tick ${i}` : `    spread=${i}`)).join("\n")}\n`, NO_CODE);
    expect(format).toMatchObject({ mixed: true, grammars: [{}] });
  });

  test("colours that a container's log keeps as numbers are no part of the lines", () => {
    const line = (i: number): string => `\x1b[32m2026-11-23 03:17:${10 + i},123\x1b[0m [\x1b[1mWARNING\x1b[0m] bot.feed: \x1b[33mspread ${i}\x1b[0m`;
    const { records } = recordsOf(`${Array.from({ length: 30 }, (_, i) => JSON.stringify({ log: `${line(i)}\n`, stream: "stderr", time: "2026-11-23T03:17:59.123456789Z" })).join("\n")}\n`);
    expect(records).toHaveLength(30);
    expect(records[3]).toMatchObject({ level: 30, logger: "bot.feed", message: "spread 3", time: Date.UTC(2026, 10, 23, 3, 17, 13, 123) });
  });

  test.each([
    ["docker", (text: string, end: boolean) => JSON.stringify({ log: end ? `${text}\n` : text, stream: "stdout", time: "2026-11-23T03:17:59.123456789Z" })],
    ["kubernetes", (text: string, end: boolean) => `2026-11-23T03:17:59.123456789Z stdout ${end ? "F" : "P"} ${text}`],
  ])("a line of more than 16 KB, which %s writes in pieces, is one record", (_, piece) => {
    const long = `2026-11-23 03:17:59,123 [INFO] bot: positions ${"x".repeat(40_000)} end`;
    const pieces = Array.from({ length: 3 }, (_, i) => long.slice(i * 16_384, (i + 1) * 16_384));
    const short = (i: number): string => piece(`2026-11-23 03:18:0${i},000 [INFO] bot: tick ${i}`, true);
    const { records } = recordsOf(`${[short(1), ...pieces.map((text, i) => piece(text, i === 2)), short(2), short(3)].join("\n")}\n`);
    expect(records.map(({ line, endLine, message }) => [line, endLine, message.length])).toEqual([[1, 1, 6], [2, 4, 40_014], [5, 5, 6], [6, 6, 6]]);
    expect(records[1]!.message).toMatch(/^positions x+ end$/);
  });

  test("a first line that a rotation cut, and a last one that a crash cut", () => {
    const { records, lines } = recordsOf(`ed BTC at 5\n${line("a")}\n2026-11-23 03:17:5`);
    expect(lines).toBe(3);
    expect(records.map((one) => one.line)).toEqual([1, 2]);
  });
});
