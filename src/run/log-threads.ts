import { Worker } from "node:worker_threads";
import type { BlockDigest } from "./digest/block-digest.ts";
import { digester } from "./digest/digester.ts";
import type { BlockTask } from "./digest/digester.ts";
import type { KnownCode } from "./known-code.ts";
import type { FromLogWorker, ToLogWorker } from "./log-worker.ts";
import { BLOCK_BYTES } from "./sources/blocks.ts";

/** Where blocks of logs are digested: in this thread or in several others. */
export interface LogThreads {
  digest(task: BlockTask): Promise<BlockDigest>;
  /** Memory for a block. */
  allocate(): Buffer;
  /** Blocks that may be under way at once. */
  readonly width: number;
  close(): Promise<void>;
}

/** Blocks that wait for one thread: while this one digests a block, the others must not run dry. */
const QUEUE = 4;
/** Below this a thread costs more than it saves. */
const WORTH_THREADS = 4 * 1024 * 1024;

/** Records die young: with the default of 48 each thread holds as much garbage. */
const YOUNG_MEGABYTES = 12;
/** Far more than a block and the patterns of a large bot need; without it a thread lets garbage grow. */
const OLD_MEGABYTES = 192;

/** One thread reads the bytes for all of them, and each has a heap of its own. */
const MOST_THREADS = 6;

/**
 * Threads are started when there is enough for them to do: nobody knows before how much an archive or a pipe holds. This one works
 * too: it knows the bot's patterns by then, and each thread has to be warmed up anew.
 */
export function logThreads(code: KnownCode, asked: number): LogThreads {
  const jobs = Math.min(asked, MOST_THREADS);
  const spare: Buffer[] = [];
  const here = thisThread(code, spare);
  let others: OtherThreads | null = null;
  let given = 0;
  return {
    width: jobs * QUEUE,
    // Shared, not handed over: a thread counts what it is given as its own memory and collects garbage for it.
    allocate: () => spare.pop() ?? Buffer.from(new SharedArrayBuffer(BLOCK_BYTES)),
    digest: (task) => {
      given += task.bytes.length;
      if (jobs < 2 || given < WORTH_THREADS) return here(task);
      others ??= otherThreads(code, jobs - 1, spare);
      return others.digest(task) ?? here(task);
    },
    close: async () => others?.close(),
  };
}

function thisThread(code: KnownCode, spare: Buffer[]): LogThreads["digest"] {
  const digest = digester(code);
  return async (task) => {
    // Strings of a digest are parts of the block's text until they are copied.
    const result = structuredClone(digest(task));
    spare.push(Buffer.from(task.bytes.buffer));
    return result;
  };
}

interface OtherThreads {
  /** Null where all of them have enough to do. */
  digest(task: BlockTask): Promise<BlockDigest> | null;
  close(): Promise<void>;
}

interface Waiting {
  readonly task: BlockTask;
  readonly resolve: (digest: BlockDigest) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
  alive: boolean;
}

/** Each block's memory is lent to a thread: however long the logs are, there are no more than a few blocks. */
function otherThreads(code: KnownCode, jobs: number, spare: Buffer[]): OtherThreads {
  const threads = Array.from({ length: jobs }, () => startThread(code, spare));
  return {
    digest: (task) => {
      const free = threads.filter((one) => one.alive && one.waiting.length < QUEUE);
      if (free.length === 0) return null;
      const thread = free.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
      return new Promise((resolve, reject) => {
        thread.waiting.push({ task, resolve, reject });
        const message: ToLogWorker = { reading: task.reading, full: task.full, since: task.since, memory: task.bytes.buffer, length: task.bytes.length };
        thread.worker.postMessage(message);
      });
    },
    close: async () => {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(code: KnownCode, spare: Buffer[]): Thread {
  const worker = new Worker(workerUrl(), { workerData: code, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES, maxOldGenerationSizeMb: OLD_MEGABYTES } });
  const thread: Thread = { worker, waiting: [], alive: true };
  worker.on("message", (digest: FromLogWorker) => {
    const { task, resolve, reject } = thread.waiting.shift()!;
    spare.push(Buffer.from(task.bytes.buffer));
    if (typeof digest === "string") reject(new Error(digest));
    else resolve(digest);
  });
  worker.on("error", (error) => {
    thread.alive = false;
    for (const one of thread.waiting.splice(0)) one.reject(error);
  });
  return thread;
}

const workerUrl = (): URL => new URL(import.meta.url.endsWith(".ts") ? "./log-worker.ts" : "./log-worker.mjs", import.meta.url);
