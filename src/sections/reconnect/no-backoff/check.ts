import { places } from "../../../facts/code/places.ts";
import { reconnectLoops, type Connection } from "../../../facts/code/reconnect-loops.ts";
import { stuckFormula } from "../../../facts/code/reconnect/formula.ts";
import { program } from "../../../facts/roots.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { deadFeed, eachConnection, groupOf, isLooping, path, scheduleOf, steps, subjectOf, weakFeed, weightOf } from "../connection-words.ts";
import { say } from "./messages.ts";

/** Below this a pause does not slow anything down, in seconds. */
const PAUSE = 0.3;
const CLAIM = /exponential|экспоненци|backoff/i;

export const noBackoff = defineCheck({
  name: "reconnect/no-backoff",
  claim: "The pause between attempts to reconnect grows exponentially.",
  impact: "blind",
  about: "connection",
  code: {
    requires: { reconnectLoops, places, program },
    look({ reconnectLoops, places, program }, see) {
      eachConnection(reconnectLoops, see, (one): one is Connection => one.story !== null || one.site.how.keeps !== null || one.decorator !== null, (one) => {
        const subject = subjectOf(places, one);
        const at = places.at(one.site.call);
        if (one.decorator) return see.unclear(subject, say("decorated"), [{ at: places.at(one.decorator), note: say("decorated") }]);
        const { story } = one;
        const { keeps } = one.site.how;
        if (!story && keeps) {
          const values = { library: keeps.name, kept: keeps.schedule };
          return keeps.grows ? see.holds(subject, say("library", values), [{ at, note: say("library", values) }]) : see.unclear(subject, say("constantLibrary", values), [{ at, note: say("constantLibrary", values) }]);
        }
        const fn = story!.root.fn.qualname;
        if (story!.library) return see.holds(subject, say("library", { library: one.site.how.library }), [{ at, note: say("library", { library: one.site.how.library }) }]);
        const { schedule, stopsAfter, computedAt, sleeps } = story!.failing;
        if (!isLooping(one)) return see.unclear(subject, say("stuck", { fn }), [{ at, note: say("stuck", { fn }) }]);
        if (schedule.delays.length < 2) return stopsAfter !== null ? see.notApplicable(say("once", { fn })) : see.unclear(subject, say("stuck", { fn }), [{ at, note: say("stuck", { fn }) }]);
        const shown = scheduleOf(one);
        const evidence = steps(places, one);
        const first = computedAt ?? sleeps[0] ?? story!.root.at;
        const computed = { at: places.at(first), note: say("computed", { schedule: shown }) };
        const lost = story!.endings.find((each) => each.how === "lost" && each.pauseAt !== null && each.pause > schedule.longest);
        const found = lost ? path({ at: places.at(lost.pauseAt!), note: say("lost", { pause: lost.shown }) }, [computed, ...evidence]) : path(computed, evidence);
        // The counter's own checks say why it does not grow.
        if (stuckFormula(story!) || (schedule.growth === "constant" && story!.counters.some((each) => each.setBack))) return see.notApplicable(say("setBack"));
        const remarks = { fix: say("fix"), group: groupOf(places, one), weight: weightOf(one) };
        if (schedule.longest < PAUSE) return see.broken(subject, say("none", { fn }), found, { ...remarks, impact: deadFeed(one) });
        if (schedule.growth !== "constant" && schedule.growth !== "linear") return see.holds(subject, say("holds", { fn, schedule: shown }), found);
        const line = places.at(first).line;
        const text = (program.texts.get(places.at(first).file) ?? "").split("\n").slice(Math.max(0, line - 4), line + 2).join("\n");
        const claimed = CLAIM.test(text) || CLAIM.test(fn) ? "yes" : "no";
        return see.broken(subject, say(schedule.growth, { fn, schedule: shown, claimed }), found, { ...remarks, impact: weakFeed(one) });
      });
    },
  },
});
