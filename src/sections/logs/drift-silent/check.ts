import { eventNames } from "../../../facts/code/logs/event-names.ts";
import { eventSites } from "../../../facts/code/logs/event-sites.ts";
import { logLevels } from "../../../facts/code/logs/log-levels.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { unwrittenRepairs } from "../../../facts/run/unwritten-repairs.ts";
import { ownLog } from "../../../facts/run/own-log.ts";
import { run } from "../../../facts/roots.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { verbatim } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { say } from "../run-messages.ts";
import { lookForSilence, silentSubjects } from "../silent-event.ts";
import { tellIfAbsent } from "../told-in-run.ts";

const MOST = 4;

export const driftSilent = defineCheck({
  name: "logs/drift-silent",
  claim: "Every repair of the registry against the exchange leaves its event in the log.",
  impact: "position",
  maturity: "draft",
  about: "event",
  code: {
    requires: { eventSites, eventNames, logLevels, orderSites, places },
    look: (facts, see) => lookForSilence("drift", facts, see),
  },
  run: {
    requires: { unwrittenRepairs, ownLog, eventSites, places, run },
    look(facts, see) {
      const { unwrittenRepairs: unwritten, run } = facts;
      const [only, ...others] = silentSubjects("drift", facts);
      if (!facts.ownLog || !only || others.length > 0 || unwritten.length === 0) return tellIfAbsent("drift", run, see);
      see.broken(only.subject, say("unwritten", { fn: only.fn, count: unwritten.length }), [{ at: only.at, note: verbatim(only.fn) }, ...unwritten.slice(0, MOST).map(logLine)], { group: only.fn, weight: 4 });
    },
  },
});
