import { blockText, blockTextOf } from "../block-text.ts";
import type { BlockText } from "../block-text.ts";
import { classifier } from "../classify.ts";
import type { RunEventKind } from "../event.ts";
import { adapted } from "../formats/format.ts";
import type { Format } from "../formats/format.ts";
import { Places } from "../formats/places.ts";
import { startsOf } from "../formats/starts.ts";
import type { KnownCode } from "../known-code.ts";
import { KnownSources } from "../quiet/known-sources.ts";
import { DockerLines } from "../quiet/docker-bytes.ts";
import { withoutColours } from "../quiet/plain-bytes.ts";
import { isPlain, mayBeQuiet, readQuietly } from "../quiet/quiet-block.ts";
import type { QuietSink, Templates } from "../quiet/quiet-block.ts";
import type { Reading } from "../read-records.ts";
import { digestBlock, digestBytes } from "./block-digest.ts";
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
  /** Records before it are passed over. */
  readonly since: number;
}

export type Digester = (task: BlockTask) => BlockDigest;

/** With more such lines, a block is looked at for another format: they would all continue the record before. */
const STRANGE = 0.3;
/** Tracebacks have few prefixes too: another format must show clearly more records. */
const CLEARLY_MORE = 1.2;
const WORTH_A_LOOK = 20;

/** Made once for each thread. What a block shows depends on the block and its source alone. */
export function digester(code: KnownCode): Digester {
  const readers = readersOf(code);
  return (task) => {
    const { bytes, reading: { format, encoding } } = task;
    const block = new BlockReader(task, readers);
    if (format.grammars.length === 0 && format.objects === null) return block.read(adapted(format, blockText(bytes, encoding), code));
    const first = block.read(format);
    if (first.strange < WORTH_A_LOOK || first.strange <= first.lines * STRANGE) return first;
    const other = adapted(format, blockText(bytes, encoding), code);
    const again = other === format ? first : block.read(other);
    return again.matched > first.matched * CLEARLY_MORE ? again : first;
  };
}

type Readers = ReturnType<typeof readersOf>;

const readersOf = (code: KnownCode) => ({ ...classifier(code), starts: startsOf(code.patterns), places: new Places(), sources: new KnownSources() });

/** For the thread: what it holds is good for one block. */
let uncoloured = Buffer.alloc(0);

function plainOf(bytes: Buffer, encoding: string): Buffer | null {
  if (!bytes.includes(0x1b)) return isPlain(bytes, encoding) ? bytes : null;
  if (uncoloured.length < bytes.length) uncoloured = Buffer.alloc(bytes.length);
  const length = withoutColours(bytes, uncoloured);
  const plain = length < 0 ? null : uncoloured.subarray(0, length);
  return plain && isPlain(plain, encoding) ? plain : null;
}

const docker = new DockerLines();

/** Reads one block, in one format or another. */
class BlockReader {
  readonly #task: BlockTask;
  readonly #readers: Readers;
  readonly #full: ReadonlySet<RunEventKind>;
  #text: BlockText | null = null;

  constructor(task: BlockTask, readers: Readers) {
    this.#task = task;
    this.#readers = readers;
    this.#full = new Set(task.full);
  }

  read(format: Format): BlockDigest {
    const { bytes, reading: { file, encoding } } = this.#task;
    const wrapped = format.envelope === "docker-json";
    const inner: Format = wrapped ? { ...format, envelope: null } : format;
    if (!mayBeQuiet(inner)) return this.#readText(format);
    const lines = wrapped ? docker.unwrap(bytes) : bytes;
    const plain = lines && plainOf(lines, encoding);
    const templates = plain && this.#readers.sources.templatesOf(file, inner);
    return plain && templates ? this.#readQuietly(plain, inner, templates, wrapped ? (line) => docker.timeOf(bytes, line, format.reference) : null) : this.#readText(format);
  }

  #readQuietly(bytes: Buffer, format: Format, templates: Templates, timeAround: Reading["timeAround"]): BlockDigest {
    const { classify, quiet: lines, starts, places, sources } = this.#readers;
    const { since, reading: { file } } = this.#task;
    let quiet = 0;
    const full = this.#full;
    const digest = digestBytes({ file, format, starts, places, timeAround }, { classify, full, since }, (reader, take) => {
      const sink: QuietSink = (time, says) => {
        quiet++;
        take(time, says);
      };
      return readQuietly({ bytes, templates, pairs: format.ends === "pairs", timeAround, lines, full, reader, sink });
    });
    sources.learnt(quiet, digest.records);
    return timeAround ? digest : this.#withLastLine(digest, bytes.at(-1) ?? 10);
  }

  #readText(format: Format): BlockDigest {
    const { classify, starts, places } = this.#readers;
    const { bytes, since, reading: { file, encoding } } = this.#task;
    const text = (this.#text ??= blockTextOf(bytes, encoding));
    const digest = digestBlock(text, { file, format, starts, places, timeAround: null }, { classify, full: this.#full, since });
    return this.#withLastLine(digest, text.text === "" || text.text.endsWith("\n") ? 10 : 0);
  }

  /** A last line of which nothing is left (an escape sequence, zero bytes) is a line all the same. */
  #withLastLine(digest: BlockDigest, last: number): BlockDigest {
    const { bytes } = this.#task;
    return last === 10 && bytes.length > 0 && bytes.at(-1) !== 10 ? { ...digest, lines: digest.lines + 1 } : digest;
  }
}
