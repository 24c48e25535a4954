import { createReadStream } from "node:fs";
import { blockText } from "./block-text.ts";
import { telemetryFile } from "./read-telemetry.ts";
import { discover, type LogPart } from "./sources/discover.ts";
import { openPart, packingOf, readPlain, readStream, unpack } from "./sources/read-part.ts";
import { sniff } from "./sources/sniff.ts";
import { textChunks } from "./sources/text-chunks.ts";
import { openZip } from "./sources/zip-entries.ts";

export interface RunPlace {
  /** As in `LogSource.file` or `Telemetry.file`. */
  readonly file: string;
  readonly line: number;
  readonly endLine?: number;
}

export interface RunLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Of one record: a traceback may be long. */
const MOST_LINES = 40;
/** Of one line, however long it is. */
const MOST_BYTES = 4096;
const NEWLINE = 10;

/**
 * The lines around places of a run, read once more: a run keeps no lines. What cannot be read again (standard input, a log that
 * is gone) is left out.
 */
export async function linesAround(root: string, logs: readonly string[], telemetry: string | null, places: readonly RunPlace[], around: number): Promise<RunLine[]> {
  const wanted = new Map<string, Set<number>>();
  for (const { file, line, endLine = line } of places) {
    const numbers = wanted.get(file) ?? new Set<number>();
    wanted.set(file, numbers);
    for (let number = Math.max(1, line - around); number <= Math.min(endLine, line + MOST_LINES) + around; number++) numbers.add(number);
  }
  const found: RunLine[] = [];
  for (const part of logs.length === 0 ? [] : discover(root, logs).parts) {
    const inside = [...wanted.keys()].some((file) => file === part.file || file.startsWith(`${part.file}/`));
    if (inside && part.path !== "-") found.push(...(await fromPart(part, wanted).catch(() => [])));
  }
  // A Prometheus has no lines.
  if (telemetry !== null && !/^https?:/i.test(telemetry)) {
    const { path, file } = telemetryFile(telemetry, root);
    const numbers = wanted.get(file);
    if (numbers) found.push(...(await fromChunks(file, "utf-8", createReadStream(path), numbers).catch(() => [])));
  }
  return found;
}

async function fromPart(part: LogPart, wanted: ReadonlyMap<string, ReadonlySet<number>>): Promise<RunLine[]> {
  const { file, path } = await openPart(part);
  try {
    const head = Buffer.alloc(8);
    const { bytesRead } = await file.read(head, 0, 8, 0);
    const packing = packingOf(head.subarray(0, bytesRead));
    if (packing === "zip") return await fromZip(path, part, wanted);
    const chunks = packing === "plain" ? readPlain(file, () => undefined) : unpack(path, packing, () => undefined);
    return await fromText(part.file, chunks, wanted);
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function fromZip(path: string, part: LogPart, wanted: ReadonlyMap<string, ReadonlySet<number>>): Promise<RunLine[]> {
  const zip = await openZip(path);
  const found: RunLine[] = [];
  try {
    for (const entry of zip.entries) {
      const file = `${part.file}/${entry.name}`;
      if (wanted.has(file) && !entry.encrypted) found.push(...(await fromText(file, readStream(await entry.open(), () => undefined), wanted)));
    }
  } finally {
    zip.close();
  }
  return found;
}

async function fromText(file: string, chunks: AsyncIterable<Buffer>, wanted: ReadonlyMap<string, ReadonlySet<number>>): Promise<RunLine[]> {
  const numbers = wanted.get(file);
  if (!numbers) return [];
  const text = await textChunks(chunks, (head) => sniff(head));
  return text.text ? fromChunks(file, text.encoding, text.chunks, numbers) : [];
}

/** Stops behind the last line that is wanted. */
async function fromChunks(file: string, encoding: string, chunks: AsyncIterable<Buffer>, numbers: ReadonlySet<number>): Promise<RunLine[]> {
  const found: RunLine[] = [];
  const last = Math.max(...numbers);
  let number = 1;
  let held = Buffer.alloc(0);
  const hold = (part: Buffer): void => {
    if (numbers.has(number) && held.length < MOST_BYTES) held = Buffer.concat([held, part.subarray(0, MOST_BYTES - held.length)]);
  };
  const end = (): void => {
    if (numbers.has(number)) found.push({ file, line: number, text: blockText(held, encoding) });
    held = Buffer.alloc(0);
    number++;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0 && number <= last; to = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, to));
      end();
      from = to + 1;
    }
    if (number > last) return found;
    hold(chunk.subarray(from));
  }
  if (held.length > 0) end();
  return found;
}
