import { numberDecisions } from "../../../facts/code/number-decisions.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { tellDecisions, tellNone } from "../decision-findings.ts";

export const literalDecidesOrder = defineCheck({
  name: "numbers/literal-decides-order",
  claim: "No number in the code becomes part of an order, an exit level or a risk limit unless a setting can change it.",
  impact: "funds",
  about: "decision",
  code: {
    requires: { numberDecisions, orderSites, places },
    look({ numberDecisions, orderSites, places }, see) {
      // Without an order to start from, "nothing found" would prove nothing: the section stays unproven.
      if (numberDecisions.orders === 0) return;
      if (tellDecisions(numberDecisions, "order", places, see) === 0) tellNone(numberDecisions, orderSites, "noneOrder", places, see);
    },
  },
});
