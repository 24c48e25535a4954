import { numberDecisions } from "../../../facts/code/number-decisions.ts";
import { orderSites } from "../../../facts/code/order-sites.ts";
import { places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { tellDecisions } from "../decision-findings.ts";
import { say } from "../messages.ts";

export const literalInStrategy = defineCheck({
  name: "numbers/literal-in-strategy",
  claim: "No number in strategy code decides whether an order is sent unless a setting can change it.",
  impact: "hygiene",
  maturity: "draft",
  about: "decision",
  code: {
    requires: { numberDecisions, orderSites, places },
    look({ numberDecisions, orderSites, places }, see) {
      // Without an order to start from, "nothing found" would prove nothing: the section stays unproven.
      if (numberDecisions.orders === 0) return;
      if (tellDecisions(numberDecisions, "strategy", places, see) > 0 || numberDecisions.examined === 0) return;
      const { examined, functions } = numberDecisions;
      const found = (language: "en" | "ru") => say("examined", { numbers: examined, functions, found: { en: "none decides whether an order is sent without a setting", ru: "ни одно не решает, будет ли ордер, мимо настроек" }[language] })[language];
      const at = { at: orderSites[0]!.at, note: say("sent", { by: orderSites[0]!.by }) };
      if (numberDecisions.lost) return see.unclear({ kind: "decision", id: "all" }, say("lost", { functions }), [at]);
      see.holds({ kind: "decision", id: "all" }, { en: found("en"), ru: found("ru") }, [at]);
    },
  },
});
