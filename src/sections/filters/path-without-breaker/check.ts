import { guardKinds } from "../../../facts/code/guard-kinds.ts";
import { entryPoints } from "../../../facts/code/entry-points.ts";
import { lossCounters } from "../../../facts/code/loss-counters.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { projectConfig } from "../../../facts/roots.ts";
import { strategyHooks } from "../../../facts/code/strategy-hooks.ts";
import { testsElsewhere } from "../../../facts/code/tests-elsewhere.ts";
import { tradePaths } from "../../../facts/code/trade-paths.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForMissing } from "../missing-filter.ts";

export const pathWithoutBreaker = defineCheck({
  name: "filters/path-without-breaker",
  claim: "On every path from a signal to an opening order a circuit breaker is asked, and the order is not sent while it blocks.",
  impact: "funds",
  // Over all blind samples 12 of 28 findings were right (7 arguable: a pause or a limit of another name stood on the way): see the page.
  maturity: "draft",
  about: "way",
  code: {
    requires: { guardKinds, tradePaths, openWays, places, entryPoints, projectConfig, strategyHooks, testsElsewhere, lossCounters },
    look: (facts, see) => lookForMissing("breaker", facts, see),
  },
});
