import type { Node } from "../../ir/nodes.ts";
import type { NodeCodec, Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

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
