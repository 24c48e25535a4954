import { closeSync, fdatasync, fdatasyncSync, openSync, writeSync } from "node:fs";

/** Samples that wait while the disk takes nothing: an hour of them. */
const MOST_WAITING = 3600;
const SYNC_MS = 10_000;

export interface LineWriter {
  (bytes: Uint8Array): number;
}

/**
 * The telemetry file as it grows. A line is handed to the system before the next thing happens, so that a killed supervisor
 * loses nothing; every ten seconds it is on the disk, so that a power cut loses ten seconds. While the disk is full lines wait,
 * and what had to be given up is told in the file.
 */
export class TelemetryFile {
  readonly #file: number;
  readonly #write: LineWriter;
  readonly #onTrouble: (code: string) => void;
  #waiting: Buffer[] = [];
  #given = 0;
  #trouble: string | null = null;
  /** A line was cut by a full disk: the next one begins with a line break. */
  #torn = false;
  #synced = 0;
  #syncing = false;

  /** `onTrouble` is called once for each time that the disk begins to refuse. */
  constructor(path: string, onTrouble: (code: string) => void, write?: LineWriter) {
    this.#file = openSync(path, "ax", 0o600);
    this.#write = write ?? ((bytes) => writeSync(this.#file, bytes));
    this.#onTrouble = onTrouble;
  }

  append(line: object): void {
    this.#waiting.push(Buffer.from(`${JSON.stringify(line)}\n`));
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#given++;
    }
    this.#flush();
    this.#syncNowAndThen();
  }

  /** The last words are on the disk when this returns, if it takes them. */
  close(): void {
    this.#flush();
    try {
      fdatasyncSync(this.#file);
    } catch { /* a disk that fails now has been told of, or is a pipe */ }
    closeSync(this.#file);
  }

  #flush(): void {
    try {
      if (this.#torn) this.#put(Buffer.from("\n"));
      this.#torn = false;
      if (this.#given > 0) this.#put(Buffer.from(`${JSON.stringify({ lost: { samples: this.#given, why: this.#trouble ?? "" } })}\n`));
      this.#given = 0;
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        this.#put(next);
        this.#waiting.shift();
      }
      this.#trouble = null;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      const isNew = this.#trouble === null;
      this.#trouble = code;
      if (isNew) this.#onTrouble(code);
    }
  }

  #put(bytes: Buffer): void {
    for (let from = 0; from < bytes.length;) {
      const written = this.#write(bytes.subarray(from));
      from += written;
      this.#torn = from > 0 && from < bytes.length;
    }
  }

  #syncNowAndThen(): void {
    const now = performance.now();
    if (this.#syncing || now - this.#synced < SYNC_MS) return;
    this.#syncing = true;
    this.#synced = now;
    fdatasync(this.#file, () => { this.#syncing = false; });
  }
}
