import { parentPort, workerData } from "node:worker_threads";
import type { BlockDigest } from "./digest/block-digest.ts";
import { digester } from "./digest/digester.ts";
import type { BlockTask } from "./digest/digester.ts";
import type { KnownCode } from "./known-code.ts";

export interface ToLogWorker extends Omit<BlockTask, "bytes"> {
  /** Lent until the answer. */
  readonly memory: ArrayBufferLike;
  readonly length: number;
}

/** A string says why there is none. */
export type FromLogWorker = BlockDigest | string;

const digest = digester(workerData as KnownCode);

parentPort!.on("message", ({ memory, length, ...task }: ToLogWorker) => {
  const answer: FromLogWorker = digestOrWhy({ ...task, bytes: Buffer.from(memory, 0, length) });
  parentPort!.postMessage(answer);
});

/** A block that cannot be digested is told; the thread goes on. */
function digestOrWhy(task: BlockTask): BlockDigest | string {
  try {
    return digest(task);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
