import { fallbackReads } from "../../../facts/code/fallback-reads.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { isShipped, tellFallbacks } from "../fallback-findings.ts";

export const hiddenFallback = defineCheck({
  name: "numbers/hidden-fallback",
  claim: "No number in the code stands in silently for a missing setting that decides about orders.",
  impact: "hygiene",
  maturity: "draft",
  about: "fallback",
  code: {
    requires: { fallbackReads, orderSites, places },
    look({ fallbackReads, orderSites, places }, see) {
      tellFallbacks(fallbackReads, (one) => !isShipped(one), orderSites, places, see);
    },
  },
});
