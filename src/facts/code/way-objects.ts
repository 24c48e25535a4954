import type { Call, ClassNode, FunctionNode, Node } from "../../ir/nodes.ts";
import { classOf, methodsOf } from "../../ir/walk.ts";
import type { Inference } from "./inference/context.ts";

/** The classes of which the object may be that a method runs on; null: it is no method. */
export type Objects = readonly ClassNode[] | null;

/**
 * Backwards along a way the object that its methods run on stays the same from one `self.step()` to the next: what the live trader
 * overrides is not got to from the base's own version of the method that it overrides as well, nor from a backtest beside it.
 */
export class WayObjects {
  readonly #own = new Map<FunctionNode, Objects>();
  readonly #on: Inference;

  constructor(on: Inference) {
    this.#on = on;
  }

  /** Objects of which classes run the function: what inherits it, and what overrides it and calls it by `super()`. */
  of(fn: FunctionNode): Objects {
    let known = this.#own.get(fn);
    if (known === undefined) this.#own.set(fn, (known = this.#find(fn)));
    return known;
  }

  /** Of which classes the caller's object may be where the step leads to a method of objects of these classes; []: the step is not taken on any. */
  through(caller: FunctionNode, at: Node, to: FunctionNode, objects: Objects): Objects {
    const own = this.of(caller);
    const owner = classOf(to);
    if (objects === null || owner === null || at.kind !== "call" || at.callee.kind !== "attribute" || at.callee.name !== to.name) return own;
    const { hierarchy } = this.#on;
    const holder = classOf(caller);
    if (holder && own && isOnSelf(at, caller)) {
      const isKin = hierarchy.ancestors(holder).includes(owner) || hierarchy.descendants(holder).includes(owner);
      const both = own.filter((one) => objects.includes(one));
      return both.length > 0 || isKin ? both : own;
    }
    if (isSuper(at)) return own && own.filter((one) => objects.includes(one));
    const values = this.#on.evaluate(at.callee.object).filter((one) => one.kind !== "external" || one.path !== "None");
    const classes = values.flatMap((one) => (one.kind === "instance" ? [one.class, ...hierarchy.descendants(one.class)] : []));
    const isKnown = values.length > 0 && values.every((one) => one.kind === "instance") && classes.some((one) => hierarchy.ancestors(one).includes(owner));
    return isKnown && !classes.some((one) => objects.includes(one)) ? [] : own;
  }

  /** What tells two places of one function apart. */
  keyOf(fn: FunctionNode, objects: Objects): string {
    return objects === null || objects.length === this.of(fn)?.length ? "" : ` ${objects.map((one) => `${this.#on.moduleIndexOf(one).module.file}:${String(one.start)}`).join()}`;
  }

  #find(fn: FunctionNode): Objects {
    const owner = classOf(fn);
    return owner && [owner, ...this.#on.hierarchy.descendants(owner)].filter((one) => this.#runs(one, fn, owner));
  }

  #runs(one: ClassNode, fn: FunctionNode, owner: ClassNode): boolean {
    for (const each of this.#on.hierarchy.ancestors(one)) {
      if (each === owner) return true;
      const override = methodsOf(each).find((one) => one.name === fn.name);
      if (override && !this.#callsOn(override)) return false;
    }
    return true;
  }

  /** `super().step()`, `Base.step(self)` */
  #callsOn(override: FunctionNode): boolean {
    return this.#on.index.callsIn(override).some((call) => call.callee.kind === "attribute" && call.callee.name === override.name && !isOnSelf(call, override));
  }
}

const isSuper = ({ callee }: Call): boolean =>
  callee.kind === "attribute" && callee.object.kind === "call" && callee.object.callee.kind === "name" && callee.object.callee.id === "super";

const isOnSelf = ({ callee }: Call, caller: FunctionNode): boolean =>
  callee.kind === "attribute" && callee.object.kind === "name" && callee.object.id === caller.params[0]?.name && /^(self|this)$/.test(callee.object.id);
