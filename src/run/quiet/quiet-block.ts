import { isAscii } from "node:buffer";
import { repair } from "../../source/mojibake.ts";
import type { KnownPrefix, QuietLines } from "../classify.ts";
import type { Classified } from "../classified.ts";
import type { RunEventKind } from "../event.ts";
import type { Format } from "../formats/format.ts";
import type { ReadLines, RecordReader } from "../read-records.ts";
import { matched } from "../formats/match.ts";
import { LineTemplates, prefixOf } from "./line-templates.ts";

export type Templates = LineTemplates<KnownPrefix>;

/** Takes records that tell nothing but that they are there; `time`: NaN for none. */
export type QuietSink = (time: number, says: Classified) => void;

/** Whether lines of the format can be told by their bytes. */
export const mayBeQuiet = ({ envelope, objects, grammars, ends, floating }: Format): boolean =>
  envelope === null && objects === null && grammars.length > 0 && ends === null && !floating && grammars[0]!.fields.every(({ is, shape }) => is !== "time" || shape === "iso");

/** Whether the bytes are the text: no colours, no zero bytes, nothing that a carriage return overwrote. */
export function isPlain(bytes: Buffer, encoding: string): boolean {
  if (bytes.includes(0x1b) || bytes.includes(0)) return false;
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) if (at + 1 < bytes.length && bytes[at + 1] !== 10) return false;
  return encoding === "utf-8" || isAscii(bytes);
}

export interface QuietBlock {
  readonly bytes: Buffer;
  readonly templates: Templates;
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
    const bytes = this.#bytes;
    const template = this.#templates.recognise(bytes, from, bytes.length);
    // No prefix has a line's end in it.
    const to = lineEnd(bytes, template === null ? from : this.#templates.message);
    const end = to > from && bytes[to - 1] === 13 ? to - 1 : to;
    const says = template && this.#block.lines.quiet(template.known, bytes, this.#templates.message, end, this.#block.full);
    if (says) this.#hold(says, from, end, line);
    else this.#closely(from, end, line, template === null ? "new" : "known");
    return to;
  }

  #hold(says: Classified, from: number, end: number, line: number): void {
    this.#release();
    this.#held = says;
    this.#heldTime = this.#templates.time;
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
    const { reader, lines } = this.#block;
    // Of a last line without an end, only a carriage return was left.
    if (from === end && end + 1 >= this.#bytes.length && this.#bytes[end] !== 10) return;
    const text = this.#text(from, end);
    const open = reader.opened(text, line);
    if (open) {
      if (prefix === "new" && reader.prefixEnd >= 0) this.#templates.learn(this.#bytes, from, reader.prefixEnd, matched, open.time, () => lines.known(prefixOf(open)));
      this.#release();
      return reader.hold(open);
    }
    if (this.#held !== null) {
      this.#held = null;
      reader.hold(reader.opened(this.#text(this.#heldFrom, this.#heldEnd), this.#heldLine)!);
    }
    reader.loose(text, line);
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
