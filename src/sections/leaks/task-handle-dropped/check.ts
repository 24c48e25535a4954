import { places } from "../../../facts/code/places.ts";
import { releases } from "../../../facts/code/resources/releases.ts";
import { shutdown } from "../../../facts/code/resources/shutdown.ts";
import { stopFlags } from "../../../facts/code/resources/stop-flags.ts";
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
    requires: { taskHandles, releases, shutdown, stopFlags, places },
    look({ taskHandles, releases, shutdown, stopFlags, places }, see) {
      if (taskHandles.length === 0) return see.notApplicable(say("none"));
      const swept = releases.everyTask && shutdown.called(releases.everyTask.fn) !== "never" ? places.at(releases.everyTask.node) : null;
      const sweep = swept ? `${swept.file}:${swept.line}` : "no";
      const crowds = crowdsOf(taskHandles);
      const briefs = briefsOf(taskHandles);
      for (const one of taskHandles) {
        const crowd = crowds.get(one.fn);
        if (crowd && crowd.includes(one)) {
          if (crowd[0] === one) see.broken(places.subject("task", one.call), say("many", { sweep, count: crowd.length, what: crowd.slice(0, 3).map((each) => `\`${nameOf(each)}\``).join(", ") }), [
            { at: places.at(one.call), note: say("start") }, ...crowd.slice(1).map((each) => ({ at: places.at(each.call), note: say("another", { what: nameOf(each) ?? "" }) })),
          ], { fix: say("fixEndless"), group: nameOf(one) ?? "", weight: crowd.some((each) => each.orders) ? 3 : 2 });
          continue;
        }
        const matters = one.loop !== null || (one.orders && !one.callback);
        const subject = places.subject("task", one.call);
        const what = nameOf(one) ?? places.snippet(one.call, 60);
        if (one.handle !== "dropped") {
          if (one.handle !== "elsewhere") see.holds(subject, say("kept", { what }), [{ at: places.at(one.call), note: say("kept", { what }) }]);
          continue;
        }
        if (!matters) {
          const brief = briefs.get(one.fn);
          if (brief?.[0] === one) see.broken(subject, say("brief", { what: [...new Set(brief.map((each) => nameOf(each)))].slice(0, 3).join(", "), count: brief.length, fn: one.fn.qualname }), [
            { at: places.at(one.call), note: say("start") }, ...brief.slice(1).map((each) => ({ at: places.at(each.call), note: say("start") })),
          ], { fix: say("fixOrders"), group: what, impact: "hygiene", weight: 0 });
          continue;
        }
        const evidence: [Evidence, ...Evidence[]] = [{ at: places.at(one.call), note: say("start") }];
        const [runs] = one.runs;
        const guarded = one.guarded ? "yes" : "no";
        if (one.loop) evidence.push({ at: { ...places.at(one.loop), endLine: places.at(one.loop).line }, note: say("loop") });
        else if (runs) evidence.push({ at: { ...places.at(runs), endLine: places.at(runs).line }, note: say("runs") });
        const lowered = one.loop ? stopFlags.loweredFor(one.loop, one.fn) : null;
        const flag = lowered ? `${places.at(lowered).file}:${places.at(lowered).line}` : "no";
        // What logs its own errors and can be stopped all the same is only untidy.
        const tidy = one.guarded && (lowered || (swept && !one.orders)) ? { impact: "hygiene" as const } : {};
        if (one.loop) see.broken(subject, say("endless", { what, sweep, guarded, flag }), evidence, { fix: say("fixEndless"), group: what, weight: one.orders ? 3 : 2, ...tidy });
        else see.broken(subject, say("orders", { what, guarded }), evidence, { fix: say("fixOrders"), group: what, impact: "hygiene", weight: 1 });
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

const nameOf = (one: TaskStart): string | null => one.runs.at(-1)?.qualname ?? null;

/** So many starts of one function are one habit, told once. */
const CROWD = 4;

function crowdsOf(all: readonly TaskStart[]): ReadonlyMap<TaskStart["fn"], readonly TaskStart[]> {
  const found = new Map<TaskStart["fn"], TaskStart[]>();
  for (const one of all) if (one.handle === "dropped" && one.loop !== null) found.set(one.fn, [...(found.get(one.fn) ?? []), one]);
  for (const [fn, starts] of found) if (starts.length < CROWD) found.delete(fn);
  return found;
}

/** Short work whose loss somebody would miss; one finding for each function that starts it. */
function briefsOf(all: readonly TaskStart[]): ReadonlyMap<TaskStart["fn"], readonly TaskStart[]> {
  const found = new Map<TaskStart["fn"], TaskStart[]>();
  for (const one of all) {
    if (one.handle !== "dropped" || one.loop || one.orders || one.callback || one.runs.length === 0 || one.runs.some((fn) => TELLS.test(fn.name)) || one.guarded) continue;
    found.set(one.fn, [...(found.get(one.fn) ?? []), one]);
  }
  return found;
}

/** A message that is lost costs nothing; neither does what ends the process. */
const TELLS = /send|notify|notif|alert|messag|telegram|discord|slack|log|report|broadcast|publish|emit|push|announce|email|say|print|heartbeat|ping|shutdown|^stop$|metric|telemetry|<lambda>/i;
