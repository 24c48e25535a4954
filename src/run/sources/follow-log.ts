import type { BigIntStats } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compareParts, partName } from "./part-name.ts";

export interface Following {
  /** Ends the following once what is there has been read. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks. */
  readonly every?: number;
  /** "end": only what is written from now on. */
  readonly from?: "start" | "end";
}

const CHUNK = 256 * 1024;
/** A part that cannot be opened is given up after so many. */
const MOST_LOOKS = 20;

/**
 * What is written to a log, as it is written; chunks are good until the next one is asked for. Rotation loses nothing: the file that
 * is open is read to its end under whatever name it has now, then the parts that came and went between two looks, then the new
 * file. A file that was cut short is read from its start again. A log that is not there yet is waited for.
 */
export async function* followLog(path: string, { signal, every = 250, from = "start" }: Following): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  let seen = (await parts(path)).map(({ stats }) => stats);
  let current: Opened | null = await opened(path, from);
  try {
    for (;;) {
      // Asked before reading: what was written before the signal is read.
      const ended = signal.aborted;
      if (current) yield* rest(current, buffer);
      const there: BigIntStats | null = await statOf(path);
      if (there && (!current || !isSame(there, current.stats))) {
        // Opened before the parts are looked at: a rotation meanwhile makes it a part, and it is read all the same.
        const next = await opened(path, "start");
        if (!next) continue;
        if (current) {
          yield* rest(current, buffer);
          await current.file.close();
          seen.push(current.stats);
        }
        current = next;
        seen = yield* missed(path, seen, next.stats, buffer);
        continue;
      }
      if (ended) return;
      await sleep(every, null, { signal }).catch(() => undefined);
    }
  } finally {
    await current?.file.close();
  }
}

interface Opened {
  readonly file: FileHandle;
  readonly stats: BigIntStats;
  at: number;
}

async function opened(path: string, from: "start" | "end"): Promise<Opened | null> {
  try {
    const file = await open(path, "r");
    const stats = await file.stat({ bigint: true });
    return { file, stats, at: from === "end" ? Number(stats.size) : 0 };
  } catch {
    return null;
  }
}

const statOf = (path: string): Promise<BigIntStats | null> => stat(path, { bigint: true }).catch(() => null);

async function* rest(opened: Opened, buffer: Buffer): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead } = await opened.file.read(buffer, 0, CHUNK, opened.at);
    if (bytesRead > 0) {
      opened.at += bytesRead;
      yield buffer.subarray(0, bytesRead);
      continue;
    }
    const { size } = await opened.file.stat();
    if (size >= opened.at) return;
    // Cut short and written anew, as copytruncate does.
    opened.at = 0;
  }
}

interface Part {
  readonly path: string;
  readonly stats: BigIntStats;
}

/** Files beside the log that are parts of it, oldest first; packed ones are copies of what was read. */
async function parts(path: string): Promise<Part[]> {
  const log = partName(basename(path)).log;
  const names = (await readdir(dirname(path)).catch(() => [])).map((name) => ({ name, part: partName(name) }));
  const found: Part[] = [];
  for (const { name, part } of names.sort((a, b) => compareParts(a.part, b.part))) {
    if (part.log !== log || part.packing !== "plain") continue;
    const stats = await statOf(join(dirname(path), name));
    if (stats?.isFile()) found.push({ path: join(dirname(path), name), stats });
  }
  return found;
}

/** Of a file that was deleted, another soon gets the number: the birth tells them apart, where the disk keeps it (else it moves with the change). */
export const isSame = (a: BigIntStats, b: BigIntStats): boolean =>
  a.ino === b.ino && (a.birthtimeNs === b.birthtimeNs || (a.birthtimeNs === a.ctimeNs && b.birthtimeNs === b.ctimeNs));

/** Parts that were begun and rotated away between two looks; gives what has been read by now. */
async function* missed(path: string, seen: readonly BigIntStats[], next: BigIntStats, buffer: Buffer): AsyncGenerator<Buffer, BigIntStats[]> {
  const read = [...seen];
  const isNew = ({ stats }: Part): boolean => !read.some((one) => isSame(one, stats));
  for (let look = 0; ; look++) {
    const there = await parts(path);
    // What is newer than the file that was just opened comes after it. It may have been overlooked while it was renamed.
    const end = there.findIndex(({ stats }) => isSame(stats, next));
    let moved = end < 0 && look < MOST_LOOKS;
    for (const part of there.slice(0, Math.max(0, end))) {
      if (moved || !isNew(part)) continue;
      const between = await opened(part.path, "start");
      // Renamed between being seen and being opened: what is there now is looked at anew, in its order.
      moved = look < MOST_LOOKS && (between === null || !isSame(between.stats, part.stats));
      if (between && !moved) {
        read.push(part.stats);
        yield* rest(between, buffer);
      }
      await between?.file.close();
    }
    if (!moved) return read;
  }
}
