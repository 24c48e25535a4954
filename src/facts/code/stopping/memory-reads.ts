import type { Call, Expr, FunctionNode, Node } from "../../../ir/nodes.ts";
import { children, classOf, enclosingFunction } from "../../../ir/walk.ts";
import { PROCESS_MEMORY, PROCESS_MEMORY_FILES, PROCESS_MEMORY_METHODS, SYSTEM_MEMORY_METHODS } from "../../../knowledge/process-end.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
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
    const carriers = sources.size > 0 ? spread(index, callGraph, sources) : null;
    return { all, carries: (expr) => carriers !== null && carriers(expr) };
  },
});

/** Values that hold the memory: local names, parameters, attributes (by name within a module), results of functions; to a fixed point. */
function spread(index: Index, graph: CallGraph, sources: ReadonlySet<Node>): (node: Node) => boolean {
  const names = new Map<Node, Set<string>>();
  const attributes = new Map<string, Set<string>>();
  const functions = new Set<FunctionNode>();
  const active = new Set<string>();
  let grew = true;
  const touch = (file: string): void => {
    grew ||= !active.has(file);
    active.add(file);
  };
  const note = <T>(set: Set<T>, one: T): void => {
    grew ||= !set.has(one);
    set.add(one);
  };
  for (const node of sources) active.add(index.moduleOf(node).file);
  const carries = (node: Node): boolean => {
    if (sources.has(node)) return true;
    if (node.kind === "function") return false;
    if (node.kind === "name" && names.get(scopeOf(node))?.has(node.id)) return true;
    if (node.kind === "attribute" && attributes.get(index.moduleOf(node).file)?.has(node.name)) return true;
    // What a function of the bot gives is known; its arguments say nothing.
    if (node.kind === "call" && graph.runs(node).length > 0) return graph.runs(node).some((fn) => functions.has(fn));
    let found = false;
    children(node, (child) => { found ||= carries(child); });
    return found;
  };
  const handOn = (call: Call): void => {
    for (const fn of graph.runs(call)) {
      const shift = classOf(fn) && fn.params[0]?.name === "self" ? 1 : 0;
      call.args.forEach((one, i) => {
        const param = one.name ?? fn.params[i + shift]?.name;
        if (!param || !carries(one.value)) return;
        touch(index.moduleOf(fn).file);
        note(setOf(names, fn), param);
      });
    }
  };
  for (let round = 0; grew && round < MOST_ROUNDS; round++) {
    grew = false;
    for (const file of [...active]) {
      const one = index.modules.get(file)!;
      for (const node of one.byKind.get("assign") ?? []) {
        if (node.kind !== "assign" || !carries(node.value)) continue;
        for (const target of node.targets.flatMap((each) => (each.kind === "tuple" ? each.items : [each]))) {
          if (target.kind === "name") note(setOf(names, scopeOf(target)), target.id);
          if (target.kind === "attribute") note(setOf(attributes, file), target.name);
        }
      }
      for (const node of one.byKind.get("call") ?? []) if (node.kind === "call" && node.args.length > 0) handOn(node);
      for (const node of one.byKind.get("return") ?? []) {
        const fn = enclosingFunction(node);
        if (node.kind !== "return" || !node.value || !fn || functions.has(fn) || !carries(node.value)) continue;
        note(functions, fn);
        for (const { caller } of graph.callersOf(fn)) touch(index.moduleOf(caller).file);
      }
    }
  }
  return carries;
}

function setOf<K>(map: Map<K, Set<string>>, key: K): Set<string> {
  let set = map.get(key);
  if (!set) map.set(key, (set = new Set()));
  return set;
}
