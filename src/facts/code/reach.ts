import { ownName } from "../../ir/names.ts";
import { lineOf, type ClassNode, type FunctionNode, type Module, type Node } from "../../ir/nodes.ts";
import type { FileRole } from "../../ir/program.ts";
import { classOf, enclosingFunction } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { codeFact } from "../../sdk/fact.ts";
import { branches, program } from "../roots.ts";
import { applicationFactories } from "./application-factories.ts";
import { backtestBranches } from "./backtest-branches.ts";
import { callGraph, type CallGraph } from "./call-graph.ts";
import { entryPoints } from "./entry-points.ts";
import { infer } from "./inference/infer.ts";
import type { Inference } from "./inference/context.ts";
import { methodFlavour } from "./inference/hierarchy.ts";
import { index, type Index } from "./module-index.ts";
import { orderSites } from "./order-sites.ts";
import { barring, outcomes, type Barred, type Outcomes } from "./outcomes/outcomes.ts";
import { stoppedBy, type Passed } from "./outcomes/stopped-by.ts";
import { outsideStarts } from "./outside-starts.ts";
import { Receivers } from "./receivers.ts";
import { strategyHooks } from "./strategy-hooks.ts";

/**
 * live: a path of resolved calls leads there from where the bot starts. possible: only a call that could not be resolved, or
 * a name that is looked up at run time, may lead there. dead: nothing of the running bot mentions it.
 */
export type Reach = "live" | "possible" | "dead";

export interface Reachability {
  of(fn: FunctionNode): Reach;
  /** A step towards the function: who calls it, where. Null for an entry point. */
  cause(fn: FunctionNode): { readonly from: FunctionNode; readonly at: Node } | null;
  /** The part of the module that the live bot never gets to and that the node stands in; what is called there alone is dead. */
  idle(node: Node): Barred | null;
  /** The same for a line of a file, where all of the line lies in such a part. */
  idleLine(file: string, line: number): Barred | null;
  /** What keeps the bot from some opening order. */
  readonly barredOrders: () => readonly Barred[];
  /** Modules that the running bot loads. */
  loaded(module: Module): boolean;
  /** Methods that start the bot and that something outside of it calls: only where nothing else leads to its orders. */
  readonly outside: readonly FunctionNode[];
}

/** Decorators that give the function back to whoever defined it. */
const KEPT = /^(staticmethod|classmethod|property|cached_property|abstractmethod|lru_cache|cache|wraps|contextmanager|asynccontextmanager|dataclass|overload|override)$/;

/** What the bot itself consists of, as opposed to what lies beside it. */
const OWN: ReadonlySet<FileRole> = new Set<FileRole>(["bot", "config"]);

const RANK: Record<Reach, number> = { dead: 0, possible: 1, live: 2 };

export const reach = codeFact({
  name: "reach",
  doc: "Which functions the running bot can get to.",
  requires: { program, branches, index, infer, callGraph, entryPoints, orderSites, strategyHooks, outcomes },
  derive({ program, branches, index, infer, callGraph, entryPoints, orderSites, strategyHooks, outcomes }): Reachability {
    const live = entryPoints.all.filter((one) => one.live);
    const starts = live.length > 0 ? live : entryPoints.all;
    const roots = starts.length > 0 ? starts.map((one) => one.module) : [...program.modules.values()].filter((one) => program.roles.get(one.file) !== "test");
    const spread = new Spread(index, infer, callGraph, entryPoints.imports, branches === "as-shipped" ? outcomes : null);
    for (const module of roots) spread.load(module, null);
    for (const module of roots) for (const fn of applicationFactories(module, callGraph)) spread.reach(fn, "live", null);
    for (const { calls } of starts) if (calls) spread.reach(calls, "live", null);
    for (const one of strategyHooks.classes) spread.load(index.moduleOf(one), null);
    for (const one of strategyHooks.classes) spread.construct(one);
    for (const { fn } of strategyHooks.all) spread.reach(fn, "live", null);
    spread.run();
    const isBot = (fn: FunctionNode): boolean => OWN.has(program.roles.get(index.moduleOf(fn).file) ?? "bot");
    const senders = orderSites.flatMap((one) => (one.role === "cancel" ? [] : [one.fn]));
    const lost = senders.length > 0 && !senders.some((fn) => isBot(fn) && spread.reached.has(fn));
    const outside = lost ? outsideStarts({ index, infer, graph: callGraph, senders, isBot }) : [];
    for (const fn of outside) spread.startOutside(fn, classOf(fn)!);
    if (outside.length > 0) spread.run();
    return {
      outside,
      of: (fn) => spread.reached.get(fn) ?? "dead",
      cause: (fn) => spread.causes.get(fn) ?? null,
      idle: (node) => spread.idle(node),
      idleLine: (file, line) => spread.idleLine(file, line),
      barredOrders: () => stoppedBy(spread.passed, orderSites.flatMap((one) => (one.role === "open" ? [one.fn] : [])), callGraph),
      loaded: (module) => spread.reached.has(module.root),
    };
  },
});

