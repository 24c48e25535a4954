import { statfsSync } from "node:fs";

const LEAST_BYTES = 16 * 1024 * 1024;
const LEAST_SHARE = 0.1;

/** Whether the disk below a directory is about to be full, for the bot as for golive: a few megabytes are left, or a tenth of a tiny one. */
export function isDiskFull(directory: string): boolean {
  try {
    const { bavail, blocks, bsize } = statfsSync(directory);
    return bavail * bsize < Math.min(LEAST_BYTES, blocks * bsize * LEAST_SHARE);
  } catch {
    return false;
  }
}
