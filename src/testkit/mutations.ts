/**
 * Deletes one guard of a fixture: the line that bears `# guard: section/check`. What "delete" means follows from the line:
 *
 *     if bad: return           gone, with its block               if ok: act            the block stays, the condition goes
 *     with lock:               the block stays                    with open(p) as f:    f = open(p), then the block
 *     finally: / else:         gone, with its block               except E:             the handler goes
 *     while n < limit:         while True:                        x = float(y)          x = y
 *     @decorator               gone                               anything else         gone
 *
 * `# guard(drop)`, `# guard(unwrap)` and `# guard(callee)` say it outright: the last one replaces `callee(x)` by `x`.
 */
export interface Mutation {
  readonly check: string;
  readonly line: number;
  readonly text: string;
}

const GUARD = /#\s*guard(?:\(([\w.]+)\))?:\s*([a-z0-9-]+\/[a-z0-9-]+)/;
const CONVERTERS = ["float", "int", "Decimal", "bool"];

export function mutationsOf(text: string): Mutation[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const guard = GUARD.exec(line);
    if (!guard) return [];
    const check = guard[2] ?? "";
    return [{ check, line: index + 1, text: repaired(mutate(lines, index, guard[1] ?? null)).join("\n") }];
  });
}

/** A statement with its block: `head` to `body` is the header (a call may span lines), `body` to `end` the block. */
interface Construct {
  readonly head: number;
  readonly body: number;
  readonly end: number;
  readonly indent: string;
}

function mutate(lines: readonly string[], at: number, how: string | null): string[] {
  const code = stripped(lines[at] ?? "");
  const construct = constructAt(lines, at);
  const cut = (middle: readonly string[]): string[] => [...lines.slice(0, construct.head), ...middle, ...lines.slice(construct.end)];
  if (how === "drop") return cut([]);
  if (how === "unwrap") return cut(block(lines, construct));
  if (how !== null) return withLine(lines, at, unwrapCall(code, how));
  if (/^(async\s+)?with\b/.test(code)) return cut([...bound(code, construct.indent), ...block(lines, construct)]);
  if (/^(el)?if\b/.test(code)) return mutateIf(lines, construct, code);
  if (/^while\b/.test(code)) return withLine(lines, at, "while True:");
  if (/^for\b/.test(code)) return withLine(lines, at, "while True:");
  if (/^(finally|except|else)\b/.test(code)) return cutClause(lines, construct);
  if (/^try\b/.test(code)) return cut(block(lines, construct));
  const converter = CONVERTERS.find((name) => new RegExp(`(?<![\\w.])${name}\\(`).test(code));
  return converter ? withLine(lines, at, unwrapCall(code, converter)) : cut([]);
}

const stripped = (line: string): string => line.replace(GUARD, "").trim();
const indentOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? "";
const withLine = (lines: readonly string[], at: number, code: string): string[] => lines.map((line, index) => (index === at ? indentOf(line) + code : line));

function constructAt(lines: readonly string[], at: number): Construct {
  const indent = indentOf(lines[at] ?? "");
  let body = at + 1;
  for (let depth = brackets(lines[at] ?? ""); depth > 0 && body < lines.length; body += 1) depth += brackets(lines[body] ?? "");
  const opensBlock = /:\s*(#.*)?$/.test(lines[body - 1] ?? "");
  return { head: at, body, end: opensBlock ? blockEnd(lines, body, indent) : body, indent };
}

/** The first line behind the block that is not deeper than the header; blank lines before it stay outside. */
function blockEnd(lines: readonly string[], from: number, indent: string): number {
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line).length <= indent.length) break;
    end = index + 1;
  }
  return end;
}

const brackets = (line: string): number => {
  const code = line.replace(/"[^"]*"|'[^']*'/g, "").replace(/#.*/, "");
  return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
};

