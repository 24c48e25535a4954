import type { FunctionNode, Node } from "../../ir/nodes.ts";
import { TOLD_WORDS } from "../../knowledge/signal-words.ts";
import type { Way } from "./open-ways.ts";
import { snake } from "./snake.ts";

/**
 * Where on ways without a filter it is missing, as indices of steps. No way to the order passes it: before the order, in the last
 * function that still knows the signal (what is called from there is only told what to send). Others do: where this way leaves them.
 */
export function filterPlaces(open: readonly Way[], all: readonly Way[]): (way: Way) => number {
  const without = new Set(open.map(bornAt));
  const guarded = new Set(all.filter((way) => way.kind === "signal" && !without.has(bornAt(way))).flatMap((way) => way.steps.slice(way.born).map((step) => step.at)));
  return (way) => {
    const last = Math.max(way.born, way.steps.findLastIndex((step) => knowsSignal(step.from)));
    return guarded.has(way.steps[last]!.at) ? way.born : last;
  };
}

const bornAt = (way: Way): Node => way.steps[way.born]!.at;

/** `_open_from_signal(symbol)`, `enter(signal)`: a client is told a side and an amount, and knows no signal. */
const knowsSignal = (fn: FunctionNode): boolean => !CLIENT.test(snake(fn.name)) && (
  /signal/.test(snake(fn.name)) || fn.params.some(({ name, annotation }) => TOLD_WORDS.test(snake(name)) || (annotation !== null && TOLD_WORDS.test(snake(typeName(annotation))))));

/** `place_order(self, intent)`: sends what it is handed, whatever that is called. */
const CLIENT = /(^|_)(place|submit|send|post|put|create|make|issue)_(\w+_)?orders?(_|$)/;

function typeName(annotation: Node): string {
  switch (annotation.kind) {
    case "name": return annotation.id;
    case "attribute": return annotation.name;
    case "string": return annotation.value;
    case "subscript": return typeName(annotation.index);
    case "binary": return typeName(annotation.left);
    default: return "";
  }
}
