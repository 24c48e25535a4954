import type { Readable } from "node:stream";
import yauzl from "yauzl";

export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  readonly written: number;
  readonly encrypted: boolean;
  /** Decompressed. Entries are read one after another. */
  open(): Promise<Readable>;
}

export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  close(): void;
}

const MOST_ENTRIES = 20_000;

/** @throws what yauzl says of a damaged archive. */
export function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, decodeStrings: true, strictFileNames: false }, (failed, zip) => {
      if (failed) return reject(failed);
      const entries: ZipEntry[] = [];
      zip.on("entry", (entry: yauzl.Entry) => {
        if (!entry.fileName.endsWith("/")) entries.push(entryOf(zip, entry));
        if (entries.length < MOST_ENTRIES) zip.readEntry();
        else resolve({ entries, close: () => zip.close() });
      });
      zip.on("end", () => resolve({ entries, close: () => zip.close() }));
      zip.on("error", reject);
      zip.readEntry();
    });
  });
}

function entryOf(zip: yauzl.ZipFile, entry: yauzl.Entry): ZipEntry {
  return {
    name: entry.fileName, bytes: entry.uncompressedSize, written: entry.getLastModDate().getTime(),
    encrypted: (entry.generalPurposeBitFlag & 1) === 1,
    open: () => new Promise((resolve, reject) => zip.openReadStream(entry, (failed, stream) => (failed ? reject(failed) : resolve(stream)))),
  };
}
