/** One JSON object of a structured logger → the parts of a record, by the key names of the common loggers. */
import { clock, CLOCK_SHAPES, clockAt } from "./clock.ts";
import { levelOf, pinoLevel } from "./levels.ts";
import type { LogRecord } from "../record.ts";

export type Parts = Pick<LogRecord, "time" | "level" | "logger" | "printedAt" | "message" | "fields" | "process">;

const TIME = ["timestamp", "time", "ts", "@timestamp", "asctime", "datetime", "date", "created", "t", "eventTime", "when"];
const LEVEL = ["level", "levelname", "severity", "lvl", "log_level", "level_name", "loglevel", "log.level", "levelno", "status"];
const MESSAGE = ["message", "msg", "event", "text", "@message", "log", "body"];
const LOGGER = ["logger", "logger_name", "name", "loggerName", "log.logger", "component", "context"];
const PROCESS = ["pid", "process", "process_id", "processId", "container_name", "container_id"];
const MODULE = ["pathname", "filename", "file", "module", "caller"];
const FUNCTION = ["funcName", "func_name", "function", "func"];
const LINE = ["lineno", "line", "line_number"];
const EXCEPTION = ["exc_info", "exception", "traceback", "exc_text", "stack", "stack_trace", "error.stack_trace"];

type Values = Readonly<Record<string, unknown>>;

const MOST_FIELDS = 64;
const LONGEST_VALUE = 1000;

/** Null where the object is not a log record: nothing in it says what happened. */
export function partsOfJson(object: Values, reference: number): Parts | null {
  const inner = object["record"];
  if (typeof object["text"] === "string" && isObject(inner)) return partsOfLoguru(inner, reference);
  const taken = new Set<string>();
  const take = (keys: readonly string[]): unknown => {
    const key = keys.find((one) => object[one] !== undefined && object[one] !== null && object[one] !== "");
    if (key === undefined) return null;
    taken.add(key);
    return object[key];
  };
  const message = take(MESSAGE);
  const level = take(LEVEL);
  const time = take(TIME);
  if (message === null || (time === null && level === null)) return null;
  const pino = typeof level === "number" && (object["hostname"] !== undefined || level === 60);
  if (pino) for (const key of ["hostname", "v"]) taken.add(key);
  const exception = take(EXCEPTION);
  const printedAt = placeOf(take(MODULE), take(FUNCTION), take(LINE));
  const process = take(PROCESS);
  return {
    time: timeOf(time, reference), level: levelFrom(level, pino), logger: stringOr(take(LOGGER)), printedAt,
    message: withException(stringOf(message), exception), fields: fieldsOf(object, taken), process: process === null ? null : stringOf(process),
  };
}

const isObject = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const stringOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
const stringOr = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** loguru with serialize=True: everything lies under `record`. */
function partsOfLoguru(record: Values, reference: number): Parts {
  const part = (key: string, inner: string): unknown => (isObject(record[key]) ? record[key][inner] : null);
  const extra = record["extra"];
  const stamp = part("time", "timestamp") ?? part("time", "repr");
  return {
    time: timeOf(stamp, reference), level: levelFrom(part("level", "name"), false), logger: stringOr(record["name"]),
    printedAt: placeOf(record["module"], record["function"], record["line"]),
    message: withException(stringOf(record["message"] ?? ""), record["exception"]),
    fields: isObject(extra) && Object.keys(extra).length > 0 ? fieldsOf(extra, new Set()) : null,
    process: isObject(record["process"]) ? stringOf(record["process"]["id"]) : null,
  };
}

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
  const time = isObject(record) ? record["time"] : TIME.map((key) => object[key]).find((one) => one !== undefined && one !== null && one !== "");
  return typeof time === "number" || isObject(time) || (typeof time === "string" && /(?:Z|[+-]\d\d:?\d\d)$/.test(time));
}

function levelFrom(value: unknown, pino: boolean): number | null {
  if (typeof value === "number") return Number.isInteger(value) && value > 0 && value <= 60 ? (pino ? pinoLevel(value) : Math.min(value, 50)) : null;
  return typeof value === "string" ? levelOf(value.trim()) || null : null;
}

function placeOf(module: unknown, fn: unknown, line: unknown): Parts["printedAt"] {
  if (typeof module !== "string") return null;
  const caller = /^(.+):(\d+)$/.exec(module);
  const number = Number(line ?? caller?.[2] ?? NaN);
  return { module: caller ? caller[1]! : module, fn: stringOr(fn), line: Number.isInteger(number) ? number : null };
}

function withException(message: string, exception: unknown): string {
  if (exception === null || exception === undefined || exception === false || exception === true) return message;
  return `${message}\n${typeof exception === "string" ? exception : JSON.stringify(exception)}`;
}

/** One level of nesting becomes dotted keys; what is deeper stays JSON. */
export function fieldsOf(object: Values, without: ReadonlySet<string>): Readonly<Record<string, string>> | null {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  let count = 0;
  const put = (key: string, value: unknown): void => {
    if (value === null || value === undefined || count >= MOST_FIELDS) return;
    count++;
    fields[key.slice(0, 100)] = stringOf(value).slice(0, LONGEST_VALUE);
  };
  for (const [key, value] of Object.entries(object)) {
    if (without.has(key)) continue;
    if (isObject(value)) for (const [inner, deep] of Object.entries(value)) put(`${key}.${inner}`, deep);
    else put(key, value);
  }
  return count === 0 ? null : { ...fields };
}
