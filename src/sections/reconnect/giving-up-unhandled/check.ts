import { places } from "../../../facts/code/places.ts";
import { callGraph, type CallGraph } from "../../../facts/code/call-graph.ts";
import { reconnectLoops, type Connection } from "../../../facts/code/reconnect-loops.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { tradedWithout } from "../../../facts/run/silent-streams.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { logLine } from "../../log-line.ts";
import { seconds } from "../run-words.ts";
import { attemptsOf, deadFeed, eachConnection, groupOf, isLooping, steps, subjectOf, weakFeed, weightOf, type Looping } from "../connection-words.ts";

const say = catalogue({
  broken: {
    en: "After {known, select, yes {{count, plural, one {# attempt} other {# attempts}}} other {`{bound}` attempts}} {fn} just ends: nobody is told, the bot trades on without its {stream, select, private {account} other {market}} stream.",
    ru: "После {known, select, yes {{count, plural, one {# попытки} other {# попыток}}} other {`{bound}` попыток}} {fn} просто завершается: никто не узнаёт, бот торгует дальше без {stream, select, private {потока счёта} other {рыночного потока}}.",
  },
  flag: { en: "After {known, select, yes {{count, plural, one {# attempt} other {# attempts}}} other {`{bound}` attempts}} {fn} only sets `{name}`; whether something acts on it was not decided", ru: "После {known, select, yes {{count, plural, one {# попытки} other {# попыток}}} other {`{bound}` попыток}} {fn} лишь выставляет `{name}`; реагирует ли кто-то, не установлено" },
  raises: { en: "After {known, select, yes {{count, plural, one {# attempt} other {# attempts}}} other {`{bound}` attempts}} {fn} raises; whether somebody handles it was not decided", ru: "После {known, select, yes {{count, plural, one {# попытки} other {# попыток}}} other {`{bound}` попыток}} {fn} бросает исключение; обработает ли его кто-то, не установлено" },
  returns: { en: "{fn} tells its caller, who tests the result", ru: "{fn} сообщает вызывающему, тот проверяет результат" },
  told: { en: "giving up is told: `{call}`", ru: "о сдаче сообщают: `{call}`" },
  restarted: { en: "{fn} may be started again from here; whether it is was not decided", ru: "возможно, {fn} запускают снова отсюда; установить не удалось" },
  traded: {
    en: "In this run the stream “{name}” gave up, and {seconds} s later the bot still opened a position: nobody was told, and it trades without the stream.",
    ru: "В этом запуске поток «{name}» сдался, а через {seconds} с бот всё ещё открыл позицию: никто не узнал, и он торгует без этого потока.",
  },
  library: {
    en: "{library} gives up by itself ({kept}), and nothing in the bot looks whether it did or starts it again: after an outage that lasts longer the {stream, select, private {account} other {market}} stream is dead, and the bot trades on.",
    ru: "{library} сама прекращает попытки ({kept}), а бот не смотрит, случилось ли это, и заново её не запускает: после более долгого сбоя {stream, select, private {поток счёта} other {рыночный поток}} мёртв, а бот торгует дальше.",
  },
  libraryNoticed: { en: "{library} gives up by itself ({kept}); the bot may notice here", ru: "{library} сама прекращает попытки ({kept}); бот может заметить это здесь" },
  fixLibrary: { en: "Look at the library's state (its last message, `is_connected()`, the age of the last tick) and make the client anew, or let it try for ever where it can (pybit: `retries=0`).", ru: "Следите за состоянием библиотеки (её последнее сообщение, `is_connected()`, возраст последнего тика) и создавайте клиент заново либо разрешите ей пробовать без конца, где это возможно (pybit: `retries=0`)." },
  here: { en: "it gives up here", ru: "здесь попытки кончаются" },
  fix: { en: "Call a handler when the attempts are used up: stop entries, alert, close positions or shut down.", ru: "Когда попытки исчерпаны, вызовите обработчик: запрет входов, алерт, закрытие позиций или остановка." },
});

