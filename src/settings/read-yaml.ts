/** YAML as PyYAML understands it (1.1: `on` and `yes` are true, `<<` merges). Unknown tags keep their plain value. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document } from "yaml";
import { DEEPEST, MOST_VALUES, firstLine, lineCounter, type Problem, type Reading, type Tree } from "./tree.ts";

interface Building {
  readonly document: Document;
  readonly lineOf: (offset: number) => number;
  left: number;
}

class TooRich extends Error {}

/** Several documents are one file: their maps follow each other. */
export function readYaml(text: string): Reading {
  const lineOf = lineCounter(text);
  const problems: Problem[] = [];
  const trees: Tree[] = [];
  try {
    const documents = parseAllDocuments(text, { version: "1.1", uniqueKeys: false, logLevel: "silent", prettyErrors: false, stringKeys: false });
    const building = { lineOf, left: MOST_VALUES };
    for (const document of Array.isArray(documents) ? documents : []) {
      for (const error of document.errors) problems.push({ line: lineOf(error.pos[0]), why: firstLine(error) });
      const state: Building = { ...building, document };
      if (document.contents) trees.push(build(document.contents, state, 0));
      building.left = state.left;
    }
  } catch (error) {
    problems.push({ line: null, why: error instanceof TooRich ? `it expands to more than ${MOST_VALUES} values or nests deeper than ${DEEPEST}` : firstLine(error) });
  }
  const maps = trees.filter((tree) => tree.kind === "map");
  const first = trees[0];
  if (maps.length > 1) return { tree: { kind: "map", line: maps[0]!.line, entries: maps.flatMap(({ entries }) => entries) }, problems: problems.slice(0, 1) };
  return { tree: maps[0] ?? first ?? null, problems: problems.slice(0, 1) };
}

function build(node: unknown, state: Building, depth: number): Tree {
  if (--state.left < 0 || depth > DEEPEST) throw new TooRich();
  if (isAlias(node)) {
    const target = node.resolve(state.document);
    return target ? build(target, state, depth + 1) : { kind: "scalar", line: 1, value: null };
  }
  if (isMap(node)) return { kind: "map", line: lineAt(node.range, state), entries: entriesOf(node.items, state, depth) };
  if (isSeq(node)) return { kind: "list", line: lineAt(node.range, state), items: node.items.map((item) => build(item, state, depth + 1)) };
  if (isScalar(node)) return { kind: "scalar", line: lineAt(node.range, state), value: plain(node.value, node.source) };
  return { kind: "scalar", line: 1, value: null };
}

const lineAt = (range: readonly number[] | null | undefined, { lineOf }: Building): number => (range ? lineOf(range[0]!) : 1);

/** Dates, binaries and huge integers stay as they are written. */
function plain(value: unknown, source: string | undefined): null | boolean | number | string {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  return source ?? String(value);
}

/** What a map says itself goes before what it merges in. A value's line is its key's: where people look for it. */
function entriesOf(items: readonly unknown[], state: Building, depth: number): (readonly [string, Tree])[] {
  const own: (readonly [string, Tree])[] = [];
  const merged: (readonly [string, Tree])[] = [];
  for (const item of items) {
    const { key, value } = item as { key: unknown; value: unknown };
    const name = isScalar(key) ? keyName(key.value, key.source) : null;
    if (name === null) continue;
    const tree = value === null ? ({ kind: "scalar", line: 1, value: null } as const) : build(value, state, depth + 1);
    if (name === "<<") merged.push(...(tree.kind === "list" ? tree.items : [tree]).flatMap((one) => (one.kind === "map" ? one.entries : [])));
    else own.push([name, { ...tree, line: isScalar(key) ? lineAt(key.range, state) : tree.line }]);
  }
  const names = new Set(own.map(([name]) => name));
  return [...own, ...merged.filter(([name]) => !names.has(name) && names.add(name))];
}

function keyName(value: unknown, source: string | undefined): string {
  if (typeof value === "symbol") return "<<";
  return typeof value === "string" ? value : (source ?? String(value));
}
