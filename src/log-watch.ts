import { statSync } from "node:fs";
import { resolve } from "node:path";
import { discover } from "./run/sources/discover.ts";
import { followLog } from "./run/sources/follow-log.ts";
import { RotatedParts } from "./run/sources/rotated-parts.ts";

/** Milliseconds of silence after which what was written is worth a look. */
export const IDLE = 5000;
/** A bot that always writes is looked at so often. */
const BUSY = 60_000;
/** An audit that takes long is not repeated all the time. */
const SHARE = 10;

/** What was written to logs while they were followed. */
export class LogWatch {
  readonly #stop = new AbortController();
  readonly #readers = new Map<string, Promise<void>>();
  readonly #pace: Pace;
  #lines = 0;
  #last = 0;
  #wake: (() => void) | null = null;

  constructor(pace: Partial<Pace> = {}) {
    this.#pace = { idle: IDLE, busy: BUSY, look: 250, ...pace };
  }

  /** From their ends on; what is followed already goes on. */
  follow(paths: readonly string[]): void {
    for (const path of paths) if (!this.#readers.has(path)) this.#readers.set(path, this.#read(path));
  }

  async #read(path: string): Promise<void> {
    for await (const chunk of followLog(path, { signal: this.#stop.signal, every: this.#pace.look, from: "end" })) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.#lines++;
      this.#last = performance.now();
    }
  }

  /** Nothing is followed any more once what is there was read. */
  async end(): Promise<void> {
    this.#stop.abort();
    this.#wake?.();
    await Promise.all(this.#readers.values());
  }

  get ended(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Lines since they were taken last. */
  take(): number {
    const lines = this.#lines;
    this.#lines = 0;
    return lines;
  }

  /**
   * Resolves when something was written and the logs are silent, or have not been silent for long, or at the end.
   * @param took milliseconds that the last look took.
   */
  async due(took: number): Promise<void> {
    const start = performance.now();
    while (!this.ended) {
      const now = performance.now();
      const written = this.#lines > 0;
      if (written && now - start >= took * SHARE && (now - this.#last >= this.#pace.idle || now - start >= this.#pace.busy)) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, this.#pace.look);
        this.#wake = () => { clearTimeout(timer); resolve(); };
      });
    }
  }
}

/** Logs as the person named them, while they are written. */
export class GrowingLogs {
  readonly #named: readonly string[];
  readonly #logs: readonly (string | RotatedParts)[];

  constructor(named: readonly string[]) {
    this.#named = named;
    this.#logs = named.map((path) => (isFile(path) ? new RotatedParts(path) : path));
  }

  /** What an audit of them reads now: what rotation put aside still belongs to them. */
  paths(): readonly string[] {
    const now = this.#logs.flatMap((one) => (typeof one === "string" ? [one] : one.paths()));
    return now.length > 0 ? now : this.#named;
  }

  /** The files that something may still be written to. */
  growing(): readonly string[] {
    return this.#named.flatMap((one) => (isFile(one) ? [resolve(one)] : filesIn(one)));
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** What a directory or a glob holds by now; packed parts are not written any more. */
function filesIn(named: string): string[] {
  try {
    return discover("", [named]).parts.filter(({ packing }) => packing === "plain").map(({ path }) => path);
  } catch {
    return [];
  }
}

export interface Pace {
  readonly idle: number;
  readonly busy: number;
  /** Between two looks at a file. */
  readonly look: number;
}
