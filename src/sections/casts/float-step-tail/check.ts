import { places } from "../../../facts/code/places.ts";
import { stepTails } from "../../../facts/code/step-tails.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{code}` keeps the float's tail: 3 steps of 0.1 are 0.30000000000000004, and `{key}` is sent like that. The exchange refuses the order for too many digits.",
    ru: "`{code}` сохраняет хвост float: 3 шага по 0.1 это 0.30000000000000004, и `{key}` уходит на биржу в таком виде. Биржа отклонит ордер: слишком много знаков.",
  },
  fix: { en: "Work in `Decimal(str(value))`, or round the product to the step's digits before it is sent: `round(steps * step, digits)`.", ru: "Считайте в `Decimal(str(value))` или округляйте произведение до числа знаков шага: `round(steps * step, digits)`." },
  here: { en: "whole steps times a float step, rounded no more", ru: "целое число шагов, умноженное на шаг float, без округления" },
  sent: { en: "sent as `{key}`", ru: "уходит в поле `{key}`" },
  none: { en: "No price or size is multiplied up from steps and sent as it is.", ru: "Цены и размеры, полученные умножением шага, без округления не отправляются." },
});

export const floatStepTail = defineCheck({
  name: "casts/float-step-tail",
  claim: "A price or size that is made of whole steps is sent without the tail of the float product.",
  impact: "position",
  about: "step",
  code: {
    requires: { stepTails, places },
    look({ stepTails, places }, see) {
      const sent = stepTails.filter((one) => one.sent !== null);
      for (const { product, sent: at, key } of sent) {
        const words = { code: places.snippet(product, 70), key };
        see.broken(places.subject("step", product), say("broken", words), [{ at: places.at(product), note: say("here") }, { at: places.at(at!), note: say("sent", words) }], {
          fix: say("fix"), impact: "blind", group: places.at(product).file, weight: 2,
        });
      }
      if (sent.length === 0) see.notApplicable(say("none"));
    },
  },
});
