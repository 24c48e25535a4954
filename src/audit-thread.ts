import { Worker } from "node:worker_threads";
import type { AuditSettings } from "./audit.ts";
import type { FromAudit } from "./audit-worker.ts";
import { readBot } from "./read-bot.ts";
import type { Audit } from "./sdk/audit-result.ts";
import { InputError } from "./sdk/input-error.ts";
import { catalogue } from "./sdk/text.ts";

/** Trees are walked by recursion; a chain of 20,000 operands or 1,000 brackets must not end the audit. */
const STACK_MEGABYTES = 256;
const HEAP_MEGABYTES = 8192;
/** Measured: a tenth less CPU time than the default on 76,000 lines; more costs memory for little. */
const YOUNG_MEGABYTES = 32;

const say = catalogue({ reading: { en: "reading files", ru: "чтение файлов" } });

/**
 * `audit` in a thread with a stack that any file which the front end takes fits in. This thread reads the files while the other
 * one compiles the checks.
 * @throws {InputError} like `audit`.
 */
export async function auditInThread({ dir, onProgress, onTiming, ...settings }: AuditSettings): Promise<Audit> {
  const worker = new Worker(workerUrl(), { workerData: settings, resourceLimits: { stackSizeMb: STACK_MEGABYTES, maxYoungGenerationSizeMb: YOUNG_MEGABYTES, maxOldGenerationSizeMb: HEAP_MEGABYTES } });
  const result = new Promise<Audit>((resolve, reject) => {
    worker.on("message", (message: FromAudit) => {
      if (message.kind === "progress") onProgress?.(message.stage, message.done, message.total);
      else if (message.kind === "timing") onTiming?.(message.name, message.milliseconds);
      else if (message.kind === "refused") reject(new InputError(message.says, message.file, message.remedy));
      else resolve(message.audit);
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the audit thread ended without a result")));
  });
  result.catch(() => {}); // Handled below, unless the files are refused first.
  try {
    onProgress?.(say("reading"), 0, 3);
    const start = performance.now();
    worker.postMessage(await readBot(dir, settings.config));
    onTiming?.("read", performance.now() - start);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return result;
}

const workerUrl = (): URL => new URL(import.meta.url.endsWith(".ts") ? "./audit-worker.ts" : "./audit-worker.mjs", import.meta.url);
