import type { Call } from "../../../ir/nodes.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { index } from "../module-index.ts";
import { reach } from "../reach.ts";
import { levelOf, type LogCall } from "./log-calls.ts";

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
          const set = setUp(call, callGraph.targets(call).libraries);
          if (set === null) continue;
          const level = set === "unknown" ? null : levelOf(constants, set);
          if (level === null) unknown = true;
          else if (least === null || level < least) [least, at] = [level, call];
        }
      }
    }
    const known = unknown ? null : least;
    return { least: known, at, off: (record) => known !== null && record.kind === "log" && record.level !== null && record.level < known && record.call.callee.kind === "attribute" && record.call.callee.name !== "print" };
  },
});

/** What a call sets the level to; null: it sets none. */
function setUp(call: Call, libraries: readonly string[]): Call["args"][number]["value"] | "unknown" | null {
  const name = call.callee.kind === "attribute" ? call.callee.name : call.callee.kind === "name" ? call.callee.id : "";
  if (/^(dictConfig|fileConfig)$/.test(name) || libraries.some((path) => /^(loguru|structlog)\b/.test(path))) return "unknown";
  if (name === "basicConfig") return call.args.find((one) => one.name === "level")?.value ?? null;
  if (name !== "setLevel" || call.callee.kind !== "attribute") return null;
  // A handler's level, or that of a noisy library, says nothing of the bot's own lines.
  const { object } = call.callee;
  const word = object.kind === "name" ? object.id : object.kind === "attribute" ? object.name : "";
  if (/handler|console|file|stream/i.test(word) || libraries.some((path) => /Handler/.test(path))) return null;
  if (object.kind === "call" && object.args[0]?.value.kind === "string") return null;
  return call.args[0]?.value ?? null;
}
