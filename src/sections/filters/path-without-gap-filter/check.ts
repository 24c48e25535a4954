import { guardKinds } from "../../../facts/code/guard-kinds.ts";
import { boundedPrices } from "../../../facts/code/bounded-prices.ts";
import { entryPoints } from "../../../facts/code/entry-points.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { projectConfig } from "../../../facts/roots.ts";
import { strategyHooks } from "../../../facts/code/strategy-hooks.ts";
import { testsElsewhere } from "../../../facts/code/tests-elsewhere.ts";
import { tradePaths } from "../../../facts/code/trade-paths.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForMissing } from "../missing-filter.ts";

export const pathWithoutGapFilter = defineCheck({
  name: "filters/path-without-gap-filter",
  claim: "On every path from a signal to an opening order the spread or the price gap is compared with a limit, and the order is not sent above it.",
  impact: "funds",
  about: "way",
  code: {
    requires: { guardKinds, tradePaths, openWays, places, entryPoints, projectConfig, strategyHooks, testsElsewhere, boundedPrices },
    look: (facts, see) => lookForMissing("gap", facts, see),
  },
});
