import type { Node } from "../../../ir/nodes.ts";
import { places } from "../../../facts/code/places.ts";
import { reconnectLoops } from "../../../facts/code/reconnect-loops.ts";
import type { Places } from "../../../facts/code/places.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { firstLineOf } from "../../../sdk/evidence.ts";
import { catalogue, type Text } from "../../../sdk/text.ts";
import { reconnects } from "../../../facts/run/reconnects.ts";
import { silentStreams } from "../../../facts/run/silent-streams.ts";
import { endOf, isStop, loopEnds, type LoopEnd } from "../loop-ends.ts";
import { silentEvidence, silentText } from "../run-words.ts";
import { deadFeed, eachConnection, groupOf, isLooping, steps, subjectOf, weightOf, type Looping } from "../connection-words.ts";

const say = catalogue({
  ends: {
    en: "{kind, select, refused {A refused connection} rejected {A rejected handshake (HTTP 502, maintenance)} timeout {A time-out while connecting} other {A lost connection}} ends {fn} at `{where}` instead of leading to another attempt: the {stream, select, private {account} other {market}} stream stays dead until a restart.",
    ru: "{kind, select, refused {Отказ в соединении} rejected {Отвергнутый handshake (HTTP 502, техработы)} timeout {Тайм-аут подключения} other {Обрыв соединения}} завершает {fn} на `{where}` вместо новой попытки: {stream, select, private {поток счёта} other {рыночный поток}} мёртв до перезапуска.",
  },
  once: {
    en: "After a disconnect {count, plural, one {one attempt follows, and when it fails} other {# attempts follow, and when they fail}} everything ends at `{where}`: nobody tries again, the {stream, select, private {account} other {market}} stream stays dead until a restart.",
    ru: "После обрыва {count, plural, one {следует одна попытка, и если она не удалась} other {следуют # попытки, и если они не удались}}, всё кончается на `{where}`: больше никто не подключается, {stream, select, private {поток счёта} other {рыночный поток}} мёртв до перезапуска.",
  },
  swallowed: {
    en: "`{where}` in {fn} catches the lost connection inside of the loop that reads, and the loop goes on reading the dead socket: the way back to the connection is never taken, the {stream, select, private {account} other {market}} stream stays dead until a restart.",
    ru: "`{where}` в {fn} ловит обрыв внутри цикла чтения, и цикл дальше читает мёртвый сокет: до нового подключения дело не доходит, {stream, select, private {поток счёта} other {рыночный поток}} мёртв до перезапуска.",
  },
  escapes: {
    en: "{kind, select, refused {A refused connection} rejected {A rejected handshake (HTTP 502, maintenance)} timeout {A time-out while connecting} other {A lost connection}} raises out of {fn}: nothing catches it in the loop, so no other attempt follows.",
    ru: "{kind, select, refused {Отказ в соединении} rejected {Отвергнутый handshake (HTTP 502, техработы)} timeout {Тайм-аут подключения} other {Обрыв соединения}} вылетает исключением из {fn}: в цикле его не ловят, новой попытки не будет.",
  },
  first: {
    en: "If the first connection fails, {fn} returns as if it stood: {loop}, which tries again, is only started by a connection that worked, so the {stream, select, private {account} other {market}} stream never comes.",
    ru: "Если первое подключение не удалось, {fn} возвращается как ни в чём не бывало: {loop}, где пробуют снова, запускает только состоявшееся соединение, и {stream, select, private {поток счёта} other {рыночный поток}} не появится.",
  },
  ignored: { en: "what becomes of {fn} is not asked here", ru: "чем кончилась {fn}, здесь не спрашивают" },
  fixFirst: { en: "Start the loop that connects again whether the first attempt succeeds or not, or let its failure through to the caller.", ru: "Запускайте цикл переподключения независимо от исхода первой попытки либо пропускайте её сбой к вызывающему." },
  fix: { en: "Catch the failure inside of the loop, pause, and go round again.", ru: "Ловите сбой внутри цикла, делайте паузу и идите на следующий круг." },
  fixSwallowed: { en: "Let the loss out of the reading loop: `except ConnectionClosed: break` (or raise) before the handler for everything.", ru: "Выпустите обрыв из цикла чтения: `except ConnectionClosed: break` (или raise) перед обработчиком всего остального." },
  restarted: { en: "{fn} ends at the first failure; something may start it again, which was not decided", ru: "{fn} кончается на первом сбое; возможно, его запускают снова, установить не удалось" },
  flag: { en: "this keeps every other task from trying", ru: "после этого не пробует ни одна другая задача" },
  here: { en: "the loop ends here", ru: "цикл кончается здесь" },
  stopped: { en: "{fn} ends at `{where}` where it was closed on purpose; whether a failure leads to another attempt on every other way was not decided", ru: "{fn} завершается на `{where}`, если поток закрыли намеренно; всегда ли в остальных случаях за сбоем следует новая попытка, не установлено" },
  throttled: { en: "{fn}: an attempt that comes soon after the last is dropped, and whether a later one follows was not seen", ru: "{fn}: попытка вскоре после предыдущей отбрасывается, и следует ли за ней другая, не видно" },
  throttle: { en: "dropped here", ru: "отбрасывается здесь" },
  holds: { en: "{fn}: a failed attempt leads to another one", ru: "{fn}: за неудачной попыткой следует новая" },
});

