import { fallbackReads } from "../../../facts/code/fallback-reads.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { isShipped, tellFallbacks } from "../fallback-findings.ts";

export const shippedFallback = defineCheck({
  name: "numbers/shipped-fallback",
  claim: "No read of a shipped setting that decides about orders falls back to another number than the one that ships.",
  impact: "hygiene",
  maturity: "draft",
  about: "fallback",
  code: {
    requires: { fallbackReads, orderSites, places },
    look({ fallbackReads, orderSites, places }, see) {
      tellFallbacks(fallbackReads, isShipped, orderSites, places, see);
    },
  },
});
