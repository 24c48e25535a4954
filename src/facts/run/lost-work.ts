import type { FunctionNode } from "../../ir/nodes.ts";
import { classOf } from "../../ir/walk.ts";
import { appendTo } from "../../sdk/append.ts";
import { runFact } from "../../sdk/fact.ts";
import { index } from "../code/module-index.ts";
import { runtimeWarningsOf, type RuntimeWarning } from "./runtime-warnings.ts";
import { toldOnce } from "./told-once.ts";

export interface LostWork extends RuntimeWarning {
  /** The bot's function that the coroutine is of; null: a library's, or several have the name. */
  readonly fn: FunctionNode | null;
}

export const lostWork = runFact({
  name: "lost-work",
  doc: "What the interpreter said of tasks that were destroyed, exceptions that nobody took, coroutines that never ran and resources left open, with the function that it is about.",
  requires: { toldOnce, index },
  derive({ toldOnce, index }): readonly LostWork[] {
    const byName = new Map<string, { fn: FunctionNode; file: string }[]>();
    for (const [file, one] of index.modules) {
      for (const fn of one.module.functions) {
        for (const name of namesOf(fn)) {
          appendTo(byName, name, { fn, file });
        }
      }
    }
    return runtimeWarningsOf(toldOnce).map((one): LostWork => {
      const named = byName.get((one.coroutine ?? "").replaceAll(".<locals>", "")) ?? [];
      const path = one.file?.replaceAll("\\", "/") ?? null;
      const here = path === null ? named : named.filter(({ file }) => path === file || path.endsWith(`/${file}`));
      return { ...one, fn: here.length === 1 ? here[0]!.fn : null };
    });
  },
});

/** As Python qualifies a name: `Class.method`, `outer.<locals>.inner`; bare names where a warning is that short. */
function namesOf(fn: FunctionNode): readonly string[] {
  const owner = classOf(fn);
  return [...new Set([fn.qualname, fn.name, ...(owner ? [`${owner.name}.${fn.name}`] : [])])];
}
