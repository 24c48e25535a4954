import { places } from "../../../facts/code/places.ts";
import { lateClears } from "../../../facts/code/races/late-clears.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { pairEvidence, pairText } from "../runs-text.ts";

const say = catalogue({
  broken: {
    en: "`{event}` is cleared after `{work}` has looked: what {set} reports while that runs ({pairEn}) is wiped out unseen, and nobody looks again.",
    ru: "`{event}` сбрасывают после того, как `{work}` уже посмотрела: всё, о чём {set} сообщит в это время ({pairRu}), стирается непрочитанным, и больше никто не смотрит.",
  },
  fix: { en: "Clear the event first, then look: what comes meanwhile sets it again.", ru: "Сначала сбрасывайте событие, потом смотрите: то, что придёт за это время, поставит его снова." },
  cleared: { en: "cleared here", ru: "сброс здесь" },
  asked: { en: "the event is asked for", ru: "здесь спрашивают о событии" },
  work: { en: "the look that it asks for", ru: "действие, о котором просит событие" },
  set: { en: "others set it here", ru: "другие ставят его здесь" },
  none: { en: "No event is cleared after the work that it asks for.", ru: "Ни одно событие не сбрасывается после действия, о котором оно просит." },
});

export default defineCheck({
  name: "races/event-cleared-after-work",
  claim: "An event that asks for work is cleared before the work, so that nothing said meanwhile is lost.",
  impact: "blind",
  about: "event",
  code: {
    requires: { lateClears, places },
    look({ lateClears, places }, see) {
      if (lateClears.length === 0) return see.notApplicable(say("none"));
      for (const one of lateClears) {
        const event = one.cleared.callee.kind === "attribute" ? places.snippet(one.cleared.callee.object, 40) : "";
        const pair = pairText(one.pair, places);
        const set = places.at(one.set);
        see.broken(places.subject("event", one.cleared, event), say("broken", { event, work: places.snippet(one.work.callee, 40), set: `${set.file}:${set.line}`, pairEn: pair.en, pairRu: pair.ru }), [
          { at: places.at(one.cleared), note: say("cleared") }, { at: places.at(one.asked), note: say("asked") }, { at: places.at(one.work), note: say("work") }, { at: set, note: say("set") }, ...pairEvidence(one.pair, places),
        ], { fix: say("fix"), group: event });
      }
    },
  },
});
