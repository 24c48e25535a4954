import { type BotEnd, type BotSettings, startBot } from "./bot.ts";
import { Lateness } from "./calm-machine.ts";
import { Exchange } from "./exchange.ts";
import type { Scene } from "./scene.ts";
import { SCENES } from "./scenes.ts";

export interface RunScript extends BotSettings {
  readonly scenes: readonly string[];
  readonly stop: NodeJS.Signals;
  readonly onScene?: (tells: string) => void;
}

export interface RunEnd extends BotEnd {
  /** The bot came up and was let in. */
  readonly ready: boolean;
  readonly seconds: number;
  /** How late the exchange got its turn at worst, from the bot's first minute to its end: milliseconds. */
  readonly late: number;
}

const READY_MS = 40_000;

/** Exchange up, bot up under `golive run`, scenes, stop: one run of a bundled bot from its first line to its report. */
export async function playRun(script: RunScript): Promise<RunEnd> {
  const started = Date.now();
  const scenes = script.scenes.map((name) => sceneOf(name));
  const exchange = new Exchange(script.timeScale);
  await exchange.listen();
  for (const { before } of scenes) before?.(exchange);
  let lateness: Lateness | null = null;
  const bot = startBot(exchange, { ...script, onExit: () => lateness?.end() });
  try {
    const ready = await bot.said(/готов к торговле/, READY_MS) && await exchange.until(() => exchange.private.subscribed > 0 && exchange.public.subscribed > 0);
    lateness = new Lateness();
    if (ready) for (const { tells, play } of scenes) {
      script.onScene?.(tells);
      await play?.({ exchange, bot });
    }
    return { ready, ...(await bot.stop(script.stop)), seconds: (Date.now() - started) / 1000, late: lateness.worst };
  } finally {
    lateness?.end();
    if (bot.running()) await bot.stop("SIGTERM", 0);
    await exchange.close();
  }
}

function sceneOf(name: string): Scene {
  const scene = SCENES[name];
  if (!scene) throw new Error(`no scene ${name}; there are ${Object.keys(SCENES).join(", ")}`);
  return scene;
}
