/** TOML: values by smol-toml, lines by an own scan for headers and keys (the parser keeps no positions). */
import { parse, TomlError } from "smol-toml";
import { DEEPEST, MOST_VALUES, firstLine, type Reading, type Tree } from "./tree.ts";

export function readToml(text: string): Reading {
  try {
    const lines = keyLines(text);
    const budget = { left: MOST_VALUES };
    return { tree: build(parse(text), [], 1, lines, budget, 0), problems: [] };
  } catch (error) {
    return { tree: null, problems: [{ line: error instanceof TomlError ? error.line : null, why: firstLine(error) }] };
  }
}

const DOT = "\0";

function build(value: unknown, path: readonly string[], line: number, lines: ReadonlyMap<string, number>, budget: { left: number }, depth: number): Tree {
  if (--budget.left < 0 || depth > DEEPEST) throw new Error(`more than ${MOST_VALUES} values or deeper than ${DEEPEST}`);
  if (Array.isArray(value)) {
    return { kind: "list", line, items: value.map((item, index) => build(item, [...path, String(index)], lines.get([...path, String(index)].join(DOT)) ?? line, lines, budget, depth + 1)) };
  }
  if (value instanceof Date) return { kind: "scalar", line, value: value.toJSON() };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => {
      const at = [...path, key];
      return [key, build(inner, at, lines.get(at.join(DOT)) ?? line, lines, budget, depth + 1)] as const;
    });
    return { kind: "map", line, entries };
  }
  return { kind: "scalar", line, value: typeof value === "bigint" ? Number(value) : (value as boolean | number | string) };
}

/** Key path -> line. Text over several lines is stepped over; a key inside of an inline table has its table's line. */
function keyLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const lists = new Map<string, number>();
  let table: readonly string[] = [];
  let closing: string | null = null;
  text.split("\n").forEach((written, index) => {
    if (closing !== null) {
      if (written.includes(closing)) closing = null;
      return;
    }
    const header = /^\s*(\[\[?)([^\]]+)\]/.exec(written);
    if (header && !/^\s*\[.*[,'"]\s*$/.test(written)) {
      table = keyPath(header[2]!);
      if (header[1] === "[[") {
        const name = table.join(DOT);
        const count = lists.get(name) ?? 0;
        lists.set(name, count + 1);
        if (!lines.has(name)) lines.set(name, index + 1);
        table = [...table, String(count)];
      }
      lines.set(table.join(DOT), index + 1);
      return;
    }
    const key = /^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)/.exec(written);
    if (!key) return;
    const path = [...table, ...keyPath(key[1]!)].join(DOT);
    if (!lines.has(path)) lines.set(path, index + 1);
    const quotes = /^("""|''')/.exec(key[2]!)?.[1];
    if (quotes && !key[2]!.slice(3).includes(quotes)) closing = quotes;
  });
  return lines;
}

const keyPath = (written: string): string[] => [...written.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map(([, double, single, plain]) => double ?? single ?? plain!);
