import { places } from "../../../facts/code/places.ts";
import { taskHandles, type TaskStart } from "../../../facts/code/resources/task-handles.ts";
import { lostWork } from "../../../facts/run/lost-work.ts";
import { groupedBy, toldLoss } from "../lost-work-words.ts";
import { droppedStart } from "../lost-work-links.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import { say } from "./messages.ts";

export const taskHandleDropped = defineCheck({
  name: "leaks/task-handle-dropped",
  claim: "Somebody keeps the handle of each task that runs for long or sends orders.",
  impact: "position",
  about: "task",
  code: {
    requires: { taskHandles, places },
    look({ taskHandles, places }, see) {
      if (taskHandles.length === 0) return see.notApplicable(say("none"));
      for (const one of taskHandles) {
        const matters = one.loop !== null || (one.orders && !one.callback);
        const subject = places.subject("task", one.call);
        const what = nameOf(one) ?? places.snippet(one.call, 60);
        if (one.handle !== "dropped") {
          if (one.handle !== "elsewhere") see.holds(subject, say("kept", { what }), [{ at: places.at(one.call), note: say("kept", { what }) }]);
          continue;
        }
        if (!matters) continue;
        const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(one.call), note: say("start") }];
        const [runs] = one.runs;
        if (one.loop) evidence.push({ at: { ...places.at(one.loop), endLine: places.at(one.loop).line }, note: say("loop") });
        else if (runs) evidence.push({ at: { ...places.at(runs), endLine: places.at(runs).line }, note: say("runs") });
        if (one.loop) see.broken(subject, say("endless", { what }), evidence, { fix: say("fixEndless"), group: what, weight: one.orders ? 3 : 2 });
        else see.broken(subject, say("orders", { what }), evidence, { fix: say("fixOrders"), group: what, impact: "hygiene", weight: 1 });
      }
    },
  },
  run: {
    requires: { lostWork, taskHandles, places },
    look({ lostWork, taskHandles, places }, see) {
      for (const [start, all] of groupedBy(lostWork, (one) => droppedStart(taskHandles, one))) {
        const { says, evidence } = toldLoss(all);
        see.broken(places.subject("task", start.call), says, evidence, { fix: say(start.loop ? "fixEndless" : "fixOrders"), group: nameOf(start) ?? "", weight: 3, ...(start.loop ? {} : { impact: "hygiene" as const }) });
      }
    },
  },
});

const nameOf = (one: TaskStart): string | null => one.runs[0]?.qualname ?? null;
