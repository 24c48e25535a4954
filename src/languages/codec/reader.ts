import type { ClassNode, FunctionNode, Node } from "../../ir/nodes.ts";

/** How one kind of node is read back; see `NodeCodec`. */
export interface NodeReading {
  read(from: Reader, start: number, end: number): Node;
}

/** Takes one module's words apart. Not for words that we did not write: `decode` checks the format, nothing checks the rest. */
export class Reader {
  at: number;
  flags = 0;
  readonly functions: FunctionNode[] = [];
  readonly classes: ClassNode[] = [];
  private readonly words: Int32Array;
  private readonly strings: readonly string[];
  private readonly numbers: Float64Array;
  private readonly pending: Node[] = [];

  constructor(words: Int32Array, strings: readonly string[], numbers: Float64Array, at: number) {
    this.words = words;
    this.strings = strings;
    this.numbers = numbers;
    this.at = at;
  }

  word(): number {
    return this.words[this.at++]!;
  }

  text(): string {
    return this.strings[this.words[this.at++]!]!;
  }

  texts(): string[] {
    const values: string[] = [];
    for (let left = this.word(); left > 0; left--) values.push(this.text());
    return values;
  }

  number(): number {
    return this.numbers[this.words[this.at++]!]!;
  }

  /** The next child; the type is what the writer of this kind put there. */
  node<N extends Node>(): N {
    return this.pending.pop() as N;
  }

  optional<N extends Node>(flag: number): N | null {
    return (this.flags & flag) === 0 ? null : (this.pending.pop() as N);
  }

  list<N extends Node>(): N[] {
    const count = this.words[this.at++]!;
    if (count === 0) return [];
    if (count === 1) return [this.pending.pop() as N];
    return this.pending.splice(this.pending.length - count, count) as N[];
  }

  /** The one node that the words up to `end` stand for. */
  tree(end: number, codecs: readonly NodeReading[]): Node {
    const { words, pending } = this;
    while (this.at < end) {
      const head = words[this.at++]!;
      const from = words[this.at++]!;
      const to = words[this.at++]!;
      this.flags = head >>> 8;
      pending.push(codecs[head & 255]!.read(this, from, to));
    }
    return pending.pop()!;
  }
}
