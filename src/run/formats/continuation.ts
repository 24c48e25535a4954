/** Which lines without a prefix continue the record before them. */

/** Where a record's traceback stands: none, in its frames, after the exception's own line. */
export type TraceState = 0 | 1 | 2;

const TRACE = /^(?:Traceback \(most recent call last\)|Exception in thread |Exception ignored in|  \+ Exception Group Traceback|During handling of the above|The above exception was|task: <Task|future: <Task|handle: <)/;
/** `    at fn (file.js:1:2)` is indented; `Caused by:` and `... 3 more` of other runtimes are not. */
const LINKS = /^(?:Caused by:|\.\.\. \d+ more|\[cause\]:)/;
const BOX = /^[\u2500-\u257f\u2580-\u259f+|]|^([=\-*_#~.])\1{3,}/;
const CLOSER = /^[)\]}][,;)\]}]*$/;
/** `ValueError: text`, `ccxt.base.errors.NetworkError: ...`, `KeyboardInterrupt`. */
export const EXCEPTION_LINE = /^[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Iteration|Group|Timeout|Cancelled|Failure|Fault|Refused)\b(?::|$| \()/;

/** What the interpreter prints by itself, past every formatter: `bot.py:31: RuntimeWarning: ...`, asyncio's complaints where no handler is set. */
const INTERPRETER = /^(?:\S[^\n]{0,300}?:\d+: [A-Za-z]+Warning: |Unclosed (?:client session|connector|connection)\b|Task was destroyed but it is pending|(?:Task|Future) exception was never retrieved)/;

export function traceState(line: string, before: TraceState): TraceState {
  if (line.startsWith("Traceback (most") || line.includes("Traceback (most recent call last)")) return 1;
  if (before === 1 && line !== "" && !/^[\s|+]/.test(line)) return 2;
  return before;
}

/** True of lines that never begin a record: indented, blank, part of a traceback, a box or a bracket. */
export function continuesAnything(line: string): boolean {
  if (line === "") return true;
  const first = line.charCodeAt(0);
  return first === 32 || first === 9 || CLOSER.test(line) || TRACE.test(line) || LINKS.test(line) || BOX.test(line);
}

/**
 * Of a line without a prefix: the exception's line after its frames, and in a log with prefixes whatever does not look like a
 * print of its own, because messages of several lines are common there.
 */
export function continuesRecord(line: string, state: TraceState, prefixed: boolean): boolean {
  if (continuesAnything(line)) return true;
  if (state === 1) return true;
  if (state === 2 && EXCEPTION_LINE.test(line)) return true;
  return prefixed && !looksLikePrint(line) && !INTERPRETER.test(line);
}

/** `[TAG] text`, `TAG symbol=X`: programs that print instead of log begin lines so. */
function looksLikePrint(line: string): boolean {
  return /^\[[A-Za-z][\w .:-]{0,40}\]|^[A-Z][A-Z0-9_]{2,40}:? +[a-z_]+=/.test(line);
}
