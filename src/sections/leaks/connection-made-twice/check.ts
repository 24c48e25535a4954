import { places } from "../../../facts/code/places.ts";
import { madeTwice } from "../../../facts/code/resources/made-twice.ts";
import type { TaskRoot } from "../../../facts/code/tasks.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{target}` is {how, select, none {made where none was found} other {closed and made anew}}, and another task may run in between: `{one}` and `{other}` {how, select, none {both find none and each make one} other {may both be there, and each make one}} ({by}). The first is overwritten and stays open, and whoever already uses it waits for answers there",
    ru: "`{target}` {how, select, none {создаётся, когда его не нашли} other {закрывается и создаётся заново}}, а в промежутке может выполняться другая task: `{one}` и `{other}` {how, select, none {обе ничего не находят и создают по своему} other {могут оказаться там обе, и каждая создаст своё}} ({by}). Первое перезаписывается и остаётся открытым, а кто уже им пользуется, ждёт ответов там",
  },
  many: {
    en: "`{target}` is {how, select, none {made where none was found} other {closed and made anew}}, and another task may run in between: `{one}` runs several times at once, and each run {how, select, none {that finds none } other {}}makes one ({by}). All but the last are overwritten and stay open",
    ru: "`{target}` {how, select, none {создаётся, когда его не нашли} other {закрывается и создаётся заново}}, а в промежутке может выполняться другая task: `{one}` выполняется сразу несколько раз, и каждый запуск{how, select, none {, который ничего не нашёл,} other {}} создаёт своё ({by}). Все, кроме последнего, перезаписываются и остаются открытыми",
  },
  test: { en: "here it is asked whether there is one", ru: "здесь спрашивают, есть ли оно уже" },
  pause: { en: "here others may run", ru: "здесь могут выполняться другие" },
  made: { en: "here the new one is made", ru: "здесь создаётся новое" },
  started: { en: "`{fn}` is started here", ru: "`{fn}` запускается здесь" },
  fix: {
    en: "Hold one `asyncio.Lock` from the test to the assignment, and test again inside it.",
    ru: "Удерживайте один `asyncio.Lock` от проверки до присваивания и проверяйте ещё раз внутри него.",
  },
  holds: { en: "`{target}` is made at once where none was found, under a lock, or by one task only", ru: "`{target}` создаётся сразу после проверки, под lock или только одной task" },
  none: { en: "the bot makes no connection on demand", ru: "бот не создаёт соединений по требованию" },
});

export const connectionMadeTwice = defineCheck({
  name: "leaks/connection-made-twice",
  claim: "A connection that is made on demand is made once, also when two tasks demand it.",
  impact: "blind",
  about: "handle",
  code: {
    requires: { madeTwice, places },
    look({ madeTwice, places }, see) {
      // Whether two tasks use the same one of several clients is not known.
      if (madeTwice.every((one) => one.ofSeveral)) return see.notApplicable(say("none"));
      for (const { acquisition, target, test, how, race, ofSeveral } of madeTwice) {
        if (ofSeveral) continue;
        const subject = places.subject("handle", acquisition.call);
        const words = { target: places.snippet(target, 60), by: acquisition.by, how };
        const made = { at: places.at(acquisition.call), note: say("made") };
        if (!race) {
          see.holds(subject, say("holds", words), [made]);
          continue;
        }
        const [one, other] = race.pair;
        const started = (root: TaskRoot) => (root.at ? [{ at: places.at(root.at), note: say("started", { fn: root.fn.qualname }) }] : []);
        const runs = { ...words, one: one.fn.qualname, other: other.fn.qualname };
        see.broken(subject, say(one === other ? "many" : "broken", runs), [
          made, { at: places.at(test), note: say("test") }, { at: places.at(race.pause), note: say("pause") }, ...started(one), ...(one === other ? [] : started(other)),
        ], { fix: say("fix"), group: words.target, weight: 2 });
      }
    },
  },
});
