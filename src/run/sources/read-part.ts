import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createGunzip, constants } from "node:zlib";
import type { LogPart } from "./discover.ts";
import type { Packing } from "./part-name.ts";
import { CutOff, unpackZstd } from "./zstd-frames.ts";

const CHUNK = 1024 * 1024;
const LONGEST_LAST_LINE = 1024 * 1024;

export class Vanished extends Error {}

/** What a file is packed with, by its first bytes: names lie. */
export function packingOf(head: Buffer): Packing {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gz";
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return "zst";
  if (head.length >= 4 && (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506)) return "zip";
  return "plain";
}

/**
 * Opens the file that was found, under whatever name a rotation has given it since.
 * @throws {Vanished | Error}
 */
export async function openPart(part: LogPart): Promise<{ readonly file: FileHandle; readonly path: string }> {
  const file = await open(part.path, "r").catch(() => null);
  if (file && (part.inode === null || (await file.stat({ bigint: true })).ino === part.inode)) return { file, path: part.path };
  await file?.close();
  const directory = dirname(part.path);
  const stem = basename(part.path).split(".", 1)[0]!;
  for (const name of await readdir(directory).catch(() => [])) {
    const path = join(directory, name);
    if (!name.startsWith(stem) || (await stat(path, { bigint: true }).catch(() => null))?.ino !== part.inode) continue;
    return { file: await open(path, "r"), path };
  }
  if (file) return { file: await open(part.path, "r"), path: part.path };
  throw new Vanished(part.path);
}

/**
 * The file as it was when it was opened, and the rest of the line that was being written then: a log that grows faster than it is
 * read has an end all the same. Chunks are good until the next one is asked for. `onBytes`: how many bytes of the file were read.
 */
export async function* readPlain(file: FileHandle, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const [buffer, other] = [Buffer.allocUnsafeSlow(CHUNK), Buffer.allocUnsafeSlow(CHUNK)];
  const readInto = (into: Buffer, from: number): ReturnType<FileHandle["read"]> | null => (from < size ? file.read(into, 0, Math.min(CHUNK, size - from), from) : null);
  let at = 0;
  let last = 10;
  let [filled, free] = [buffer, other];
  for (let next = readInto(filled, 0); next; ) {
    const { bytesRead } = await next;
    if (bytesRead === 0) return;
    at += bytesRead;
    last = filled[bytesRead - 1]!;
    onBytes(bytesRead);
    // The disk reads on while the chunk is looked at.
    next = readInto(free, at);
    next?.catch(() => undefined);
    yield filled.subarray(0, bytesRead);
    [filled, free] = [free, filled];
  }
  if (last === 10) return;
  const { bytesRead } = await file.read(buffer, 0, LONGEST_LAST_LINE, at);
  const newline = buffer.subarray(0, bytesRead).indexOf(10);
  if (newline >= 0) yield buffer.subarray(0, newline + 1);
  else if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
}

/** Standard input or a pipe. */
export async function* readStream(stream: AsyncIterable<Buffer | string>, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    onBytes(bytes.length);
    yield bytes;
  }
}

/** @throws {CutOff | Error} after what could be unpacked. */
export async function* unpack(path: string, packing: "gz" | "zst", onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  if (packing === "gz") return yield* unpackGzip(path, onBytes);
  yield* unpackZstd(readStream(createReadStream(path, { highWaterMark: 262_144 }), onBytes));
}

async function* unpackGzip(path: string, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const packed = createReadStream(path, { highWaterMark: 262_144 });
  packed.on("data", (chunk) => onBytes(chunk.length));
  // A member that is cut off is no error to this decoder: else it would throw away what it holds. Whether one was, the length tells.
  const decoder = createGunzip({ chunkSize: 262_144, finishFlush: constants.Z_SYNC_FLUSH });
  packed.on("error", (error) => decoder.destroy(error));
  let length = 0;
  for await (const chunk of packed.pipe(decoder)) {
    length += (chunk as Buffer).length;
    yield chunk as Buffer;
  }
  if ((await lengthInTrailer(path)) !== length % 2 ** 32 && !(await isWhole(path))) throw new CutOff("unexpected end of file");
}

async function lengthInTrailer(path: string): Promise<number> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4));
    return bytesRead === 4 ? buffer.readUInt32LE(0) : -1;
  } finally {
    await file.close();
  }
}

/** Of several members the trailer tells the last one's length only: unpacked once more, strictly. */
async function isWhole(path: string): Promise<boolean> {
  try {
    for await (const chunk of createReadStream(path).pipe(createGunzip({ chunkSize: 262_144 }))) void chunk;
    return true;
  } catch {
    return false;
  }
}
