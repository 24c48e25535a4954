/** One JSON object of a structured logger → the parts of a record, by the key names of the common loggers. */
import { withoutEscapes } from "../block-text.ts";
import { clock, CLOCK_SHAPES, clockAt } from "./clock.ts";
import { levelOf, pinoLevel } from "./levels.ts";
import type { LogRecord } from "../record.ts";
import { placeOf } from "./places.ts";

export type Parts = Pick<LogRecord, "time" | "level" | "logger" | "printedAt" | "message" | "fields" | "process">;

export type Role = "time" | "level" | "message" | "logger" | "process" | "module" | "fn" | "line" | "exception";

/** By role, the likeliest name first. */
const NAMES: Readonly<Record<Role, readonly string[]>> = {
  time: ["timestamp", "time", "ts", "@timestamp", "asctime", "datetime", "date", "created", "t", "eventTime", "when"],
  level: ["level", "levelname", "severity", "lvl", "log_level", "level_name", "loglevel", "log.level", "levelno", "status"],
  message: ["message", "msg", "event", "text", "@message", "log", "body", "event_type", "eventType", "type", "action"],
  logger: ["logger", "logger_name", "name", "loggerName", "log.logger", "component", "context"],
  process: ["pid", "process", "process_id", "processId", "container_name", "container_id"],
  module: ["pathname", "filename", "file", "module", "caller"],
  fn: ["funcName", "func_name", "function", "func"],
  line: ["lineno", "line", "line_number"],
  exception: ["exc_info", "exception", "traceback", "exc_text", "stack", "stack_trace", "error.stack_trace"],
};
export const ROLES: ReadonlyMap<string, { readonly role: Role; readonly rank: number }> = new Map(
  Object.entries(NAMES).flatMap(([role, names]) => names.map((name, rank) => [name, { role: role as Role, rank }] as const)),
);

type Values = Readonly<Record<string, unknown>>;

const MOST_FIELDS = 64;
const LONGEST_VALUE = 1000;

/** Null where the object is not a log record: nothing in it says what happened. */
export function partsOfJson(object: Values, reference: number): Parts | null {
  const inner = object["record"];
  if (typeof object["text"] === "string" && isObject(inner)) return partsOfLoguru(inner, object["text"], reference);
  const keys = keysOf(object);
  const of = (role: Role): unknown => (keys[role] === undefined ? null : object[keys[role]]);
  const message = of("message");
  const level = of("level");
  const time = of("time");
  if (message === null || (time === null && level === null)) return null;
  const taken = new Set<string>(Object.values(keys));
  const pino = typeof level === "number" && (object["hostname"] !== undefined || level === 60);
  if (pino) taken.add("hostname").add("v");
  const process = of("process");
  return {
    time: timeOf(time, reference), level: levelFrom(level, pino), logger: stringOr(of("logger")), printedAt: placeIn(of("module"), of("fn"), of("line")),
    message: withException(stringOf(message), of("exception")), fields: fieldsOf(object, taken), process: process === null ? null : stringOf(process),
  };
}

/** The key that plays each role; of several the likeliest. An empty message is one where there is no other: the line is a record all the same. */
function keysOf(object: Values): Partial<Record<Role, string>> {
  const keys: Partial<Record<Role, string>> = {};
  for (const key in object) {
    const known = ROLES.get(key);
    if (known === undefined) continue;
    const value = object[key];
    if (value === undefined || value === null) continue;
    const before = keys[known.role];
    if (value === "" && (known.role !== "message" || before !== undefined)) continue;
    if (before === undefined || object[before] === "" || ROLES.get(before)!.rank > known.rank) keys[known.role] = key;
  }
  return keys;
}

