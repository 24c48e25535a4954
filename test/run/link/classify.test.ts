import { describe, expect, test } from "vitest";
import { knownFiles } from "../../../src/facts/code/logs/known-files.ts";
import { logPatterns } from "../../../src/facts/code/logs/log-patterns.ts";
import { classifier } from "../../../src/run/classify.ts";
import type { Classified } from "../../../src/run/classified.ts";
import type { LogPattern } from "../../../src/run/log-pattern.ts";
import type { LogRecord } from "../../../src/run/record.ts";
import { recordOf } from "./record-of.ts";
import { factsFor, given } from "../../facts/program-of.ts";

const NONE = new Set<never>();


function reading(files: Readonly<Record<string, string>>): { read: (message: string, more?: Partial<LogRecord>) => Classified; patterns: readonly LogPattern[]; lineOf: (one: Classified) => string | null } {
  const facts = factsFor(files);
  const patterns = given(facts, logPatterns);
  const { classify } = classifier({ patterns, files: given(facts, knownFiles), formats: [] });
  return {
    patterns, read: (message, more) => classify(recordOf(message, more), NONE),
    lineOf: (one) => (one.pattern === null ? null : `${patterns[one.pattern]!.at.file}:${patterns[one.pattern]!.at.line}`),
  };
}

const kinds = (one: Classified): string[] => one.events.map((event) => event.kind);

describe("a line is brought to the call that printed it", () => {
  const bot = reading({
    "src/bot.py": `import logging
from loguru import logger as loguru
logger = logging.getLogger(__name__)
RULE = "=" * 20
def _emit(tag, **fields):
    logger.info(f"{tag} {' '.join(f'{k}={v}' for k, v in fields.items())}")
class Bot:
    name = "alpha"
    def run(self, order, symbol, qty, px, exc):
        logger.info("order %s filled: %d at %.2f", order.id, qty, px)
        logger.warning(f"{symbol} spread {px:.3f}% is too wide")
        logger.info("closing " + symbol + " now, 100% sure")
        loguru.info("book of {} has {levels} levels", symbol, levels=3)
        logger.error("task {0} died after {1:.1f}s".format(order.name, px))
        logger.info(RULE)
        logger.info(f"{symbol}: {exc}")
        print("equity", px, "of", qty)
        print(f"[{now()}] [INFO] loop is alive")
        logger.info("same text")
        logger.debug("same text")
    def other(self):
        logger.info("same text")
        _emit("WORKER_UP", worker="a", symbol="BTC")
        _emit("WORKER_DOWN", worker="a")
        message = "first way of two" if self.ok else "second way of two"
        logger.info(message)
`,
  });
  test.each([
    ["order abc-1 filled: 3 at 101.50", 20, 10],
    ["BTC-USDT-SWAP spread 0.350% is too wide", 30, 11],
    ["closing ETHUSDT now, 100% sure", 20, 12],
    ["book of BTC has 3 levels", 20, 13],
    ["task feed died after 2.5s", 40, 14],
    ["====================", 20, 15],
    ["equity 10.5 of 3", null, 17],
    ["loop is alive", 20, 18],
    ["same text", 10, 20],
    ["WORKER_UP worker=a symbol=BTC", 20, 23],
    ["WORKER_DOWN worker=a", 20, 24],
    ["second way of two", 20, 26],
  ])("%s", (message, level, line) => expect(bot.lineOf(bot.read(message, { level }))).toBe(`src/bot.py:${line}`));

  test("two calls of one text are told apart by what the formatter prints, else not at all", () => {
    expect(bot.lineOf(bot.read("same text"))).toBeNull();
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "src.bot", fn: "other", line: 22 } }))).toBe("src/bot.py:22");
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "bot", fn: "run", line: 400 } }))).toBe("src/bot.py:19");
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "elsewhere", fn: "run", line: 20 } }))).toBeNull();
  });

  test("a logger's own name, or a function before the line, is no other module", () => {
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "my.logger", fn: "run", line: 19 } }))).toBe("src/bot.py:19");
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "run", fn: null, line: 19 } }))).toBe("src/bot.py:19");
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "my.logger.run", fn: null, line: 19 } }))).toBe("src/bot.py:19");
    expect(bot.lineOf(bot.read("same text", { printedAt: { module: "other.py", fn: null, line: 19 } }))).toBeNull();
  });

  test("a text of little more than holes needs the formatter's word", () => {
    expect(bot.lineOf(bot.read("BTC: it broke"))).toBeNull();
    expect(bot.lineOf(bot.read("BTC: it broke", { printedAt: { module: "__main__", fn: "run", line: 16 } }))).toBe("src/bot.py:16");
  });

  test.each(["order abc filled: many at 101.50", "order abc-1 filled: 3 at 101.50 twice", "the book of BTC has 3 levels", "BTC USDT spread 0.35% is too wide", ""])("not from the bot: %s", (message) => expect(bot.read(message).pattern).toBeNull());
  test("another level is another call", () => expect(bot.read("order abc-1 filled: 3 at 101.50", { level: 40 }).pattern).toBeNull());
});

