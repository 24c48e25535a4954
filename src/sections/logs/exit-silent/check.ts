import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { actsAfterTests } from "../../../facts/code/races/acts-after-tests.ts";
import { ownLog } from "../../../facts/run/own-log.ts";
import { positionBooks } from "../../../facts/run/position-books.ts";
import { reentryWindow } from "../../../facts/run/reentry-window.ts";
import { run } from "../../../facts/roots.ts";
import { verbatim } from "../../../sdk/text.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { say } from "../run-messages.ts";
import { lookForSilence, silentSubjects } from "../silent-event.ts";
import { tellIfAbsent } from "../told-in-run.ts";
import { exitEvidence, unloggedExits } from "../unlogged-exits.ts";

export const exitSilent = defineCheck({
  name: "logs/exit-silent",
  claim: "Every closed position leaves its event in the log.",
  impact: "position",
  maturity: "draft",
  about: "event",
  code: {
    requires: { eventSites, eventNames, logLevels, orderSites, places },
    look: (facts, see) => lookForSilence("exit", facts, see),
  },
  run: {
    requires: { positionBooks, reentryWindow, ownLog, actsAfterTests, eventSites, places, run },
    look(facts, see) {
      const [only, ...others] = silentSubjects("exit", facts);
      const lost = unloggedExits(facts.positionBooks, facts.actsAfterTests, facts.reentryWindow);
      if (facts.ownLog && only && others.length === 0 && lost.length > 0) see.broken(only.subject, say("lost", { fn: only.fn, count: lost.length }), [{ at: only.at, note: verbatim(only.fn) }, ...exitEvidence(lost)], { group: only.fn, weight: 4 });
      tellIfAbsent("exit", facts.run, see);
    },
  },
});
