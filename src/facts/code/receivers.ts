import type { Call, ClassNode, FunctionNode } from "../../ir/nodes.ts";
import { classOf } from "../../ir/walk.ts";
import type { Targets } from "./call-graph.ts";
import type { Inference } from "./inference/context.ts";

/** null: of any class. */
type Classes = ReadonlySet<ClassNode> | null;

/**
 * Of which classes the objects are that a method runs on, as far as the calls say that got there: `live.run_forever()` of a base class
 * comes to the `step` of the live runner, and not to that of a backtest beside it.
 */
export class Receivers {
  readonly #known = new Map<FunctionNode, Set<ClassNode> | null>();
  readonly #infer: Inference;

  constructor(infer: Inference) {
    this.#infer = infer;
  }

  /** Somebody runs it whom no call shows. True: that was not known. */
  open(fn: FunctionNode): boolean {
    if (!this.#matters(fn) || this.#known.get(fn) === null) return false;
    this.#known.set(fn, null);
    return true;
  }

  /** A call gets there. True: on objects of more classes than was known. */
  add(fn: FunctionNode, call: Call, targets: Targets, caller: FunctionNode): boolean {
    if (!this.#matters(fn)) return false;
    const classes = targets.classes.length > 0 ? new Set(targets.classes) : this.#of(call, caller);
    if (classes === null) return this.open(fn);
    const known = this.#known.get(fn);
    if (known === null) return false;
    const all = known ?? new Set();
    const before = all.size;
    for (const one of classes) all.add(one);
    this.#known.set(fn, all);
    return all.size > before;
  }

  /** Whether the call in a method may come to this function, on the objects that the method is known to run on. */
  allows(call: Call, caller: FunctionNode, fn: FunctionNode): boolean {
    const owner = classOf(caller);
    const target = classOf(fn);
    if (!owner || !target || owner === target || !isOnSelf(call, caller) || !this.#infer.hierarchy.descendants(owner).includes(target)) return true;
    const known = this.#known.get(caller);
    return known === null || known === undefined || [...known].some((one) => this.#infer.hierarchy.ancestors(one).includes(target));
  }

  /** A method of a class that others inherit from. */
  #matters(fn: FunctionNode): boolean {
    const owner = classOf(fn);
    return owner !== null && this.#infer.hierarchy.descendants(owner).length > 0;
  }

  #of(call: Call, caller: FunctionNode): Classes {
    if (call.callee.kind !== "attribute") return null;
    const { object } = call.callee;
    const owner = classOf(caller);
    if (owner && (isOnSelf(call, caller) || (object.kind === "call" && object.callee.kind === "name" && object.callee.id === "super"))) {
      return this.#matters(caller) ? (this.#known.get(caller) ?? null) : new Set([owner]);
    }
    const values = this.#infer.evaluate(object).filter((one) => one.kind !== "external" || one.path !== "None");
    const classes = values.flatMap((one) => (one.kind === "instance" ? [one.class] : []));
    // What is said to be of a class that others inherit from may be any of those.
    const isSure = classes.length > 0 && classes.length === values.length && classes.every((one) => this.#infer.hierarchy.descendants(one).length === 0);
    return isSure ? new Set(classes) : null;
  }
}

const isOnSelf = ({ callee }: Call, caller: FunctionNode): boolean =>
  callee.kind === "attribute" && callee.object.kind === "name" && callee.object.id === caller.params[0]?.name && /^(self|this)$/.test(callee.object.id);