describe("loggers of other kinds", () => {
  const bot = reading({
    "bot.py": `import structlog, logging
from loguru import logger
from rich.console import Console
log = structlog.get_logger()
console = Console()
plain = logging.getLogger("x")
class Reporter:
    def __init__(self, name):
        self.logger = logging.getLogger(name)
    def report(self, level, message, *args):
        self.logger.log(level, "[%s] " + message, "desk", *args)
def run(symbol, price, reporter: Reporter):
    log.info("order.filled", symbol=symbol, fill_price=price)
    plain.info("queue is long", extra={"depth": 3})
    console.print(f"[bold green]Worker[/bold green] {symbol} is up")
    logger.opt(colors=True).info("<red>feed of {} is late</red>", symbol)
    reporter.report(logging.WARNING, "margin of %s is low", symbol)
    lines = f"Summary of the day:\\n  trades: {price}\\n  winners: {symbol}"
    print(lines)
`,
  });
  test.each([
    ["order.filled", { fields: { symbol: "BTC-USDT", fill_price: "10" } }, 13],
    ["queue is long depth=3", {}, 14],
    ["Worker BTC is up", { level: null }, 15],
    ["feed of BTC is late", {}, 16],
    ["[desk] margin of BTC is low", { level: 30 }, 17],
    ["Summary of the day:\n  trades: 3\n  winners: 2", { level: null }, 19],
    ["winners: 2", { level: null }, 19],
  ])("%s", (message, more, line) => expect(bot.lineOf(bot.read(message, more))).toBe(`bot.py:${line}`));
  test("values beside the message are the event's", () => expect(bot.read("order.filled", { fields: { symbol: "BTC-USDT", fill_price: "10" } }).events[0]).toMatchObject({ kind: "fill", fields: { symbol: "BTC-USDT", price: "10" } }));
});

