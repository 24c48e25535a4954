import { lastSafeCut } from "../safe-cut.ts";
import type { Format } from "../formats/format.ts";

/** A piece of a log that begins with a record and ends with the end of one. */
export interface Block {
  readonly bytes: Buffer;
  /** Its last line was longer than a block; the rest of that line was dropped. */
  readonly cutLine: boolean;
}

/** Small enough that the text of a block is young when it is thrown away, large enough that handing it over costs nothing. */
export const BLOCK_BYTES = 256 * 1024;

export interface Cutting {
  /** Called once, with the first block, before anything is cut. */
  readonly formatOf: (head: Buffer) => Format;
  /** Gives memory for a block back to be used again. */
  readonly allocate: () => Buffer;
}

/**
 * Chunks of any size → blocks. Where they are cut depends on the text alone, not on the chunks: the same log gives the same
 * blocks from a file, an archive and a pipe.
 */
export async function* cutBlocks(chunks: AsyncIterable<Buffer>, { formatOf, allocate }: Cutting): AsyncGenerator<Block> {
  let block = allocate();
  let used = 0;
  let dropping = false;
  let format: Format | null = null;
  for await (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      if (dropping) {
        const newline = chunk.indexOf(10, at);
        if (newline < 0) break;
        at = newline + 1;
        dropping = false;
      }
      const count = Math.min(chunk.length - at, block.length - used);
      chunk.copy(block, used, at, at + count);
      used += count;
      at += count;
      if (used < block.length) continue;
      format ??= formatOf(block);
      const cut = cutOf(block, format);
      const next = allocate();
      if (cut === -1) {
        block[used - 1] = 10;
        yield { bytes: block, cutLine: true };
        used = 0;
        // The character that made room for the line's end may have been it.
        dropping = chunk[at - 1] !== 10;
      } else {
        block.copy(next, 0, cut, used);
        used -= cut;
        yield { bytes: block.subarray(0, cut), cutLine: false };
      }
      block = next;
    }
  }
  if (used === 0) return;
  if (format === null) formatOf(block.subarray(0, used));
  yield { bytes: block.subarray(0, used), cutLine: false };
}

/** At a record; else, in a record longer than a block, at a line; -1 where there is not even that. */
function cutOf(block: Buffer, format: Format): number {
  const safe = lastSafeCut(block, format);
  return safe > 0 ? safe : block.lastIndexOf(10) + 1 || -1;
}
