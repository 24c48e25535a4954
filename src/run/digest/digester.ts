import { blockText, blockTextOf } from "../block-text.ts";
import { classifier } from "../classify.ts";
import type { RunEventKind } from "../event.ts";
import { adapted } from "../formats/format.ts";
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

/** With more such lines, a block is looked at for another format: they would all continue the record before. */
const STRANGE = 0.3;
/** Tracebacks have few prefixes too: another format must show clearly more records. */
const CLEARLY_MORE = 1.2;
const WORTH_A_LOOK = 20;

/** Made once for each thread. What a block shows depends on the block and its source alone. */
export function digester(code: KnownCode): Digester {
  const classify = classifier(code);
  const starts = startsOf(code.patterns);
  const places = new Places();
  return ({ bytes, reading: { file, format, encoding }, full }) => {
    const text = blockTextOf(bytes, encoding);
    const kinds = new Set(full);
    const read = (as: Format): BlockDigest => digestBlock(text, { file, format: as, starts, places }, classify, kinds);
    const bare = format.grammars.length === 0 && format.objects === null;
    const better = bare ? adapted(format, blockText(bytes, encoding), code.patterns) : format;
    let block = read(better);
    if (!bare && block.strange >= WORTH_A_LOOK && block.strange > block.lines * STRANGE) {
      const other = adapted(format, blockText(bytes, encoding), code.patterns);
      const again = other === format ? block : read(other);
      if (again.matched > block.matched * CLEARLY_MORE) block = again;
    }
    // A last line of which nothing is left (an escape sequence, zero bytes) is a line all the same.
    const lost = bytes.length > 0 && bytes.at(-1) !== 10 && (text.text === "" || text.text.endsWith("\n"));
    return lost ? { ...block, lines: block.lines + 1 } : block;
  };
}
