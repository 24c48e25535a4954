import { memorySamples, type MemorySample } from "../../../facts/run/memory-samples.ts";
import { memoryTrend, type MemoryTrend } from "../../../facts/run/memory-trend.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { say } from "./messages.ts";

const MB = 2 ** 20;

export const memoryGrows = defineCheck({
  name: "leaks/memory-grows",
  claim: "The memory of the running bot does not grow more than it may.",
  impact: "blind",
  about: "process",
  options: { growthPercent: 5, warmUpMinutes: 10, leastMinutes: 60 },
  run: {
    requires: { memorySamples },
    look({ memorySamples }, see, asked) {
      const { samples } = memorySamples;
      if (samples.length === 0) return see.notExercised(say("nothing"));
      const found = memoryTrend(samples, asked);
      const words = { ...wordsOf(found), asked: String(asked.growthPercent), from: memorySamples.from };
      if (found.view === "open") {
        // Above its upper end growth would have been seen; a line through a few samples has no such end.
        const key = found.percent && Number.isFinite(found.percent.high) && found.percent.high > asked.growthPercent ? "open" : "short";
        return see.notExercised(say(key, words));
      }
      if (found.view === "levels") return see.notExercised(say("levels", words));
      const evidence = evidenceOf(found);
      if (found.view === "steady") see.holds({ kind: "process", id: "memory" }, say("steady", words), evidence);
      else see.broken({ kind: "process", id: "memory" }, say("grows", words), evidence, { fix: say("fix"), weight: 40 });
    },
  },
});

function wordsOf({ percent, minutes, judged, needed }: MemoryTrend): Record<string, string> {
  return {
    middle: digits(percent?.middle ?? 0), low: digits(percent?.low ?? 0), high: digits(percent?.high ?? 0),
    minutes: minutes < 1 ? "<1" : String(Math.round(minutes)), judged: String(Math.round(judged)), hours: String(Math.floor(Math.ceil(needed) / 60)), rest: String(Math.ceil(needed) % 60),
  };
}

const digits = (value: number): string => (Math.abs(value) >= 10 ? String(Math.round(value)) : value.toFixed(1));

function evidenceOf({ first, last }: MemoryTrend): [Evidence, ...Evidence[]] {
  const step = (one: MemorySample, which: "begins" | "ends"): Evidence => ({ at: one.at, note: say(which, { mb: digits(one.rss / MB) }) });
  return [step(first!, "begins"), step(last!, "ends")];
}
