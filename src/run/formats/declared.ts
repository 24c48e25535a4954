import type { ClockShape } from "./clock.ts";
import type { Field, FieldKind, Grammar } from "./grammar.ts";
import { matchAt } from "./match.ts";
import type { Starts } from "./starts.ts";
import { clocksOf } from "./tokens.ts";

/**
 * Prefixes from the format strings that the bot itself gives its loggers: `%(asctime)s [%(levelname)s] %(message)s` of
 * https://docs.python.org/3/library/logging.html#logrecord-attributes and `{time} | {level} | {name}:{function}:{line} - {message}`
 * of https://loguru.readthedocs.io/en/stable/api/logger.html#record. What a sample of lines leaves open (is a word the thread's
 * name or the message's first?) they tell.
 */
export function declaredGrammars(formats: readonly string[], lines: readonly string[], starts: Starts, reference: number): Grammar[] {
  const shapes = clocksOf(lines, reference).shapes;
  let rest = lines.filter((line) => line !== "");
  const some = rest.slice(0, SOME_LINES);
  const layouts = [...new Set(formats)].map(layoutOf).filter((one) => one !== null);
  const known = layouts.flatMap((layout) => (layout.fields.some(({ is }) => is === "time") ? shapes : [null]).map((shape) => shaped(layout, shape)))
    .map((grammar) => ({ grammar, begun: some.filter((line) => isBegun(line, grammar, starts, reference)).length }))
    .sort((a, b) => b.begun - a.begun || b.grammar.fields.length - a.grammar.fields.length);
  const least = Math.max(1, rest.length / 200);
  const grammars: Grammar[] = [];
  for (const { grammar } of known) {
    const left = rest.filter((line) => matchAt(line, 0, line.length, grammar, reference) < 0);
    if (rest.length - left.length < least) continue;
    grammars.push(grammar);
    rest = left;
  }
  return grammars;
}

const SOME_LINES = 200;

/** The grammar leads to where one of the bot's messages begins. */
function isBegun(line: string, grammar: Grammar, starts: Starts, reference: number): boolean {
  const at = matchAt(line, 0, line.length, grammar, reference);
  return at >= 0 && starts(line, at);
}

const shaped = (layout: Grammar, shape: ClockShape | null): Grammar => ({ ...layout, fields: layout.fields.map((one) => (one.is === "time" ? { ...one, shape } : one)) });

type Part = { readonly text: string } | { readonly attribute: string; readonly padded: boolean };

