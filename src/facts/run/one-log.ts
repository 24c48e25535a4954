import type { RunEvent } from "../../run/event.ts";
import { appendTo } from "../../sdk/append.ts";

const DATE = /[-_.]?\d{4}[-_]?\d{2}[-_]?\d{2}(?:[-_T.]\d{2}[-_:]?\d{2}(?:[-_:]?\d{2})?)?/g;

/** The log that a file is a part of: rotated and packed parts differ in dates, in a number at the end and in what packed them. */
export function logOf(file: string): string {
  const at = file.lastIndexOf("/") + 1;
  return file.slice(0, at) + file.slice(at).replace(/\.(?:gz|zst|zip|bz2|xz)$/i, "").replace(DATE, "").replace(/\.\d{1,4}$/, "");
}

/** The events of each log, in their order: two programs (two accounts of one bot) write two logs, and one knows nothing of the other. */
export function byLog(events: readonly RunEvent[]): RunEvent[][] {
  const logs = new Map<string, RunEvent[]>();
  const names = new Map<string, string>();
  for (const one of events) {
    let name = names.get(one.at.file);
    if (name === undefined) names.set(one.at.file, (name = logOf(one.at.file)));
    appendTo(logs, name, one);
  }
  return [...logs.values()];
}