describe("a log that lies", () => {
  const code = Array.from({ length: 400 }, (_, i) => `    logger.info("worker ${i} of %s is done with %s", a, b)`).join("\n");
  const bot = reading({ "bot.py": `import logging\nlogger = logging.getLogger(__name__)\ndef run(a, b):\n${code}\n` });
  test("a new logger and a new place on every line, words without end: nothing hangs", () => {
    const before = performance.now();
    for (let i = 0; i < 20_000; i++) bot.read(`worker ${i % 400} of x is done with y`, { logger: `l${i}`, printedAt: { module: `m${i}`, fn: `f${i}`, line: i } });
    bot.read("worker ".repeat(9000));
    bot.read(`${"a=".repeat(30_000)}`);
    bot.read("position ".repeat(100) + "closed ".repeat(100));
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});

describe("what happened is told by the line's words and by where it stands", () => {
  const bot = reading({
    "bot.py": `import logging, ccxt
logger = logging.getLogger(__name__)
exchange = ccxt.okx()
def enter(symbol, side, qty, price, signal):
    order = exchange.create_order(symbol, "market", side, qty)
    logger.info("Поехали %s %s qty=%s", symbol, side, qty)
    logger.info("second line %s", symbol)
    try:
        exchange.create_order(symbol, "market", side, qty)
    except Exception as exc:
        logger.error("position %s closed, or so: %s", symbol, exc)
def told(symbol, side, price, latency, rss, attempt, delay, order):
    logger.info("SIGNAL_SKIP symbol=%s side=%s reason=%s", symbol, side, "cooldown")
    logger.info(f"EXIT_HIT {symbol} {side} pnl={price:.2f}")
    logger.warning("SLIPPAGE symbol=%s slippage=%.3f%% limit=%.1f%%", symbol, price, 0.2)
    logger.info("FILL symbol=%s price=%s latency=%.0fms", symbol, price, latency)
    logger.critical("MEMORY_LIMIT rss=%.0fMB limit=%.0fMB", rss, 600)
    logger.info("RECONNECT attempt=%d delay=%.2f", attempt, delay)
    logger.info("ORDER_EMPTY id=%s state=%s", order.client_id, order.state)
    logger.info("Режим сменился: %s -> %s", price, side)
    logger.info("DRIFT_ADD symbol=%s", symbol)
`,
  });
  test.each([
    ["SIGNAL_SKIP symbol=BTC-USDT side=long reason=cooldown", 20, "skip", { symbol: "BTC-USDT", side: "long", reason: "cooldown" }],
    ["EXIT_HIT BTC long pnl=-3.50", 20, "exit", { symbol: "BTC", side: "long", pnl: "-3.50" }],
    ["SLIPPAGE symbol=BTC slippage=0.350% limit=0.2%", 30, "metric", { metric: "slippage", value: "0.350", unit: "%", threshold: "0.2", symbol: "BTC" }],
    ["FILL symbol=BTC price=101 latency=350ms", 20, "fill", { symbol: "BTC", price: "101" }],
    ["FILL symbol=BTC price=101 latency=350ms", 20, "metric", { metric: "latency", value: "350", unit: "ms" }],
    ["MEMORY_LIMIT rss=640MB limit=600MB", 50, "limit-reached", { name: "memory", value: "640", unit: "MB" }],
    ["RECONNECT attempt=2 delay=10.00", 20, "reconnect-wait", { attempt: "2", delay: "10.00" }],
    ["ORDER_EMPTY id=e1 state=canceled", 20, "order-canceled", { "client-order-id": "e1" }],
    ["Режим сменился: ranging -> trending", 20, "regime", { regime: "trending" }],
    ["Поехали BTC-USDT-SWAP long qty=3", 20, "order-submitted", { symbol: "BTC-USDT-SWAP", side: "long", size: "3" }],
  ])("%s", (message, level, kind, fields) => {
    const event = bot.read(message, { level }).events.find((one) => one.kind === kind);
    expect(event?.fields).toMatchObject(fields);
  });
  test("only the line right behind the order speaks of it", () => expect(kinds(bot.read("second line BTC"))).toEqual([]));
  test("a line in a handler closes nothing", () => expect(kinds(bot.read("position BTC closed, or so: timed out", { level: 40 }))).toEqual([]));
  test("an added position is not a removed one", () => expect(kinds(bot.read("DRIFT_ADD symbol=BTC"))).toEqual(["drift-add"]));
  test("an order that is not over says nothing by its state", () => expect(kinds(bot.read("ORDER_EMPTY id=e1 state=live"))).toEqual([]));
});

describe("lines that no call explains", () => {
  const bot = reading({ "bot.py": "x = 1\n" });
  test.each([
    ["Position BTCUSDT closed at 101.5", ["exit"]],
    ["Позиция ETH-USDT-SWAP закрыта по стопу", ["exit"]],
    ["Closing position BTCUSDT", []],
    ["Error closing position BTCUSDT", []],
    ["Signal skipped for BTCUSDT: cooldown", ["skip"]],
    ["Сигнал BTCUSDT пропущен: кулдаун", ["skip"]],
    ["Order 77 rejected: insufficient margin", ["order-rejected"]],
    ["Reconnecting in 5 seconds (attempt 2/10)", ["reconnect-wait"]],
    ["WebSocket connection lost", ["disconnected"]],
    ["WebSocket client disconnected. Total: 0", []],
    ["SIGNAL_SKIP BTC", ["skip"]],
    ["Max reconnect attempts reached", ["gave-up"]],
    ["Shutdown complete", ["stopped"]],
    ["avg latency 300 ms", []],
    ["latency 350 ms on BTCUSDT", ["metric"]],
    ["📈 TRAIL BUY XAGUSD SL 86.76700 → 86.83600", ["trail"]],
    ["🔴 CASCADE CLOSED BUY XAGUSD #1292667475 lot=0.02 P&L=-$0.60", ["exit"]],
    ["⚠ TRAIL failed XAGUSD retcode=10016", []],
    ["close", []],
    ["order_book_updated", []],
    ["Signal long ETH-USDT-SWAP at 100.41 strength=0.66", ["signal"]],
    ["Signal: HOLD | price 3", []],
    ["Signal strength 0.4", []],
    ["Order book updated", []],
    ["The strategy looks fine today", []],
    ["⚠️ Позиция BTC-USDT уже закрыта на бирже, повторное закрытие не нужно", []],
    ["✅ Позиция BTC-USDT закрыта", ["exit"]],
    ["⏳ SL достигнут, ожидаем подтверждения 1.5 с", []],
    ["⚠️ Позиция BTC-USDT открыта 12 сек назад, проверка маржи отложена", []],
    ["✅ Позиция открыта: BTC-USDT 0.5", ["entry"]],
    ["⚠️ Ордер по BTC-USDT был размещен 3 с назад", []],
    ["📊 Подписка на ордера отправлена", []],
    ["✅ Ордер 17 успешно отменен", ["order-canceled"]],
    ["⏸️ Ордер 17 не трогаем: отклонение 0.05 % меньше порога", []],
    ["⚠️ Лимитный ордер 17 отклонен: 51006", ["order-rejected"]],
    ["⚠️ Фильтр: нет данных по BTC-USDT, допускаем сигнал", []],
    ["⚠️ WebSocket уже подключен", []],
    ["⚠️ Не удалось отправить DRIFT_REMOVE алерт: BTC-USDT", []],
    ["Gross PnL 1.5% >= TP 1.0% + комиссия 0.1% + slippage 0.3%", []],
    ["Проскальзывание BTC-USDT 0.25%", ["metric"]],
  ])("%s", (message, expected) => expect(kinds(bot.read(message))).toEqual(expected));

  test("values are read from the text", () => {
    expect(bot.read("Position BTC-USDT-SWAP closed, side: LONG, pnl=-12.5").events[0]!.fields).toMatchObject({ symbol: "BTC-USDT-SWAP", side: "LONG", pnl: "-12.5" });
    expect(bot.read("order latency 350 ms on BTCUSDT").events[0]!.fields).toMatchObject({ metric: "latency", value: "350", unit: "ms", symbol: "BTCUSDT" });
    expect(bot.read("SIGNAL_SKIP symbol=BTC reason=already in a position side=long").events[0]!.fields).toMatchObject({ reason: "already in a position", side: "long" });
    expect(bot.read("⛔ Сигнал пропущен символ=BTCUSDT причина=позиция уже открыта").events[0]!.fields).toMatchObject({ reason: "позиция уже открыта", symbol: "BTCUSDT" });
    expect(bot.read("✅ Ордер исполнен символ=BTCUSDT цена=100 задержка=95мс").events.map(({ kind, fields }) => [kind, fields.value, fields.unit])).toEqual([["fill", undefined, undefined], ["metric", "95", "ms"]]);
    expect(bot.read("EXIT_HIT", { fields: { symbol: "BTC", exit_reason: "tp" } }).events[0]!.fields).toMatchObject({ symbol: "BTC", reason: "tp" });
  });

  test.each([
    ["close", { symbol: "BTC", pnl: "-3" }, ["exit"]],
    ["open", { "payload.symbol": "BTC", "payload.dir": "long" }, ["entry"]],
    ["open", { stream: "trades" }, []],
    ["order_filled", { symbol: "BTC" }, ["fill"]],
    ["ws.disconnected", { code: "1006" }, ["disconnected"]],
    ["order_filled", { symbol: "BTC", latency_ms: "212.5", avg_slippage: "3" }, ["fill", "metric"]],
    ["book_updated", { symbol: "BTC", latency_ms: "2" }, []],
    ["reconnecting", { attempt: "2", delay: "4.0" }, ["reconnect-wait"]],
    ["reconnecting", { host: "a" }, []],
    ["heartbeat", { signals: "12", orders_sent: "3", uptime: "60" }, ["counters"]],
    ["heartbeat", { "stats.signals": "12", "stats.fills": "3" }, ["counters"]],
    ["heartbeat", { signals: "12" }, []],
    ["heartbeat", { symbol: "BTC", signals: "12", orders: "3" }, []],
    ["order_filled", { symbol: "BTC", fills: "12", orders: "3" }, ["fill"]],
  ])("a structured record: %s %j", (message, fields, expected) => expect(kinds(bot.read(message, { fields }))).toEqual(expected));

  test.each([
    ["Task was destroyed but it is pending!", "asyncio", "task-destroyed"],
    ["Unclosed client session\nclient_session: <aiohttp.client.ClientSession object at 0x7f>", "asyncio", "unclosed-session"],
    ["/app/bot.py:12: RuntimeWarning: coroutine 'Bot.close' was never awaited", null, "never-awaited"],
  ])("the interpreter's own: %s", (message, logger, name) => {
    const one = bot.read(message, { logger, level: 40 });
    expect(one).toMatchObject({ by: "library", pattern: null, events: [{ kind: "runtime-warning", fields: { name } }] });
  });
  test("a library's line is no miss", () => expect(bot.read("connection open", { logger: "websockets.client" })).toMatchObject({ by: "library", events: [] }));
  test("the bot's own line is", () => expect(bot.read("hello").by).toBe("bot"));
});
