import { REMOVALS } from "./accesses.ts";
import { ADDS } from "./gate-writes.ts";
import { REGISTRY, type GatedOrder } from "./gated-order.ts";
import type { Pair } from "./together.ts";

/** `signals`: what has been acted on is kept like what is held. */
const HELD = /signal|entr(y|ies)|pair|symbol/i;

/**
 * A test that only one run makes is no race with itself; but another function may test the same state too, send an order of
 * its own and change the state as this one does: the scanner and the chat command both find the symbol free.
 */
export function withRivals(all: readonly GatedOrder[], turns: (one: GatedOrder, other: GatedOrder) => Pair | null): readonly GatedOrder[] {
  return all.map((one) => {
    if ((one.verdict !== "alone" && one.verdict !== "own-key") || one.question === "count" || !(REGISTRY.test(one.place.location.name) || HELD.test(one.place.location.name))) return one;
    for (const rival of all) {
      if (rival.fn === one.fn || rival.place !== one.place || rival.question !== one.question || !doesTheSame(one, rival)) continue;
      const pair = turns(one, rival);
      if (pair) return { ...one, verdict: "race", pair, rival };
    }
    return one;
  });
}

/** Both enter, both close, or both set the flag. */
function doesTheSame({ order, write }: GatedOrder, rival: GatedOrder): boolean {
  if (order.role !== rival.order.role) return false;
  return [ADDS, REMOVALS].some((kinds) => kinds.has(write.kind) && kinds.has(rival.write.kind)) || (write.kind === "rebind" && rival.write.kind === "rebind" && setsTrue(write.node) && setsTrue(rival.write.node));
}

const setsTrue = (node: GatedOrder["write"]["node"]): boolean => node.kind === "assign" && node.value.kind === "boolean" && node.value.value;
