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

/**
 * What is written to a log, as it is written; chunks are good until the next one is asked for. Rotation loses nothing: the file that
 * is open is read to its end under whatever name it has now, then the parts that came and went between two looks, then the new
 * file. A file that was cut short is read from its start again. A log that is not there yet is waited for.
 */
export async function* followLog(path: string, { signal, every = 250, from = "start" }: Following): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  const seen = new Set((await parts(path)).map(({ stats }) => stats.ino));
  let current: Opened | null = await opened(path, from);
  try {
    for (;;) {
      // Asked before reading: what was written before the signal is read.
      const ended = signal.aborted;
      if (current) {
        seen.add(current.ino);
        yield* rest(current, buffer);
      }
      const next: BigIntStats | null = await statOf(path);
      if (next && (!current || next.ino !== current.ino)) {
        if (current) {
          yield* rest(current, buffer);
          await current.file.close();
        }
        yield* missed(path, seen, next.ino, buffer);
        current = await opened(path, "start");
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
  readonly ino: bigint;
  at: number;
}

async function opened(path: string, from: "start" | "end"): Promise<Opened | null> {
  try {
    const file = await open(path, "r");
    const { ino, size } = await file.stat({ bigint: true });
    return { file, ino, at: from === "end" ? Number(size) : 0 };
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

/** Parts that were begun and rotated away between two looks. */
async function* missed(path: string, seen: Set<bigint>, next: bigint, buffer: Buffer): AsyncGenerator<Buffer> {
  for (const part of await parts(path)) {
    if (seen.has(part.stats.ino) || part.stats.ino === next) continue;
    seen.add(part.stats.ino);
    const between = await opened(part.path, "start");
    if (!between) continue;
    try {
      if (between.ino === part.stats.ino) yield* rest(between, buffer);
    } finally {
      await between.file.close();
    }
  }
}