interface Cause {
  readonly from: FunctionNode;
  readonly at: Node;
}

/** Breadth-first from the modules that start; live before possible, so that each function is entered twice at most, and once more for each class that its objects are found to be of. */
class Spread {
  readonly reached = new Map<FunctionNode, Reach>();
  readonly causes = new Map<FunctionNode, Cause | null>();
  readonly #queues: Record<"live" | "possible", FunctionNode[]> = { live: [], possible: [] };
  readonly #constructed = new Map<ClassNode, Reach>();
  readonly #decorated = new Map<Module, readonly FunctionNode[]>();
  readonly #escapes = new Map<FunctionNode, { fn: FunctionNode; at: Node }[]>();
  readonly #classEscapes = new Map<FunctionNode, { class: ClassNode; at: Node }[]>();
  /** Calls that are never made, of functions that run. */
  readonly passed: Passed[] = [];
  readonly #idle = new Map<Module, readonly Barred[]>();
  readonly #outcomes: Outcomes | null;
  readonly #index: Index;
  readonly #infer: Inference;
  readonly #graph: CallGraph;
  readonly #imports: (module: Module) => readonly Module[];
  readonly #receivers: Receivers;

  constructor(index: Index, infer: Inference, graph: CallGraph, imports: (module: Module) => readonly Module[], outcomes: Outcomes | null) {
    this.#outcomes = outcomes;
    this.#index = index;
    this.#infer = infer;
    this.#graph = graph;
    this.#imports = imports;
    this.#receivers = new Receivers(infer);
    for (const one of graph.classEscapes) {
      appendTo(this.#classEscapes, one.from, one);
    }
    for (const one of [...graph.escapes, ...graph.crowded]) {
      appendTo(this.#escapes, one.from, one);
    }
  }

  idle(node: Node): Barred | null {
    return barring(this.#idleIn(this.#index.moduleOf(node)), node);
  }

  idleLine(file: string, line: number): Barred | null {
    const module = this.#index.modules.get(file)?.module;
    const found = module && this.#idleIn(module).find((one) => lineOf(module, one.from) <= line && line <= lineOf(module, one.to - 1) && lineOf(module, one.test.end - 1) < line);
    return found ?? null;
  }

  #idleIn(module: Module): readonly Barred[] {
    let known = this.#idle.get(module);
    if (!known) this.#idle.set(module, (known = [...backtestBranches(this.#index.modules.get(module.file)!), ...(this.#outcomes?.barredIn(module) ?? [])]));
    return known;
  }

  load(module: Module, cause: Cause | null): void {
    this.reach(module.root, "live", cause);
  }

  reach(fn: FunctionNode, how: "live" | "possible", cause: Cause | null): void {
    this.#reach(fn, how, cause, this.#receivers.open(fn));
  }

  /** `more`: it runs on objects of more classes than it was entered for. */
  #reach(fn: FunctionNode, how: "live" | "possible", cause: Cause | null, more: boolean): void {
    const known = this.reached.get(fn) ?? "dead";
    if (RANK[known] >= RANK[how]) {
      if (more) this.#queues[how].push(fn);
      return;
    }
    this.reached.set(fn, how);
    this.causes.set(fn, cause);
    this.#queues[how].push(fn);
  }

  /** A framework makes an object of it. */
  construct(node: ClassNode): void {
    const module = this.#index.moduleOf(node);
    this.#construct(node, "live", { from: module.root, at: node });
  }

  /** Something outside of the bot makes the object and calls what starts it, and may call whatever else the class offers. */
  startOutside(start: FunctionNode, owner: ClassNode): void {
    const module = this.#index.moduleOf(owner);
    this.load(module, null);
    this.construct(owner);
    const made = this.#infer.hierarchy.member(owner, "__init__")?.definitions.find((one) => one.kind === "function");
    if (made?.kind === "function") this.reach(made.fn, "live", { from: module.root, at: owner });
    this.#handedOut(owner, { from: module.root, at: owner });
    this.reach(start, "live", null);
  }

  run(): void {
    for (const how of ["live", "possible"] as const) {
      const queue = this.#queues[how];
      for (let i = 0; i < queue.length; i++) this.#enter(queue[i]!, how);
    }
  }

  #enter(fn: FunctionNode, how: "live" | "possible"): void {
    const module = this.#index.moduleOf(fn);
    const one = this.#index.modules.get(module.file)!;
    if (fn === module.root) {
      for (const each of this.#imports(module)) this.reach(each.root, how, { from: fn, at: fn });
      this.#registered(module, how);
    }
    else this.#handedOver(fn, module, how);
    const idle = this.#idleIn(module);
    for (const call of one.calls[fn.index]!) {
      const barred = barring(idle, call);
      if (barred) {
        this.passed.push({ call, barred });
        continue;
      }
      const targets = this.#graph.targets(call);
      const strength = targets.how === "named" ? "possible" : how;
      for (const each of this.#graph.runs(call)) {
        if (!this.#receivers.allows(call, fn, each)) continue;
        const more = targets.how === "resolved" ? this.#receivers.add(each, call, targets, fn) : this.#receivers.open(each);
        this.#reach(each, strength === "live" ? how : "possible", { from: fn, at: call }, more);
      }
      for (const each of targets.classes) this.#construct(each, how, { from: fn, at: call });
      if (targets.how === "unresolved" && call.callee.kind === "attribute") {
        for (const each of this.#graph.named(call.callee.name)) this.reach(each, "possible", { from: fn, at: call });
      }
    }
    for (const one of this.#classEscapes.get(fn) ?? []) if (!barring(idle, one.at)) this.#handedOut(one.class, { from: fn, at: one.at });
    this.#wrappers(fn, how);
    for (const escape of this.#escapes.get(fn) ?? []) if (!barring(idle, escape.at)) this.reach(escape.fn, how, { from: fn, at: escape.at });
  }

  /** Calling a function that the bot's own decorator wraps runs the wrapper. */
  #wrappers(fn: FunctionNode, how: "live" | "possible"): void {
    for (const decorator of fn.decorators) {
      for (const value of this.#infer.evaluate(decorator)) {
        if (value.kind !== "function") continue;
        const inner = this.#index.moduleOf(value.fn).functions.filter((one) => enclosingFunction(one) === value.fn);
        for (const one of [value.fn, ...inner]) this.reach(one, how, { from: fn, at: decorator });
      }
    }
  }

  /** Decorated functions at the top level and in classes are handed to their decorator: routes, handlers, hooks. */
  #registered(module: Module, how: "live" | "possible"): void {
    for (const fn of module.functions) {
      if (fn.decorators.length === 0 || enclosingFunction(fn) !== module.root) continue;
      const kept = fn.decorators.every((one) => KEPT.test(nameOf(one)));
      if (!kept && !classOf(fn)) this.reach(fn, how, { from: module.root, at: fn });
    }
  }

  /** Functions inside of this one that a library's decorator takes: `@client.on(events.NewMessage)`. */
  #handedOver(fn: FunctionNode, module: Module, how: "live" | "possible"): void {
    for (const inner of this.#decoratedIn(module)) {
      if (enclosingFunction(inner) === fn && !inner.decorators.every((one) => KEPT.test(nameOf(one)))) this.reach(inner, how, { from: fn, at: inner });
    }
  }

  #decoratedIn(module: Module): readonly FunctionNode[] {
    let known = this.#decorated.get(module);
    if (!known) this.#decorated.set(module, (known = module.functions.filter((one) => one.decorators.length > 0 && enclosingFunction(one) !== module.root && !classOf(one))));
    return known;
  }

  /** Somebody else may make objects of the class and call what they offer. */
  #handedOut(node: ClassNode, cause: Cause): void {
    this.#construct(node, "possible", cause);
    for (const definitions of this.#infer.moduleIndexOf(node).scopes.get(node)?.values() ?? []) {
      for (const one of definitions) if (one.kind === "function" && (one.fn.name === "__init__" || !one.fn.name.startsWith("_"))) this.reach(one.fn, "possible", cause);
    }
  }

