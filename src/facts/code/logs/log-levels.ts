import { calledName } from "../../../ir/names.ts";
import type { Call, Module } from "../../../ir/nodes.ts";
import { contains } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { callGraph } from "../call-graph.ts";
import { constants } from "../constants.ts";
import { entryPoints } from "../entry-points.ts";
import { mainGuard } from "../main-guard.ts";
import { index } from "../module-index.ts";
import { programs } from "../programs.ts";
import { reach } from "../reach.ts";
import { leastLevel, levelsSet } from "./level-values.ts";
import type { LogCall } from "./log-calls.ts";

/** The least level that the bot's logging set-up lets through, as it ships. */
export interface LogLevels {
  /** Where the bot sets a level that could be read; null: nowhere. */
  readonly at: Call | null;
  /** Where the level is set that keeps the line from being written anywhere as shipped; null: it is written, or nobody can tell. */
  hides(record: LogCall): Call | null;
  /** Where a level is set that lets the line through, and none that could be read in its program and library keeps it back; null: not proved. */
  shows(record: LogCall): Call | null;
}

export const logLevels = codeFact({
  name: "log-levels",
  doc: "The least log level that the bot's own set-up lets through.",
  requires: { index, callGraph, constants, entryPoints, programs, reach },
  derive({ index, callGraph, constants, entryPoints, programs, reach }): LogLevels {
    const sets: Setting[] = [];
    const starts = new Set(entryPoints.all.flatMap((one) => (one.live ? [one.module] : [])));
    // The main block of a part, with which somebody tries it out: the bot that imports the part never runs it.
    const isAside = (module: Module, call: Call): boolean => {
      const guard = starts.size === 0 || starts.has(module) ? null : mainGuard(module);
      return guard !== null && contains(guard, call);
    };
    for (const one of index.modules.values()) {
      for (const fn of one.module.functions) {
        if (reach.of(fn) === "dead") continue;
        for (const call of one.calls[fn.index]!) {
          const set = levelsSet(call, callGraph.targets(call).libraries);
          if (set.length > 0 && isAside(one.module, call)) continue;
          if (set === "unknown") sets.push({ call, module: one.module, level: null });
          else for (const each of set) sets.push({ call, module: one.module, level: leastLevel(each, constants, callGraph) });
        }
      }
    }
    // What another service of the repository sets up lets nothing through here.
    const about = (record: LogCall): Setting | null => {
      const module = index.moduleOf(record.call);
      const own = sets.filter((one) => programs.share(one.module, module));
      return own.some((one) => one.level === null || one.level > MOST) ? null : [...own].sort((a, b) => Number(b.module === module) - Number(a.module === module)).reduce<Setting | null>((least, one) => (!least || one.level! < least.level! ? one : least), null);
    };
    const libraryOf = (call: Call): string | null => callGraph.targets(call).libraries.map(headOf)[0] ?? (calledName(call) === "make_filtering_bound_logger" ? "structlog" : calledName(call) === "setLevel" || calledName(call) === "basicConfig" ? "logging" : null);
    const isWritten = ({ kind, level, call }: LogCall): boolean => kind !== "log" || level === null || call.callee.kind !== "attribute" || call.callee.name === "print";
    return {
      at: sets.find((one) => one.level !== null)?.call ?? null,
      hides(record) {
        const set = isWritten(record) ? null : about(record);
        return set && record.level! < set.level! ? set.call : null;
      },
      shows(record) {
        const { level, call } = record;
        if (record.kind !== "log" || level === null) return null;
        const module = index.moduleOf(call);
        const own = sets.filter((one) => programs.share(one.module, module));
        const heads = new Set(own.map((one) => libraryOf(one.call)));
        // A logger that came from afar is one of the only library that is set up.
        const library = libraryOf(call) ?? (heads.size === 1 ? [...heads][0]! : null);
        const same = own.filter((one) => libraryOf(one.call) === library);
        return library !== null && same.length > 0 && own.every((one) => one.level !== null && one.level <= level) ? same[0]!.call : null;
      },
    };
  },
});

const headOf = (path: string): string => path.split(".")[0]!;

/** WARNING. Nobody ships a bot that only speaks of errors: such a level is one of a part of it, or of another file's setting. */
const MOST = 30;

interface Setting { readonly call: Call; readonly module: Module; readonly level: number | null }
