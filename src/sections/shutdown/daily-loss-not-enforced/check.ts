import { callGraph } from "../../../facts/code/call-graph.ts";
import { entryPoints } from "../../../facts/code/entry-points.ts";
import { openWays } from "../../../facts/code/open-ways.ts";
import { places } from "../../../facts/code/places.ts";
import { reach } from "../../../facts/code/reach.ts";
import { dailyResults } from "../../../facts/code/stopping/daily-results.ts";
import { heldPositions } from "../../../facts/code/stopping/held-positions.ts";
import { sideEntries } from "../../../facts/code/stopping/side-entries.ts";
import { limitTests } from "../../../facts/code/stopping/limit-tests.ts";
import { tradingStart } from "../../../facts/code/stopping/trading-start.ts";
import { tradePaths } from "../../../facts/code/trade-paths.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { lookForLimit } from "../limit-enforcement.ts";

export const dailyLossNotEnforced = defineCheck({
  name: "shutdown/daily-loss-not-enforced",
  claim: "Every way to an opening order passes the daily loss limit.",
  impact: "funds",
  about: "limit",
  code: {
    requires: { tradePaths, openWays, limitTests, dailyResults, heldPositions, sideEntries, tradingStart, reach, entryPoints, callGraph, places },
    look: (facts, see) => lookForLimit("daily-loss", facts, see),
  },
});
