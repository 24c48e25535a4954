import type { KnownCode } from "../known-code.ts";
import { continuesAnything, EXCEPTION_LINE } from "./continuation.ts";
import { ENVELOPES, envelopeOf, parseObject } from "./envelope.ts";
import { declaredGrammars } from "./declared.ts";
import type { EnvelopeKind } from "./envelope.ts";
import { nameOfGrammar } from "./grammar.ts";
import type { Grammar } from "./grammar.ts";
import { inferGrammars } from "./infer.ts";
import { hasZonedTime, partsOfJson } from "./json-line.ts";
import { splitPairs, splitTrailingJson } from "./key-values.ts";
import { matchAt, matched } from "./match.ts";
import { startsOf, type Starts } from "./starts.ts";

/** How the lines of one source are read: plain data, for worker threads too. */
export interface Format {
  /** For people: `{time} | {level} | {site} - {message}`, `JSON lines in journald`. */
  readonly name: string;
  readonly envelope: EnvelopeKind | null;
  /** Lines that are objects are records of a structured logger. */
  readonly objects: "json" | "logfmt" | null;
  readonly grammars: readonly Grammar[];
  /** Lines without a prefix are records too: the bot prints, and only libraries log. */
  readonly mixed: boolean;
  /** What stands at the end of messages and belongs into the record's fields. */
  readonly ends: "pairs" | "json" | "place" | null;
  /** Dates without a year are not after it: when the source was written last, ms. */
  readonly reference: number;
  /** Its times are certain: a zone stands with them, or they count from 1970. */
  readonly zoned: boolean;
  /** Lines have a time of day only: the reader counts days. */
  readonly floating: boolean;
}

/** rich's handler writes `main.py:42` at the right edge. */
export const PLACE_AT_END = / {2,}([\w./\\-]+\.py:\d{1,6})\s*$/;

const SAMPLE_LINES = 1000;

/**
 * @param sample the first lines of the source, and some from within, without colours.
 * @param enough lines that begin a record tell whether most of them have a prefix.
 */
export function detectFormat(sample: readonly string[], { patterns, formats }: Told, reference: number, enough = ENOUGH_LINES): Format {
  const told = sample.filter((line) => line.trim() !== "").slice(0, SAMPLE_LINES);
  const envelope = envelopeOf(told, reference);
  const inside = envelope ? told.flatMap((line) => ENVELOPES[envelope](line, reference)?.text ?? []) : told;
  const objects = objectsIn(inside, reference);
  const plain = objects ? inside.filter((line) => !isObjectLine(line, objects, reference)) : inside;
  const placed = plain.filter((line) => PLACE_AT_END.test(line)).length >= plain.length * 0.3 && plain.length > 0;
  const lines = placed ? plain.map((line) => line.replace(PLACE_AT_END, "")) : plain;
  const grammars = grammarsOf(lines, formats, startsOf(patterns), reference);
  const times = grammars.flatMap(({ fields }) => fields.filter(({ is }) => is === "time").slice(-1));
  return {
    name: nameOf(envelope, objects, grammars), envelope, objects, grammars, mixed: objects === null && isMixed(lines, grammars, reference, enough), ends: placed ? "place" : endsOf(lines, grammars, reference), reference,
    zoned: isZoned(inside, objects, grammars, envelope, reference),
    floating: envelope === null && times.length > 0 && times.every(({ shape }) => shape === "time-only"),
  };
}

/** What the bot's code tells about its logs. */
export type Told = Pick<KnownCode, "patterns" | "formats">;

/**
 * What the bot declares goes before what its lines look like, unless fewer of its messages begin where the declared prefix ends:
 * the format string may belong to another program of the bot.
 */
function grammarsOf(lines: readonly string[], formats: readonly string[], starts: Starts, reference: number): readonly Grammar[] {
  const declared = declaredGrammars(formats, lines, starts, reference);
  const seen = inferGrammars(lines, starts, reference);
  if (declared.length === 0) return seen;
  const begin = (grammars: readonly Grammar[]): number => lines.filter((line) => {
    const at = startOf(line, grammars, reference);
    return at >= 0 && starts(line, at);
  }).length;
  if (begin(seen) > begin(declared)) return seen;
  const left = lines.filter((line) => startOf(line, declared, reference) < 0);
  return [...declared, ...inferGrammars(left, starts, reference)];
}

const MOST_LINES_AGAIN = 150;

/**
 * The format with what the lines of a later block show besides: a log begins with the prints of its start-up, or goes on after a
 * release in another format. The same format where they show nothing new.
 */