export const attemptEndsLoop = defineCheck({
  name: "reconnect/attempt-ends-loop",
  claim: "A failed attempt or a lost connection leads to another attempt.",
  impact: "position",
  about: "connection",
  code: {
    requires: { reconnectLoops, places },
    look({ reconnectLoops, places }, see) {
      eachConnection(reconnectLoops, see, isLooping, (one) => {
        const { story } = one;
        const end = endOf(one);
        const fn = story.root.fn.qualname;
        if (one.first) {
          const values = { fn: one.first.fn.qualname, loop: fn, stream: one.feed };
          see.broken(places.subject("connection", one.first.fn, `first ${one.site.fn.qualname}`), say("first", values), [{ at: firstLineOf(places.at(one.first.fn)), note: say("first", values) }, { at: places.at(one.first.call), note: say("ignored", values) }, ...steps(places, one)],
            { fix: say("fixFirst"), impact: deadFeed(one), group: groupOf(places, one), weight: weightOf(one) + 10 });
          if (!end) return;
        }
        if (!end && one.throttle) return see.unclear(subjectOf(places, one), say("throttled", { fn }), [{ at: firstLineOf(places.at(one.throttle)), note: say("throttle") }, ...steps(places, one)]);
        const stop = [...story.fatal, ...story.endings].find((each) => isStop(each.exit.node))?.exit.node;
        if (!end && stop) return see.unclear(subjectOf(places, one), say("stopped", { fn, where: places.snippet(stop, 40) }), [{ at: places.at(stop), note: say("here") }]);
        if (!end) return see.holds(subjectOf(places, one), say("holds", { fn }), [{ at: places.at(story.root.at), note: say("holds", { fn }) }, ...steps(places, one)]);
        const { last } = story.failing;
        const at = (end.kind === "once" ? last?.at : null) ?? end.exit.node ?? story.root.at;
        if (one.startedAgain) return see.unclear(subjectOf(places, one), say("restarted", { fn }), [{ at: places.at(one.startedAgain), note: say("restarted", { fn }) }, { at: places.at(at), note: say("here") }]);
        const flag = end.kind === "once" && last?.flag ? [{ at: places.at(last.flag), note: say("flag") }] : [];
        see.broken(subjectOf(places, one), message(places, one, end), [{ at: places.at(at), note: say("here") }, ...flag, ...steps(places, one)],
          { fix: say(end.kind === "swallowed" ? "fixSwallowed" : "fix"), impact: deadFeed(one), group: groupOf(places, one), weight: weightOf(one) + 10 });
      });
    },
  },
  run: {
    requires: { reconnects, places },
    look({ reconnects, places }, see) {
      for (const one of silentStreams(reconnects, loopEnds)) {
        const { connection } = one.stream;
        if (connection && loopEnds(connection)) see.broken(subjectOf(places, connection), silentText(one), silentEvidence(one), { fix: say("fix"), impact: deadFeed(connection), group: groupOf(places, connection), weight: weightOf(connection) + 10 });
      }
    },
  },
});

function message(places: Places, one: Looping, end: LoopEnd): Text {
  const values = { kind: end.kind, fn: one.story.root.fn.qualname, stream: one.feed, where: places.snippet(end.exit.node ?? one.story.root.at, 40) };
  if (end.kind === "swallowed") return say("swallowed", { ...values, where: headOf(places, end.exit.node!) });
  if (end.kind === "once") return say("once", { ...values, where: places.snippet(one.story.failing.last?.at ?? one.story.root.at, 40), count: one.story.failing.stopsAfter ?? 1 });
  return end.exit.how === "raised" ? say("escapes", values) : say("ends", values);
}

const headOf = (places: Places, node: Node): string => (node.kind === "handler" ? `except${node.type ? ` ${places.snippet(node.type, 40)}` : ""}` : places.snippet(node, 40));
