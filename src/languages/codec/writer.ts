import type { Node } from "../../ir/nodes.ts";

/** How one kind of node becomes words; see `NodeCodec`. */
export interface NodeWriting {
  write(to: Writer, node: Node): void;
}

/** Collects the words of one module. A growing typed array, because most words of a program pass through here. */
export class Writer {
  words = new Int32Array(1 << 14);
  length = 0;
  readonly strings: string[] = [];
  readonly numbers: number[] = [];
  private readonly indices = new Map<string, number>();
  private readonly codecs: ReadonlyMap<Node["kind"], NodeWriting>;

  constructor(codecs: ReadonlyMap<Node["kind"], NodeWriting>) {
    this.codecs = codecs;
  }

  word(value: number): void {
    if (this.length === this.words.length) this.grow();
    this.words[this.length++] = value;
  }

  private grow(): void {
    const wider = new Int32Array(this.words.length * 2);
    wider.set(this.words);
    this.words = wider;
  }

  text(value: string): void {
    let index = this.indices.get(value);
    if (index === undefined) {
      index = this.strings.length;
      this.strings.push(value);
      this.indices.set(value, index);
    }
    this.word(index);
  }

  texts(values: readonly string[]): void {
    this.word(values.length);
    for (const value of values) this.text(value);
  }

  number(value: number): void {
    this.word(this.numbers.length);
    this.numbers.push(value);
  }

  node(node: Node): void {
    this.codecs.get(node.kind)!.write(this, node);
  }

  optional(node: Node | null): void {
    if (node !== null) this.node(node);
  }

  list(nodes: readonly Node[]): void {
    for (let i = 0; i < nodes.length; i++) this.node(nodes[i]!);
  }

  /** After the children. `flags` has 24 bits. */
  head(node: Node, code: number, flags: number): void {
    this.word(code | (flags << 8));
    this.word(node.start);
    this.word(node.end);
  }
}