  /**
   * A constructed class: its properties and special methods run unseen, and whatever it overrides of a library class is
   * called by the library.
   */
  #construct(node: ClassNode, how: "live" | "possible", cause: Cause): void {
    if (RANK[this.#constructed.get(node) ?? "dead"] >= RANK[how]) return;
    this.#constructed.set(node, how);
    const library = this.#infer.hierarchy.libraryBases(node).some((path) => !/(^|\.)(ABC|object|Protocol|Generic|Enum|IntEnum|StrEnum|BaseModel|BaseSettings|NamedTuple|TypedDict|Exception|dict|list)$/.test(path));
    for (const owner of this.#infer.hierarchy.ancestors(node)) {
      for (const definitions of this.#infer.moduleIndexOf(owner).scopes.get(owner)?.values() ?? []) {
        for (const one of definitions) {
          if (one.kind !== "function") continue;
          const flavour = methodFlavour(one.fn);
          const unseen = flavour === "property" || (one.fn.name.startsWith("__") && one.fn.name.endsWith("__")) || flavour === "class";
          if (unseen || one.fn.decorators.some((each) => nameOf(each) !== "staticmethod" && nameOf(each) !== "abstractmethod")) this.reach(one.fn, how, cause);
          else if (library) this.reach(one.fn, "possible", cause);
        }
      }
    }
  }
}

function nameOf(decorator: Node): string {
  const head = decorator.kind === "call" ? decorator.callee : decorator;
  return ownName(head);
}