/** The block, moved out to where its header stood; a one-line block (`if x: return`) loses its header. */
function block(lines: readonly string[], { head, body, end, indent }: Construct): string[] {
  if (end === body) {
    const inline = /:\s+([^#]+)/.exec(lines[head] ?? "")?.[1]?.trim();
    return inline ? [indent + inline] : [];
  }
  const inside = lines.slice(body, end);
  const first = inside.find((line) => line.trim() !== "") ?? "";
  const deeper = indentOf(first).length - indent.length;
  return inside.map((line) => (line.trim() === "" ? line : line.slice(Math.min(deeper, indentOf(line).length))));
}

/** `with open(p) as f:` binds f without the promise to close it. A lock without a name binds nothing. */
function bound(code: string, indent: string): string[] {
  const wait = /^async\b/.test(code) ? "await " : "";
  return code.replace(/^(async\s+)?with\s+/, "").replace(/:$/, "").split(/,\s*(?=\w+[\w.]*\()/).flatMap((item) => {
    const named = /^(.+)\s+as\s+(\w+)$/.exec(item.trim());
    return named ? [`${indent}${named[2]} = ${wait}${named[1]}`] : [];
  });
}

const LEAVES = /^(return|raise|continue|break)\b/;

/** A branch that leaves is the guard itself and goes; a branch that acts stays without its condition, and its else goes. */
function mutateIf(lines: readonly string[], construct: Construct, code: string): string[] {
  const inside = block(lines, construct);
  const last = inside.filter((line) => line.trim() !== "").at(-1)?.trim() ?? "";
  const next = stripped(lines[construct.end] ?? "");
  const continued = indentOf(lines[construct.end] ?? "") === construct.indent && /^(elif|else)\b/.test(next);
  if (/^elif\b/.test(code)) return [...lines.slice(0, construct.head), ...lines.slice(construct.end)];
  if (!LEAVES.test(last)) {
    const end = continued ? chainEnd(lines, construct) : construct.end;
    return [...lines.slice(0, construct.head), ...inside, ...lines.slice(end)];
  }
  if (!continued) return [...lines.slice(0, construct.head), ...lines.slice(construct.end)];
  const rest = constructAt(lines, construct.end);
  if (/^else\b/.test(next)) return [...lines.slice(0, construct.head), ...block(lines, rest), ...lines.slice(rest.end)];
  return [...lines.slice(0, construct.head), lines[construct.end]?.replace("elif", "if") ?? "", ...lines.slice(construct.end + 1)];
}

function chainEnd(lines: readonly string[], construct: Construct): number {
  let { end } = construct;
  while (indentOf(lines[end] ?? "") === construct.indent && /^(elif|else)\b/.test(stripped(lines[end] ?? ""))) ({ end } = constructAt(lines, end));
  return end;
}

/** Without its last clause a `try` is no statement: its block moves out. */
function cutClause(lines: readonly string[], clause: Construct): string[] {
  const rest = [...lines.slice(0, clause.head), ...lines.slice(clause.end)];
  if (/^else\b/.test(stripped(lines[clause.head] ?? ""))) return rest;
  let head = clause.head - 1;
  while (head >= 0 && !(indentOf(rest[head] ?? "") === clause.indent && /^try\b/.test((rest[head] ?? "").trim()))) head -= 1;
  if (head < 0) return rest;
  const attempt = constructAt(rest, head);
  const follows = indentOf(rest[attempt.end] ?? "") === clause.indent && /^(except|finally)\b/.test((rest[attempt.end] ?? "").trim());
  return follows ? rest : [...rest.slice(0, head), ...block(rest, attempt), ...rest.slice(attempt.end)];
}

/** `a = float(x.get("b")) * 2` -> `a = x.get("b") * 2`. */
function unwrapCall(code: string, callee: string): string {
  const start = code.search(new RegExp(`(?<![\\w.])${callee.replace(/\./g, "\\.")}\\(`));
  if (start < 0) return code;
  const open = start + callee.length;
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ("([{".includes(code[at] ?? "")) depth += 1;
    if (")]}".includes(code[at] ?? "")) depth -= 1;
    if (depth === 0) return code.slice(0, start) + code.slice(open + 1, at) + code.slice(at + 1);
  }
  return code;
}

/** A header that lost its whole block gets a `pass`. */
function repaired(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    const opens = /^\s*(async\s+)?(def|class|if|elif|else|for|while|with|try|except|finally|match|case)\b.*:\s*(#.*)?$/.test(line) && brackets(line) === 0;
    if (!opens) return [line];
    const next = lines.slice(index + 1).find((one) => one.trim() !== "" && !/^\s*#/.test(one)) ?? "";
    return indentOf(next).length > indentOf(line).length ? [line] : [line, `${indentOf(line)}    pass`];
  });
}
