/**
 * A .zst file may hold many frames (each flush of a rotating writer, `cat a.zst b.zst`), and node's zlib silently drops every one
 * after the first (nodejs/node#64741). So frames are found here, by the sizes in their headers (RFC 8878), and each is given to a
 * decoder of its own.
 */
import { Readable } from "node:stream";
import { constants, createZstdDecompress } from "node:zlib";

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const WORTH_GIVING = 128 * 1024;

/** Bytes that can be asked for by count, whatever the chunks are. */
class Bytes {
  #held: Buffer = Buffer.alloc(0);
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Null at the end, fewer than `count` where the file is cut off. */
  async take(count: number): Promise<Buffer | null> {
    while (this.#held.length < count) {
      const { value, done } = await this.#chunks.next();
      if (done) break;
      this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    }
    if (this.#held.length === 0) return null;
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }
}

export class CutOff extends Error {}

async function whole(bytes: Bytes, count: number): Promise<Buffer> {
  const taken = count === 0 ? Buffer.alloc(0) : await bytes.take(count);
  if (!taken || taken.length < count) throw new CutOff("unexpected end of file");
  return taken;
}

/** @throws {CutOff | Error} after what could be decoded. */
export async function* unpackZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const bytes = new Bytes(source);
  for (;;) {
    const magic = await bytes.take(4);
    if (!magic) return;
    if (magic.length < 4) throw new CutOff("unexpected end of file");
    const number = magic.readUInt32LE(0);
    if ((number & 0xfffffff0) >>> 0 === SKIPPABLE) {
      for (let left = (await whole(bytes, 4)).readUInt32LE(0); left > 0; ) left -= (await whole(bytes, Math.min(left, 65_536))).length;
    } else if (number !== MAGIC) throw new Error("not a zstd frame");
    else yield* unpackFrame(magic, bytes);
  }
}

async function* unpackFrame(magic: Buffer, bytes: Bytes): AsyncGenerator<Buffer> {
  const outcome: { failed: unknown } = { failed: null };
  const decoder = createZstdDecompress({ chunkSize: 262_144, finishFlush: constants.ZSTD_e_flush });
  const input = Readable.from(gathered(frame(magic, bytes, outcome)));
  input.on("error", (error) => decoder.destroy(error));
  for await (const chunk of input.pipe(decoder)) yield chunk as Buffer;
  if (outcome.failed) throw outcome.failed;
}

/** Each piece that the decoder is given is a way to its thread and back: headers of three bytes must not go one by one. */
async function* gathered(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(piece);
    if ((length += piece.length) < WORTH_GIVING) continue;
    yield held.length === 1 ? piece : Buffer.concat(held, length);
    [held, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(held, length);
}

/** The bytes of one frame. That the file ends within it is told after its bytes, so that what there is can be decoded. */
async function* frame(magic: Buffer, bytes: Bytes, outcome: { failed: unknown }): AsyncGenerator<Buffer> {
  try {
    yield magic;
    const descriptor = await whole(bytes, 1);
    yield descriptor;
    const flags = descriptor[0]!;
    const single = (flags & 0x20) !== 0;
    const sizeBytes = [single ? 1 : 0, 2, 4, 8][flags >> 6]!;
    yield await whole(bytes, (single ? 0 : 1) + [0, 1, 2, 4][flags & 3]! + sizeBytes);
    for (let last = false; !last; ) {
      const header = await whole(bytes, 3);
      yield header;
      const value = header.readUIntLE(0, 3);
      last = (value & 1) === 1;
      const size = ((value >> 1) & 3) === 1 ? 1 : value >>> 3;
      if (size > 0) yield await whole(bytes, size);
    }
    if ((flags & 4) !== 0) yield await whole(bytes, 4);
  } catch (error) {
    outcome.failed = error;
  }
}
