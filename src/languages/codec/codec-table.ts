import type { Node } from "../../ir/nodes.ts";
import type { NodeReading, Reader } from "./reader.ts";
import type { NodeWriting, Writer } from "./writer.ts";

/**
 * How one kind of node becomes words and returns. Nodes are written after their children, and the children last to first:
 * so the reader needs no recursion (trees may be deeper than its stack) and takes the children first to last.
 */
export interface NodeCodec extends NodeWriting, NodeReading {}

/** One row of the tables: a kind, its number in the format, and its codec. */
export interface Entry extends NodeCodec {
  readonly kind: Node["kind"];
  readonly code: number;
}

export function codec<N extends Node>(
  kind: N["kind"], code: number, write: (to: Writer, node: N) => void, read: (from: Reader, start: number, end: number) => N,
): Entry {
  return { kind, code, write: write as Entry["write"], read };
}
