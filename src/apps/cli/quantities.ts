import { InputError } from "../../sdk/input-error.ts";
import { complaints } from "./complaints.ts";

/** `0.5`, `30`, `30s` → seconds; null where the option was not given. */
export function secondsOf(option: string, asked: string | undefined, from: number, to: number): number | null {
  if (asked === undefined) return null;
  const seconds = Number(asked.replace(/s$/, ""));
  if (!/^\d*\.?\d+s?$/.test(asked) || seconds < from || seconds > to) throw new InputError(complaints("seconds", { option, value: asked, from: String(from), to: String(to) }));
  return seconds;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** No bot lives below it: `600` means megabytes and forgot to say so. */
const LEAST_MEMORY = 2 ** 20;

/** `600MB`, `2g`, `1.5GiB` → bytes; a megabyte has 1024 x 1024 of them, as in the tools that show a process's memory. */
export function bytesOf(option: string, asked: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:I?B)?$/i.exec(asked) ?? [];
  const bytes = Math.round(Number(number) * (UNITS[unit?.toUpperCase() ?? ""] ?? NaN));
  if (!Number.isSafeInteger(bytes) || bytes < LEAST_MEMORY) throw new InputError(complaints("memory", { option, value: asked }));
  return bytes;
}
