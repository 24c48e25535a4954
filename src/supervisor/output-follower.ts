import { fstatSync, ftruncateSync, openSync, read, readSync, closeSync, watch, write, type FSWatcher } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const readFrom = promisify(read);
const writeTo = promisify(write);

const CHUNK = 1 << 18;
/** Where the system does not tell that a file grew (network disks), it is looked at this often. */
const LOOK_MS = 250;
/**
 * While the bot prints, its file is looked at this often. Being told of each write instead made printing seven times as slow
 * (200,000 lines at full speed: 52 µs each, 7 µs into a plain file, 23 µs on a terminal).
 */
const REST_MS = 20;
/** So many looks without anything new: from now on the system tells. */
const QUIET_LOOKS = 3;
/** Of what was given up on the disk before it was shown. */
const MOST_HELD = 32 * 1024 * 1024;
const LOOKS_BEFORE_CUT = 4;

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
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | null = null;
  #at = 0;
  #drops = 0;
  #held: Buffer = Buffer.alloc(0);
  #deaf = false;
  #following: Promise<void> | null = null;
  #ending = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#file = openSync(options.file, "r+");
    this.#timer = setInterval(() => { if (this.size !== this.#at) this.#wake(); }, LOOK_MS);
    this.#wake();
  }

  /** Bytes in the file. */
  get size(): number {
    return fstatSync(this.#file).size;
  }

  /** Forwards what is there, then stops. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    this.#ending = true;
    await this.#following;
    this.#watcher?.close();
    await this.#pump();
    closeSync(this.#file);
  }

  /**
   * Empties the file, which the bot goes on to write at its beginning; the bytes that this gave up. What was not forwarded yet
   * is held in memory.
   */
  drop(): number {
    const rest = [this.#held];
    // The bot goes on writing: what comes between the last look and the cut is lost, so the looks come closer.
    for (let look = 0; look < LOOKS_BEFORE_CUT; look++) {
      const more = this.#more(MOST_HELD - rest.reduce((sum, one) => sum + one.length, 0));
      if (more.length === 0) break;
      rest.push(more);
      this.#at += more.length;
    }
    const { size } = this;
    ftruncateSync(this.#file, 0);
    this.#held = Buffer.concat(rest);
    this.#at = 0;
    this.#drops++;
    this.#wake();
    return size;
  }

  /** What stands in the file behind the last byte that was read. */
  #more(most: number): Buffer {
    const bytes = Buffer.alloc(Math.min(Math.max(0, this.size - this.#at), most));
    return bytes.subarray(0, readSync(this.#file, bytes, 0, bytes.length, this.#at));
  }

  #wake(): void {
    this.#following ??= this.#follow().finally(() => { this.#following = null; });
  }

  /** Until the bot is quiet. */
  async #follow(): Promise<void> {
    this.#watcher?.close();
    this.#watcher = null;
    for (let quiet = 0; quiet < QUIET_LOOKS && !this.#ending; quiet++) {
      if (await this.#pump()) quiet = 0;
      await pause(REST_MS);
    }
    if (!this.#ending) this.#watcher = watcherOf(this.#options.file, () => this.#wake());
  }

  /** Whether there was anything new. */
  async #pump(): Promise<boolean> {
    for (let any = false; ; any = true) {
      const bytes = this.#held.length > 0 ? this.#takeHeld() : await this.#read();
      if (bytes === null) return any;
      this.#options.onBytes(bytes);
      if (!this.#deaf) await this.#forward(bytes);
    }
  }

  #takeHeld(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  /** The next piece of the file; null: there is none. */
  async #read(): Promise<Buffer | null> {
    if (this.size === this.#at) return null;
    const drops = this.#drops;
    const { bytesRead } = await readFrom(this.#file, this.#buffer, 0, CHUNK, this.#at);
    // Emptied meanwhile: what was read is held as well.
    if (drops !== this.#drops) return this.#held.length > 0 ? this.#takeHeld() : this.#read();
    this.#at += bytesRead;
    return bytesRead === 0 ? null : this.#buffer.subarray(0, bytesRead);
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
