import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { run } from "../../../facts/roots.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForSilence } from "../silent-event.ts";
import { tellIfAbsent } from "../told-in-run.ts";

export const trailReloadSilent = defineCheck({
  name: "logs/trail-reload-silent",
  claim: "Every reload of trailing parameters leaves its event in the log.",
  impact: "position",
  maturity: "draft",
  about: "event",
  code: {
    requires: { eventSites, eventNames, logLevels, orderSites, places },
    look: (facts, see) => lookForSilence("reload", facts, see),
  },
  run: {
    requires: { run },
    look: ({ run }, see) => tellIfAbsent("reload", run, see),
  },
});
