import { type BotSettings, startBot } from "./bot.ts";
import { Exchange } from "./exchange.ts";
import { type Scene, SCENES } from "./scenes.ts";

export interface RunPlan extends BotSettings {
  readonly scenes: readonly string[];
  readonly stop: NodeJS.Signals;
}

export interface RunEnd {
  readonly ready: boolean;
  readonly code: number | null;
  readonly signal: string | null;
  /** Had to be killed: it did not end by itself. */
  readonly killed: boolean;
  readonly seconds: number;
}

/** Exchange up, bot up, scenes, stop: one run of a bundled bot from its first line to its last. */
export async function playRun(plan: RunPlan): Promise<RunEnd> {
  const started = Date.now();
  const scenes = plan.scenes.map((name) => sceneOf(name));
  const exchange = new Exchange(plan.timeScale);
  await exchange.listen();
  for (const { before } of scenes) before?.(exchange);
  const bot = startBot(exchange, plan);
  try {
    const ready = await bot.said(/готов к торговле/, 20_000) && await exchange.until(() => exchange.private.subscribed > 0 && exchange.public.subscribed > 0);
    if (ready) for (const { play } of scenes) await play?.({ exchange, bot });
    return { ready, ...(await bot.stop(plan.stop)), seconds: (Date.now() - started) / 1000 };
  } finally {
    if (bot.running()) await bot.stop("SIGKILL");
    await exchange.close();
  }
}

function sceneOf(name: string): Scene {
  const scene = SCENES[name];
  if (!scene) throw new Error(`no scene ${name}; there are ${Object.keys(SCENES).join(", ")}`);
  return scene;
}
