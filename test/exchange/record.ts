/**
 * `node test/exchange/record.ts scalper OUT [SCENE ...] [--stop SIGINT] [--scale 120] [--level INFO]`: runs a bundled bot against the
 * exchange under `golive run` and keeps its log as OUT/run.log and its telemetry as OUT/run.jsonl.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keptRun } from "./bot.ts";
import { findPython } from "./python.ts";
import { playRun } from "./run.ts";
import { WHOLE } from "./scenes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stop: { type: "string", default: "SIGTERM" }, scale: { type: "string", default: "120" }, level: { type: "string", default: "INFO" } },
});
const [name = "scalper", out = "/tmp/run", ...scenes] = positionals;
const directory = join(import.meta.dirname, "../../examples", name);
const ended = await playRun({
  directory, out, timeScale: Number(values.scale), logLevel: values.level, python: findPython() ?? "python3", format: [`json=${join(out, "audit.json")}`], golive: "source",
  scenes: scenes.length === 0 ? WHOLE : scenes, stop: values.stop as NodeJS.Signals,
});
const { bot, log, errors, telemetry } = keptRun({ directory, out });
writeFileSync(join(out, "run.log"), readFileSync(log, "utf8") + readFileSync(errors, "utf8"));
copyFileSync(telemetry, join(out, "run.jsonl"));
rmSync(bot, { recursive: true });
process.stderr.write(`${JSON.stringify(ended)}\n`);
