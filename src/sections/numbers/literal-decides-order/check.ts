import { numberDecisions } from "../../../facts/code/number-decisions.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { tellDecisions } from "../decision-findings.ts";
import { say } from "../messages.ts";

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
      if (tellDecisions(numberDecisions, "order", places, see) > 0 || numberDecisions.examined === 0) return;
      const { examined, functions } = numberDecisions;
      const found = (language: "en" | "ru") => say("examined", { numbers: examined, functions, found: { en: "none becomes part of an order without a setting", ru: "ни одно не попадает в ордер мимо настроек" }[language] })[language];
      const at = { at: orderSites[0]!.at, note: say("sent", { by: orderSites[0]!.by }) };
      if (numberDecisions.lost) return see.unclear({ kind: "decision", id: "all" }, say("lost", { functions }), [at]);
      see.holds({ kind: "decision", id: "all" }, { en: found("en"), ru: found("ru") }, [at]);
    },
  },
});
