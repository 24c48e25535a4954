/** An exception as its text shows it, before its frames are brought to the source. */
export interface ShownException {
  readonly exception: string;
  readonly message: string;
  /** Outermost first. */
  readonly frames: readonly ShownFrame[];
}

export interface ShownFrame {
  readonly file: string;
  readonly line: number;
  readonly fn: string;
}

const HEADER = "Traceback (most recent call last):";
const FRAME = /^\s*(?:>\s*)?File "([^"\n]{1,500})", line (\d{1,9})(?:, in (.{1,200}))?\s*$/;
const EXCEPTION = /^([A-Za-z_][\w.]{0,200})(?:: ?(.*))?$/;
/** The frame of a group of exceptions: `  | `, `  +-+---- 1 ----`. */
const GROUP_EDGE = /^\s*\|(?: |$)/;
const GROUP_RULE = /^\s*\+(?:-\+)?-{4,}/;
const GROUP_HEADER = /^\s*\+ (Exception Group )/;
const NODE_FRAME = /^\s+at (?:async )?(?:(.{1,200}?) \()?((?:file:\/\/|node:|[A-Za-z]:\\|\/|\.)?[^():\n]{1,300}):(\d{1,9}):\d{1,9}\)?\s*$/;
const NODE_HEAD = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception))(?: \[\w+\])?: ?(.*)$/;

const MOST_LINES = 4000;
const MOST_FRAMES = 200;
const MOST_MESSAGE = 400;

/** Whether there is anything to parse: cheap, asked for every record of several lines. */
export const showsException = (text: string): boolean => text.includes(HEADER) || (text.includes("\n    at ") && NODE_HEAD_ANYWHERE.test(text));
const NODE_HEAD_ANYWHERE = /(?:^|\n|: )(?:Uncaught )?[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?:/;

/** The text before the traceback: what the bot itself said. */
export function beforeException(text: string): string {
  const at = text.indexOf(HEADER);
  if (at < 0) return text;
  const line = text.lastIndexOf("\n", at);
  return line < 0 ? text.slice(0, at) : text.slice(0, line);
}

/** All exceptions of a text, in the order in which they are printed: causes first, of a group the whole before its parts. */
export function exceptionsIn(text: string): ShownException[] {
  const found = text.includes(HEADER) ? pythonExceptions(text.split("\n", MOST_LINES)) : [];
  return found.length > 0 ? found : nodeException(text.split("\n", MOST_LINES));
}

function pythonExceptions(lines: readonly string[]): ShownException[] {
  const found: ShownException[] = [];
  let frames: ShownFrame[] | null = null;
  let message: string[] | null = null;
  const close = (): void => {
    if (frames && !message) found.push({ exception: "", message: "", frames });
    if (message) finish(found, message);
    [frames, message] = [null, null];
  };
  for (const raw of lines) {
    if (GROUP_RULE.test(raw)) {
      close();
      // A part of a group without frames begins at once with its exception.
      frames = [];
      continue;
    }
    const inGroup = GROUP_EDGE.test(raw) || GROUP_HEADER.test(raw);
    const line = inGroup ? raw.replace(GROUP_HEADER, "").replace(/^\s*\| ?/, "") : raw;
    if (line.includes(HEADER)) {
      close();
      frames = [];
      continue;
    }
    if (!frames) {
      if (message && line.trim() !== "" && !/^(During handling|The above exception)/.test(line)) message.push(line);
      else if (line.trim() === "") close();
      continue;
    }
    const frame = FRAME.exec(line);
    if (frame) {
      if (frames.length < MOST_FRAMES) frames.push({ file: frame[1]!, line: Number(frame[2]), fn: frame[3]?.trim() ?? "" });
      continue;
    }
    const said = /^\S/.test(line) ? EXCEPTION.exec(line) : null;
    if (!said || said[1] === HEADER) continue;
    found.push({ exception: said[1]!, message: (said[2] ?? "").slice(0, MOST_MESSAGE), frames });
    [frames, message] = [null, []];
  }
  close();
  return found.filter((one) => one.exception !== "" || one.frames.length > 0);
}

/** A message of several lines. */
function finish(found: ShownException[], more: readonly string[]): void {
  const last = found.at(-1);
  if (!last || more.length === 0) return;
  found[found.length - 1] = { ...last, message: [last.message, ...more].join("\n").slice(0, MOST_MESSAGE) };
}

/** Node prints the innermost frame first. */
function nodeException(lines: readonly string[]): ShownException[] {
  const start = lines.findIndex((line, i) => i > 0 && NODE_FRAME.test(line));
  if (start < 0) return [];
  const frames: ShownFrame[] = [];
  for (let i = start; i < lines.length && frames.length < MOST_FRAMES; i++) {
    const frame = NODE_FRAME.exec(lines[i]!);
    if (!frame) break;
    frames.push({ file: frame[2]!.replace(/^file:\/\//, ""), line: Number(frame[3]), fn: frame[1] ?? "" });
  }
  const head = lines.slice(0, start).findLast((line) => NODE_HEAD_ANYWHERE.test(line)) ?? "";
  const said = NODE_HEAD.exec(head.slice(Math.max(0, head.search(/(?:Uncaught )?[A-Z]\w*(?:Error|Exception)(?: \[\w+\])?:/))));
  return [{ exception: said?.[1] ?? "", message: (said?.[2] ?? "").slice(0, MOST_MESSAGE), frames: frames.reverse() }];
}
