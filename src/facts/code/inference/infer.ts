import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { moduleTable } from "../module-table.ts";
import { classDecoratorEffect } from "./class-families.ts";
import { callEffect, decoratorEffect, storeEffect } from "./effects.ts";
import type { Inference } from "./context.ts";
import { WholeProgram } from "./inference.ts";

export const infer = codeFact({
  name: "inference",
  doc: "What names, attributes, parameters, results and elements may be, over the whole program.",
  requires: { index, moduleTable },
  derive({ index, moduleTable }): Inference {
    const scout = new WholeProgram(index, moduleTable);
    scout.work.run();
    const on = new WholeProgram(index, moduleTable, scout.hierarchyFromBases());
    for (const one of index.modules.values()) {
      for (const calls of one.calls) for (const call of calls) on.work.make(() => callEffect(on, call));
    }
    for (const store of on.foreignStores) on.work.make(() => storeEffect(on, store));
    for (const fn of index.functions) if (fn.decorators.length > 0) on.work.make(() => decoratorEffect(on, fn));
    if (on.hasFamilies) for (const node of index.classes) if (node.decorators.length > 0) on.work.make(() => classDecoratorEffect(on, node));
    on.work.run();
    on.settle();
    return on;
  },
});
