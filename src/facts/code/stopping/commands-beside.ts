import { enclosingFunction } from "../../../ir/walk.ts";
import { codeFact } from "../../../sdk/fact.ts";
import { tasks } from "../tasks.ts";
import { tradingCode } from "../trading-code.ts";
import { signalHandlers } from "./signal-handlers.ts";
import { stopRegions, type StopRegion } from "./stop-regions.ts";

/**
 * `if command == "run-bot": engine.start()`, a loop until Ctrl+C, and `return`: this life of the bot never comes to the server
 * that another command of the same function starts.
 */
export const commandsBeside = codeFact({
  name: "commands-beside",
  doc: "What runs on Ctrl+C in a command that trades and ends before the server of another command is started.",
  requires: { signalHandlers, stopRegions, tradingCode, tasks },
  derive({ signalHandlers: { runners }, stopRegions, tradingCode, tasks }): readonly StopRegion[] {
    const started = tasks.roots.some((one) => (one.kind === "thread" || one.kind === "task") && tradingCode.of(one.fn) === "order");
    return stopRegions.filter(({ kind, fn, at }) => {
      const block = at.parent?.parent;
      if (kind !== "interrupt" || block?.kind !== "if" || block.body.at(-1)?.kind !== "return") return false;
      const beside = runners.filter(({ call }) => enclosingFunction(call) === fn);
      return beside.length > 0 && beside.every(({ call }) => call.start < block.start || call.start > block.end) && (started || tradingCode.of(fn) === "order");
    });
  },
});
