import { places } from "../../../facts/code/places.ts";
import { reconnectLoops, type Connection } from "../../../facts/code/reconnect-loops.ts";
import { isMadeOf } from "../../../facts/code/reconnect/counter-resets.ts";
import { stuckFormula } from "../../../facts/code/reconnect/formula.ts";
import type { Story } from "../../../facts/code/reconnect/story.ts";
import { program } from "../../../facts/roots.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf } from "../../../sdk/evidence.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { growthOf } from "../../../facts/run/wait-growth.ts";
import { readable, series, waitEvidence } from "../run-words.ts";
import { deadFeed, eachConnection, groupOf, isLooping, path, scheduleOf, steps, subjectOf, weakFeed, weightOf } from "../connection-words.ts";
import { say } from "./messages.ts";

/** Below this a pause does not slow anything down, in seconds. */
const PAUSE = 0.3;
/** "back-off" alone is said of constant pauses as well. */
const CLAIM = /exponential|экспоненци|\bexp_?back-?_?off/i;

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
        if (stuckFormula(story!) || setBackEachTime(story!)) return see.notApplicable(say("setBack"));
        const remarks = { fix: say("fix"), group: groupOf(places, one), weight: weightOf(one) };
        if (schedule.longest < PAUSE && one.throttle) return see.unclear(subject, say("throttled", { fn }), [{ at: firstLineOf(places.at(one.throttle)), note: say("throttle") }, ...evidence]);
        if (schedule.longest < PAUSE && story!.root.how === "called") return see.notApplicable(say("called", { fn }));
        if (schedule.longest < PAUSE) return see.broken(subject, say("none", { fn, schedule: shown, paused: schedule.longest > 0 ? "yes" : "no" }), found, { ...remarks, impact: deadFeed(one) });
        if (schedule.growth !== "constant" && schedule.growth !== "linear") return see.holds(subject, say("holds", { fn, schedule: shown }), found);
        const line = places.at(first).line;
        const text = (program.texts.get(places.at(first).file) ?? "").split("\n").slice(Math.max(0, line - 4), line + 2).join("\n");
        const claimed = CLAIM.test(text) || CLAIM.test(fn) ? "yes" : "no";
        return see.broken(subject, say(schedule.growth, { fn, schedule: shown, claimed }), found, { ...remarks, impact: weakFeed(one) });
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see) {
      for (const stream of readable(reconnects.streams)) {
        const { connection } = stream;
        const found = connection && isOwn(connection) ? growthOf(stream.outages) : null;
        if (!connection || !found) continue;
        const [first, ...rest] = waitEvidence(found.waits);
        const words = { name: stream.name, seconds: series(found.seconds) };
        const growth = connection.story?.failing.schedule.growth;
        if (found.view === "exponential") see.holds(subjectOf(places, connection), say("grew", words), [first!, ...rest]);
        // Settings of one run may pin the pause of a loop that doubles it: a bench, not this bot.
        else if (growth !== "exponential" && growth !== "growing") see.broken(subjectOf(places, connection), say(found.view === "linear" ? "rose" : "same", words), [first!, ...rest], { fix: say("fix"), group: groupOf(places, connection), weight: weightOf(connection), impact: weakFeed(connection) });
      }
    },
  },
});

/** The code half speaks of its pauses: the loop makes them itself, and no counter's own check says why they do not grow. */
function isOwn(one: Connection): boolean {
  if (one.decorator || !isLooping(one) || one.story.library) return false;
  const { schedule } = one.story.failing;
  return schedule.delays.length >= 2 && !stuckFormula(one.story) && !setBackEachTime(one.story);
}

/** The delay does not grow because what it is made of is set back at each attempt. */
const setBackEachTime = ({ failing, counters }: Story): boolean =>
  failing.schedule.growth === "constant" && counters.some((one) => one.setBack && isMadeOf(failing.computedAt, one.key));
