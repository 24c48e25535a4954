import { places } from "../../../facts/code/places.ts";
import { reconnectLoops, type Connection } from "../../../facts/code/reconnect-loops.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { hammeringOf } from "../../../facts/run/wait-growth.ts";
import { seconds } from "../run-words.ts";
import { deadFeed, eachConnection, groupOf, ownLoop, steps, subjectOf, weakFeed, weightOf, type Looping } from "../connection-words.ts";
import { logLine } from "../../log-line.ts";

const say = catalogue({
  atOnce: {
    en: "When the server closes politely, {fn} connects again at once, without a pause and uncounted{lost, select, yes { (and so it does after a lost connection)} other {}}: during maintenance that is hundreds of connections a minute.",
    ru: "Когда сервер закрывает соединение штатно, {fn} подключается снова сразу, без паузы и учёта попыток{lost, select, yes { (и после обрыва тоже)} other {}}: во время техработ это сотни подключений в минуту.",
  },
  hammered: {
    en: "In this run the stream “{name}” connected {count} times within {seconds} s: each connection ended at once, and the next came without a pause.",
    ru: "В этом запуске поток «{name}» подключился {count} раз за {seconds} с: каждое соединение сразу кончалось, а следующее шло без паузы.",
  },
  never: {
    en: "When the server closes politely, the receive loop ends without an exception and {fn} ends with it: no other attempt follows, the feed is dead.",
    ru: "Когда сервер закрывает соединение штатно, цикл приёма кончается без исключения, и {fn} вместе с ним: новой попытки не будет, поток мёртв.",
  },
  unnoticed: {
    en: "When the server closes politely, the receive loop ends without an exception, and nothing notices: no other attempt follows, the {stream, select, private {account} other {market}} stream is dead while the bot takes it for connected.",
    ru: "Когда сервер закрывает соединение штатно, цикл приёма кончается без исключения, и этого никто не замечает: новой попытки не будет, {stream, select, private {поток счёта} other {рыночный поток}} мёртв, а бот считает его подключённым.",
  },
  lostToo: { en: "{fn}: no attempt follows a lost connection either", ru: "{fn}: за обрывом тоже не следует новой попытки" },
  fixUnnoticed: { en: "Treat the end of the receive loop as a disconnect: connect again after it, not only on an error message or an exception.", ru: "Считайте конец цикла приёма обрывом: переподключайтесь и после него, а не только по сообщению об ошибке или исключению." },
  fix: { en: "Pause after both ends of the receive loop, not only in `except`.", ru: "Делайте паузу после обоих концов цикла приёма, а не только в `except`." },
  end: { en: "the receive loop ends here without an exception", ru: "здесь цикл приёма кончается без исключения" },
  holds: { en: "{fn} pauses {pause} s after a clean close", ru: "{fn} после штатного закрытия ждёт {pause} с" },
});

const wanted = (one: Connection): one is Looping => ownLoop(one) && one.story.root.how !== "called" && one.story.endings.some((each) => each.how === "closed") && one.site.how.shape === "socket";

export const cleanCloseWithoutDelay = defineCheck({
  name: "reconnect/clean-close-without-delay",
  claim: "A connection that the server closes politely is followed by a pause and another attempt.",
  impact: "blind",
  about: "connection",
  options: { minPauseSeconds: 0.2 },
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see, { minPauseSeconds }) {
      eachConnection(reconnectLoops, see, wanted, (one) => {
        const closed = one.story.endings.find((each) => each.how === "closed")!;
        const lost = one.story.endings.find((each) => each.how === "lost");
        const values = { fn: one.story.root.fn.qualname, pause: closed.shown, lost: lost && lost.again && lost.pause < minPauseSeconds ? "yes" : "no" };
        const evidence = [{ at: places.at(closed.at ?? one.site.call), note: say("end") }, ...steps(places, one)] as const;
        const remarks = { fix: say("fix"), group: groupOf(places, one), weight: weightOf(one) - 1 };
        if (closed.again && closed.pause >= minPauseSeconds) return see.holds(subjectOf(places, one), say("holds", values), evidence);
        if (closed.again) return see.broken(subjectOf(places, one), say("atOnce", values), evidence, { ...remarks, impact: weakFeed(one) });
        if (lost && !lost.again) return see.notApplicable(say("lostToo", values));
        const unnoticed = one.story.root.after !== undefined;
        see.broken(subjectOf(places, one), unnoticed ? say("unnoticed", { stream: one.feed }) : say("never", values), evidence, { ...remarks, impact: deadFeed(one), ...(unnoticed ? { fix: say("fixUnnoticed") } : {}) });
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see, { minPauseSeconds }) {
      for (const { connection, events, name } of reconnects.streams) {
        const closed = connection && wanted(connection) ? connection.story.endings.find((each) => each.how === "closed") : undefined;
        // Where the code does pause, a burst is several streams in one set of lines, or a faster clock.
        const burst = closed && closed.again && closed.pause < minPauseSeconds ? hammeringOf(events) : [];
        const [first, ...rest] = burst.map(logLine);
        if (!connection || !first) continue;
        const words = { name, count: burst.length, seconds: seconds((burst.at(-1)!.time! - burst[0]!.time!) / 1000) };
        see.broken(subjectOf(places, connection), say("hammered", words), [first, ...rest.slice(0, 4)], { fix: say("fix"), group: groupOf(places, connection), weight: weightOf(connection) - 1, impact: weakFeed(connection) });
      }
    },
  },
});
