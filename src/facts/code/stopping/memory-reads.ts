import type { Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, enclosingFunction } from "../../../ir/walk.ts";
import { PROCESS_MEMORY, PROCESS_MEMORY_FILES, PROCESS_MEMORY_METHODS, SYSTEM_MEMORY_METHODS } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { scopeOf } from "../inference/scope-of.ts";
import { index, type Index } from "../module-index.ts";

/** A read of how much memory is used: by this process, or by the whole machine. */
export interface MemoryRead {
  readonly node: Expr;
  readonly fn: FunctionNode;
  readonly of: "process" | "machine";
}

export interface MemoryReads {
  readonly all: readonly MemoryRead[];
  /** Whether the expression's value is made from the process's memory. */
  carries(expr: Node): boolean;
}

const MOST_ROUNDS = 6;

export const memoryReads = codeFact({
  name: "memory-reads",
  doc: "Where the bot reads its own memory (or the machine's), and which values are made from that.",
  requires: { index, callGraph },
  derive({ index, callGraph }): MemoryReads {
    const all: MemoryRead[] = [];
    const add = (node: Expr, of: MemoryRead["of"]): void => void all.push({ node, fn: enclosingFunction(node)!, of });
    for (const one of index.modules.values()) {
      for (const call of one.byKind.get("call") ?? []) {
        if (call.kind !== "call" || call.callee.kind !== "attribute") continue;
        const { name } = call.callee;
        if (!PROCESS_MEMORY_METHODS.has(name) && !SYSTEM_MEMORY_METHODS.has(name)) continue;
        const { libraries, functions } = callGraph.targets(call);
        if (functions.length > 0) continue;
        if (SYSTEM_MEMORY_METHODS.has(name)) add(call, "machine");
        else if (libraries.length === 0 || libraries.some((path) => PROCESS_MEMORY.test(path))) add(call, "process");
      }
      for (const text of one.byKind.get("string") ?? []) {
        if (text.kind === "string" && text.value.length < 40 && PROCESS_MEMORY_FILES.test(text.value) && text.parent?.kind === "argument") add(text, "process");
      }
    }
    const sources = new Set<Node>(all.filter((one) => one.of === "process").map((one) => one.node));
    const carriers = sources.size > 0 ? spread(index, sources) : null;
    return { all, carries: (expr) => carriers !== null && carriers(expr) };
  },
});

/** Values that hold the memory: local names, attributes (by name within a module), results of functions; to a fixed point. */
function spread(index: Index, sources: ReadonlySet<Node>): (node: Node) => boolean {
  const names = new Map<Node, Set<string>>();
  const attributes = new Map<string, Set<string>>();
  const functions = new Set<string>();
  const reading = new Set<string>();
  for (const node of sources) reading.add(index.moduleOf(node).file);
  const carries = (node: Node): boolean => {
    if (sources.has(node)) return true;
    if (node.kind === "function") return false;
    if (node.kind === "name" && names.get(scopeOf(node))?.has(node.id)) return true;
    if (node.kind === "attribute" && attributes.get(index.moduleOf(node).file)?.has(node.name)) return true;
    if (node.kind === "call" && functions.has(lastName(node.callee))) return true;
    let found = false;
    children(node, (child) => { found ||= carries(child); });
    return found;
  };
  for (let round = 0, grew = true; grew && round < MOST_ROUNDS; round++) {
    grew = false;
    const note = (set: Set<string>, word: string): void => {
      grew ||= !set.has(word);
      set.add(word);
    };
    for (const one of index.modules.values()) {
      const { file } = one.module;
      // Only modules that read the memory themselves, or call a function that does.
      if (!reading.has(file) && !calls(one.byKind.get("call") ?? [], functions)) continue;
      for (const node of one.byKind.get("assign") ?? []) {
        if (node.kind !== "assign" || !carries(node.value)) continue;
        for (const target of node.targets.flatMap((each) => (each.kind === "tuple" ? each.items : [each]))) {
          if (target.kind === "name") note(setOf(names, scopeOf(target)), target.id);
          if (target.kind === "attribute") note(setOf(attributes, file), target.name);
        }
      }
      for (const node of one.byKind.get("return") ?? []) {
        const fn = enclosingFunction(node);
        if (node.kind === "return" && node.value && fn && fn.name.length > 5 && carries(node.value)) note(functions, fn.name);
      }
    }
  }
  return carries;
}

const calls = (all: readonly Node[], functions: ReadonlySet<string>): boolean => functions.size > 0 && all.some((node) => node.kind === "call" && functions.has(lastName(node.callee)));

const lastName = (expr: Expr): string => (expr.kind === "attribute" ? expr.name : expr.kind === "name" ? expr.id : "");

function setOf<K>(map: Map<K, Set<string>>, key: K): Set<string> {
  let set = map.get(key);
  if (!set) map.set(key, (set = new Set()));
  return set;
}
