import { createReadStream } from "node:fs";
import { extname } from "node:path";
import type { NotAnalysed } from "../ir/program.ts";
import { SourceDigester } from "./digest/source-digest.ts";
import type { SourceDigest } from "./digest/source-digest.ts";
import type { SourceReading } from "./digest/digester.ts";
import { blockText } from "./block-text.ts";
import { detectFormat } from "./formats/format.ts";
import type { Format } from "./formats/format.ts";
import type { KnownCode } from "./known-code.ts";
import type { LogThreads } from "./log-threads.ts";
import { EVERYTHING, TIMES_ONLY } from "./since.ts";
import { Bomb, bounded, MOST_TIMES } from "./sources/bomb.ts";
import { cutBlocks } from "./sources/blocks.ts";
import type { LogPart } from "./sources/discover.ts";
import { errorCode, note } from "./sources/notes.ts";
import { openPart, packingOf, readPlain, readStream, unpack, Vanished } from "./sources/read-part.ts";
import { sniff } from "./sources/sniff.ts";
import { textChunks } from "./sources/text-chunks.ts";
import { isLogName, mayBeBare } from "./sources/part-name.ts";
import { openZip } from "./sources/zip-entries.ts";
import { CutOff } from "./sources/zstd-frames.ts";

export interface Reader {
  readonly threads: LogThreads;
  readonly code: KnownCode;
  /** Records before it are passed over; lines without a date are read whole. */
  readonly since: number;
  /** Bytes of the logs as they lie on the disk. */
  readonly onBytes: (count: number) => void;
  readonly notRead: NotAnalysed[];
}

/** One part of a log → the digests of the sources in it: one, or the entries of an archive. What cannot be read is noted. */
export async function readPart(part: LogPart, reader: Reader): Promise<SourceDigest[]> {
  const refused = UNSUPPORTED[extname(part.path).toLowerCase()];
  if (refused !== undefined) return refuseWith(reader, note("unsupported", part.file, { kind: refused }));
  if (part.path === "-") return one(await readSource({ ...part, chunks: readStream(standardInput(), reader.onBytes) }, reader));
  try {
    const { file, path } = await openPart(part);
    try {
      const head = Buffer.alloc(8);
      const stat = await file.stat();
      if (!stat.isFile()) return one(await readSource({ ...part, chunks: readStream(file.createReadStream(), reader.onBytes) }, reader));
      const { bytesRead } = await file.read(head, 0, 8, 0);
      const packing = packingOf(head.subarray(0, bytesRead));
      if (packing === "zip") return await readZip(path, part, reader);
      const chunks = packing === "plain" ? readPlain(file, reader.onBytes) : bounded(unpack(path, packing, reader.onBytes), stat.size);
      return one(await readSource({ ...part, chunks }, reader));
    } finally {
      await file.close().catch(() => undefined);
    }
  } catch (error) {
    return refuseWith(reader, error instanceof Vanished ? note("vanished", part.file) : note("unreadable", part.file, { error: errorCode(error) }));
  }
}

/** By its descriptor: process.stdin of a thread is empty. */
const standardInput = (): AsyncIterable<Buffer> => createReadStream("", { fd: 0, autoClose: false, highWaterMark: 262_144 });

const UNSUPPORTED: Readonly<Record<string, string>> = { ".bz2": "bzip2", ".xz": "xz", ".7z": "7z", ".rar": "rar", ".lz4": "lz4", ".tar": "tar", ".tgz": "tar" };

const one = (digest: SourceDigest | null): SourceDigest[] => (digest ? [digest] : []);

function refuseWith({ notRead }: Reader, why: NotAnalysed): SourceDigest[] {
  notRead.push(why);
  return [];
}

