import { places } from "../../../facts/code/places.ts";
import { selfCancels } from "../../../facts/code/resources/self-cancels.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{runs}` comes here by its own calls (a reconnect) and cancels the task that it runs in: at the next await it ends, and `{lost}` ({file}:{line}) is never done.",
    ru: "`{runs}` приходит сюда собственными вызовами (переподключение) и отменяет задачу, в которой сама выполняется: на следующем await она оборвётся, и `{lost}` ({file}:{line}) не выполнится.",
  },
  fix: { en: "Spare the running task: `if task is not asyncio.current_task(): task.cancel()`; or let one supervising task do the reconnect.", ru: "Не отменяйте текущую задачу: `if task is not asyncio.current_task(): task.cancel()`; или пусть переподключением занимается одна отдельная задача." },
  cancel: { en: "cancelled here, by itself too", ru: "отмена здесь, в том числе самой себя" },
  started: { en: "its successor starts here", ru: "здесь стартует её преемница" },
  lost: { en: "never reached", ru: "сюда она не дойдёт" },
  none: { en: "No task comes to the place that cancels it.", ru: "Ни одна задача не доходит до места, где её отменяют." },
});

export const taskCancelsItself = defineCheck({
  name: "leaks/task-cancels-itself",
  claim: "A task that reconnects does not cancel itself before it is done.",
  impact: "blind",
  about: "task",
  code: {
    requires: { selfCancels, places },
    look({ selfCancels, places }, see) {
      if (selfCancels.length === 0) return see.notApplicable(say("none"));
      for (const { cancel, fn, runs, started, lost } of selfCancels) {
        const at = places.at(lost);
        see.broken(places.subject("task", cancel, runs.qualname), say("broken", { runs: runs.qualname, lost: places.snippet(lost, 60), file: at.file, line: String(at.line) }), [
          { at: places.at(cancel), note: say("cancel") }, { at: places.at(started), note: say("started") }, { at, note: say("lost") },
        ], { fix: say("fix"), group: fn.qualname, weight: 4 });
      }
    },
  },
});
