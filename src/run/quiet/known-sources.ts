import type { Format } from "../formats/format.ts";
import { templatesFor } from "./quiet-block.ts";
import type { Templates } from "./quiet-block.ts";

/** Where fewer records are quiet, looking at bytes first costs more than it saves. */
const WORTH = 0.25;
/** Blocks that are then read as text before it is tried again. */
const APART = 15;

interface KnownSource {
  readonly key: string;
  readonly templates: Templates;
  /** Blocks to be read as text. */
  apart: number;
}

/** What a thread has learnt of the source that it reads. It makes blocks faster to read and changes nothing of what they show. */
export class KnownSources {
  #last: KnownSource | null = null;

  /** Null: read it as text. */
  templatesOf(file: string, format: Format): Templates | null {
    const key = `${file}\0${JSON.stringify(format)}`;
    if (this.#last?.key !== key) this.#last = { key, templates: templatesFor(format), apart: 0 };
    if (this.#last.apart === 0) return this.#last.templates;
    this.#last.apart--;
    return null;
  }

  /** `quiet` of the block's records told nothing. */
  learnt(quiet: number, records: number): void {
    if (this.#last && quiet < records * WORTH) this.#last.apart = APART;
  }
}
