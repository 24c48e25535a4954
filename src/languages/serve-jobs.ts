/** What a worker of the pool does: lowers the files that it is sent, one answer for each, and marks where it is. */
import { parentPort, workerData } from "node:worker_threads";
import { type EncodedModule, encode } from "./codec.ts";
import { languageOf } from "./languages.ts";
import type { Answer, Job } from "./pool-messages.ts";
import { refuse } from "./refuse.ts";

const port = parentPort!;
const position = new Int32Array(workerData as SharedArrayBuffer);

/** An empty list ends the worker. */
port.on("message", (jobs: readonly Job[]) => {
  for (const job of jobs) {
    Atomics.store(position, 0, job.index);
    const module = lowered(job);
    port.postMessage({ index: job.index, module } satisfies Answer, [module.words.buffer, module.numbers.buffer]);
  }
  Atomics.store(position, 0, -1);
  if (jobs.length === 0) port.close();
});

function lowered(job: Job): EncodedModule {
  try {
    return encode(languageOf(job.language).lower(job.path, job.text));
  } catch (error) {
    return encode(refuse(job.path, job.language, job.text, error instanceof RangeError ? "the code nests too deeply to be analysed" : String(error)));
  }
}
