import { parentPort, workerData } from "node:worker_threads";
import type { BlockDigest } from "./digest/block-digest.ts";
import { digester } from "./digest/digester.ts";
import type { BlockTask } from "./digest/digester.ts";
import type { KnownCode } from "./known-code.ts";

export interface ToLogWorker extends Omit<BlockTask, "bytes"> {
  readonly memory: ArrayBuffer;
  readonly length: number;
}

export interface FromLogWorker {
  /** A string says why there is none. */
  readonly digest: BlockDigest | string;
  /** The block's memory, to be filled again. */
  readonly memory: ArrayBuffer;
}

const digest = digester(workerData as KnownCode);

parentPort!.on("message", ({ memory, length, reading, full }: ToLogWorker) => {
  const answer: FromLogWorker = { digest: digestOrWhy({ bytes: Buffer.from(memory, 0, length), reading, full }), memory };
  parentPort!.postMessage(answer, [memory]);
});

/** A block that cannot be digested is told; the thread goes on. */
function digestOrWhy(task: BlockTask): BlockDigest | string {
  try {
    return digest(task);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