const isLibrarys = (one: Connection): boolean => one.story === null && one.endNoticed !== undefined && one.decorator === null;

const wanted = (one: Connection): one is Looping => isLooping(one) && one.story.failing.stopsAfter !== null && one.story.failing.stopsAfter > 1;

export const givingUpUnhandled = defineCheck({
  name: "reconnect/giving-up-unhandled",
  // No finding on a real bot yet, the unseen ones included.
  maturity: "draft",
  claim: "When the attempts are used up, somebody is told.",
  impact: "position",
  about: "connection",
  code: {
    requires: { reconnectLoops, places, callGraph },
    look({ reconnectLoops, places, callGraph }, see) {
      for (const one of reconnectLoops.connections.filter(isLibrarys)) {
        const values = { library: one.site.how.library, kept: one.site.how.keeps!.schedule, stream: one.feed };
        const at = places.at(one.site.call);
        const noticed = one.endNoticed ?? one.mended ?? one.startedAgain;
        if (noticed) see.unclear(subjectOf(places, one), say("libraryNoticed", values), [{ at: places.at(noticed), note: say("libraryNoticed", values) }, { at, note: say("here") }]);
        else see.broken(subjectOf(places, one), say("library", values), [{ at, note: say("here") }], { fix: say("fixLibrary"), impact: weakFeed(one), group: groupOf(places, one), weight: weightOf(one) });
      }
      eachConnection(reconnectLoops, see, wanted, (one) => {
        const { failing, root } = one.story;
        const subject = subjectOf(places, one);
        const values = { fn: root.fn.qualname, ...attemptsOf(one), stream: one.feed };
        const evidence = [{ at: places.at(failing.exit.node ?? root.at), note: say("here") }, ...steps(places, one)] as const;
        const call = failing.told.calls[0];
        if (call) return see.holds(subject, say("told", { call: places.snippet(call, 50) }), [{ at: places.at(call), note: say("told", { call: places.snippet(call, 50) }) }, ...evidence]);
        if (failing.exit.how === "raised") return see.unclear(subject, say("raises", values), evidence);
        if (failing.result !== null && isTested(callGraph, one)) return see.holds(subject, say("returns", values), evidence);
        const flag = failing.told.attributes.find(({ name }) => !/^(ws|_ws|websocket|_websocket)$/.test(name) && reconnectLoops.readersOf(name).some((fn) => fn !== root.fn && fn !== one.site.fn));
        if (flag) return see.unclear(subject, say("flag", { ...values, name: flag.name }), [{ at: places.at(flag.node), note: say("flag", { ...values, name: flag.name }) }, ...evidence]);
        if (one.startedAgain) return see.unclear(subject, say("restarted", values), [{ at: places.at(one.startedAgain), note: say("restarted", values) }, ...evidence]);
        see.broken(subject, say("broken", values), evidence, { fix: say("fix"), impact: deadFeed(one), group: groupOf(places, one), weight: weightOf(one) });
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see) {
      for (const { stream, gaveUp, entry, after } of tradedWithout(reconnects)) {
        const { connection } = stream;
        // An alert is told too: what comes of it is a person's matter.
        if (!connection || !wanted(connection) || connection.story.failing.told.calls.length > 0) continue;
        see.broken(subjectOf(places, connection), say("traded", { name: stream.name, seconds: seconds(after) }), [logLine(gaveUp), logLine(entry)], { fix: say("fix"), impact: deadFeed(connection), group: groupOf(places, connection), weight: weightOf(connection) });
      }
    },
  },
});

/** A caller does something with what the function gives back. */
function isTested(graph: CallGraph, one: Looping): boolean {
  return graph.callersOf(one.story.root.fn).some(({ call }) => {
    const holder = call.parent?.kind === "await" ? call.parent.parent : call.parent;
    return holder?.kind !== "expression" && holder?.kind !== "argument";
  });
}
