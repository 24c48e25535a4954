import { blockText } from "../block-text.ts";
import { classifier } from "../classify.ts";
import type { RunEventKind } from "../event.ts";
import type { Format } from "../formats/format.ts";
import { Places } from "../formats/places.ts";
import { startsOf } from "../formats/starts.ts";
import type { KnownCode } from "../known-code.ts";
import { digestBlock } from "./block-digest.ts";
import type { BlockDigest } from "./block-digest.ts";

/** What is to be known of a source before its blocks are read: plain data. */
export interface SourceReading {
  readonly file: string;
  readonly format: Format;
  readonly encoding: string;
}

export interface BlockTask {
  readonly bytes: Buffer;
  readonly reading: SourceReading;
  /** Kinds of events of which enough were kept. */
  readonly full: readonly RunEventKind[];
}

export type Digester = (task: BlockTask) => BlockDigest;

/** Made once for each thread. */
export function digester(code: KnownCode): Digester {
  const classify = classifier(code);
  const starts = startsOf(code.patterns);
  const places = new Places();
  return ({ bytes, reading: { file, format, encoding }, full }) => {
    const text = blockText(bytes, encoding);
    const block = digestBlock(text, { file, format, starts, places }, classify, new Set(full));
    // A last line of which nothing is left (an escape sequence, zero bytes) is a line all the same.
    const lost = bytes.length > 0 && bytes.at(-1) !== 10 && (text === "" || text.endsWith("\n"));
    return lost ? { ...block, lines: block.lines + 1 } : block;
  };
}
