import { messengerOf } from "./command-words.ts";
import type { Sampler } from "./reading.ts";

/** What is known of the process where the bot is not: nothing. A client's memory would pass for that of the bot. */
const BLIND: Sampler = { source: "none", read: async () => null, left: async () => [] };

/** The sampler of this system for the tree below `root`, which `command` started. */
export async function samplerOf(command: readonly string[], root: number, socketSeconds: number, platform: NodeJS.Platform = process.platform): Promise<Sampler> {
  if (messengerOf(command) !== null) return BLIND;
  if (platform !== "linux") return new (await import("./portable-sampler.ts")).PortableSampler(root);
  return new (await import("./proc/proc-sampler.ts")).ProcSampler(root, socketSeconds);
}
