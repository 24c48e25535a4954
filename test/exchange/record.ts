/**
 * `node test/exchange/record.ts scalper OUT [SCENE ...] [--stop SIGINT] [--scale 120] [--level INFO]`: runs a bundled bot against the
 * exchange and keeps its log.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { playRun } from "./run.ts";
import { SCENES } from "./scenes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stop: { type: "string", default: "SIGTERM" }, scale: { type: "string", default: "120" }, level: { type: "string", default: "INFO" }, python: { type: "string", default: "/usr/bin/python3" } },
});
const [name = "scalper", out = "/tmp/run", ...scenes] = positionals;
const directory = join(import.meta.dirname, "../../examples", name);
const ended = await playRun({
  directory, out, timeScale: Number(values.scale), logLevel: values.level, command: [values.python, "main.py"],
  scenes: scenes.length === 0 ? Object.keys(SCENES) : scenes, stop: values.stop as NodeJS.Signals,
});
process.stderr.write(`${JSON.stringify(ended)}\n`);
