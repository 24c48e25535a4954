import { fstatSync, ftruncateSync, openSync, read, closeSync, watch, write, type FSWatcher } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const readFrom = promisify(read);
const writeTo = promisify(write);

const CHUNK = 1 << 18;
/** Where the system does not tell that a file grew (network disks), it is looked at this often. */
const LOOK_MS = 250;
/** A bot that prints all the time wakes the supervisor at most this often. */
const REST_MS = 10;

export interface FollowerOptions {
  /** The file that the bot writes. */
  readonly file: string;
  /** Where its bytes go on to, unchanged. */
  readonly to: number;
  /** Sees each piece that the bot wrote. */
  readonly onBytes: (bytes: Buffer) => void;
  /** The reader of `to` has gone: nothing is forwarded from now on. */
  readonly onDeaf: (code: string) => void;
}

/**
 * Forwards what the bot writes into a file. Between the two stands nothing but the file: when this process is killed, stopped or
 * stuck at a terminal that scrolls no more, the bot neither blocks nor breaks.
 */
export class OutputFollower {
  readonly #options: FollowerOptions;
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(CHUNK);
  readonly #watcher: FSWatcher | null;
  readonly #timer: NodeJS.Timeout;
  #at = 0;
  #deaf = false;
  #pumping: Promise<void> | null = null;
  #again = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#file = openSync(options.file, "r+");
    this.#watcher = watcherOf(options.file, () => this.#wake());
    this.#timer = setInterval(() => { if (fstatSync(this.#file).size !== this.#at) this.#wake(); }, LOOK_MS);
  }

  /** Bytes in the file. */
  get size(): number {
    return fstatSync(this.#file).size;
  }

  /** Forwards what is there, then stops. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#watcher?.close();
    await this.#pumping;
    await this.#pump();
    closeSync(this.#file);
  }

  /** Empties the file, which the bot goes on to write at its beginning; the bytes that this gave up. */
  drop(): number {
    const { size } = fstatSync(this.#file);
    ftruncateSync(this.#file, 0);
    this.#at = 0;
    return size;
  }

  #wake(): void {
    this.#again = true;
    this.#pumping ??= this.#work().finally(() => { this.#pumping = null; });
  }

  async #work(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#pump();
      await pause(REST_MS);
    }
  }

  async #pump(): Promise<void> {
    for (;;) {
      if (fstatSync(this.#file).size < this.#at) this.#at = 0;
      const at = this.#at;
      const { bytesRead } = await readFrom(this.#file, this.#buffer, 0, CHUNK, at);
      if (bytesRead === 0) return;
      // The file may have been emptied meanwhile.
      if (this.#at === at) this.#at = at + bytesRead;
      const bytes = this.#buffer.subarray(0, bytesRead);
      this.#options.onBytes(bytes);
      if (!this.#deaf) await this.#forward(bytes);
    }
  }

  async #forward(bytes: Buffer): Promise<void> {
    for (let from = 0; from < bytes.length;) {
      try {
        from += (await writeTo(this.#options.to, bytes, from, bytes.length - from, null)).bytesWritten;
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? String(error);
        // The terminal or pipe was set not to wait, and is full now.
        if (code === "EAGAIN") await pause(REST_MS);
        else {
          this.#deaf = true;
          this.#options.onDeaf(code);
          return;
        }
      }
    }
  }
}

function watcherOf(file: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(file, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    // No room for another watch: the timer does it.
    return null;
  }
}
