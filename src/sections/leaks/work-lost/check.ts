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
import { logLine } from "../../log-line.ts";

const MOST = 5;
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
      for (const [id, all] of grouped(own)) {
        const first = all.find((one) => one.atWork) ?? all[0]!;
        const orders = first.fn !== null && Number.isFinite(tradingCode.distance(first.fn));
        const values = { what: nameOf(first), when: first.atWork ? "work" : "end", orders: orders ? "yes" : "no", exception: first.exception ?? "an exception", count: all.length };
        const lines = [first, ...all.filter((one) => one !== first)].slice(0, MOST).map(({ event }): Evidence => (logLine(event)));
        const defined: Evidence[] = first.fn ? [{ at: { ...places.at(first.fn), endLine: places.at(first.fn).line }, note: say("elsewhere") }] : [];
        const fix = say(first.what === "never-awaited" ? "fix-never-awaited" : first.what === "unclosed" ? "fix-unclosed" : "fix-task");
        see.broken({ kind: "warning", id }, say(first.what, values), [lines[0]!, ...lines.slice(1), ...defined], { fix, impact: impactOf(first, all, orders), group: id, weight: orders ? 30 : 10 });
      }
    },
  },
});

const nameOf = (one: LostWork): string => one.coroutine ?? one.resource ?? "?";

function grouped(all: readonly LostWork[]): Map<string, LostWork[]> {
  const groups = new Map<string, LostWork[]>();
  for (const one of all) {
    // Of a library's tasks one is enough: they share their cause.
    const key = `${one.what} ${one.fn || one.what !== "task-destroyed" ? nameOf(one) : "of a library"}`;
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

function impactOf(one: LostWork, all: readonly LostWork[], orders: boolean): Impact {
  if (one.what === "never-awaited") return orders ? "position" : "blind";
  if (one.what === "unclosed") return all.filter((each) => each.atWork).length >= AGAIN ? "blind" : "hygiene";
  // At the end every connection fails; while the bot works, something of it has died.
  return one.atWork && one.fn ? "blind" : "hygiene";
}
