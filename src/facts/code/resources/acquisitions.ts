import { ownName } from "../../../ir/names.ts";
import type { Call, FunctionNode } from "../../../ir/nodes.ts";
import { RESOURCE_CALLS, TASK_CALLS, TASK_GROUPS, type ResourceKind } from "../../../knowledge/resources.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { program } from "../../roots.ts";
import { callGraph, type CallGraph } from "../call-graph.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { fatesOf, type Fate } from "./fates.ts";
import { handleFlows } from "./flows.ts";
import { UNTRADED_ROLES } from "../untraded-roles.ts";

/** A call that hands out something which must be given back. */
export interface Acquisition {
  readonly call: Call;
  readonly fn: FunctionNode;
  readonly kind: ResourceKind;
  readonly collected: boolean;
  /** How it is called: `asyncio.create_task`, `aiohttp.ClientSession`. */
  readonly by: string;
  readonly fates: readonly Fate[];
}

export const acquisitions = codeFact({
  name: "acquisitions",
  doc: "Tasks, sessions, sockets, exchanges, pools, files that the running bot takes, and what becomes of each.",
  requires: { program, index, callGraph, reach, handleFlows },
  derive({ program, index, callGraph, reach, handleFlows }): readonly Acquisition[] {
    const found: Acquisition[] = [];
    const finder = { flows: handleFlows, graph: callGraph };
    for (const [file, one] of index.modules) {
      if (UNTRADED_ROLES.has(program.roles.get(file) ?? "bot")) continue;
      one.module.functions.forEach((fn) => {
        if (reach.of(fn) === "dead") return;
        for (const call of one.calls[fn.index]!) {
          const made = resourceOf(callGraph, call);
          if (made) found.push({ call, fn, ...made, fates: fatesOf(finder, call) });
        }
      });
    }
    return found;
  },
});

type Made = Pick<Acquisition, "kind" | "collected" | "by">;

function resourceOf(graph: CallGraph, call: Call): Made | null {
  const { libraries, how } = graph.targets(call);
  for (const path of libraries) {
    if (TASK_CALLS.test(path)) return { kind: "task", collected: false, by: shortened(path) };
    const known = RESOURCE_CALLS.find((one) => one.path.test(path));
    if (known) return { kind: known.kind, collected: known.collected, by: shortened(path) };
  }
  // `loop.create_task(...)` of a loop that came as a parameter.
  if (how === "library" || how === "resolved" || call.callee.kind !== "attribute") return null;
  const { object, name } = call.callee;
  const owner = ownName(object);
  if (name === "create_task" && /loop$/i.test(owner) && !TASK_GROUPS.test(owner)) return { kind: "task", collected: false, by: `${owner}.create_task` };
  if (name === "ws_connect" && /session$/i.test(owner)) return { kind: "socket", collected: false, by: `${owner}.ws_connect` };
  return null;
}

const shortened = (path: string): string => path.replace(/^asyncio\.get_(running|event)_loop\(\)\./, "loop.").replace(/^aiohttp\.ClientSession\(\)\./, "session.");
