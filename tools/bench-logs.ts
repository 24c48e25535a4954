/**
 * `npm run bench:logs [-- MB]`: how long it takes to read a log of that size (1,024) into a run, beside ripgrep counting the lines
 * of the same patterns; then a quarter of it from archives, beside Node's decoder alone, and in other formats. The log is made up,
 * the same each time, in a directory that is deleted afterwards.
 */
import { spawnSync } from "node:child_process";
import { closeSync, createReadStream, createWriteStream, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from "node:zlib";
import { build } from "esbuild";
import { ingest } from "../src/run/ingest.ts";
import type { RunEventKind } from "../src/run/event.ts";
import type { Hole, LogPattern } from "../src/run/log-pattern.ts";

interface Line {
  /** module:function:line */
  readonly site: string;
  readonly level: string;
  /** `{}` is a value. */
  readonly text: string;
  readonly events: readonly RunEventKind[];
  /** Of 1,000 lines. */
  readonly share: number;
}

const LINES: readonly Line[] = [
  { site: "bot.feed.ws:on_message:118", level: "DEBUG", text: "tick {} bid={} ask={} spread={}", events: [], share: 420 },
  { site: "bot.feed.book:apply:64", level: "DEBUG", text: "Book {} updated in {} ms, {} levels", events: [], share: 230 },
  { site: "bot.strategy.scan:evaluate:203", level: "INFO", text: "Evaluated {}: rsi={} adx={} score={}", events: [], share: 200 },
  { site: "bot.strategy.signals:born:41", level: "INFO", text: "Signal {} {} at {}", events: ["signal"], share: 50 },
  { site: "bot.strategy.filters:reject:88", level: "INFO", text: "SIGNAL_SKIP {} reason={}", events: ["skip"], share: 40 },
  { site: "bot.orders.client:submit:132", level: "INFO", text: "Order sent {} {} size={} price={}", events: ["order-submitted"], share: 15 },
  { site: "bot.orders.stream:on_fill:77", level: "INFO", text: "FILL {} {} size={} price={} latency={} ms", events: ["fill"], share: 15 },
  { site: "bot.positions.book:close:210", level: "INFO", text: "EXIT_HIT {} pnl={} reason={}", events: ["exit"], share: 10 },
  { site: "bot.positions.trail:move:58", level: "INFO", text: "TRAIL_UPDATE {} stop={}", events: ["trail"], share: 12 },
  { site: "bot.feed.ws:reconnect:160", level: "WARNING", text: "WebSocket closed, reconnect attempt {} in {} s", events: ["reconnect-wait"], share: 2 },
  { site: "bot.risk.guard:check:35", level: "WARNING", text: "Slippage {} above {} on {}", events: ["metric"], share: 5 },
  { site: "bot.api.http:get:51", level: "ERROR", text: "Запрос {} не выполнен: {}", events: [], share: 1 },
];
const SYMBOLS = ["BTC-USDT-SWAP", "ETH-USDT-SWAP", "SOL-USDT-SWAP", "XRP-USDT-SWAP", "DOGE-USDT-SWAP", "ADA-USDT-SWAP"];
const REASONS = ["spread too wide", "cooldown", "correlation", "max positions", "low expected value"];

/** A linear congruential generator: the same log on each machine. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Said {
  /** `2026-11-23 03:17:59.123` */
  readonly time: string;
  readonly level: string;
  /** module:function:line */
  readonly site: string;
  readonly text: string;
  readonly traceback: string | null;
}

