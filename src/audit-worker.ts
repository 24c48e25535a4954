import { once } from "node:events";
import module from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { BotSettings } from "./audit-bot.ts";
import type { Audit } from "./sdk/audit-result.ts";
import type { Text } from "./sdk/text.ts";
import type { Bot } from "./source/bot.ts";

export type FromAudit =
  | { readonly kind: "progress"; readonly stage: Text; readonly done: number; readonly total: number }
  | { readonly kind: "timing"; readonly name: string; readonly milliseconds: number }
  | { readonly kind: "refused"; readonly says: Text; readonly file: string | null; readonly remedy: Text | null }
  | { readonly kind: "done"; readonly audit: Audit };

const post = (message: FromAudit): void => parentPort!.postMessage(message);

// A thread has a compile cache of its own; what is imported after this line is kept compiled for the next audit.
module.enableCompileCache?.();
const settings = workerData as BotSettings;
const asked = once(parentPort!, "message") as Promise<[Bot]>;
// It compiles the parser while this thread compiles the checks.
const started = settings.jobs > 1 ? new (await import("./languages/pool.ts")).StartedWorker() : undefined;
const [{ auditBot }, { InputError }] = await Promise.all([import("./audit-bot.ts"), import("./sdk/input-error.ts")]);

try {
  const [bot] = await asked;
  const audit = await auditBot(bot, {
    ...settings,
    ...(started ? { started } : {}),
    onProgress: (stage, done, total) => post({ kind: "progress", stage, done, total }),
    onTiming: (name, milliseconds) => post({ kind: "timing", name, milliseconds }),
  });
  post({ kind: "done", audit });
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  post({ kind: "refused", says: error.says, file: error.file, remedy: error.remedy });
} finally {
  started?.end();
}
