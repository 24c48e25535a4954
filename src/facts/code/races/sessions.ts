import type { FunctionNode } from "../../../ir/nodes.ts";
import { SESSION_SERVERS } from "../../../knowledge/task-starts.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { index } from "../module-index.ts";
import { programs } from "../programs.ts";

export interface Sessions {
  /** The function's program is a page that runs again, in a thread of its own, for each browser that opens it. */
  serve(fn: FunctionNode): boolean;
}

export const sessions = codeFact({
  name: "sessions",
  doc: "Programs whose framework runs them once for each visitor: what looks like one run is several.",
  requires: { index, programs },
  derive({ index, programs }): Sessions {
    const pages = [...index.modules.values()].filter(({ byKind }) => (byKind.get("import") ?? []).some((one) => one.kind === "import" && SESSION_SERVERS.test(one.module))).map(({ module }) => module);
    return { serve: (fn) => pages.some((page) => programs.share(page, index.moduleOf(fn))) };
  },
});
