/** `key=value key='two words' key="..."`, as logfmt, structlog's console and `[TAG] k=v` print it. */
import { parseObject } from "./envelope.ts";
import { fieldsOf } from "./json-line.ts";

const PAIR = /([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']\S*|(?=\s|$))/y;
const MOST_PAIRS = 64;
/** A traceback among the pairs may be long. */
const WITHIN = 32_768;

export interface Split {
  /** The text before the pairs. */
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The pairs at the end of the text's first line; null where there are none. What continues the line stays with the message. */
export function splitPairs(text: string): Split | null {
  const lineEnd = text.indexOf("\n");
  const line = (lineEnd < 0 ? text : text.slice(0, lineEnd)).slice(0, WITHIN);
  let first = firstPair(line, 0);
  let fields: Record<string, string> = {};
  let count = 0;
  for (let at = first; first >= 0 && at < line.length; ) {
    if (line.charCodeAt(at) === 32) {
      at++;
      continue;
    }
    PAIR.lastIndex = at;
    const found = PAIR.exec(line);
    if (found) {
      if (++count <= MOST_PAIRS) fields[found[1]!] = unquoted(found[2]!);
      at = PAIR.lastIndex;
    } else {
      // The message has pairs of its own.
      [fields, count] = [{}, 0];
      at = first = firstPair(line, at === first ? at + 1 : at);
    }
  }
  if (first < 0) return null;
  const message = line.slice(0, first).trimEnd();
  return { message: lineEnd < 0 ? message : `${message}${text.slice(lineEnd)}`, fields };
}

function firstPair(line: string, from: number): number {
  FIRST_PAIR.lastIndex = from;
  return FIRST_PAIR.exec(line)?.index ?? -1;
}
const FIRST_PAIR = /(?:^|\s)[A-Za-z_][\w.-]*=/g;

const unquoted = (value: string): string => (/^["']/.test(value) ? value.slice(1, -1).replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char === "t" ? "\t" : char)) : value);

/** winston's `text {"json":1}`. */
export function splitTrailingJson(text: string): Split | null {
  if (!text.endsWith("}") || text.length > 16_384) return null;
  const from = text.indexOf(" {\"");
  const object = from < 0 ? (text.startsWith("{\"") ? parseObject(text) : null) : parseObject(text.slice(from + 1));
  return object && { message: from < 0 ? "" : text.slice(0, from), fields: fieldsOf(object, new Set()) ?? {} };
}
