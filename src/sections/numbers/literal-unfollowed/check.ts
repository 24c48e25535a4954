import { numberDecisions } from "../../../facts/code/number-decisions.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { tellDecisions, tellNone } from "../decision-findings.ts";

export const literalUnfollowed = defineCheck({
  name: "numbers/literal-unfollowed",
  claim: "No number in code beside an order, or for a value that is missing, decides along with it unless a setting can change it.",
  impact: "hygiene",
  maturity: "draft",
  about: "decision",
  code: {
    requires: { numberDecisions, orderSites, places },
    look({ numberDecisions, orderSites, places }, see) {
      // Without an order to start from, "nothing found" would prove nothing: the section stays unproven.
      if (numberDecisions.orders === 0) return;
      if (tellDecisions(numberDecisions, "loose", places, see) === 0) tellNone(numberDecisions, orderSites, "noneLoose", places, see);
    },
  },
});
