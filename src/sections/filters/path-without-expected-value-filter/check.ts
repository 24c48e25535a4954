import { guardKinds } from "../../../facts/code/guard-kinds.ts";
import { entryPoints } from "../../../facts/code/entry-points.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { projectConfig } from "../../../facts/roots.ts";
import { strategyHooks } from "../../../facts/code/strategy-hooks.ts";
import { testsElsewhere } from "../../../facts/code/tests-elsewhere.ts";
import { tradePaths } from "../../../facts/code/trade-paths.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForMissing } from "../missing-filter.ts";

export const pathWithoutExpectedValueFilter = defineCheck({
  name: "filters/path-without-expected-value-filter",
  claim: "On every path from a signal to an opening order the expected move is compared with the cost of the trade, and the order is not sent when it does not cover it.",
  impact: "funds",
  about: "way",
  code: {
    requires: { guardKinds, tradePaths, openWays, places, entryPoints, projectConfig, strategyHooks, testsElsewhere },
    look: (facts, see) => lookForMissing("expected-value", facts, see),
  },
});
