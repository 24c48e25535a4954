import { isAscii } from "node:buffer";
import { repair } from "../../source/mojibake.ts";
import type { KnownPrefix, QuietLines } from "../classify.ts";
import type { Classified } from "../classified.ts";
import type { RunEventKind } from "../event.ts";
import { DAY } from "../formats/clock.ts";
import type { Format } from "../formats/format.ts";
import type { Open, Reading, ReadLines, RecordReader } from "../read-records.ts";
import { matched } from "../formats/match.ts";
import { LineTemplates, prefixOf } from "./line-templates.ts";
import { ObjectTemplates } from "./object-templates.ts";
import { messageEnd } from "./pair-bytes.ts";

export type Templates = LineTemplates<KnownPrefix> | ObjectTemplates<KnownPrefix>;

/** Takes records that tell nothing but that they are there; `time`: NaN for none. */
export type QuietSink = (time: number, says: Classified) => void;

/** Whether lines of the format can be told by their bytes. */
export const mayBeQuiet = ({ envelope, objects, grammars, ends, floating }: Format): boolean => {
  if (envelope !== null || floating || objects === "logfmt") return false;
  if (objects === "json") return true;
  return grammars.length > 0 && (ends === null || ends === "pairs") && grammars[0]!.fields.every(({ is, shape }) => is !== "time" || shape === "iso");
};

export const templatesFor = ({ objects, grammars }: Format): Templates => (objects === "json" ? new ObjectTemplates() : new LineTemplates(grammars[0]!.padded));

/** Whether the bytes are the text: no colours, no zero bytes, nothing that a carriage return overwrote. */
export function isPlain(bytes: Buffer, encoding: string): boolean {
  if (bytes.includes(0x1b) || bytes.includes(0)) return false;
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) if (at + 1 < bytes.length && bytes[at + 1] !== 10) return false;
  return encoding === "utf-8" || isAscii(bytes);
}

export interface QuietBlock {
  readonly bytes: Buffer;
  readonly templates: Templates;
  /** `key=value` pairs stand behind messages. */
  readonly pairs: boolean;
  readonly timeAround: Reading["timeAround"];
  readonly lines: QuietLines;
  readonly full: ReadonlySet<RunEventKind>;
  readonly reader: RecordReader;
  readonly sink: QuietSink;
}

/** The same records as `readRecords` finds in the text of the block; of those that tell nothing only that they are there. */
export function readQuietly(block: QuietBlock): ReadLines {
  const lines = new Lines(block);
  const { bytes } = block;
  let line = 0;
  for (let from = 0; from < bytes.length; ) {
    line++;
    from = lines.line(from, line) + 1;
  }
  lines.end();
  return { lines: line, strange: block.reader.strange };
}

class Lines {
  readonly #block: QuietBlock;
  readonly #bytes: Buffer;
  readonly #templates: Templates;
  /** What the line before says, until it is known that no other line continues it. */
  #held: Classified | null = null;
  #heldTime = NaN;
  #heldFrom = 0;
  #heldEnd = 0;
  #heldLine = 0;

  constructor(block: QuietBlock) {
    this.#block = block;
    this.#bytes = block.bytes;
    this.#templates = block.templates;
  }

  /** @returns where the line ends. */
  line(from: number, line: number): number {
    const templates = this.#templates;
    return templates instanceof ObjectTemplates ? this.#objectLine(templates, from, line) : this.#prefixedLine(templates, from, line);
  }

  #prefixedLine(templates: LineTemplates<KnownPrefix>, from: number, line: number): number {
    const bytes = this.#bytes;
    const template = templates.recognise(bytes, from, bytes.length);
    // No prefix has a line's end in it.
    const to = lineEnd(bytes, template === null ? from : templates.message);
    const end = to > from && bytes[to - 1] === 13 ? to - 1 : to;
    const until = template !== null && this.#block.pairs ? messageEnd(bytes, templates.message, end) : end;
    const says = template && until >= 0 ? this.#block.lines.quiet(template.known, bytes, templates.message, until, this.#block.full) : null;
    if (says) this.#hold(says, from, end, line);
    else this.#closely(from, end, line, template === null ? "new" : "known");
    return to;
  }

  #objectLine(templates: ObjectTemplates<KnownPrefix>, from: number, line: number): number {
    const bytes = this.#bytes;
    const prefix = templates.recognise(bytes, from, bytes.length);
    const to = prefix === null ? lineEnd(bytes, from) : templates.end;
    const end = to > from && bytes[to - 1] === 13 ? to - 1 : to;
    const says = prefix && this.#block.lines.quiet(prefix.known, bytes, templates.message, templates.messageEnd, this.#block.full);
    if (says) this.#hold(says, from, end, line);
    else this.#closely(from, end, line, prefix === null ? "new" : "known");
    return to;
  }

  #hold(says: Classified, from: number, end: number, line: number): void {
    this.#release();
    this.#held = says;
    const { timeAround } = this.#block;
    this.#heldTime = timeAround && !(this.#templates.time >= DAY) ? (timeAround(line) ?? NaN) : this.#templates.time;
    this.#heldFrom = from;
    this.#heldEnd = end;
    this.#heldLine = line;
  }

  end(): void {
    this.#release();
    this.#block.reader.end();
  }

  /** The record before is over. */
  #release(): void {
    if (this.#held === null) return this.#block.reader.over();
    this.#block.sink(this.#heldTime, this.#held);
    this.#held = null;
  }

  #closely(from: number, end: number, line: number, prefix: "new" | "known"): void {
    const { reader } = this.#block;
    // Of a last line without an end, only a carriage return was left.
    if (from === end && end + 1 >= this.#bytes.length && this.#bytes[end] !== 10) return;
    const text = this.#text(from, end);
    const open = reader.opened(text, line);
    if (open) {
      if (prefix === "new") this.#learn(from, open);
      this.#release();
      return reader.hold(open);
    }
    if (this.#held !== null) {
      this.#held = null;
      reader.hold(reader.opened(this.#text(this.#heldFrom, this.#heldEnd), this.#heldLine)!);
    }
    reader.loose(text, line);
  }

  #learn(from: number, open: Open): void {
    const { reader, lines } = this.#block;
    const templates = this.#templates;
    const known = (): KnownPrefix => lines.known(prefixOf(open));
    if (templates instanceof ObjectTemplates) {
      if (reader.prefixEnd < 0) templates.learn(this.#bytes, open.time, known);
    } else if (reader.prefixEnd >= 0) templates.learn(this.#bytes, from, reader.prefixEnd, matched, open.time, known);
  }

  #text(from: number, end: number): string {
    const text = this.#bytes.toString("utf8", from, end);
    return text.length === end - from || text.length >= LONGEST_REPAIRED ? text : repair(text);
  }
}

/** A call of the engine's own search costs more than a line is long. */
function lineEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 10) at++;
  return at;
}

/** As in the text of a whole block. */
const LONGEST_REPAIRED = 20_000;
