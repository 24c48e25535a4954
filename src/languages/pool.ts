import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Module } from "../ir/nodes.ts";
import { decode } from "./codec.ts";
import { languageOf } from "./languages.ts";
import type { Answer, Job, SourceFile } from "./pool-messages.ts";
import { refuse } from "./refuse.ts";

export type { SourceFile } from "./pool-messages.ts";

/** Below this many characters in all a worker's start costs more than it saves. */
const inProcessLength = 150_000;
/**
 * A further worker for each so many characters. Measured: each worker compiles the parser anew (0.3 s of CPU), so that on two
 * cores one worker is as fast as two up to 200,000 lines, and leaves a core to the caller.
 */
const defaultLengthPerWorker = 5_000_000;
/** What a worker is handed at once, at least (if one file is larger, that file alone). */
const chunkLength = 200_000;
const maxWorkers = 8;

/** 4,000 nested brackets need some 15 MB of stack; the heap holds the trees of the largest file that a front end takes. */
const resourceLimits = { stackSizeMb: 32, maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 32 };

export interface PoolOptions {
  /** Workers at most. */
  readonly jobs?: number;
  readonly lengthPerWorker?: number;
  /** Another worker than ours (tests). */
  readonly worker?: URL;
  /** A worker that was started before the files were known. */
  readonly started?: StartedWorker;
  /** Called with each module as it comes, in no certain order: the caller has time for it while others are lowered. */
  readonly onModule?: (module: Module) => void;
}

/** A worker that is compiling its parser while the caller does something else. */
export class StartedWorker {
  #ready: Running | null;

  constructor() {
    this.#ready = startWorker(ourWorker());
  }

  take(): Running | null {
    const ready = this.#ready;
    this.#ready = null;
    return ready;
  }

  /** Ends it if nobody took it. */
  end(): void {
    void this.take()?.worker.terminate();
  }
}

interface Running {
  readonly worker: Worker;
  /** The index of the file that it is at. */
  readonly position: Int32Array;
}

function startWorker(url: URL): Running {
  const position = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
  return { worker: new Worker(url, { workerData: position.buffer, resourceLimits, execArgv: [] }), position };
}

/**
 * Lowers files in parallel; the result is in input order and does not depend on timing or `jobs`. A file that brings its
 * worker down becomes a module that is damaged as a whole, the others go on. Rejects only when workers cannot be
 * started at all. The calling thread stays free but for taking results apart.
 */
export async function lowerFiles(files: readonly SourceFile[], options: PoolOptions = {}): Promise<Module[]> {
  const jobs = files.map((file, index): Job => ({ ...file, index }));
  const results: (Module | null)[] = files.map(() => null);
  const length = jobs.reduce((sum, job) => sum + job.text.length, 0);
  const left = length <= inProcessLength ? jobs.filter((job) => (results[job.index] = languageOf(job.language).attempt(job.path, job.text)) === null) : jobs;
  if (options.onModule) for (const module of results) if (module) options.onModule(module);
  if (left.length > 0) await new Pool(left, results, options).run(workerCount(length, options));
  return results.map((module) => module!);
}

function workerCount(length: number, { jobs = Math.min(availableParallelism(), maxWorkers), lengthPerWorker = defaultLengthPerWorker }: PoolOptions): number {
  return Math.max(1, Math.min(jobs, Math.ceil(length / lengthPerWorker)));
}

/** One run of the workers over one list of jobs. */
class Pool {
  /** Smallest first: work is taken from the end, so that the largest file is never the last to start. */
  private readonly queue: Job[];
  private readonly results: (Module | null)[];
  private readonly options: PoolOptions;

  constructor(jobs: readonly Job[], results: (Module | null)[], options: PoolOptions) {
    this.options = options;
    this.queue = [...jobs].sort((a, b) => a.text.length - b.text.length || b.index - a.index);
    this.results = results;
  }

  async run(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.keepRunning()));
  }

  /** Workers one after the other, until nothing is left: a dead one is replaced. */
  private async keepRunning(): Promise<void> {
    while (this.queue.length > 0) await this.runWorker();
  }

  private next(): Job[] {
    const chunk: Job[] = [];
    let length = 0;
    for (let job = this.queue.at(-1); job !== undefined && (chunk.length === 0 || length + job.text.length <= chunkLength); job = this.queue.at(-1)) {
      this.queue.pop();
      length += job.text.length;
      chunk.push(job);
    }
    return chunk;
  }

  private runWorker(): Promise<void> {
    const { worker, position } = this.options.started?.take() ?? startWorker(this.options.worker ?? ourWorker());
    let chunk = this.next();
    let left = chunk.length;
    return new Promise((resolve, reject) => {
      let failure: Error | null = null;
      worker.on("error", (error: Error) => (failure = error));
      worker.on("exit", () => {
        const unfinished = chunk.filter((job) => this.results[job.index] === null);
        const culprit = unfinished.find((job) => job.index === position[0]);
        if (unfinished.length > 0 && culprit === undefined) return reject(failure ?? new Error("a worker ended early"));
        if (culprit) this.results[culprit.index] = refuse(culprit.path, culprit.language, culprit.text, "analysing the file ended the process that did it");
        this.queue.push(...unfinished.filter((job) => job !== culprit).reverse());
        resolve();
      });
      worker.on("message", ({ index, module }: Answer) => {
        const decoded = decode(module);
        this.results[index] = decoded;
        if (--left === 0) {
          chunk = this.next();
          left = chunk.length;
          worker.postMessage(chunk);
        }
        this.options.onModule?.(decoded);
        // It ends by itself and nobody waits for it: freeing its heap takes a while.
        if (chunk.length === 0) resolve();
      });
      worker.postMessage(chunk);
    });
  }
}

/** Beside this file, whether it is the source or bundled; a Node that cannot run the source takes the bundle. */
function ourWorker(): URL {
  if (!import.meta.url.endsWith(".ts")) return new URL("./front-end-worker.mjs", import.meta.url);
  return new URL(process.features.typescript ? "./front-end-worker.ts" : "../../dist/front-end-worker.mjs", import.meta.url);
}
