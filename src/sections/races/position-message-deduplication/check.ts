import { places } from "../../../facts/code/places.ts";
import { namesVersion, positionHandlers } from "../../../facts/code/races/message-filters.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "`{fn}` throws away position messages by `{key}` alone{window, select, yes {, for a while after each one} other {}}: a partial close or a liquidation is a new message about the same position and is lost as a \"repeat\".",
    ru: "`{fn}` отбрасывает сообщения о позиции только по `{key}`{window, select, yes { (какое-то время после каждого)} other {}}: частичное закрытие или ликвидация — новое сообщение о той же позиции, и оно теряется как «повтор».",
  },
  fix: { en: "Put what tells messages apart into the key (`uTime`, `seq`, the size), or drop only what is older than the last update.", ru: "Добавьте в ключ то, чем сообщения различаются (`uTime`, `seq`, размер), или отбрасывайте только то, что старше последнего обновления." },
  test: { en: "the message is thrown away here", ru: "здесь сообщение отбрасывается" },
  handler: { en: "the handler of position messages", ru: "обработчик сообщений о позициях" },
  keyed: { en: "`{fn}` keeps repeats out by a key that names the update (`{key}`).", ru: "`{fn}` отсекает повторы по ключу, в котором есть само обновление (`{key}`)." },
  ordered: { en: "`{fn}` drops only messages that are older than what it knows.", ru: "`{fn}` отбрасывает только сообщения старше уже известного." },
  absolute: { en: "`{fn}` throws no position message away as a repeat.", ru: "`{fn}` ни одно сообщение о позиции не отбрасывает как повтор." },
  none: { en: "The bot handles no position messages.", ru: "Бот не обрабатывает сообщения о позициях." },
});

export default defineCheck({
  name: "races/position-message-deduplication",
  // No finding on a real bot yet, the unseen ones included.
  claim: "Repeated position messages are told from new ones by what changes between them.",
  impact: "position",
  about: "position-handler",
  code: {
    requires: { positionHandlers, places },
    look({ positionHandlers, places }, see) {
      if (positionHandlers.length === 0) return see.notApplicable(say("none"));
      for (const { fn, filter, ordered } of positionHandlers) {
        const subject = places.subject("position-handler", fn, fn.name);
        const handler = { at: places.at(fn), note: say("handler") };
        if (filter && !namesVersion(filter)) {
          const key = places.snippet(filter.key, 60);
          see.broken(subject, say("broken", { fn: fn.qualname, key, window: filter.kind === "window" ? "yes" : "no" }), [{ at: places.at(filter.test), note: say("test") }, handler], { fix: say("fix"), group: filter.place.location.label, weight: 4 });
        } else if (filter) see.holds(subject, say("keyed", { fn: fn.qualname, key: places.snippet(filter.key, 60) }), [{ at: places.at(filter.test), note: say("test") }]);
        else see.holds(subject, say(ordered ? "ordered" : "absolute", { fn: fn.qualname }), [handler]);
      }
    },
  },
});
