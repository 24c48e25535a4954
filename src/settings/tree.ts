/** What the readers make of a file: its values with their lines, before they become settings. */
import type { Json } from "./setting.ts";

export type Tree =
  | { readonly kind: "scalar"; readonly line: number; readonly value: null | boolean | number | string }
  | { readonly kind: "list"; readonly line: number; readonly items: readonly Tree[] }
  | { readonly kind: "map"; readonly line: number; readonly entries: readonly (readonly [string, Tree])[] };

export interface Problem {
  /** null: of the file as a whole. */
  readonly line: number | null;
  /** In English, from the parser. */
  readonly why: string;
}

/** `problems` beside a tree: the tree is what could be read all the same. */
export interface Reading {
  readonly tree: Tree | null;
  readonly problems: readonly Problem[];
}

/** More values than any configuration holds; stops files whose aliases expand without end. */
export const MOST_VALUES = 20_000;
export const DEEPEST = 64;

export const emptyMap: Tree = { kind: "map", line: 1, entries: [] };

export function toJson(tree: Tree): Json {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(toJson);
  return Object.fromEntries(tree.entries.map(([key, value]) => [key, toJson(value)]));
}

export interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
  readonly line: number;
}

/** The values with their paths, in the order of the file. Empty maps are values. */
export function leaves(tree: Tree, path: readonly string[] = []): Leaf[] {
  if (tree.kind === "scalar") return [{ path, value: tree.value, line: tree.line }];
  if (tree.kind === "map") {
    if (tree.entries.length === 0 && path.length > 0) return [{ path, value: {}, line: tree.line }];
    return tree.entries.flatMap(([key, value]) => leaves(value, [...path, key]));
  }
  const inner = tree.items.flatMap((item, index) => (item.kind === "map" ? leaves(item, [...path, String(index)]) : []));
  return [{ path, value: toJson(tree), line: tree.line }, ...inner];
}

/** Offset -> line, counted from 1 by "\n". */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

export const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!.slice(0, 300);
