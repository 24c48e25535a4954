import { numberDecisions } from "../../../facts/code/number-decisions.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { tellDecisions, tellNone } from "../decision-findings.ts";

export const literalInStrategy = defineCheck({
  name: "numbers/literal-in-strategy",
  claim: "No number in strategy code decides whether an order is sent unless a setting can change it.",
  impact: "hygiene",
  about: "decision",
  code: {
    requires: { numberDecisions, orderSites, places },
    look({ numberDecisions, orderSites, places }, see) {
      // Without an order to start from, "nothing found" would prove nothing: the section stays unproven.
      if (numberDecisions.orders === 0) return;
      if (tellDecisions(numberDecisions, "strategy", places, see) === 0) tellNone(numberDecisions, orderSites, "noneStrategy", places, see);
    },
  },
});
