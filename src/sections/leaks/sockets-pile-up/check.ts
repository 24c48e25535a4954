import { replacements } from "../../../facts/code/resources/replacements.ts";
import { reconnectLeaks } from "../../../facts/run/socket-steps.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { leftBehind } from "../left-behind.ts";
import { levelsEvidence, stepsEvidence, stepsText } from "../left-behind-words.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  flat: { en: "{count} reconnects left no socket behind", ru: "{count, plural, one {# переподключение не оставило} few {# переподключения не оставили} many {# переподключений не оставили} other {# переподключения не оставили}} ни одного сокета" },
  none: {
    en: "Sockets: after {count} reconnects neither sockets nor open files nor threads had grown each time.",
    ru: "Сокеты: переподключений было {count}, и ни сокеты, ни открытые файлы, ни потоки не прибавлялись после каждого.",
  },
  linked: { en: "Sockets that pile up: told by leaks/connection-replaced-without-close.", ru: "Накопление сокетов: об этом говорит leaks/connection-replaced-without-close." },
  few: {
    en: "Sockets: {count, plural, =0 {no stream came back while telemetry watched} one {# reconnect is} other {# reconnects are}}{count, plural, =0 {} other { too few to tell a leak}}.",
    ru: "Сокеты: {count, plural, =0 {пока велась телеметрия, переподключений не было} one {# переподключения мало, чтобы увидеть утечку} few {# переподключений мало, чтобы увидеть утечку} many {# переподключений мало, чтобы увидеть утечку} other {# переподключения мало, чтобы увидеть утечку}}.",
  },
  fix: { en: "Close the old connection before the next one, in `finally` or with `async with`, and cancel the tasks that belong to it.", ru: "Закрывайте старое соединение перед новым: в `finally` или через `async with`, и отменяйте его задачи." },
});

/** From so many reconnects on their silence proves something. */
const ENOUGH = 3;

export const socketsPileUp = defineCheck({
  name: "leaks/sockets-pile-up",
  claim: "A reconnect leaves no socket, file or thread behind.",
  impact: "position",
  about: "process",
  run: {
    requires: { reconnectLeaks, replacements },
    look({ reconnectLeaks: { steps, flat, reconnects }, replacements }, see) {
      const subject = { kind: "process", id: "sockets" } as const;
      if (steps && leftBehind(replacements)) return see.notExercised(say("linked"));
      if (steps) return see.broken(subject, stepsText(steps), stepsEvidence(steps), { fix: say("fix"), weight: 35 });
      if (flat) return see.holds(subject, say("flat", { count: reconnects }), levelsEvidence(flat));
      see.notExercised(say(reconnects >= ENOUGH ? "none" : "few", { count: reconnects }));
    },
  },
});
