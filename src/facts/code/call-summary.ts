import type { Anchor } from "../../sdk/evidence.ts";
import { codeFact } from "../../sdk/fact.ts";
import type { MapSummary } from "../../sdk/audit-result.ts";
import { catalogue } from "../../sdk/text.ts";
import { callGraph, type Reason } from "./call-graph.ts";
import { index } from "./module-index.ts";
import { places } from "./places.ts";

const say = catalogue({
  "unknown-receiver": {
    en: "the object's class is not known, and several functions of the bot have this name",
    ru: "класс объекта неизвестен, а функций с таким именем в боте несколько",
  },
  "unknown-callee": {
    en: "what is called is a value that nothing in the code pins down (a parameter, an element, a dynamic attribute)",
    ru: "вызывается значение, которое код не определяет однозначно (параметр, элемент, динамический атрибут)",
  },
});

const EXAMPLES = 5;

/** How many of the bot's calls of its own functions were resolved, and why the rest were not. */
export const callSummary = codeFact({
  name: "call-summary",
  doc: "How many calls into the bot were resolved, and why the rest were not.",
  requires: { index, callGraph, places },
  derive({ index, callGraph, places }): MapSummary["calls"] {
    let resolved = 0;
    const unresolved = new Map<Reason, { count: number; examples: Anchor[] }>();
    for (const one of index.modules.values()) {
      for (const call of one.calls.flat()) {
        const { how, reason } = callGraph.targets(call);
        if (how === "resolved" || how === "named") resolved++;
        if (how !== "unresolved" || !reason) continue;
        const known = unresolved.get(reason) ?? { count: 0, examples: [] };
        known.count++;
        if (known.examples.length < EXAMPLES) known.examples.push(places.at(call));
        unresolved.set(reason, known);
      }
    }
    const reasons = [...unresolved].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      resolved,
      inProject: resolved + reasons.reduce((sum, [, { count }]) => sum + count, 0),
      unresolvedReasons: reasons.map(([reason, { count, examples }]) => ({ why: say(reason), count, examples })),
    };
  },
});