const isObject = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const stringOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const stringOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** loguru with serialize=True: everything lies under `record`. */
function partsOfLoguru(record: Values, text: string, reference: number): Parts {
  const part = (key: string, inner: string): unknown => (isObject(record[key]) ? record[key][inner] : null);
  const extra = record["extra"];
  const stamp = part("time", "timestamp") ?? part("time", "repr");
  return {
    time: timeOf(stamp, reference), level: levelFrom(part("level", "name"), false), logger: stringOr(record["name"]),
    printedAt: placeIn(record["module"], record["function"], record["line"]),
    message: withException(stringOf(record["message"] ?? ""), isObject(record["exception"]) ? (tracebackIn(text) ?? record["exception"]) : null),
    fields: isObject(extra) && Object.keys(extra).length > 0 ? fieldsOf(extra, new Set()) : null,
    process: isObject(record["process"]) ? stringOf(record["process"]["id"]) : null,
  };
}

/** The record names the exception alone; its traceback stands in the text that was printed. */
const tracebackIn = (text: string): string | null => {
  const at = text.indexOf("\nTraceback (most recent call last):");
  return at < 0 ? null : text.slice(at + 1).trimEnd();
};

/** Numbers are seconds or milliseconds; texts are any time that a prefix may hold. */
export function timeOf(value: unknown, reference: number): number | null {
  if (typeof value === "number") {
    if (value > 1e9 && value < 4.2e9) return Math.floor(value * 1000);
    if (value > 1e12 && value < 4.2e12) return Math.floor(value);
    if (value > 1e15 && value < 4.2e15) return Math.floor(value / 1000);
    return value > 1e18 && value < 4.2e18 ? Math.floor(value / 1e6) : null;
  }
  if (typeof value !== "string") return null;
  for (const shape of CLOCK_SHAPES) if (clockAt(value, 0, shape, reference) > 0) return clock.time;
  return null;
}

/** Whether the object's time is certain: it counts from 1970, or a zone stands with it. */
export function hasZonedTime(object: Values): boolean {
  const record = object["record"];
  const time = isObject(record) ? record["time"] : object[keysOf(object).time ?? ""];
  return typeof time === "number" || isObject(time) || (typeof time === "string" && /(?:Z|[+-]\d\d:?\d\d)$/.test(time));
}

function levelFrom(value: unknown, pino: boolean): number | null {
  if (typeof value === "number") return Number.isInteger(value) && value > 0 && value <= 60 ? (pino ? pinoLevel(value) : Math.min(value, 50)) : null;
  return typeof value === "string" ? levelOf(value.trim()) || null : null;
}

function placeIn(module: unknown, fn: unknown, line: unknown): Parts["printedAt"] {
  if (typeof module !== "string") return null;
  const caller = /^(.+):(\d+)$/.exec(module);
  const number = Number(line ?? caller?.[2] ?? NaN);
  return placeOf(caller ? caller[1]! : module, stringOr(fn), Number.isInteger(number) ? number : null);
}

function withException(message: string, exception: unknown): string {
  if (exception === null || exception === undefined || exception === false || exception === true) return withoutEscapes(message);
    return `${withoutEscapes(message)}\n${typeof exception === "string" ? exception : JSON.stringify(exception)}`;
}

/** One level of nesting becomes dotted keys; what is deeper stays JSON. */
export function fieldsOf(object: Values, without: ReadonlySet<string>): Readonly<Record<string, string>> | null {
  const fields: Record<string, string> = {};
  let count = 0;
  for (const key in object) {
    const value = object[key];
    if (value === null || value === undefined || without.has(key)) continue;
    if (!isObject(value)) {
      if (count++ < MOST_FIELDS) fields[key] = shortened(value);
      continue;
    }
    for (const inner in value) if (value[inner] !== null && value[inner] !== undefined && count++ < MOST_FIELDS) fields[`${key}.${inner}`] = shortened(value[inner]);
  }
  return count === 0 ? null : fields;
}

function shortened(value: unknown): string {
  const text = typeof value === "number" ? String(value) : stringOf(value);
  return text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE) : text;
}
