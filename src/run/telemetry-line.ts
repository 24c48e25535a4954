import type { SocketCounts, TelemetryExit, TelemetryGuard, TelemetrySample } from "./telemetry.ts";

/** What one line of a telemetry file says. `other`: JSON that a newer golive may have written; `damaged`: no JSON object at all. */
export type TelemetryLine =
  | { readonly kind: "header"; readonly version: number; readonly command: readonly string[]; readonly source: string | null }
  | { readonly kind: "sample"; readonly sample: TelemetrySample }
  | { readonly kind: "guard"; readonly guard: TelemetryGuard }
  | { readonly kind: "exit"; readonly exit: TelemetryExit }
  | { readonly kind: "lost"; readonly lost: Lost }
  | { readonly kind: "other" }
  | { readonly kind: "damaged" };

/** What a full disk took away: samples, or bytes of one of the logs. */
export interface Lost {
  readonly samples: number | null;
  readonly log: string | null;
  readonly bytes: number | null;
  /** The system's word, such as ENOSPC. */
  readonly why: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Peers that one sample may name: a server with ten thousand clients must not fill the memory. */
const MOST_PEERS = 100;
const MOST_WORDS = 200;
const MOST_LETTERS = 400;
/** The last moment that JavaScript's dates know. */
const LAST_MOMENT = 8.64e15;

/** A line of the file, by its number → what it says. Values that cannot be are null: nothing is made up, nothing throws. */
export function parseTelemetryLine(text: string, line: number): TelemetryLine {
  const json = jsonObject(text);
  if (!json) return { kind: "damaged" };
  if (json["golive"] === "telemetry") {
    return { kind: "header", version: amount(json["version"]) ?? 1, command: words(json["command"]), source: word(json["source"]) };
  }
  const guard = record(json["guard"]);
  if (guard) return guardOf(guard, line);
  const exit = record(json["exit"]);
  if (exit) return exitOf(exit, line);
  const lost = record(json["lost"]);
  if (lost) return { kind: "lost", lost: { samples: count(lost["samples"]), log: word(lost["log"]), bytes: count(lost["bytes"]), why: word(lost["why"]) ?? "" } };
  const time = moment(json["t"]);
  return time === null ? { kind: "other" } : { kind: "sample", sample: sampleOf(json, time, line) };
}

const sampleOf = (json: Json, time: number, line: number): TelemetrySample => ({
  line, time, rss: amount(json["rss"]), processes: count(json["procs"]), threads: count(json["threads"]), fds: count(json["fds"]),
  sockets: socketsOf(record(json["sockets"])), cpu: amount(json["cpu"]), loopLag: amount(json["loopLag"]),
});

function socketsOf(json: Json | null): SocketCounts | null {
  const [established, closeWait] = [count(json?.["established"]), count(json?.["closeWait"])];
  if (!json || established === null || closeWait === null) return null;
  const peers: Record<string, number> = Object.create(null);
  let named = 0;
  for (const [peer, open] of Object.entries(record(json["peers"]) ?? {})) {
    const connections = count(open);
    if (connections === null || peer.length > MOST_LETTERS) continue;
    if (++named > MOST_PEERS) break;
    peers[peer] = connections;
  }
  return { established, closeWait, timeWait: count(json["timeWait"]) ?? 0, other: count(json["other"]) ?? 0, peers: { ...peers } };
}

function guardOf(json: Json, line: number): TelemetryLine {
  const limit = amount(json["limit"]);
  if (limit === null) return { kind: "damaged" };
  return { kind: "guard", guard: { line, limit, trippedAt: moment(json["trippedAt"]), stoppedAfter: amount(json["stoppedAfter"]) } };
}

function exitOf(json: Json, line: number): TelemetryLine {
  const time = moment(json["t"]);
  if (time === null) return { kind: "damaged" };
  const signal = json["signal"];
  return { kind: "exit", exit: { line, time, code: whole(json["code"]), signal: typeof signal === "string" && /^SIG[A-Z0-9]{1,12}$/.test(signal) ? signal : null } };
}

function jsonObject(text: string): Json | null {
  try {
    return record(JSON.parse(text));
  } catch {
    return null;
  }
}

const record = (value: unknown): Json | null => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null);
const finite = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);
const whole = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null);
const count = (value: unknown): number | null => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null);
const word = (value: unknown): string | null => (typeof value === "string" ? value.slice(0, MOST_LETTERS) : null);
const words = (value: unknown): string[] => (Array.isArray(value) ? value.slice(0, MOST_WORDS).filter((word) => typeof word === "string").map((word) => word.slice(0, MOST_LETTERS)) : []);

/** Neither negative nor beyond what a double tells apart. */
function amount(value: unknown): number | null {
  const number = finite(value);
  return number !== null && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? number : null;
}

function moment(value: unknown): number | null {
  const number = finite(value);
  return number !== null && number >= 0 && number <= LAST_MOMENT ? number : null;
}
