import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { leastLevel, levelsSet } from "./level-values.ts";
import type { LogCall } from "./log-calls.ts";

/** The least level that the bot's logging set-up lets through, as it ships. */
export interface LogLevels {
  /** Null: not set up in a way that could be read. */
  readonly least: number | null;
  /** Where that is set. */
  readonly at: Call | null;
  /** The line is written in no place as shipped. */
  off(record: LogCall): boolean;
}

export const logLevels = codeFact({
  name: "log-levels",
  doc: "The least log level that the bot's own set-up lets through.",
  requires: { index, callGraph, constants, reach },
  derive({ index, callGraph, constants, reach }): LogLevels {
    let least: number | null = null;
    let at: Call | null = null;
    let unknown = false;
    for (const one of index.modules.values()) {
      for (const fn of one.module.functions) {
        if (reach.of(fn) === "dead") continue;
        for (const call of one.calls[fn.index]!) {
          const set = levelsSet(call, callGraph.targets(call).libraries);
          if (set === "unknown") unknown = true;
          else for (const each of set) {
            const level = leastLevel(each, constants, callGraph);
            if (level === null) unknown = true;
            else if (least === null || level < least) [least, at] = [level, call];
          }
        }
      }
    }
    const known = unknown ? null : least;
    return { least: known, at, off: (record) => known !== null && record.kind === "log" && record.level !== null && record.level < known && record.call.callee.kind === "attribute" && record.call.callee.name !== "print" };
  },
});