async function readZip(path: string, part: LogPart, reader: Reader): Promise<SourceDigest[]> {
  const zip = await openZip(path);
  const digests: SourceDigest[] = [];
  try {
    for (const entry of [...zip.entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
      const file = `${part.file}/${entry.name}`;
      if (isLogName(entry.name.split("/").at(-1)!) === "no" && zip.entries.length > 1) continue;
      if (entry.encrypted) reader.notRead.push(note("encrypted", file));
      else {
        const chunks = bounded(readStream(await entry.open(), () => undefined), part.bytes);
        digests.push(...one(await readSource({ file, bytes: entry.bytes, written: entry.written, uncertain: part.uncertain, chunks }, reader)));
      }
    }
  } catch (error) {
    reader.notRead.push(note("damaged", part.file, { error: errorCode(error) }));
  } finally {
    zip.close();
    reader.onBytes(part.bytes);
  }
  return digests;
}

interface Source {
  readonly file: string;
  readonly bytes: number;
  readonly written: number;
  readonly uncertain: boolean;
  readonly chunks: AsyncIterable<Buffer>;
}

/** A file that was found, not named, and whose lines are no log's: state, a licence. */
class NoLog extends Error {}

/** Null where the source is no log. */
async function readSource(source: Source, reader: Reader): Promise<SourceDigest | null> {
  const { file, written } = source;
  const digester = new SourceDigester(file);
  let reading: SourceReading | null = null;
  let bytes = 0;
  try {
    const text = await textChunks(source.chunks, (head) => sniff(head));
    if (!text.text) {
      // A directory of a run holds its telemetry too: that is read as such.
      if (!source.uncertain && text.kind !== "telemetry") reader.notRead.push(text.kind === "tar" ? note("unsupported", file, { kind: "tar" }) : note("binary", file));
      return null;
    }
    const formatOf = (head: Buffer): Format => {
      const format = detectFormat(sampleOf(head, text.encoding), reader.code, written);
      if (source.uncertain && format.grammars.length === 0 && format.objects === null && !mayBeBare(file)) throw new NoLog(file);
      reading = { file, format, encoding: text.encoding };
      return format;
    };
    await digestBlocks(cutBlocks(countedChunks(text.chunks, (count) => (bytes += count)), { formatOf, allocate: reader.threads.allocate }), () => reading!, digester, reader);
  } catch (error) {
    if (error instanceof NoLog) return null;
    if (error instanceof Bomb) reader.notRead.push(note("bomb", file, { times: MOST_TIMES }));
    else reader.notRead.push(note(error instanceof CutOff ? "damaged" : "failed", file, { error: errorCode(error) }));
  }
  const { format } = (reading as SourceReading | null) ?? { format: { name: "{message}", floating: false, zoned: true } };
  const digest = digester.result({ file, format: format.name, bytes }, { zoned: format.zoned, floatsTo: format.floating ? written : null });
  const undated = format.floating || (digest.source.records > 0 && !(digest.earliest >= 0));
  if (undated && reader.since !== EVERYTHING && reader.since !== TIMES_ONLY) reader.notRead.push(note("undated", file));
  return digest;
}

async function* countedChunks(chunks: AsyncIterable<Buffer>, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    count(chunk.length);
    yield chunk;
  }
}

/** The lines of the first block: many from its start, some from its end. */
function sampleOf(head: Buffer, encoding: string): string[] {
  const lines = blockText(head.subarray(0, head.lastIndexOf(10) + 1 || head.length), encoding).split("\n");
  return lines.length <= 1000 ? lines : [...lines.slice(0, 700), ...lines.slice(-300)];
}

/** Some blocks at once; their digests are taken in the order of the source. */
async function digestBlocks(blocks: ReturnType<typeof cutBlocks>, reading: () => SourceReading, digester: SourceDigester, { threads, since }: Reader): Promise<void> {
  const under: Promise<void>[] = [];
  let before: Promise<void> = Promise.resolve();
  for await (const { bytes, cutLine } of blocks) {
    const { format } = reading();
    const digest = threads.digest({ bytes, reading: reading(), full: digester.full(), since: format.floating ? EVERYTHING : since });
    const done = before.then(() => digest).then((one) => digester.add(one, cutLine, format.floating));
    done.catch(() => undefined);
    before = done;
    under.push(done);
    if (under.length >= threads.width) await under.shift();
  }
  await Promise.all(under);
}
