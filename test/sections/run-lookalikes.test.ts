import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../../src/audit.ts";
import { NO_CONFIG } from "../../src/sdk/project-config.ts";

/** Logs of correct bots that look like defects to a reader in a hurry. Nothing may be found in any of them. */

type Row = readonly [second: number, message: string, level?: string];

const times = <T>(count: number, make: (i: number) => readonly T[]): T[] => Array.from({ length: count }, (_, i) => make(i)).flat();
const EXIT = "EXIT_HIT symbol=BTC/USDT side=buy reason=tp price=101 size=1 pnl=1";

const LOGS: Readonly<Record<string, readonly Row[]>> = {
  "a bot that averages down": times(5, (i): Row[] => [
    [i * 300, "Opened long position BTC/USDT size 1 price 100"], [i * 300 + 1, "order filled BTC/USDT buy 1 @ 100"],
    [i * 300 + 5, "Opened long position BTC/USDT size 1 price 99 (DCA #2)"], [i * 300 + 6, "order filled BTC/USDT buy 1 @ 99"],
    [i * 300 + 100, "EXIT_HIT symbol=BTC/USDT side=buy reason=tp price=101 size=2 pnl=3"],
  ]),
  "an entry in parts": [
    [0, "SIGNAL_SKIP symbol=ETH/USDT reason=already in position"],
    ...times(3, (i): Row[] => [[10 + i * 0.3, `ENTRY symbol=BTC/USDT side=buy size=1 id=o${i} part ${i + 1}/3`], [10.1 + i * 0.3, `FILL symbol=BTC/USDT side=buy size=1 price=100 trade_id=t${i} latency=5ms`]]),
    [100, "EXIT_HIT symbol=BTC/USDT side=buy reason=tp price=101 size=3 pnl=3"],
  ],
  "two strategies with positions of their own": [
    [0, "SIGNAL_SKIP symbol=ETH/USDT strategy=a reason=already in position"],
    ...["a", "b"].flatMap((one, i): Row[] => [[10 + i, `ENTRY symbol=BTC/USDT side=buy size=1 strategy=${one}`], [10.2 + i, `FILL symbol=BTC/USDT side=buy size=1 price=100 trade_id=x${i} latency=5ms strategy=${one}`]]),
  ],
  "trades numbered by the bot": times(4, (i): Row[] => [
    [i * 100, `FILL symbol=BTC/USDT side=buy price=100 size=1 trade_id=${i} latency=5ms`], [i * 100 + 50, `FILL symbol=BTC/USDT side=sell price=101 size=1 trade_id=${i} latency=5ms`],
  ]),
  "targets in steps and an exit that is sent again": [
    [0, "ENTRY symbol=BTC/USDT side=buy size=2 id=a"], [1, "FILL symbol=BTC/USDT side=buy price=100 size=2 trade_id=1 latency=5ms"],
    [10, "TP1 hit, closing 50% symbol=BTC/USDT size=1"], [20, "TP2 hit, closing rest symbol=BTC/USDT size=1"],
    [21, EXIT], [22, "exit BTC/USDT failed, will retry: timeout", "ERROR"], [25, EXIT], [26, "POSITION_CLOSED symbol=BTC/USDT size=1 pnl=1"],
  ],
  "a comparison that writes only what it found": [
    ...[0, 30, 60, 90, 120, 900, 930, 960].map((at): Row => [at, "Synced 2 positions with exchange"]), ...times(130, (i): Row[] => [[3 + i * 7, "order filled BTC/USDT buy 1 @ 99"]]),
  ],
  "incidents of a day": [0, 9000, 9030, 20_000].map((at): Row => [at, "DRIFT_REMOVE symbol=BTC/USDT side=buy size=1", "WARNING"]),
  "a signal that is dropped and one that is taken": times(40, (i): Row[] => [
    [i * 5, "New signal BTC/USDT buy"], [i * 5 + 0.1, "SIGNAL_SKIP symbol=BTC/USDT side=buy reason=blocked: low volume"], [i * 5 + 2.2, "New signal BTC/USDT buy"],
    [i * 5 + 2.4, "ENTRY symbol=BTC/USDT side=buy size=1"], [i * 5 + 2.5, "EXIT_HIT symbol=BTC/USDT side=buy reason=sl price=9 size=1 pnl=-1"],
  ]),
  "conversions that fail as an everyday matter": [[0, "bad row: could not convert string to float: ''", "DEBUG"], [1, "row skipped: invalid literal for int() with base 10: ''", "INFO"]],
};

const root = mkdtempSync(join(tmpdir(), "golive-lookalikes-"));
const bot = join(root, "bot");
beforeAll(() => {
  mkdirSync(bot);
  writeFileSync(join(bot, "bot.py"), 'import logging\n\nlogger = logging.getLogger("bot")\n\n\ndef nothing(x):\n    logger.debug("nothing %s", x)\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const stamp = (second: number): string => new Date(Date.UTC(2026, 0, 5, 10) + second * 1000).toISOString().replace("T", " ").replace("Z", "").replace(".", ",");

for (const [name, rows] of Object.entries(LOGS)) {
  test(name, async () => {
    const log = join(root, "run.log");
    const lines = [...rows].sort((a, b) => a[0] - b[0]).map(([second, message, level = "INFO"]) => `${stamp(second)} [${level}] bot - ${message}\n`);
    writeFileSync(log, lines.join(""));
    const { verdicts } = await audit({ dir: bot, jobs: 1, config: NO_CONFIG, today: "2026-01-01", logs: [log], sections: ["logs", "races", "filters", "regime", "drift", "casts"] });
    expect(verdicts.flatMap(({ findings }) => findings.map((one) => `${one.check} ${one.message.en}`))).toEqual([]);
  });
}
