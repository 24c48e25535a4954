/**
 * What stands around a line because something else kept it: journald, Docker, Kubernetes, pm2. The envelope is taken off before
 * the bot's own format is looked for; it gives a process and, where the bot prints no time, the time.
 */
import { withoutEscapes } from "../block-text.ts";
import { clock, clockAt } from "./clock.ts";
import { syslogLevel } from "./levels.ts";

export type EnvelopeKind = "docker-json" | "journald-json" | "journald" | "cri" | "compose";

export interface Unwrapped {
  readonly text: string;
  readonly time: number | null;
  readonly level: number | null;
  readonly process: string | null;
  /** Lines of one record come from one of these: a process, or one of its two streams. */
  readonly channel: string;
  /** A container's line of more than 16 KB comes in pieces: another one of this channel goes on. */
  readonly goesOn?: true;
}

type Unwrap = (line: string, reference: number) => Unwrapped | null;

/** `Nov 23 03:17:59 host unit[pid]: text`, and -o short-iso, short-precise. */
const JOURNALD = /^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)) ([\w.-]+) ([^\s:[\]]+)(?:\[(\d+)\])?: ?/;
const CRI = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (stdout|stderr) ([FP]) /;
/** `bot-1  | text`, pm2's `0|bot  | text`. */
const COMPOSE = /^((?:\d+\|)?[A-Za-z][\w.-]*) +\| ?/;

function timeOf(text: string, reference: number): number | null {
  const shape = text.charCodeAt(0) > 57 ? "no-year" : "iso";
  return clockAt(text, 0, shape, reference) > 0 ? clock.time : null;
}

const journald: Unwrap = (line, reference) => {
  const found = JOURNALD.exec(line);
  if (!found) return null;
  const [all, time, , unit, pid] = found;
  const process = pid === undefined ? unit! : `${unit}[${pid}]`;
  return { text: line.slice(all.length), time: timeOf(time!, reference), level: null, process, channel: process };
};

const cri: Unwrap = (line, reference) => {
  const found = CRI.exec(line);
  return found && { text: line.slice(found[0].length), time: timeOf(found[1]!, reference), level: null, process: null, channel: found[2]!, ...(found[3] === "P" ? { goesOn: true } : {}) };
};

const compose: Unwrap = (line) => {
  const found = COMPOSE.exec(line);
  return found && { text: line.slice(found[0].length), time: null, level: null, process: found[1]!, channel: found[1]! };
};

export function parseObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Docker cuts lines after so many bytes; a character may be more than one. The last line of a container may lack its end without being cut. */
const PIECE = 16 * 1024 / 4;

const dockerJson: Unwrap = (line, reference) => {
  const { log, time, stream } = parseObject(line) ?? {};
  if (typeof log !== "string" || (typeof time !== "string" && typeof stream !== "string")) return null;
  return { text: withoutEscapes(log.replace(/\r?\n$/, "")), time: typeof time === "string" ? timeOf(time, reference) : null, level: null, process: null, channel: typeof stream === "string" ? stream : "", ...(log.length >= PIECE && !log.endsWith("\n") ? { goesOn: true } : {}) };
};

const journaldJson: Unwrap = (line) => {
  const object = parseObject(line);
  const message = object?.["MESSAGE"];
  const stamp = object?.["__REALTIME_TIMESTAMP"];
  if (!object || (typeof message !== "string" && !Array.isArray(message)) || stamp === undefined) return null;
  const text = typeof message === "string" ? message : Buffer.from(message.filter((byte): byte is number => typeof byte === "number")).toString("utf8");
  const service = String(object["SYSLOG_IDENTIFIER"] ?? object["_SYSTEMD_UNIT"] ?? object["_COMM"] ?? "");
  const priority = Number(object["PRIORITY"] ?? NaN);
  const time = Number(stamp) / 1000;
  // journald gives everything that a service prints priority 6: that is no level of the bot's.
  const process = `${service}[${String(object["_PID"] ?? "")}]`;
  return {
    text: withoutEscapes(text), time: Number.isFinite(time) ? Math.floor(time) : null, level: priority < 6 ? syslogLevel(priority) : null,
    process, channel: process,
  };
};

export const ENVELOPES: Readonly<Record<EnvelopeKind, Unwrap>> = { "docker-json": dockerJson, "journald-json": journaldJson, journald, cri, compose };

const ORDER: readonly EnvelopeKind[] = ["docker-json", "journald-json", "journald", "cri", "compose"];

/** The envelope that nearly all lines of a sample are in. */
export function envelopeOf(lines: readonly string[], reference: number): EnvelopeKind | null {
  const told = lines.filter((line) => line !== "");
  for (const kind of ORDER) {
    const inside = told.filter((line) => ENVELOPES[kind](line, reference) !== null).length;
    if (inside > 0 && inside >= told.length * 0.8) return kind;
  }
  return null;
}
