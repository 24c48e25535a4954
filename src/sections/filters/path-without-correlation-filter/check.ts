import { guardKinds } from "../../../facts/code/guard-kinds.ts";
import { entryPoints } from "../../../facts/code/entry-points.ts";
import { oneMarket } from "../../../facts/code/one-market.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { projectConfig } from "../../../facts/roots.ts";
import { strategyHooks } from "../../../facts/code/strategy-hooks.ts";
import { testsElsewhere } from "../../../facts/code/tests-elsewhere.ts";
import { tradePaths } from "../../../facts/code/trade-paths.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForMissing } from "../missing-filter.ts";

export const pathWithoutCorrelationFilter = defineCheck({
  name: "filters/path-without-correlation-filter",
  claim: "On every path from a signal to an opening order correlated open positions are counted, and the order is not sent at the limit.",
  impact: "funds",
  maturity: "draft",
  about: "way",
  code: {
    requires: { guardKinds, tradePaths, openWays, places, entryPoints, projectConfig, strategyHooks, testsElsewhere, oneMarket },
    look: (facts, see) => lookForMissing("correlation", facts, see),
  },
});
