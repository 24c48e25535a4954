import { ownName } from "../../../ir/names.ts";
import type { ClassNode, Expr, FunctionNode } from "../../../ir/nodes.ts";
import { classOf } from "../../../ir/walk.ts";
import type { CallSite } from "../call-graph.ts";
import type { Sources } from "./sources.ts";

/** Who may give names and parameters their values beside the assignments that the code shows. */
export class Setters {
  readonly #on: Pick<Sources, "program" | "index" | "infer" | "graph">;
  readonly #callers = new Map<FunctionNode, readonly CallSite[] | null>();
  #found: Found | null = null;

  constructor(on: Pick<Sources, "program" | "index" | "infer" | "graph">) {
    this.#on = on;
  }

  /** Somebody else's code stores under that name: `config.debug = True`, `setattr(config, "debug", True)`. */
  mayBeSet(name: string): boolean {
    return this.#on.infer.foreignNames.has(name) || this.#all().names.has(name);
  }

  /** `setattr(x, "name", ...)` stores under that name. */
  isSetByName(name: string): boolean {
    return this.#all().names.has(name);
  }

  /** Somebody else is handed the class and may make objects of it. */
  isHandedOut(owner: ClassNode): boolean {
    return this.#all().escapedClasses.has(owner);
  }

  /** Some constructor is told it by name: `Config(hedge=True)`. */
  isTold(name: string): boolean {
    return this.#all().told.has(name);
  }

  /** Its objects are given whatever attributes: `setattr(self, key, value)`, `self.__dict__.update(...)`. */
  isOpen(owner: ClassNode): boolean {
    const { open } = this.#all();
    return open.size > 0 && this.#on.infer.hierarchy.family(owner).some((one) => open.has(one));
  }

  /** What stands in its body are fields that its constructor may be told: data classes, models, named tuples. */
  hasFields(owner: ClassNode): boolean {
    const { hierarchy } = this.#on.infer;
    return hierarchy.libraryBases(owner).length > 0 || hierarchy.ancestors(owner).some((one) => one.decorators.length > 0);
  }

  /** All calls that run the function in the bot itself; null: others may run it as well. */
  callersOf(fn: FunctionNode): readonly CallSite[] | null {
    let known = this.#callers.get(fn);
    if (known === undefined) this.#callers.set(fn, (known = this.#callersOf(fn)));
    return known;
  }

  #callersOf(fn: FunctionNode): readonly CallSite[] | null {
    const owner = classOf(fn);
    const all = this.#all();
    if (fn.decorators.some((one) => !/^(static|class)method$/.test(ownName(one))) || all.escaped.has(fn)) return null;
    if (owner && (this.#on.infer.hierarchy.libraryBases(owner).length > 0 || (fn.name === "__init__" && all.escapedClasses.has(owner)))) return null;
    if (all.unresolved.has(fn.name)) return null;
    const callers = this.#on.graph.callersOf(fn).filter(({ caller }) => this.#on.program.roles.get(this.#on.index.moduleOf(caller).file) !== "test");
    return callers.length > 0 && callers.every((one) => one.how === "resolved") ? callers : null;
  }

  #all(): Found {
    if (this.#found) return this.#found;
    const { index, graph } = this.#on;
    const found: Found = {
      names: new Set(), told: new Set(), open: new Set(), unresolved: new Set(),
      escaped: new Set([...graph.escapes, ...graph.crowded].map((one) => one.fn)),
      escapedClasses: new Set(graph.classEscapes.map((one) => one.class)),
    };
    for (const one of index.modules.values()) {
      one.module.functions.forEach((fn) => {
        for (const call of one.calls[fn.index]!) {
          const { callee } = call;
          const targets = graph.targets(call);
          if (callee.kind === "attribute" && targets.how === "unresolved") found.unresolved.add(callee.name);
          if (call.args.length > 0 && targets.classes.length > 0) for (const { name } of call.args) if (name !== null) found.told.add(name);
          if (callee.kind === "name" && callee.id === "setattr") this.#dynamic(call.args.map((each) => each.value), found);
          if (callee.kind === "attribute" && callee.name === "update" && /^(__dict__|vars)$/.test(ownName(callee.object.kind === "call" ? callee.object.callee : callee.object))) {
            const owner = classOf(fn);
            if (owner) found.open.add(owner);
          }
        }
      });
    }
    return (this.#found = found);
  }

  #dynamic([object, name]: readonly Expr[], found: Found): void {
    if (!object || !name) return;
    if (name.kind === "string") return void found.names.add(name.value);
    for (const value of this.#on.infer.evaluate(object)) if (value.kind === "instance" || value.kind === "class") found.open.add(value.class);
  }
}

interface Found {
  /** Names under which `setattr(x, "name", ...)` stores. */
  readonly names: Set<string>;
  /** Names of what constructors are told. */
  readonly told: Set<string>;
  readonly open: Set<ClassNode>;
  /** Names of methods that are called on what nobody knows. */
  readonly unresolved: Set<string>;
  readonly escaped: ReadonlySet<FunctionNode>;
  readonly escapedClasses: ReadonlySet<ClassNode>;
}
