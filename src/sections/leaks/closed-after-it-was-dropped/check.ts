import { places } from "../../../facts/code/places.ts";
import { deadCloses } from "../../../facts/code/resources/dead-closes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{close}` never runs: `{target}` was set to None just before, so `{test}` is never true. What it held stays open, and nobody has the handle any more",
    ru: "`{close}` никогда не выполнится: чуть выше `{target}` стал None, и `{test}` всегда ложно. То, что там было, остаётся открытым, и ссылки на него больше ни у кого нет",
  },
  dropped: { en: "here the handle is dropped", ru: "здесь ссылка теряется" },
  test: { en: "this is never true any more", ru: "это уже никогда не выполнится" },
  fix: { en: "Close first and set `{target}` to None afterwards.", ru: "Сначала закройте, а потом присваивайте `{target}` None." },
  holds: { en: "nothing is set to None right before the code that would close it", ru: "ничто не становится None прямо перед кодом, который должен его закрыть" },
});

export const closedAfterItWasDropped = defineCheck({
  name: "leaks/closed-after-it-was-dropped",
  claim: "A handle is closed before it is dropped.",
  impact: "blind",
  about: "handle",
  code: {
    requires: { deadCloses, places },
    look({ deadCloses, places }, see) {
      for (const { target, dropped, test, close } of deadCloses) {
        const words = { target: places.snippet(target, 60), test: places.snippet(test, 60), close: places.snippet(close, 60) };
        see.broken(places.subject("handle", dropped), say("broken", words), [
          { at: places.at(dropped), note: say("dropped") }, { at: places.at(test), note: say("test") },
        ], { fix: say("fix", words), group: words.target, weight: 2 });
      }
      if (deadCloses.length === 0) see.notApplicable(say("holds"));
    },
  },
});
