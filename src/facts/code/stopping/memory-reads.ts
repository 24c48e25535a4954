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
    const carriers = sources.size > 0 ? new Carriers(index, callGraph, sources) : null;
    return { all, carries: (expr) => carriers !== null && carriers.has(expr) };
  },
});

/** Values that hold the memory: local names, parameters, attributes (by name within a module), results of functions; to a fixed point. */
class Carriers {
  readonly #names = new Map<Node, Set<string>>();
  readonly #attributes = new Map<string, Set<string>>();
  readonly #functions = new Set<FunctionNode>();
  /** Modules where something carries it. */
  readonly #active = new Set<string>();
  #grew = true;
  readonly #index: Index;
  readonly #graph: CallGraph;
  readonly #sources: ReadonlySet<Node>;

  constructor(index: Index, graph: CallGraph, sources: ReadonlySet<Node>) {
    this.#index = index;
    this.#graph = graph;
    this.#sources = sources;
    for (const node of sources) this.#active.add(index.moduleOf(node).file);
    for (let round = 0; this.#grew && round < MOST_ROUNDS; round++) {
      this.#grew = false;
      for (const file of [...this.#active]) this.#round(file);
    }
  }

  has(node: Node): boolean {
    if (this.#sources.has(node)) return true;
    if (node.kind === "function") return false;
    if (node.kind === "name" && this.#names.get(scopeOf(node))?.has(node.id)) return true;
    if (node.kind === "attribute" && this.#attributes.get(this.#index.moduleOf(node).file)?.has(node.name)) return true;
    // What a function of the bot gives is known; its arguments say nothing.
    if (node.kind === "call" && this.#graph.runs(node).length > 0) return this.#graph.runs(node).some((fn) => this.#functions.has(fn));
    let found = false;
    children(node, (child) => { found ||= this.has(child); });
    return found;
  }

  #round(file: string): void {
    const one = this.#index.modules.get(file)!;
    for (const node of one.byKind.get("assign") ?? []) {
      if (node.kind !== "assign" || !this.has(node.value)) continue;
      for (const target of node.targets.flatMap((each) => (each.kind === "tuple" ? each.items : [each]))) {
        if (target.kind === "name") this.#note(setOf(this.#names, scopeOf(target)), target.id);
        if (target.kind === "attribute") this.#note(setOf(this.#attributes, file), target.name);
      }
    }
    for (const node of one.byKind.get("call") ?? []) if (node.kind === "call" && node.args.length > 0) this.#handOn(node);
    for (const node of one.byKind.get("return") ?? []) {
      const fn = enclosingFunction(node);
      if (node.kind !== "return" || !node.value || !fn || this.#functions.has(fn) || !this.has(node.value)) continue;
      this.#note(this.#functions, fn);
      for (const { caller } of this.#graph.callersOf(fn)) this.#note(this.#active, this.#index.moduleOf(caller).file);
    }
  }

  #handOn(call: Call): void {
    for (const fn of this.#graph.runs(call)) {
      const shift = classOf(fn) && fn.params[0]?.name === "self" ? 1 : 0;
      call.args.forEach((one, i) => {
        const param = one.name ?? fn.params[i + shift]?.name;
        if (!param || !this.has(one.value)) return;
        this.#note(this.#active, this.#index.moduleOf(fn).file);
        this.#note(setOf(this.#names, fn), param);
      });
    }
  }

  #note<T>(set: Set<T>, one: T): void {
    this.#grew ||= !set.has(one);
    set.add(one);
  }
}

function setOf<K>(map: Map<K, Set<string>>, key: K): Set<string> {
  let set = map.get(key);
  if (!set) map.set(key, (set = new Set()));
  return set;
}
