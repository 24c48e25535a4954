import { caughtRequests } from "../../../facts/code/drift/caught-requests.ts";
import { schedules } from "../../../facts/code/drift/schedules.ts";
import { places } from "../../../facts/code/places.ts";
import { tasks } from "../../../facts/code/tasks.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { comparesAt, loopsOf, mainOnes, say as words } from "../best-run.ts";

const say = catalogue({
  broken: {
    en: "Nothing catches an error of `{fn}` inside the loop of `{loop}`: the first failed request ends the {kind}, and positions are never compared again while the bot goes on trading.",
    ru: "Ошибку `{fn}` внутри цикла `{loop}` никто не ловит: первый же неудачный запрос завершит {kindRu}, и позиции больше не сверяются, хотя бот торгует дальше.",
  },
  rest: {
    en: "Nothing catches an error of `{fn}` inside the loop of `{loop}`: the request itself is caught, but whatever else is raised there (an odd answer, a failed conversion) ends the {kind}, and positions are never compared again while the bot goes on trading.",
    ru: "Ошибку `{fn}` внутри цикла `{loop}` никто не ловит: сам запрос перехвачен, но любая другая ошибка в ней (неожиданный ответ, неудачное преобразование) завершит {kindRu}, и позиции больше не сверяются, хотя бот торгует дальше.",
  },
  call: { en: "an error leaves the loop from here", ru: "ошибка покидает цикл отсюда" },
  started: { en: "started here; nobody starts it again", ru: "запускается здесь; повторно — никем" },
  fix: { en: "Catch `Exception` inside the loop, log it, and go on with the next round.", ru: "Ловите `Exception` внутри цикла, пишите в лог и продолжайте со следующего круга." },
  holds: { en: "an error of `{fn}` does not end its loop", ru: "ошибка `{fn}` не завершает её цикл" },
});

export const syncDiesOnError = defineCheck({
  name: "drift/sync-dies-on-error",
  claim: "An error of the comparison does not end the loop that repeats it.",
  impact: "position",
  about: "loop",
  code: {
    requires: { schedules, tasks, caughtRequests, places },
    look({ schedules, tasks, caughtRequests, places }, see) {
      const loops = loopsOf(mainOnes(schedules)).filter(({ run }) => run.pauses.length > 0);
      if (loops.length === 0) return see.notApplicable(words("noFetch"));
      const seen = new Set<unknown>();
      for (const { schedule, run } of loops) {
        const { fn, node } = run.steps.at(-1)!;
        if (seen.has(run.loop)) continue;
        seen.add(run.loop);
        const subject = places.subject("loop", node, `loop of ${fn.qualname}`);
        const compared = schedule.reconciliation.fn.qualname;
        const at = { ...places.at(node), endLine: places.at(node).line };
        const root = tasks.roots.find((one) => one.fn === fn && (one.kind === "task" || one.kind === "thread") && one.at);
        if (run.survives === "all") see.holds(subject, say("holds", { fn: compared }), [{ at, note: say("holds", { fn: compared }) }]);
        else if (run.survives === "nothing" && root && !run.watched) {
          const values = { fn: compared, loop: fn.qualname, kind: root.kind, kindRu: root.kind === "task" ? "задачу" : "поток" };
          const isCaught = caughtRequests.inside(schedule.reconciliation.fn);
          see.broken(subject, say(isCaught ? "rest" : "broken", values), [{ at, note: say("call") }, { at: places.at(root.at!), note: say("started") }, comparesAt(places, schedule.reconciliation)], { fix: say("fix"), group: fn.qualname, weight: 5, impact: isCaught ? "blind" : "position" });
        }
      }
    },
  },
});
