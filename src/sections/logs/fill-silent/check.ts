import { entryFills } from "../../../facts/code/logs/entry-fills.ts";
import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { run } from "../../../facts/roots.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForSilence } from "../silent-event.ts";
import { say } from "../silent-messages.ts";
import { tellIfAbsent } from "../told-in-run.ts";

export const fillSilent = defineCheck({
  name: "logs/fill-silent",
  claim: "Every fill leaves its event in the log.",
  impact: "position",
  about: "event",
  code: {
    requires: { entryFills, eventSites, eventNames, logLevels, orderSites, places },
    look({ entryFills, ...facts }, see) {
      if (facts.eventSites.of("fill").length === 0 && entryFills.length > 0) return see.notApplicable(say("answered-fill"));
      lookForSilence("fill", facts, see);
    },
  },
  run: {
    requires: { run },
    look: ({ run }, see) => tellIfAbsent("fill", run, see),
  },
});
