/**
 * Fresh-process time of parse + lower + encode + transfer + decode:
 *   node tools/bench-front-end.mjs [--rounds N] [--jobs N] [--node-flag FLAG]... DIR
 * Every round is a new process of the built bundle (`npm run build` first). Prints the median and the best.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "7" }, jobs: { type: "string" }, "node-flag": { type: "string", multiple: true, default: [] },
    inside: { type: "boolean", default: false }, lines: { type: "string", default: "100000" },
  },
});
const root = positionals[0];
if (root === undefined) throw new Error("which directory?");

function sources() {
  const paths = readdirSync(root, { recursive: true }).filter((path) => path.endsWith(".py")).sort();
  const files = [];
  let lines = 0;
  for (const path of paths) {
    if (lines >= Number(values.lines)) break;
    let text;
    try { text = readFileSync(join(root, path), "utf8"); } catch { continue; }
    lines += text.split("\n").length;
    files.push({ path, text, language: "python" });
  }
  return { files, lines, length: files.reduce((sum, file) => sum + file.text.length, 0) };
}

if (values.inside) {
  const { files, lines, length } = sources();
  const start = performance.now();
  const { lowerFiles } = await import(new URL("../dist/front-end.mjs", import.meta.url).href);
  const modules = await lowerFiles(files, values.jobs === undefined ? {} : { jobs: Number(values.jobs) });
  const ms = performance.now() - start;
  const functions = modules.reduce((sum, module) => sum + module.functions.length, 0);
  const { maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ ms, lines, length, files: files.length, functions, megabytes: Math.round(maxRSS / 1024), cpu: Math.round(process.cpuUsage().user / 1000) }));
} else {
  const args = [...values["node-flag"], fileURLToPath(import.meta.url), "--inside", "--lines", values.lines, ...(values.jobs ? ["--jobs", values.jobs] : []), root];
  const rounds = Array.from({ length: Number(values.rounds) }, () => {
    const start = performance.now();
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return { wall: performance.now() - start, ...JSON.parse(stdout) };
  }).sort((a, b) => a.ms - b.ms);
  const middle = rounds[rounds.length >> 1];
  console.log(`${middle.files} files, ${middle.lines} lines, ${(middle.length / 1e6).toFixed(1)} MB, ${middle.functions} functions, ${middle.megabytes} MB resident`);
  console.log(`median ${Math.round(middle.ms)} ms (CPU ${middle.cpu} ms), best ${Math.round(rounds[0].ms)} ms, whole process ${Math.round(middle.wall)} ms`);
}
