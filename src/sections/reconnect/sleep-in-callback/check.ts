import { places } from "../../../facts/code/places.ts";
import { reconnectLoops } from "../../../facts/code/reconnect-loops.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { eachConnection, groupOf, ownLoop, steps, subjectOf, weightOf } from "../connection-words.ts";

const say = catalogue({
  broken: {
    en: "`{sleep}` runs inside the socket's close callback, and the next client starts from there: each reconnect nests in the thread of the last one and leaves it hanging.",
    ru: "`{sleep}` выполняется внутри callback'а закрытия сокета, и новый клиент стартует оттуда же: каждое переподключение вложено в поток предыдущего и оставляет его висеть.",
  },
  fix: { en: "Let the callback return; reconnect in a loop around `run_forever()`.", ru: "Дайте callback'у завершиться; переподключайтесь в цикле вокруг `run_forever()`." },
  here: { en: "sleeps in the callback", ru: "спит в callback'е" },
  holds: { en: "{fn} pauses outside of callbacks", ru: "{fn} делает паузу вне callback'ов" },
});

export const sleepInCallback = defineCheck({
  name: "reconnect/sleep-in-callback",
  claim: "The pause before a reconnect is not spent inside a socket callback.",
  impact: "hygiene",
  about: "connection",
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see) {
      eachConnection(reconnectLoops, see, ownLoop, (one) => {
        const node = one.story.inCallback;
        const fn = one.story.root.fn.qualname;
        if (!node && one.story.failing.sleeps.length === 0) return;
        if (!node) return see.holds(subjectOf(places, one), say("holds", { fn }), [{ at: places.at(one.story.root.at), note: say("holds", { fn }) }]);
        see.broken(subjectOf(places, one), say("broken", { sleep: places.snippet(node, 40) }), [{ at: places.at(node), note: say("here") }, ...steps(places, one)],
          { fix: say("fix"), group: groupOf(places, one), weight: weightOf(one) - 10 });
      });
    },
  },
});
