import { statfsSync } from "node:fs";

const LEAST_BYTES = 16 * 1024 * 1024;
const LEAST_SHARE = 0.1;
/** Bytes a millisecond: no bot prints faster. */
const FASTEST = 200 * 1024;

/** Bytes until the disk below a directory is about to be full, for the bot as for golive: then a few megabytes are left, or a tenth of a tiny one. */
function roomIn(directory: string): number {
  try {
    const { bavail, blocks, bsize } = statfsSync(directory);
    return bavail * bsize - Math.min(LEAST_BYTES, blocks * bsize * LEAST_SHARE);
  } catch {
    return Infinity;
  }
}

export const isDiskFull = (directory: string): boolean => roomIn(directory) < 0;

/** Milliseconds within which nothing that prints can fill it. */
export const sureFor = (directory: string): number => Math.max(0, roomIn(directory)) / FASTEST;
