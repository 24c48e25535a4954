import type { Sampler } from "./reading.ts";

/** The sampler of this system for the tree below `root`. */
export async function samplerOf(root: number, socketSeconds: number, platform: NodeJS.Platform = process.platform): Promise<Sampler> {
  if (platform !== "linux") return new (await import("./portable-sampler.ts")).PortableSampler(root);
  return new (await import("./proc/proc-sampler.ts")).ProcSampler(root, socketSeconds);
}
