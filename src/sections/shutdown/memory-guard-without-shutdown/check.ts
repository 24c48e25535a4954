import { isGuard, memoryGuards, type MemoryGuard } from "../../../facts/code/stopping/memory-guards.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  nothing: {
    en: "`{fn}` notices that memory is over the limit and does not stop the bot: the branch only logs, counts or collects garbage. Memory that leaks does not come back; the kernel kills the process with open positions",
    ru: "`{fn}` видит, что память превысила лимит, но бота не останавливает: ветка только пишет в лог, считает или собирает мусор. Утёкшая память не вернётся, и ядро убьёт процесс с открытыми позициями",
  },
  kills: {
    en: "`{fn}` ends the process at once when memory is over the limit: no `finally` runs, orders and positions stay on the exchange",
    ru: "`{fn}` при превышении лимита обрывает процесс на месте: ни один `finally` не выполнится, ордера и позиции останутся на бирже",
  },
  once: {
    en: "`{fn}` would stop the bot over the memory limit, but it is asked once and not again: nothing runs it in a loop, and a leak takes hours",
    ru: "`{fn}` остановил бы бота при превышении лимита памяти, но спрашивает один раз: в цикле его никто не вызывает, а утечка копится часами",
  },
  handed: {
    en: "`{fn}` calls `{by}` over the memory limit; what that is could not be found, so it is not known whether the bot stops",
    ru: "При превышении лимита памяти `{fn}` вызывает `{by}`; что это, найти не удалось, поэтому неизвестно, остановится ли бот",
  },
  holds: { en: "Over the memory limit `{fn}` requests the shutdown, and it is asked again and again", ru: "При превышении лимита памяти `{fn}` запрашивает остановку, и проверка повторяется" },
  instead: { en: "this is all that happens", ru: "больше ничего не происходит" },
  stops: { en: "this leads to the shutdown", ru: "это ведёт к остановке" },
  fix: { en: "request the same graceful stop as SIGTERM does (set the stop event), then leave the loop", ru: "запрашивать ту же штатную остановку, что и SIGTERM (установить событие остановки), и выйти из цикла" },
  none: { en: "No running code compares the bot's memory with a limit", ru: "Работающий код не сравнивает память бота с лимитом" },
});

export const memoryGuardWithoutShutdown = defineCheck({
  name: "shutdown/memory-guard-without-shutdown",
  claim: "The branch over the memory limit leads to the shutdown, and the check is repeated.",
  impact: "position",
  about: "memory",
  code: {
    requires: { memoryGuards, places },
    look({ memoryGuards, places }, see) {
      const running = memoryGuards.guards.filter(isGuard);
      if (running.length === 0) return see.notApplicable(say("none"));
      const subject = (one: MemoryGuard) => places.subject("memory", one.branch.test);
      const head = (one: MemoryGuard, key: "nothing" | "kills" | "once" | "handed" | "stops"): Evidence => ({ at: places.at(one.branch.test), note: say(key === "stops" ? "holds" : key, values(one)) });
      const values = (one: MemoryGuard) => ({ fn: one.fn.qualname, by: places.snippet(one.by, 40) });
      const stopping = running.find((one) => one.outcome === "stops" && one.repeated);
      if (stopping) return see.holds(subject(stopping), say("holds", values(stopping)), [head(stopping, "stops"), { at: places.at(stopping.by), note: say("stops") }]);
      const handed = running.find((one) => one.outcome === "handed");
      if (handed) return see.unclear(subject(handed), say("handed", values(handed)), [head(handed, "handed")]);
      const best = running.find((one) => one.outcome === "stops") ?? running.find((one) => one.outcome === "kills") ?? running[0]!;
      const key = best.outcome === "stops" ? "once" : best.outcome === "kills" ? "kills" : "nothing";
      const last = best.branch.body.at(-1);
      const evidence: Evidence[] = last && key === "nothing" ? [{ at: places.at(last), note: say("instead") }] : [];
      see.broken(subject(best), say(key, values(best)), [head(best, key), ...evidence], { fix: say("fix") });
    },
  },
});
