/**
 * `npm run demo [-- scalper] [--log]`: `golive run` on a bundled bot, which trades for some twenty seconds with an exchange on
 * loopback. The corrected bot unless another is named; --log shows what the bot prints.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installPython } from "./python.ts";
import { playRun } from "./run.ts";
import { WHOLE } from "./scenes.ts";

const BOTS = ["scalper-fixed", "scalper"];
/** At this many times its pace the bot's minutes pass in half a second. */
const TIME_SCALE = 120;

async function demo(bot: string, log: boolean): Promise<number> {
  const { python, why } = installPython();
  if (python === null) return fail(why);
  const scratch = mkdtempSync(join(tmpdir(), "golive-demo-"));
  const report = join(scratch, "report.txt");
  const tell = (line: string) => process.stdout.write(`${line}\n`);
  tell(`$ cd examples/${bot} && golive run -- python3 main.py     # with an exchange on this machine, ${TIME_SCALE} times as fast`);
  try {
    const { ready, golive } = await playRun({
      directory: join(import.meta.dirname, "../../examples", bot), out: join(scratch, "run"), python, timeScale: TIME_SCALE, logLevel: "INFO",
      format: [`terminal=${report}`], golive: "built", scenes: WHOLE, stop: "SIGTERM", onScene: (tells) => tell(`  · ${tells}`), ...(log ? { show: process.stdout } : {}),
    });
    if (!ready) return fail(`the bot did not come up: run it with --log to see why`);
    tell("  · SIGTERM\n");
    tell(readFileSync(report, "utf8").trimEnd());
    return golive === 0 || golive === 1 ? 0 : 3;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function fail(why: string): number {
  process.stderr.write(`demo: ${why}\n`);
  return 2;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { log: { type: "boolean", default: false } } });
const [bot = "scalper-fixed"] = positionals;
process.exitCode = BOTS.includes(bot) ? await demo(bot, values.log) : fail(`no bundled bot ${bot}; there are ${BOTS.join(" and ")}`);
