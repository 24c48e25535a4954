import type { FunctionNode, Module, Node } from "../ir/nodes.ts";
import { expressions } from "./codec/expressions.ts";
import type { NodeCodec } from "./codec/codec-table.ts";
import { Reader } from "./codec/reader.ts";
import { statements } from "./codec/statements.ts";
import { Writer } from "./codec/writer.ts";

/** Raise it with every change of the IR, of its meaning or of this format: caches are keyed by it. */
export const formatVersion = 1;

/** A module as three arrays: cheap to hand from a worker (transfer `words.buffer` and `numbers.buffer`) and to store. */
export interface EncodedModule {
  /** Header, line starts, damaged ranges, nodes (see codec/reader.ts). */
  readonly words: Int32Array<ArrayBuffer>;
  /** Each distinct string of the module once. */
  readonly strings: readonly string[];
  /** The values of number literals in the order of the nodes. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

const languages: readonly Module["language"][] = ["python", "typescript"];
const entries = [...expressions, ...statements];
const byKind: ReadonlyMap<Node["kind"], NodeCodec> = new Map(entries.map((entry) => [entry.kind, entry]));
const byCode: NodeCodec[] = [];
for (const entry of entries) byCode[entry.code] = entry;

/** Recurses as deep as the tree is: for trees from strangers' files call it where the stack is big (a pool's worker). */
export function encode(module: Module): EncodedModule {
  const w = new Writer(byKind);
  w.word(formatVersion);
  w.text(module.file);
  w.word(languages.indexOf(module.language));
  w.word(module.lineStarts.length);
  for (const start of module.lineStarts) w.word(start);
  w.word(module.damaged.length);
  for (const range of module.damaged) {
    w.word(range.start);
    w.word(range.end);
    w.text(range.why);
  }
  w.node(module.root);
  return { words: w.words.slice(0, w.length), strings: w.strings, numbers: Float64Array.from(w.numbers) };
}

/** Parent links set. Does not recurse. Throws on another version of the format. */
export function decode(encoded: EncodedModule): Module {
  const { words, strings, numbers } = encoded;
  if (words[0] !== formatVersion) throw new Error(`encoded module of format ${words[0]}, this is format ${formatVersion}`);
  const r = new Reader(words, strings, numbers, 1);
  const file = r.text();
  const language = languages[r.word()]!;
  const lines = r.word();
  const lineStarts = words.subarray(r.at, r.at + lines);
  r.at += lines;
  const damaged = Array.from({ length: r.word() }, () => ({ start: r.word(), end: r.word(), why: r.text() }));
  const root = r.tree(words.length, byCode) as FunctionNode;
  return { file, language, root, functions: r.functions, classes: r.classes, lineStarts, damaged };
}
