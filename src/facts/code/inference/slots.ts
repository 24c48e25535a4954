import type { Value } from "./values.ts";

/**
 * A place that holds values: a variable, an attribute, a parameter, a function's result, the elements of a container; or
 * an effect (a call that passes arguments on, a store) that holds none. Values only ever grow, so the worklist ends.
 */
export interface Slot {
  readonly values: Value[];
  /** More values than are worth following: treated as unknown. */
  wide: boolean;
  readonly evaluate: (slot: Slot) => void;
  dependents: Slot[] | Set<Slot>;
  queued: boolean;
}

export const MAX_VALUES = 24;
const MANY_DEPENDENTS = 12;
/** A slot made while another is evaluated is evaluated at once, to this depth; deeper ones wait their turn. */
const MAX_DEPTH = 60;
const NONE: readonly Value[] = [];

export class Worklist {
  readonly #queue: Slot[] = [];
  /** The slot whose evaluation is under way: whatever it reads, it depends on. */
  #current: Slot | null = null;
  #depth = 0;

  make(evaluate: (slot: Slot) => void): Slot {
    const slot: Slot = { values: [], wide: false, evaluate, dependents: [], queued: false };
    if (this.#depth < MAX_DEPTH) this.#evaluate(slot);
    else this.#enqueue(slot);
    return slot;
  }

  /** The slot's values now; the slot under evaluation runs again when they grow. */
  read(slot: Slot): readonly Value[] {
    const reader = this.#current;
    if (reader && reader !== slot) depend(slot, reader);
    return slot.wide ? NONE : slot.values;
  }

  add(slot: Slot, value: Value): void {
    if (slot.wide || slot.values.includes(value)) return;
    if (slot.values.length >= MAX_VALUES) slot.wide = true;
    else slot.values.push(value);
    slot.dependents.forEach((one: Slot) => this.#enqueue(one));
  }

  addAll(slot: Slot, values: readonly Value[]): void {
    for (let i = 0; i < values.length; i++) this.add(slot, values[i]!);
  }

  run(): void {
    for (let next = 0; next < this.#queue.length; next++) {
      const slot = this.#queue[next]!;
      slot.queued = false;
      this.#evaluate(slot);
      if (next > 50_000) {
        this.#queue.splice(0, next + 1);
        next = -1;
      }
    }
    this.#queue.length = 0;
  }

  #evaluate(slot: Slot): void {
    const outer = this.#current;
    this.#current = slot;
    this.#depth++;
    slot.evaluate(slot);
    this.#depth--;
    this.#current = outer;
  }

  #enqueue(slot: Slot): void {
    if (slot.queued) return;
    slot.queued = true;
    this.#queue.push(slot);
  }
}

function depend(slot: Slot, reader: Slot): void {
  const dependents = slot.dependents;
  if (dependents instanceof Set) return void dependents.add(reader);
  if (dependents.includes(reader)) return;
  dependents.push(reader);
  if (dependents.length > MANY_DEPENDENTS) slot.dependents = new Set(dependents);
}
