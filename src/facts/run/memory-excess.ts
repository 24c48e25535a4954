import type { MemorySample } from "./memory-samples.ts";

/** A stretch of time in which the memory stayed above a limit. */
export interface MemoryExcess {
  readonly first: MemorySample;
  readonly last: MemorySample;
  readonly peak: MemorySample;
  /** Seconds from the first sample above the limit to the last. */
  readonly lasted: number;
  /** The samples end in it: what came after is not known, or it is the end of the process. */
  readonly untilEnd: boolean;
}

/** Pure: the stretches above `limit` bytes, in the order of time. A stretch ends with the first sample below, or with another life of the process. */
export function excessesOf(samples: readonly MemorySample[], limit: number): MemoryExcess[] {
  const sorted = [...samples].sort((a, b) => a.time - b.time);
  const found: MemoryExcess[] = [];
  let open: MemorySample[] = [];
  const close = (untilEnd: boolean): void => {
    const [first, last] = [open[0], open.at(-1)];
    if (first && last) found.push({ first, last, peak: open.reduce((top, one) => (one.rss > top.rss ? one : top)), lasted: (last.time - first.time) / 1000, untilEnd });
    open = [];
  };
  for (const one of sorted) {
    if (open.length > 0 && one.life !== open[0]!.life) close(true);
    if (one.rss > limit) open.push(one);
    else close(false);
  }
  close(true);
  return found;
}
