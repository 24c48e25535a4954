import { places } from "../../../facts/code/places.ts";
import { releases } from "../../../facts/code/resources/releases.ts";
import { shutdown } from "../../../facts/code/resources/shutdown.ts";
import { stopFlags } from "../../../facts/code/resources/stop-flags.ts";
import { taskHandles } from "../../../facts/code/resources/task-handles.ts";
import { lostWork } from "../../../facts/run/lost-work.ts";
import { groupedBy, toldLoss } from "../lost-work-words.ts";
import { uncancelledStart } from "../lost-work-links.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{what}` loops for ever, its task is kept, and nothing ever cancels or awaits it: it still works while the bot shuts down, and an exception in it stays unseen",
    ru: "`{what}` — бесконечный цикл, его task сохранена, но никто её не отменяет и не ждёт: она работает и во время остановки, а исключение в ней останется незамеченным",
  },
  loop: { en: "the loop that never ends by itself", ru: "цикл, который сам не завершается" },
  start: { en: "the task is started here", ru: "здесь запускается task" },
  fix: { en: "Cancel the task in the shutdown and await it: `task.cancel(); await asyncio.gather(task, return_exceptions=True)`.", ru: "При остановке отмените task и дождитесь её: `task.cancel(); await asyncio.gather(task, return_exceptions=True)`." },
  holds: { en: "the task of `{what}` is cancelled or waited for in `{by}`", ru: "task `{what}` отменяет или дожидается `{by}`" },
  swept: { en: "the task of `{what}` ends with all others: `{by}` cancels every task", ru: "task `{what}` завершается вместе со всеми: `{by}` отменяет все task" },
  ownWait: { en: "whoever starts `{what}` waits for it, or a task group does", ru: "`{what}` дожидается тот, кто её запустил, или её группа" },
  release: { en: "here", ru: "здесь" },
  flag: { en: "the loop of `{what}` asks a flag before each round, and the bot sets that flag", ru: "цикл `{what}` перед каждым кругом проверяет флаг, и бот этот флаг переключает" },
  lowered: { en: "the flag is set here", ru: "флаг переключается здесь" },
  all: { en: "all tasks are cancelled here", ru: "здесь отменяются все task" },
  elsewhere: { en: "the task of `{what}` is handed to code that could not be followed", ru: "task `{what}` передаётся в код, за которым не удалось проследить" },
  none: { en: "the running bot starts no endless asyncio tasks", ru: "бот не запускает бесконечных asyncio-task" },
});

export const taskNeverCancelled = defineCheck({
  name: "leaks/task-never-cancelled",
  // Unseen bots: 6 judged, 1 right; flags that end loops are known now, handles that return in tuples are not.
  claim: "Each endless task whose handle is kept is cancelled or awaited by somebody.",
  impact: "hygiene",
  about: "task",
  code: {
    requires: { taskHandles, releases, shutdown, stopFlags, places },
    look({ taskHandles, releases, shutdown, stopFlags, places }, see) {
      const endless = taskHandles.filter((one) => one.loop !== null);
      if (endless.length === 0) return see.notApplicable(say("none"));
      const everything = releases.everyTask && shutdown.called(releases.everyTask.fn) !== "never" ? releases.everyTask : null;
      for (const one of endless) {
        const what = one.runs[0]?.qualname ?? places.snippet(one.call, 60);
        const subject = places.subject("task", one.call);
        const start = { at: places.at(one.call), note: say("start") };
        const by = shutdown.proven(one.fn, one.fates, one.releases)[0] ?? (one.handle === "dropped" ? null : everything);
        if (by) see.holds(subject, say(by === everything ? "swept" : "holds", { what, by: by.fn.qualname }), [start, { at: places.at(by.node), note: by === everything ? say("all") : say("release") }]);
        else if (one.handle === "released" && one.releases.length === 0) see.holds(subject, say("ownWait", { what }), [start]);
        else if (one.handle === "elsewhere") see.unclear(subject, say("elsewhere", { what }), [start]);
        else if (one.handle === "kept") {
          const lowered = stopFlags.loweredFor(one.loop!, one.fn);
          if (lowered) {
            see.holds(subject, say("flag", { what }), [start, { at: places.at(lowered), note: say("lowered") }]);
            continue;
          }
          const loop = places.at(one.loop!);
          see.broken(subject, say("broken", { what }), [start, { at: { ...loop, endLine: loop.line }, note: say("loop") }], { fix: say("fix"), group: what, weight: one.orders ? 2 : 1 });
        }
      }
    },
  },
  run: {
    requires: { lostWork, taskHandles, releases, shutdown, places },
    look({ lostWork, taskHandles, releases, shutdown, places }, see) {
      if (releases.everyTask && shutdown.called(releases.everyTask.fn) !== "never") return;
      for (const [start, all] of groupedBy(lostWork, (one) => uncancelledStart(taskHandles, one))) {
        const { says, evidence } = toldLoss(all);
        if (shutdown.reached(start.releases).length === 0) see.broken(places.subject("task", start.call), says, evidence, { fix: say("fix"), group: start.runs[0]?.qualname ?? "", weight: 2 });
      }
    },
  },
});
