import { lineOf, type Module, type Node } from "./nodes.ts";

/** Fields that hold statements or parts of statements: each on lines of its own. */
const blocks: ReadonlySet<string> = new Set(["body", "otherwise", "finally", "handlers", "cases"]);
const structural: ReadonlySet<string> = new Set(["kind", "start", "end", "parent", "scope", "order"]);

/**
 * The golden text of a module: a line for each statement, `line  kind field ...`, its blocks indented below, expressions as
 * s-expressions whose operands stand in the order of the fields in nodes.ts (`_` is an absent one). Stable; for tests and people.
 */
export function print(module: Module): string {
  const out: string[] = [];
  for (const range of module.damaged) {
    out.push(`damaged ${lineOf(module, range.start)}-${lineOf(module, Math.max(range.start, range.end - 1))}: ${range.why}`);
  }
  for (const statement of module.root.body) printStatement(module, statement, 0, out);
  return `${out.join("\n")}\n`;
}

function printStatement(module: Module, node: Node, depth: number, out: string[]): void {
  const holder = node.kind === "function-statement" ? node.function : node.kind === "class-statement" ? node.class : node;
  const words: string[] = [holder.kind];
  const below: [string, readonly Node[]][] = [];
  for (const [field, value] of Object.entries(holder)) {
    if (structural.has(field) || typeof value === "number" && field === "index") continue;
    if (blocks.has(field) && Array.isArray(value)) below.push([field, value]);
    else pushField(words, field, value);
  }
  out.push(`${String(lineOf(module, holder.start)).padStart(3)}  ${"  ".repeat(depth)}${words.join(" ")}`);
  for (const [field, nodes] of below) {
    if (nodes.length === 0) continue;
    if (field !== "body" && field !== "handlers" && field !== "cases") out.push(`     ${"  ".repeat(depth)}${field}:`);
    for (const one of nodes) printStatement(module, one, depth + 1, out);
  }
}

function pushField(words: string[], field: string, value: unknown): void {
  if (value === true) return void words.push(field);
  if (value === false || (field === "decorators" && (value as readonly Node[]).length === 0)) return;
  words.push(field === "decorators" ? `@${show(value)}` : show(value));
}

function show(value: unknown): string {
  if (value === null) return "_";
  if (typeof value === "string") return value === "" ? '""' : /^[\w.<>%*=+\-/@|&^~! ]+$/.test(value) ? value : JSON.stringify(value);
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(" ")}]`;
  return expression(value as Node);
}

function expression(node: Node): string {
  switch (node.kind) {
    case "name": return node.id;
    case "string": return (node.bytes ? "b" : "") + JSON.stringify(node.value);
    case "number": return node.text;
    case "boolean": return node.value ? "True" : "False";
    case "none": return "None";
    case "ellipsis": return "...";
    case "attribute": return `(. ${expression(node.object)} ${node.name})`;
    case "lambda": return `(lambda ${show(node.function.params)}${node.function.generator ? " generator" : ""} ${show(node.function.body)})`;
    case "return": return show(node.value);
    case "argument": return argument(node.name, node.spread, node.value);
  }
  const words: string[] = [node.kind];
  for (const [field, value] of Object.entries(node)) {
    if (!structural.has(field)) pushField(words, field, value);
  }
  return `(${words.join(" ")})`;
}

function argument(name: string | null, spread: "none" | "list" | "dict", value: Node): string {
  const stars = spread === "list" ? "*" : spread === "dict" ? "**" : "";
  return `${name === null ? "" : `${name}=`}${stars}${expression(value)}`;
}
