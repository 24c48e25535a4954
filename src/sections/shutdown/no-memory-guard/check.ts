import { isGuard, memoryGuards, type MemoryGuard } from "../../../facts/code/stopping/memory-guards.ts";
import type { MemoryRead } from "../../../facts/code/stopping/memory-reads.ts";
import { singlePass } from "../../../facts/code/stopping/single-pass.ts";
import { tradingLoops } from "../../../facts/code/stopping/trading-loops.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { program } from "../../../facts/roots.ts";
import { reach } from "../../../facts/code/reach.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { endsByItself, loopsAt, undecided } from "../shutdown-words.ts";
import { say } from "./messages.ts";

const MOST_READS = 5;

export const noMemoryGuard = defineCheck({
  name: "shutdown/no-memory-guard",
  claim: "The running bot compares its own memory (RSS) with a limit.",
  impact: "position",
  about: "memory",
  code: {
    requires: { program, memoryGuards, singlePass, tradingLoops, tradingStart, places, reach },
    look({ program, memoryGuards, singlePass, tradingLoops, tradingStart, places, reach }, see) {
      const subject = { kind: "memory", id: "guard" } as const;
      const { guards, reads } = memoryGuards;
      const running = guards.filter(isGuard);
      const [guard] = running;
      if (guard) return see.holds(subject, say("holds"), [{ at: headOf(guard, places), note: say("compared") }]);
      if (undecided(tradingStart, "memory", "guard", see) || endsByItself(singlePass, tradingStart, "memory", "guard", see)) return;
      const asleep = guards.filter((one) => one.reach === "dead" && one.repeated).slice(0, MOST_READS);
      const instead: Evidence[] = [
        ...asleep.map((one) => ({ at: headOf(one, places), note: say("deadGuard", { fn: one.fn.qualname }) })),
        ...byWorth(reads.filter((one) => program.roles.get(places.moduleOf(one.node).file) !== "script" || tradingStart.loads(places.moduleOf(one.node))), (one) => reach.of(one.fn) !== "dead", (one) => tradingStart.loads(places.moduleOf(one.node)) && !tradingStart.isAside(one.node)).slice(0, MOST_READS).map((one) => ({ at: places.at(one.node), note: noteOf(one, reach.of(one.fn) === "dead") })),
      ];
      const key = asleep.length > 0 ? "dead" : reads.some((one) => one.of === "process") ? "metric" : reads.length > 0 ? "machine" : "nothing";
      const start: Evidence = { at: tradingStart.at!, note: say("start") };
      const [first, ...rest] = instead;
      see.broken(subject, say(key), [first ?? start, ...rest, ...(first ? [start] : []), ...loopsAt(tradingLoops, places)], { fix: say("fix") });
    },
  },
});

const headOf = (guard: MemoryGuard, places: Places): Evidence["at"] => places.at(guard.branch.test);

const noteOf = (read: MemoryRead, dead: boolean): Evidence["note"] => say(`${read.of}${dead ? "Dead" : "Read"}`);

/** What runs before what does not, the trading program's own before a tool's, the process before the machine. */
const byWorth = (reads: readonly MemoryRead[], runs: (one: MemoryRead) => boolean, isOwn: (one: MemoryRead) => boolean): MemoryRead[] => {
  const rank = (one: MemoryRead): number => (runs(one) ? 0 : 4) + (isOwn(one) ? 0 : 2) + (one.of === "process" ? 0 : 1);
  return [...reads].sort((a, b) => rank(a) - rank(b));
};
