/**
 * `npm run bench [-- DIR...]`: how long a cold audit takes and how much memory, in a process of its own, beside pyright, ruff and
 * pylint on the same files where they are installed. Without DIR a bot of 100,000 lines is made out of the example.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { node, root, setUp } from "./setup.mjs";

const ROUNDS = 3;
const LINES = 100_000;
const rivals = [["pyright", ["."]], ["ruff", ["check", "--no-cache", "."]], ["pylint", ["--recursive=y", "-j2", "."]]];

/** Prints the peak memory of the process and its threads when it ends. */
const meter = `data:text/javascript,${encodeURIComponent('process.on("exit", () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`))')}`;

function pythonFiles(directory) {
  return readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".py")).sort();
}

/** Copies of the example under other names, each name with a suffix of its own: copies that are alike would be left out of the audit. */
function makeBot(directory) {
  const example = join(root, "examples/scalper");
  const sources = pythonFiles(example).map((file) => [file, readFileSync(join(example, file), "utf8")]);
  const names = new Set(sources.flatMap(([, text]) => [...text.matchAll(/\b(?:def|class)\s+(?!__)(\w+)|^\s*(\w+)\s*[:=]/gm)].map(([, a, b]) => a ?? b)));
  let lines = 0;
  for (let copy = 0; lines < LINES; copy += 1) for (const [file, text] of sources) {
    const mine = text.replace(/\b[A-Za-z_]\w*\b/g, (word) => (names.has(word) || word === "scalper" ? `${word}_${copy}` : word));
    const path = join(directory, `bot_${copy}`, file.replaceAll("scalper", `scalper_${copy}`));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, mine);
    lines += mine.split("\n").length;
  }
  cpSync(join(example, "config"), join(directory, "config"), { recursive: true, errorOnExist: false });
}

function timed(command, words, cwd, env = {}) {
  const start = performance.now();
  const { status, stderr, stdout } = spawnSync(command, words, { cwd, encoding: "utf8", maxBuffer: 2 ** 30, env: { ...process.env, ...env } });
  return { seconds: (performance.now() - start) / 1000, status, stderr, stdout };
}

function measure(directory) {
  const words = ["--import", meter, join(root, "bin/golive.mjs"), "audit", directory, "--format", "json", "--no-history"];
  const rounds = Array.from({ length: ROUNDS }, () => timed(node(), words, root));
  const [{ status, stdout, stderr }] = rounds;
  if (status !== 0 && status !== 1) return process.stdout.write(`${directory}: exit code ${status}\n${stderr}\n`);
  const { bot, counts } = JSON.parse(stdout);
  const best = Math.min(...rounds.map(({ seconds }) => seconds));
  const peak = Math.max(...rounds.map((one) => Number(/peak (\d+)/.exec(one.stderr)?.[1] ?? 0))) / 1024;
  process.stdout.write(`${directory}\n  golive   ${best.toFixed(2)} s (first ${rounds[0].seconds.toFixed(2)} s), ${peak.toFixed(0)} MB; ${bot.files} files, ${bot.lines} lines; red ${counts.red}, warnings ${counts.warn}\n`);
  for (const [name, rivalWords] of rivals) {
    const program = (process.env.PATH ?? "").split(delimiter).map((one) => join(one, name)).find((path) => existsSync(path));
    if (!program) process.stdout.write(`  ${name.padEnd(8)} is not installed\n`);
    else {
      const { seconds } = timed(program, rivalWords, directory);
      process.stdout.write(`  ${name.padEnd(8)} ${seconds.toFixed(2)} s, ${(seconds / best).toFixed(1)} times as long\n`);
    }
  }
}

setUp();
const asked = process.argv.slice(2).map((one) => resolve(process.env.INIT_CWD ?? ".", one));
const scratch = mkdtempSync(join(tmpdir(), "golive-bench-"));
try {
  if (asked.length === 0) makeBot(scratch);
  for (const directory of asked.length > 0 ? asked : [scratch]) if (statSync(directory).isDirectory()) measure(directory);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