const PERCENT = /%\((\w+)\)[#0\- +]*(\*|\d+)?(?:\.(?:\*|\d+))?[diouxXeEfFgGcrsa]/g;
/** Loguru's `{level.name: <8}`, `{extra[symbol]}`, `{time:HH:mm:ss}`; a doubled brace is one of the text. */
const BRACES = /\{\{|\}\}|\{([\w.]+(?:\[\w+\])?)(?:!\w)?(?::([^{}]*))?\}/g;
/** `<green>`, `</level>`, `<lvl>`: colours of loguru; `\x1b[0m` of others. */
const COLOURS = /<\/?(?:[a-z][a-z_-]*|(?:fg|bg) [#\w,]+)?>|\u001b\[[0-9;]*m/gi;

/** A time is left without a shape. Null: no prefix stands before the message, or something behind it. */
function layoutOf(format: string): Grammar | null {
  const parts = merged(partsOf(format.replaceAll(COLOURS, ""), format.includes("%(") ? PERCENT : BRACES));
  const message = parts.findIndex((one) => "attribute" in one && one.attribute === "message");
  if (message < 1 || parts.slice(message + 1).some((one) => ("text" in one ? !/^(\s|\{exception\})*$/.test(one.text) : one.attribute !== "exception"))) return null;
  const fields: Field[] = [];
  let before = "";
  for (const [i, one] of parts.slice(0, message).entries()) {
    if ("text" in one) {
      if (one.text.includes("\n")) return null;
      before += one.text;
      continue;
    }
    const next = parts[i + 1]!;
    const is = kindOf(one.attribute);
    // A name that nothing ends cannot be told from what follows it.
    if ((is === "name" || is === "other") && !("text" in next)) return null;
    fields.push({ is, before: blanks(before), shape: null, until: "text" in next && (is === "name" || is === "other") ? untilOf(next.text) : "" });
    before = "";
  }
  const last = parts[message - 1]!;
  const ending = "attribute" in last ? last : parts[message - 2];
  if (!fields.some(({ is }) => is === "time" || is === "level" || is === "site" || is === "place")) return null;
  return { fields, tail: before.replace(/[ \t]+(?=[^ \t])/g, " "), padded: /^ +$/.test(before) && ending !== undefined && "attribute" in ending && ending.padded };
}

function partsOf(format: string, attributes: RegExp): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const text = (piece: string): void => {
    if (piece !== "") parts.push({ text: piece.replaceAll("%%", "%") });
  };
  for (const found of format.matchAll(attributes)) {
    text(format.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[1] === undefined) text(found[0][0]!);
    // colorlog's own, which print colours alone.
    else if (!/^(log_color|reset|bold|thin|\w*_log_color|(bg_|fg_|bold_|light_)*(black|red|green|yellow|blue|purple|cyan|white))$/.test(found[1])) parts.push({ attribute: found[1].split(".")[0]!, padded: found[2] !== undefined && /\d/.test(found[2]) });
  }
  text(format.slice(from));
  return parts;
}

const MODULE = /^(name|module|filename|pathname|file)$/;
const FUNCTION = /^(function|funcName)$/;
const LINE = /^(line|lineno)$/;

/** Parts that make one field together: `{name}:{function}:{line}` is a site, `%(filename)s:%(lineno)d` a place, `%(asctime)s.%(msecs)03d` a time. */
function merged(parts: readonly Part[]): Part[] {
  const made: Part[] = [];
  const is = (at: number, names: RegExp): boolean => {
    const one = parts[at];
    return one !== undefined && "attribute" in one && names.test(one.attribute);
  };
  const says = (at: number, text: RegExp): boolean => {
    const one = parts[at];
    return one !== undefined && "text" in one && text.test(one.text);
  };
  for (let i = 0; i < parts.length; i++) {
    if (is(i, MODULE) && says(i + 1, /^:$/) && is(i + 2, FUNCTION) && says(i + 3, /^(\(\))?:$/) && is(i + 4, LINE)) {
      made.push({ attribute: "site", padded: false });
      i += 4;
    } else if (is(i, MODULE) && says(i + 1, /^\.$/) && is(i + 2, FUNCTION) && says(i + 3, /^:$/) && is(i + 4, LINE)) {
      made.push({ attribute: "place", padded: false });
      i += 4;
    } else if ((is(i, MODULE) || is(i, FUNCTION)) && says(i + 1, /^:$/) && is(i + 2, LINE)) {
      made.push({ attribute: "place", padded: false });
      i += 2;
    } else if (is(i, /^asctime$/) && says(i + 1, /^[.,]$/) && is(i + 2, /^msecs$/)) {
      made.push({ attribute: "time", padded: false });
      i += 2;
    } else made.push(parts[i]!);
  }
  return made;
}

function kindOf(attribute: string): FieldKind {
  if (attribute === "time" || attribute === "asctime") return "time";
  if (attribute === "level" || attribute === "levelname") return "level";
  if (attribute === "site" || attribute === "place") return attribute;
  if (attribute === "process") return "number";
  return MODULE.test(attribute) ? "name" : "other";
}

const blanks = (text: string): string => text.replace(/[ \t]+/g, " ");

/** What ends a name: the text behind it up to the next blank, or the blank. */
const untilOf = (text: string): string => (/^[ \t]+$/.test(text) ? " " : /^[ \t]*\S+/.exec(text)![0].replace(/^[ \t]+/, " "));
