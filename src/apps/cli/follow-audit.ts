import { setTimeout as sleep } from "node:timers/promises";
import { GrowingLogs, IDLE, LogWatch } from "../../log-watch.ts";
import { InputError } from "../../sdk/input-error.ts";
import type { Audit } from "../../sdk/audit-result.ts";
import type { Text } from "../../sdk/text.ts";
import { complaints } from "./complaints.ts";
import type { Audited } from "./run-audit.ts";
import type { RunFiles } from "./run-files.ts";
import { say } from "./say.ts";

export interface Following {
  readonly run: RunFiles & { readonly logs: readonly string[] };
  readonly auditOf: (files: RunFiles) => Promise<Audited>;
  /** A report that may be followed by others; "same": its findings are those of the one before. */
  readonly show: (audited: Audited, findings: "new" | "same") => Promise<void>;
}

/**
 * Audits logs that are still written, again and again, until Ctrl-C (or SIGTERM): what is new is shown at once; where nothing is,
 * a line says so.
 * @returns the last audit, of everything that was written; showing it is left to the caller.
 */
export async function followAudit({ run, auditOf, show }: Following): Promise<Audited> {
  const watch = new LogWatch();
  const release = onSignals(() => void watch.end());
  try {
    const logs = new GrowingLogs(run.logs);
    const audited = async (): Promise<Audited> => {
      const now = logs.paths();
      // Followed before it is read: what is written meanwhile is told next time.
      watch.follow(logs.growing());
      return auditOf({ ...run, logs: now });
    };
    let start = performance.now();
    let last = await audited();
    const tell = (text: Text): void => say(text[last.language]);
    if (!watch.ended) {
      await show(last, "new");
      tell(complaints("following", { paths: run.logs.join(", "), idle: IDLE / 1000 }));
    }
    while (!watch.ended) {
      await watch.due(performance.now() - start);
      const lines = watch.take();
      if (lines === 0) continue;
      start = performance.now();
      const before = last;
      last = await again(audited);
      const { fresh, gone } = difference(before.audit, last.audit);
      const time = new Date().toTimeString().slice(0, 8);
      if (fresh + gone === 0) tell(complaints("nothingNew", { time, lines }));
      else tell(complaints("changed", { time, lines, fresh, gone }));
      if (!watch.ended) await show(last, fresh + gone === 0 && before.audit.gate === last.audit.gate ? "same" : "new");
    }
    await watch.end();
    return watch.take() > 0 ? await again(audited) : last;
  } finally {
    release();
  }
}

/** A rotation may take a file away just when it is looked for. */
async function again(audited: () => Promise<Audited>): Promise<Audited> {
  try {
    return await audited();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    await sleep(ROTATES);
    return audited();
  }
}

const ROTATES = 1000;

/** By fingerprint and grade. */
function difference(before: Audit, now: Audit): { readonly fresh: number; readonly gone: number } {
  const keys = ({ verdicts }: Audit): Set<string> => new Set(verdicts.flatMap(({ findings }) => findings.map(({ fingerprint, grade }) => `${fingerprint} ${grade}`)));
  const [old, own] = [keys(before), keys(now)];
  return { fresh: [...own].filter((one) => !old.has(one)).length, gone: [...old].filter((one) => !own.has(one)).length };
}

/** The first signal asks for the last report; the second one ends at once, as everywhere. */
function onSignals(end: () => void): () => void {
  const release = (): void => void process.off("SIGINT", once).off("SIGTERM", once);
  const once = (): void => {
    release();
    end();
  };
  process.on("SIGINT", once).on("SIGTERM", once);
  return release;
}