export function adapted(format: Format, text: string, code: Told): Format {
  const from = text.indexOf("\n", Math.floor(text.length / 2)) + 1;
  const lines = [...text.slice(0, 65_536).split("\n", MOST_LINES_AGAIN), ...text.slice(from, from + 65_536).split("\n", MOST_LINES_AGAIN)];
  // A bot that has only printed until here goes on doing so, between a library's few lines.
  const prints = format.grammars.length === 0 && format.objects === null;
  const { envelope, objects, grammars, mixed, ends, floating, zoned } = detectFormat(lines, code, format.reference, prints ? 1 : ENOUGH_LINES);
  if (envelope !== format.envelope) return envelope === null ? format : { ...format, envelope, objects, grammars, mixed, ends, floating, zoned };
  const known = new Set(format.grammars.map(nameOfGrammar));
  const more = grammars.filter((one) => !known.has(nameOfGrammar(one)));
  if (more.length === 0 && (objects === null || objects === format.objects)) return format;
  return { ...format, mixed, objects: format.objects ?? objects, grammars: [...more, ...format.grammars], ends: format.ends ?? ends };
}

/** With a smaller share of lines that have a prefix, the others are no continuations of theirs. */
const SHARE_PREFIXED = 0.5;
const ENOUGH_LINES = 20;

function isMixed(lines: readonly string[], grammars: readonly Grammar[], reference: number, enough: number): boolean {
  if (grammars.length === 0) return false;
  const own = lines.filter((line) => !continuesAnything(line) && !EXCEPTION_LINE.test(line));
  return own.length >= enough && own.filter((line) => startOf(line, grammars, reference) >= 0).length < own.length * SHARE_PREFIXED;
}

function isObjectLine(line: string, objects: "json" | "logfmt", reference: number): boolean {
  const values = objects === "json" ? parseObject(line) : logfmtValues(line);
  return values !== null && partsOfJson(values, reference) !== null;
}

/** Null unless the whole line is pairs. */
export function logfmtValues(line: string): Readonly<Record<string, string>> | null {
  if (!/^[A-Za-z_@][\w.-]*=/.test(line)) return null;
  const split = splitPairs(line);
  return split && split.message === "" ? split.fields : null;
}

function objectsIn(lines: readonly string[], reference: number): "json" | "logfmt" | null {
  for (const kind of ["json", "logfmt"] as const) {
    const records = lines.filter((line) => isObjectLine(line, kind, reference)).length;
    if (records > 0 && records >= lines.length * 0.4) return kind;
  }
  return null;
}

const ZONED_ENVELOPES: ReadonlySet<EnvelopeKind | null> = new Set(["docker-json", "journald-json", "cri"]);
const ZONE_SAMPLE = 50;

function isZoned(lines: readonly string[], objects: Format["objects"], grammars: readonly Grammar[], envelope: EnvelopeKind | null, reference: number): boolean {
  if (objects !== null) {
    const values = lines.map((line) => (objects === "json" ? parseObject(line) : logfmtValues(line))).find((one) => one !== null && partsOfJson(one, reference) !== null);
    return values !== undefined && values !== null && hasZonedTime(values);
  }
  if (!grammars.some(({ fields }) => fields.some(({ is }) => is === "time"))) return ZONED_ENVELOPES.has(envelope);
  const zoned = lines.slice(0, ZONE_SAMPLE).flatMap((line) => (startOf(line, grammars, reference) < 0 || !(matched.time >= 0) ? [] : [matched.zoned]));
  return zoned.length > 0 && zoned.filter(Boolean).length * 2 >= zoned.length;
}

function endsOf(lines: readonly string[], grammars: readonly Grammar[], reference: number): Format["ends"] {
  const messages = lines.flatMap((line) => {
    const at = startOf(line, grammars, reference);
    return at < 0 ? [] : [line.slice(at)];
  });
  if (messages.length === 0) return null;
  if (messages.filter((one) => splitTrailingJson(one) !== null).length >= messages.length * 0.6) return "json";
  const structlog = lines.filter((line) => /\[(?:debug|info|warning|error|critical) *\] /.test(line)).length >= lines.length * 0.5;
  return structlog && messages.some((one) => splitPairs(one) !== null) ? "pairs" : null;
}

function startOf(line: string, grammars: readonly Grammar[], reference: number): number {
  for (const grammar of grammars) {
    const at = matchAt(line, 0, line.length, grammar, reference);
    if (at >= 0) return at;
  }
  return -1;
}

function nameOf(envelope: EnvelopeKind | null, objects: Format["objects"], grammars: readonly Grammar[]): string {
  const inner = objects === "json" ? "JSON lines" : objects ?? (grammars[0] ? nameOfGrammar(grammars[0]) : "{message}");
  return envelope ? `${envelope}: ${inner}` : inner;
}
