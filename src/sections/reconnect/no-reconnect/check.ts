import { places } from "../../../facts/code/places.ts";
import { reconnectLoops, type Connection } from "../../../facts/code/reconnect-loops.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { silentStreams } from "../../../facts/run/silent-streams.ts";
import { endOf, isBounded, neverAgain } from "../loop-ends.ts";
import { silentEvidence, silentText } from "../run-words.ts";
import { deadFeed, eachConnection, groupOf, isLooping, steps, subjectOf, weightOf } from "../connection-words.ts";

const say = catalogue({
  broken: {
    en: "{fn} reads the {stream, select, private {account} other {market}} stream until it ends, and nothing connects again: after the first disconnect the bot is blind.",
    ru: "{fn} читает {stream, select, private {поток счёта} other {рыночный поток}}, пока тот не кончится, и никто не подключается снова: после первого обрыва бот слеп.",
  },
  unheard: {
    en: "{fn} reads the {stream, select, private {account} other {market}} stream until it ends, and nothing connects again. What arrives goes to the log only: remove the stream, or use it and keep it connected.",
    ru: "{fn} читает {stream, select, private {поток счёта} other {рыночный поток}}, пока тот не кончится, и никто не подключается снова. Пришедшее попадает только в лог: уберите поток либо используйте его и держите подключённым.",
  },
  library: {
    en: "{library} does not reconnect, and nothing in the bot starts it again: after the first disconnect the {stream, select, private {account} other {market}} stream is dead.",
    ru: "{library} не переподключается, и бот её заново не запускает: после первого обрыва {stream, select, private {поток счёта} other {рыночный поток}} мёртв.",
  },
  unclear: { en: "{fn} opens a connection; who reads it and what follows its end was not found", ru: "{fn} открывает соединение; кто его читает и что следует за обрывом, не найдено" },
  fix: { en: "Put the connection into a loop with `delay = min(5 * 2 ** attempts, 300)`.", ru: "Поместите подключение в цикл с `delay = min(5 * 2 ** attempts, 300)`." },
  restarted: { en: "{fn} may be started again from here", ru: "возможно, {fn} запускают снова отсюда" },
  end: { en: "the connection ends here", ru: "соединение кончается здесь" },
  connects: { en: "the only connect ({library})", ru: "единственное подключение ({library})" },
  holds: { en: "{fn} connects again", ru: "{fn} подключается снова" },
  mended: { en: "{library} does not reconnect; whether the bot itself does was not decided", ru: "{library} не переподключается; делает ли это сам бот, не установлено" },
  mender: { en: "this may connect again", ru: "возможно, это подключает снова" },
  uncalled: {
    en: "{fn} connects again, and nobody calls it: after the first disconnect {class} stays without its connection.",
    ru: "{fn} переподключается, но его никто не вызывает: после первого обрыва {class} остаётся без соединения.",
  },
  here: { en: "this connects again, and no code of the bot says its name", ru: "это переподключает, но его имя в коде бота больше не встречается" },
  fixUncalled: { en: "Call it where the loss is noticed (an error of a request, an event of the client, a watchdog), and act on its giving up.", ru: "Вызывайте его там, где замечен обрыв (ошибка запроса, событие клиента, watchdog), и реагируйте, когда он сдаётся." },
  keeps: { en: "{library} reconnects by itself: {kept}", ru: "{library} переподключается сама: {kept}" },
  decorated: { en: "a retry decorator repeats {fn}", ru: "декоратор повторяет {fn}" },
});

const all = (one: Connection): one is Connection => one !== null;

export const noReconnect = defineCheck({
  name: "reconnect/no-reconnect",
  claim: "Every long-lived connection is opened again when it ends.",
  impact: "position",
  about: "connection",
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see) {
      for (const { fn, of } of reconnectLoops.uncalled) {
        const at = places.at(fn);
        see.broken(places.subject("connection", fn, fn.qualname), say("uncalled", { fn: fn.qualname, class: of }), [{ at, note: say("here") }], { fix: say("fixUncalled"), impact: "blind", group: `${at.file} ${fn.qualname}`, weight: 40 });
      }
      eachConnection(reconnectLoops, see, all, (one) => {
        const { site, story, alone } = one;
        const { keeps, library, shape } = site.how;
        const values = { fn: (story?.root.fn ?? site.fn).qualname, stream: one.feed, library };
        const subject = subjectOf(places, one);
        const connects = { at: places.at(site.call), note: say("connects", values) };
        if (keeps) return see.holds(subject, say("keeps", { library: keeps.name, kept: keeps.schedule }), [{ at: connects.at, note: say("keeps", { library: keeps.name, kept: keeps.schedule }) }]);
        // What a failure ends does not connect again after each: reconnect/attempt-ends-loop speaks of it.
        if (isLooping(one) && (endOf(one) || one.throttle)) return;
        if (story) return isLooping(one) ? see.holds(subject, say("holds", values), [{ at: places.at(story.root.at), note: say("holds", values) }, ...steps(places, { ...one, story })]) : see.unclear(subject, say("unclear", values), [connects]);
        if (one.decorator) return see.holds(subject, say("decorated", values), [{ at: places.at(one.decorator), note: say("decorated", values) }, connects]);
        const remarks = { fix: say("fix"), impact: deadFeed(one), group: groupOf(places, one), weight: weightOf(one) };
        if (shape === "client" && one.mended) return see.unclear(subject, say("mended", values), [connects, { at: places.at(one.mended), note: say("mender") }]);
        if (shape === "client") return see.broken(subject, say("library", values), [connects, ...(one.uncalled ? [{ at: places.at(one.uncalled), note: say("here") }] : [])], remarks);
        if (!alone?.ended || alone.exit.how === "stuck") return isRequest(one) ? undefined : see.unclear(subject, say("unclear", values), [connects]);
        // It was to run for so long, or for so many messages: its end is no loss.
        if (isBounded(alone.ended)) return;
        if (one.startedAgain) return see.unclear(subject, say("unclear", values), [connects, { at: places.at(one.startedAgain), note: say("restarted", values) }]);
        if (!one.heard) return see.broken(subject, say("unheard", values), [connects, { at: places.at(alone.ended), note: say("end") }], { ...remarks, impact: "hygiene" });
        see.broken(subject, say("broken", values), [connects, { at: places.at(alone.ended), note: say("end") }], remarks);
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see) {
      for (const one of silentStreams(reconnects, neverAgain)) {
        const { connection } = one.stream;
        if (connection && neverAgain(connection)) see.broken(subjectOf(places, connection), silentText(one), silentEvidence(one), { fix: say("fix"), impact: deadFeed(connection), group: groupOf(places, connection), weight: weightOf(connection) });
      }
    },
  },
});

/** Opened, asked once and closed: nothing there to keep. */
const isRequest = (one: Connection): boolean => one.alone?.exit.how === "returned" && one.site.call.parent?.kind !== "assign" && one.site.how.shape === "socket" && one.alone.ended === null;