const TRACEBACK = 'Traceback (most recent call last):\n  File "/app/bot/api/http.py", line 51, in get\n    return await self.session.get(url)\nTimeoutError: timed out';
const moduleOf = (site: string): string => site.slice(0, site.indexOf(":"));
const below = (traceback: string | null): string => (traceback === null ? "" : `\n${traceback}`);
const loguru = ({ time, level, site, text, traceback }: Said): string => `${time} | ${level.padEnd(8)} | ${site} - ${text}${below(traceback)}`;
const colour = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[0m`;

/** As the common loggers write it. */
const FORMATS = {
  loguru,
  std: ({ time, level, site, text, traceback }) => `${time.replace(".", ",")} - ${moduleOf(site)} - ${level} - ${text}${below(traceback)}`,
  "JSON lines": ({ time, level, site, text, traceback }) => JSON.stringify({ timestamp: `${time.replace(" ", "T")}Z`, level, logger: moduleOf(site), message: text, ...(traceback === null ? {} : { exc_info: traceback }) }),
  structlog: ({ time, level, site, text, traceback }) => `${time.replace(" ", "T")}Z [${level.toLowerCase().padEnd(8)}] ${text.padEnd(30)} [${moduleOf(site)}] account=main run=7${below(traceback)}`,
  "loguru serialize": ({ time, level, site, text, traceback }) => {
    const [module, fn, line] = site.split(":");
    const record = { elapsed: { repr: "0:00:01", seconds: 1 }, exception: traceback === null ? null : { type: "TimeoutError", value: "timed out", traceback: true }, extra: {}, file: { name: `${module}.py`, path: `/app/${module}.py` }, function: fn, level: { icon: "i", name: level, no: 20 }, line: Number(line), message: text, module: module!.split(".").at(-1), name: module, process: { id: 7, name: "MainProcess" }, thread: { id: 1, name: "MainThread" }, time: { repr: `${time}000+00:00`, timestamp: Date.parse(`${time.replace(" ", "T")}Z`) / 1000 } };
    return JSON.stringify({ text: `${loguru({ time, level, site, text, traceback })}\n`, record });
  },
  logfmt: ({ time, level, site, text, traceback }) => `time=${time.replace(" ", "T")}Z level=${level.toLowerCase()} logger=${moduleOf(site)} msg=${JSON.stringify(text)}${traceback === null ? "" : ` error=${JSON.stringify(traceback)}`}`,
  "docker json-file": (said) => loguru(said).split("\n").map((log) => JSON.stringify({ log: `${log}\n`, stream: "stderr", time: `${said.time.replace(" ", "T")}456789Z` })).join("\n"),
  coloured: ({ time, level, site, text, traceback }) => `${colour(32, time)} | ${colour(1, level.padEnd(8))} | ${site.split(":").map((part) => colour(36, part)).join(":")} - ${colour(1, text)}${below(traceback)}`,
} as const satisfies Readonly<Record<string, (said: Said) => string>>;
type FormatName = keyof typeof FORMATS;

function writeLog(path: string, bytes: number, format: FormatName = "loguru"): void {
  const written = FORMATS[format];
  const next = numbers(7);
  const deck = LINES.flatMap((line) => Array.from({ length: line.share }, () => line));
  const file = openSync(path, "w");
  let time = Date.UTC(2026, 10, 23);
  for (let done = 0; done < bytes; ) {
    let text = "";
    while (text.length < 1 << 20) {
      time += next(12);
      const { site, level, text: words } = deck[next(deck.length)]!;
      let hole = 0;
      const message = words.replace(/\{\}/g, () => (hole++ === 0 ? SYMBOLS[next(SYMBOLS.length)]! : words.includes("reason") && hole > 1 ? REASONS[next(REASONS.length)]! : `${next(90_000)}.${next(100)}`));
      text += `${written({ time: new Date(time).toISOString().slice(0, 23).replace("T", " "), level, site, text: message, traceback: level === "ERROR" ? TRACEBACK : null })}\n`;
    }
    done += writeSync(file, text);
  }
  closeSync(file);
}

const patterns: readonly LogPattern[] = LINES.map(({ site, text, events, level }): LogPattern => {
  const [module, fn, line] = site.split(":") as [string, string, string];
  const file = `${module.replaceAll(".", "/")}.py`;
  const hole: Hole = { words: "value", format: null };
  const pieces = text.split("{}").flatMap((piece, i) => [...(i > 0 ? [hole] : []), ...(piece === "" ? [] : [piece])]);
  return { at: { in: "code", file, line: Number(line) }, fn: `${file}:${fn}`, printedBy: { file, fn, line: Number(line), endLine: Number(line) }, level: { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40 }[level] ?? null, pieces, keys: [], events };
});

const own = fileURLToPath(import.meta.url);
const seconds = (from: number): number => (performance.now() - from) / 1000;

/** In a process of its own: memory is the process's peak. */
async function measure(path: string, jobs: number): Promise<void> {
  const start = performance.now();
  const run = await ingest({ root: tmpdir(), logs: [path], telemetry: null, patterns, files: [], jobs });
  const wall = seconds(start);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { bytes, records, matched } = run.sources[0]!;
  process.stdout.write(`${JSON.stringify({ wall, cpu: (userCPUTime + systemCPUTime) / 1e6, rss: maxRSS / 1024, bytes, records, matched, linked: run.linked })}\n`);
}

/** @returns seconds, null where it is not installed. */
function rival(path: string): number | null {
  const words = LINES.filter(({ events }) => events.length > 0).flatMap(({ text }) => ["-e", text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\{\\}", ".+?")]);
  const start = performance.now();
  const { status } = spawnSync("rg", ["--count", "--no-mmap", "-j2", ...words, path], { encoding: "utf8" });
  return status === 0 ? seconds(start) : null;
}

const ARCHIVES = [{ name: "gz", pack: createGzip, unpack: createGunzip }, { name: "zst", pack: createZstdCompress, unpack: createZstdDecompress }] as const;

async function benchArchives(directory: string, program: string, megabytes: number): Promise<void> {
  const path = join(directory, "part.log");
  writeLog(path, megabytes * 1024 * 1024);
  for (const { name, pack, unpack } of ARCHIVES) {
    const packed = `${path}.${name}`;
    await pipeline(createReadStream(path), pack(), createWriteStream(packed));
    const start = performance.now();
    for await (const chunk of createReadStream(packed, { highWaterMark: 262_144 }).pipe(unpack({ chunkSize: 262_144 }))) void chunk;
    const alone = seconds(start);
    const { wall, cpu, rss } = JSON.parse(spawnSync(process.execPath, [program, "--measure", packed, "2"], { encoding: "utf8" }).stdout);
    process.stdout.write(`.${name.padEnd(7)} ${wall.toFixed(2)} s wall, ${cpu.toFixed(2)} s CPU, ${rss.toFixed(0)} MB with 2 threads for ${megabytes} MB; the decoder alone ${alone.toFixed(2)} s\n`);
  }
}

function benchFormats(directory: string, program: string, megabytes: number): void {
  for (const name of Object.keys(FORMATS) as FormatName[]) {
    const path = join(directory, "format.log");
    writeLog(path, megabytes * 1024 * 1024, name);
    const { wall, cpu, bytes, records, linked } = JSON.parse(spawnSync(process.execPath, [program, "--measure", path, "2"], { encoding: "utf8" }).stdout);
    process.stdout.write(`${name.padEnd(17)} ${wall.toFixed(2)} s wall, ${cpu.toFixed(2)} s CPU with 2 threads for ${megabytes} MB: ${(bytes / 2 ** 30 / wall).toFixed(2)} GB/s, ${((linked / records) * 100).toFixed(2)} % of ${records} records linked\n`);
  }
}

/** What is measured is bundled as it ships: without the compiler that strips types. @returns the program. */
async function bundled(directory: string): Promise<string> {
  await build({
    entryPoints: [{ in: own, out: "bench" }, { in: join(dirname(own), "../src/run/log-worker.ts"), out: "log-worker" }],
    outdir: directory, outExtension: { ".js": ".mjs" }, bundle: true, splitting: true, format: "esm", platform: "node", target: "node22", external: ["esbuild"], logLevel: "warning",
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  });
  return join(directory, "bench.mjs");
}

async function bench(megabytes: number): Promise<void> {
  // Beside the project, so that the bundle finds its packages.
  const directory = mkdtempSync(join(dirname(own), "../node_modules/.golive-bench-"));
  try {
    const program = await bundled(directory);
    const path = join(directory, "bot.log");
    writeLog(path, megabytes * 1024 * 1024);
    process.stdout.write(`machine  ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)} before\n`);
    let last = 0;
    for (const jobs of [1, 2]) {
      const { stdout, stderr } = spawnSync(process.execPath, [program, "--measure", path, String(jobs)], { encoding: "utf8" });
      if (stdout === "") throw new Error(stderr);
      const { wall, cpu, rss, bytes, records, matched, linked } = JSON.parse(stdout);
      last = wall;
      process.stdout.write(`golive   ${wall.toFixed(2)} s wall, ${cpu.toFixed(2)} s CPU, ${rss.toFixed(0)} MB with ${jobs} ${jobs === 1 ? "thread" : "threads"}: ${(bytes / 2 ** 20).toFixed(0)} MB, ${records} records, ${(matched * 100).toFixed(2)} % understood, ${((linked / records) * 100).toFixed(2)} % linked\n`);
    }
    const other = rival(path);
    process.stdout.write(other === null ? "rg       is not installed\n" : `rg       ${other.toFixed(2)} s counting the lines of the same patterns: golive takes ${(last / other).toFixed(0)} times as long\n`);
    await benchArchives(directory, program, Math.ceil(megabytes / 4));
    benchFormats(directory, program, Math.ceil(megabytes / 4));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const [first, path, jobs] = process.argv.slice(2);
if (first === "--measure") await measure(path!, Number(jobs));
else await bench(Number(first ?? 1024));
