import type { Sniffed } from "./sniff.ts";

export type TextChunks =
  | { readonly text: true; /** Of `chunks`: "utf-8" or a code page of single bytes. */ readonly encoding: string; readonly chunks: AsyncIterable<Buffer> }
  | { readonly text: false; readonly kind: "binary" | "tar" | "telemetry" };

const HEAD = 64 * 1024;

/** Bytes as they lie there → bytes in which a line ends with one byte 10: UTF-16 becomes UTF-8, the byte order mark goes. */
export async function textChunks(source: AsyncIterable<Buffer>, sniff: (head: Buffer) => Sniffed): Promise<TextChunks> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await headOf(chunks);
  const sniffed = sniff(head);
  if (!sniffed.text) {
    await chunks.return?.();
    return sniffed;
  }
  const all = joined(head.subarray(sniffed.skip), chunks);
  const wide = sniffed.encoding.startsWith("utf-16");
  return { text: true, encoding: wide ? "utf-8" : sniffed.encoding, chunks: wide ? narrowed(all, sniffed.encoding) : all };
}

/** Enough to know what it is. A hole at the start, where a log was cut short while its writer went on, is passed over. */
async function headOf(chunks: AsyncIterator<Buffer>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < HEAD) {
    const { value, done } = await chunks.next();
    if (done) break;
    const chunk: Buffer = value;
    const from = head.length === 0 ? firstNotZero(chunk) : 0;
    if (from < chunk.length) head = Buffer.concat([head, chunk.subarray(from)]);
  }
  return head;
}

const ZEROS = Buffer.alloc(4096);

function firstNotZero(chunk: Buffer): number {
  let at = 0;
  // UTF-16 begins with a single zero byte at most.
  while (at + ZEROS.length <= chunk.length && chunk.compare(ZEROS, 0, ZEROS.length, at, at + ZEROS.length) === 0) at += ZEROS.length;
  if (at === 0 && !(chunk[0] === 0 && chunk[1] === 0)) return 0;
  while (chunk[at] === 0) at++;
  return at;
}

async function* joined(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* narrowed(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const last = decoder.decode();
  if (last !== "") yield Buffer.from(last);
}
