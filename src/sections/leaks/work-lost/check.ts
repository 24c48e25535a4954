import { places } from "../../../facts/code/places.ts";
import { resourceLives } from "../../../facts/code/resources/lives.ts";
import { taskHandles } from "../../../facts/code/resources/task-handles.ts";
import { tradingCode } from "../../../facts/code/trading-code.ts";
import { lostWork, type LostWork } from "../../../facts/run/lost-work.ts";
import { defineCheck } from "../../../sdk/check.ts";
import type { Evidence } from "../../../sdk/evidence.ts";
import type { Impact } from "../../../sdk/impact.ts";
import { droppedStart, openLife, uncancelledStart } from "../lost-work-links.ts";
import { say } from "./messages.ts";
import { groupedBy, nameOf, toldLoss } from "../lost-work-words.ts";

/** A session that is lost again and again while the bot works is a leak; one at the end is untidy. */
const AGAIN = 3;

export const workLost = defineCheck({
  name: "leaks/work-lost",
  claim: "No task, coroutine or connection of this run was lost.",
  impact: "hygiene",
  about: "warning",
  run: {
    requires: { lostWork, taskHandles, resourceLives, tradingCode, places },
    look({ lostWork, taskHandles, resourceLives, tradingCode, places }, see) {
      const linked = (one: LostWork): boolean => droppedStart(taskHandles, one) !== null || uncancelledStart(taskHandles, one) !== null || openLife(resourceLives, one) !== null;
      const own = lostWork.filter((one) => !linked(one));
      if (own.length === 0) return see.notExercised(say(lostWork.length > 0 ? "linked" : "nothing"));
      // Of a library's tasks one is enough: they share their cause.
      for (const [id, all] of groupedBy(own, (one) => `${one.what} ${one.fn || one.what !== "task-destroyed" ? nameOf(one) : "of a library"}`)) {
        const orders = all[0].fn !== null && Number.isFinite(tradingCode.distance(all[0].fn));
        const { says, evidence, first } = toldLoss(all, orders ? "yes" : "no");
        const defined: Evidence[] = first.fn ? [{ at: { ...places.at(first.fn), endLine: places.at(first.fn).line }, note: say("elsewhere") }] : [];
        const fix = say(first.what === "never-awaited" ? "fix-never-awaited" : first.what === "unclosed" ? "fix-unclosed" : "fix-task");
        see.broken({ kind: "warning", id }, says, [...evidence, ...defined], { fix, impact: impactOf(first, all, orders), group: id, weight: orders ? 30 : 10 });
      }
    },
  },
});

function impactOf(one: LostWork, all: readonly LostWork[], orders: boolean): Impact {
  if (one.what === "never-awaited") return orders ? "position" : "blind";
  if (one.what === "unclosed") return all.filter((each) => each.atWork).length >= AGAIN ? "blind" : "hygiene";
  // At the end every connection fails; while the bot works, something of it has died.
  return one.atWork && one.fn ? "blind" : "hygiene";
}
