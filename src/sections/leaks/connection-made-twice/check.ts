import { places } from "../../../facts/code/places.ts";
import { madeTwice } from "../../../facts/code/resources/made-twice.ts";
import type { TaskRoot } from "../../../facts/code/tasks.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{target}` is made where none was found, and another task may run in between: `{one}` and `{other}` both find none and each make one ({by}). The first is overwritten and stays open, and whoever already uses it waits for answers there",
    ru: "`{target}` создаётся, когда его не нашли, а в промежутке может выполняться другая task: `{one}` и `{other}` обе ничего не находят и создают по своему ({by}). Первое перезаписывается и остаётся открытым, а кто уже им пользуется, ждёт ответов там",
  },
  many: {
    en: "`{target}` is made where none was found, and another task may run in between: `{one}` runs several times at once, and each run that finds none makes one ({by}). All but the last are overwritten and stay open",
    ru: "`{target}` создаётся, когда его не нашли, а в промежутке может выполняться другая task: `{one}` выполняется сразу несколько раз, и каждый запуск, который ничего не нашёл, создаёт своё ({by}). Все, кроме последнего, перезаписываются и остаются открытыми",
  },
  test: { en: "here none is found", ru: "здесь его не находят" },
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
      if (madeTwice.length === 0) return see.notApplicable(say("none"));
      for (const { acquisition, target, test, race } of madeTwice) {
        const subject = places.subject("handle", acquisition.call);
        const words = { target: places.snippet(target, 60), by: acquisition.by };
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
