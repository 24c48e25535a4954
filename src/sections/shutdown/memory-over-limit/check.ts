import { run } from "../../../facts/roots.ts";
import { memorySamples, type MemorySample } from "../../../facts/run/memory-samples.ts";
import { excessesOf, type MemoryExcess } from "../../../facts/run/memory-excess.ts";
import { toldOnce } from "../../../facts/run/told-once.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";

const MB = 2 ** 20;

const say = catalogue({
  broken: {
    en: "The bot held {peak} MB, over {limit} MB, and was still at work {seconds} s later: no memory guard stopped it, and the kernel kills it with open positions",
    ru: "Бот занял {peak} МБ (предел {limit} МБ) и через {seconds} с всё ещё работал: сторож памяти его не остановил, и однажды ядро убьёт процесс с открытыми позициями",
  },
  holds: { en: "over {limit} MB the bot began its shutdown", ru: "за пределом {limit} МБ бот начал остановку" },
  below: { en: "Memory limit: the highest was {peak} MB, the limit of {limit} MB was not reached.", ru: "Предел памяти: максимум {peak} МБ, предел {limit} МБ не достигнут." },
  short: {
    en: "Memory limit: the bot was over {limit} MB for {seconds} s only, too short for a guard to see it.",
    ru: "Предел памяти: бот был выше {limit} МБ лишь {seconds} с — слишком мало, чтобы сторож успел это заметить.",
  },
  nothing: { en: "Memory limit: neither telemetry nor log lines tell the bot's memory. Start it with `golive run`.", ru: "Предел памяти: о памяти бота не говорят ни телеметрия, ни строки лога. Запускайте его через `golive run`." },
  over: { en: "first over the limit: {mb} MB", ru: "впервые выше предела: {mb} МБ" },
  peak: { en: "the highest: {mb} MB", ru: "максимум: {mb} МБ" },
  still: { en: "still at work: {mb} MB", ru: "всё ещё работает: {mb} МБ" },
  fix: {
    en: "read the RSS in a loop and lead the branch over the limit to the shutdown, not to a log line",
    ru: "читать RSS в цикле и вести ветку за пределом к остановке, а не к строке лога",
  },
});

export const memoryOverLimit = defineCheck({
  name: "shutdown/memory-over-limit",
  claim: "Over the memory limit the running bot shuts down.",
  impact: "position",
  about: "memory",
  options: { limitMb: 600, graceSec: 60 },
  run: {
    requires: { run, memorySamples, toldOnce },
    look({ run, memorySamples, toldOnce }, see, asked) {
      // What the supervisor's guard stopped says nothing about the bot's own.
      const tripped = run.telemetry?.guard?.trippedAt ?? Infinity;
      const samples = memorySamples.samples.filter((one) => one.time <= tripped);
      const limit = String(asked.limitMb);
      if (samples.length === 0) return see.notExercised(say("nothing"));
      const excesses = excessesOf(samples, asked.limitMb * MB);
      const longest = excesses.reduce<MemoryExcess | null>((most, one) => (most && most.lasted >= one.lasted ? most : one), null);
      if (!longest) return see.notExercised(say("below", { limit, peak: digits(samples.reduce((top, one) => Math.max(top, one.rss), 0)) }));
      const subject = { kind: "memory", id: "over the limit" } as const;
      const stop = toldOnce.find((one) => one.kind === "shutdown" && one.time !== null && one.time < tripped && one.time >= longest.first.time - 1000 && one.time <= longest.first.time + asked.graceSec * 1000);
      if (stop) return see.holds(subject, say("holds", { limit }), [step("over", longest.first), logLine(stop)]);
      if (longest.lasted <= asked.graceSec) return see.notExercised(say("short", { limit, seconds: String(Math.round(longest.lasted)) }));
      const values = { limit, peak: digits(longest.peak.rss), seconds: String(Math.round(longest.lasted)) };
      see.broken(subject, say("broken", values), [step("over", longest.first), step("peak", longest.peak), step("still", longest.last)], { fix: say("fix"), weight: 30 });
    },
  },
});

const digits = (bytes: number): string => String(Math.round(bytes / MB));
const step = (which: "over" | "peak" | "still", sample: MemorySample): Evidence => ({ at: sample.at, note: say(which, { mb: digits(sample.rss) }) });
