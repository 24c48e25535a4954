import { places } from "../../../facts/code/places.ts";
import { standingRegimes } from "../../../facts/code/regimes/standing-regimes.ts";
import { unwrittenRegimes } from "../../../facts/code/regimes/unwritten-regimes.ts";
import { regimes } from "../../../facts/code/regimes/regimes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { changedAt, hasRegime, noRegime, nothingOfTheKind, onLine } from "../regime-texts.ts";

const say = catalogue({
  broken: {
    en: "The regime of `{name}` is asked for in {count, plural, one {# place} other {# places}} and never found anew: `{update}` updates only the other objects of `{owner}`, so whoever asks `{name}` trades in the regime that it was made with",
    ru: "Режим у `{name}` спрашивают в {count, plural, one {# месте} few {# местах} other {# местах}}, но заново его никто не определяет: `{update}` обновляет только другие объекты `{owner}`, и кто спрашивает `{name}`, торгует в режиме, с которым он создан",
  },
  standsIn: {
    en: "The regime of `{name}` is asked for in {count, plural, one {# place} other {# places}}, and it is found anew only where a key has no object of its own (`{update}`): with one for each symbol, whoever asks `{name}` trades in the regime that it was made with",
    ru: "Режим у `{name}` спрашивают в {count, plural, one {# месте} few {# местах} other {# местах}}, а заново он определяется, только если для ключа нет своего объекта (`{update}`): когда он есть у каждого символа, кто спрашивает `{name}`, торгует в режиме, с которым он создан",
  },
  unwritten: {
    en: "`{code}` asks `{owner}` for a regime that it never has: nothing sets `{name}` on it, so what stands in for the regime is taken always",
    ru: "`{code}` спрашивает у `{owner}` режим, которого у него никогда не бывает: `{name}` ему никто не задаёт, и всегда берётся то, что стоит вместо режима",
  },
  fixUnwritten: { en: "ask the object that keeps the regime, or set `{name}` where the regime is found", ru: "спрашивать объект, который хранит режим, или задавать `{name}` там, где режим определяется" },
  made: { en: "`{name}` is made here", ru: "`{name}` создаётся здесь" },
  updated: { en: "what is updated: `{update}`", ru: "что обновляется: `{update}`" },
  asked: { en: "`{fn}` asks it: `{code}`", ru: "`{fn}` спрашивает его: `{code}`" },
  fix: { en: "ask the object of the symbol everywhere, or update `{name}` too", ru: "везде спрашивать объект этого символа или обновлять и `{name}`" },
});

const MOST_READS = 8;

export const regimeNeverUpdated = defineCheck({
  name: "regime/regime-never-updated",
  claim: "The regime that is asked for is one that is found anew.",
  impact: "position",
  about: "regime",
  tellsOfIdleCode: true,
  code: {
    requires: { regimes, standingRegimes, unwrittenRegimes, places },
    look({ regimes, standingRegimes, unwrittenRegimes, places }, see) {
      if (!hasRegime(regimes)) return see.notApplicable(noRegime);
      for (const { name, owner, made, reads, update, standsIn } of standingRegimes) {
        const values = { name, owner: owner.name, count: reads.length, update: places.snippet(update, 50) };
        const [at, ...rest] = [
          { at: onLine(places.at(made.statement)), note: say("made", { name }) },
          { at: onLine(places.at(update)), note: say("updated", values) },
          ...reads.slice(0, MOST_READS).map(({ node, fn }) => ({ at: onLine(places.at(node)), note: say("asked", { fn: fn.qualname, code: places.snippet(node.parent!, 60) }) })),
        ];
        see.broken(places.subject("regime", made.statement, name), say(standsIn ? "standsIn" : "broken", values), [at!, ...rest], { fix: say("fix", { name }), group: name, weight: 3 });
      }
      for (const { name, owner, asked } of unwrittenRegimes) {
        const says = say("unwritten", { name, owner: owner.name, code: places.snippet(asked, 60) });
        see.broken(places.subject("regime", asked, `${owner.name}.${name}`), says, [{ at: onLine(places.at(asked)), note: says }, ...changedAt(regimes, places)], { fix: say("fixUnwritten", { name }), group: name, impact: "blind" });
      }
      if (standingRegimes.length + unwrittenRegimes.length === 0) see.notApplicable(nothingOfTheKind);
    },
  },
});
