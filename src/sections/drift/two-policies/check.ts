import { unknownPositions, type UnknownPosition } from "../../../facts/code/drift/unknown-positions.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf, type Evidence } from "../../../sdk/evidence.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "A position that only the exchange has is taken into the books by `{adopts}` and closed at the market by `{closes}`: which of the two happens hangs on which one runs first, so a position that was to be kept is sold, or one that was to be closed is kept.",
    ru: "Позицию, которая есть только на бирже, `{adopts}` берёт в учёт, а `{closes}` закрывает по рынку: что произойдёт, зависит от того, кто выполнится первым, — нужная позиция будет продана либо лишняя останется.",
  },
  unknown: { en: "here the books are found not to have it", ru: "здесь обнаружено, что в учёте её нет" },
  adopt: { en: "`{fn}` takes it into the books", ru: "`{fn}` берёт её в учёт" },
  close: { en: "`{fn}` closes it", ru: "`{fn}` закрывает её" },
  fix: {
    en: "Choose one policy (take over and protect, or close), write it into one function, and let every comparison call that.",
    ru: "Выберите одну политику (принять и защитить либо закрыть), опишите её в одной функции и вызывайте её из всех сверок.",
  },
  adopted: { en: "Positions that only the exchange has are taken into the books, nowhere closed.", ru: "Позиции, которые есть только на бирже, берутся в учёт и нигде не закрываются." },
  closed: { en: "Positions that only the exchange has are closed, nowhere taken into the books.", ru: "Позиции, которые есть только на бирже, закрываются и нигде не берутся в учёт." },
  chosen: { en: "`{fn}` alone decides whether a position that only the exchange has is taken over or closed.", ru: "Принять или закрыть позицию, которая есть только на бирже, решает одна `{fn}`." },
  none: { en: "Nothing is done with positions that only the exchange has, as far as was recognised.", ru: "С позициями, которые есть только на бирже, ничего не делается (насколько удалось распознать)." },
});

export const twoPolicies = defineCheck({
  name: "drift/two-policies",
  claim: "There is one answer to a position that only the exchange has.",
  impact: "position",
  about: "policy",
  code: {
    requires: { unknownPositions, places },
    look({ unknownPositions, places }, see) {
      const [first] = unknownPositions;
      if (!first) return see.notApplicable(say("none"));
      const subject = places.subject("policy", first.fn, "policy");
      const does = (policy: UnknownPosition["policy"]): UnknownPosition[] => unknownPositions.filter((one) => one.policy === policy);
      const [adopts, closes] = [does("adopt"), does("close")];
      // One function that does both chooses between them, by a setting or by what it finds.
      const adopt = adopts.find((one) => !closes.some((other) => other.fn === one.fn));
      const close = closes.find((one) => !adopts.some((other) => other.fn === one.fn));
      if (adopt && close) {
        return see.broken(
          subject, say("broken", { adopts: adopt.fn.qualname, closes: close.fn.qualname }), [...seen(close, places), ...seen(adopt, places)],
          { fix: say("fix"), group: "policy", weight: 6 },
        );
      }
      const both = adopts.find((one) => closes.some((other) => other.fn === one.fn));
      const text = both ? say("chosen", { fn: both.fn.qualname }) : say(adopts.length > 0 ? "adopted" : "closed");
      see.holds(subject, text, unknownPositions.slice(0, 4).flatMap((one) => seen(one, places)) as [Evidence, ...Evidence[]]);
    },
  },
});

const seen = ({ test, act, policy, fn }: UnknownPosition, places: Places): [Evidence, Evidence] => [
  { at: firstLineOf(places.at(act)), note: say(policy, { fn: fn.qualname }) },
  { at: firstLineOf(places.at(test)), note: say("unknown") },
];

