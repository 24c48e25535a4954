import { places } from "../../../facts/code/places.ts";
import { cleanups } from "../../../facts/code/resources/cleanups.ts";
import { shutdown } from "../../../facts/code/resources/shutdown.ts";
import { unawaited } from "../../../facts/code/resources/unawaited.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  broken: {
    en: "nothing calls `{stop}`, so nobody ever ends what it would end ({what}): at exit tasks are destroyed while pending, connections are cut, the last state is lost",
    ru: "`{stop}` никто не вызывает, поэтому никто не завершает то, что она завершила бы ({what}): при выходе задачи уничтожаются на полпути, соединения рвутся, последнее состояние теряется",
  },
  unclear: { en: "`{stop}` is only called on an object whose class is unknown, if at all", ru: "`{stop}` вызывается разве что у объекта неизвестного класса" },
  taken: { en: "it is started or opened here", ru: "здесь это запускается или открывается" },
  ended: { en: "what would end it", ru: "то, что его завершило бы" },
  defined: { en: "nobody calls it", ru: "её никто не вызывает" },
  fix: { en: "Call it from the shutdown (`finally` of the main coroutine, the signal handler), or delete it and end these elsewhere.", ru: "Вызывайте её при остановке (`finally` главной корутины, обработчик сигнала) или удалите и завершайте всё это в другом месте." },
  holds: { en: "`{stop}` {from, select, no {is run by a `with` of the bot, or by its framework} other {is called in {from}}}", ru: "`{stop}` {from, select, no {выполняет `with` бота или его фреймворк} other {вызывается в {from}}}" },
  none: { en: "the bot has no stop or close of its own", ru: "у бота нет собственных stop/close" },
});

export const stopNeverCalled = defineCheck({
  name: "leaks/stop-never-called",
  claim: "Each function that ends tasks and connections is called by somebody.",
  impact: "hygiene",
  about: "stop",
  tellsOfIdleCode: true,
  code: {
    requires: { cleanups, shutdown, unawaited, places },
    look({ cleanups, shutdown, unawaited, places }, see) {
      if (cleanups.length === 0) return see.notApplicable(say("none"));
      // What is called and never awaited is told as that.
      const lost = new Set(unawaited.map((one) => one.target));
      for (const { stop, called, ends } of cleanups) {
        if (called === "never" && lost.has(stop)) continue;
        const subject = places.subject("stop", stop, "stop");
        const head = places.at(stop);
        const defined = { at: { ...head, endLine: head.line }, note: say("defined") };
        const what = [...new Set(ends.map(({ acquisition }) => places.snippet(acquisition.call, 50)))].slice(0, 3).join(", ");
        const steps = ends.slice(0, 3).flatMap(({ acquisition, release }) => [{ at: places.at(acquisition.call), note: say("taken") }, { at: places.at(release.node), note: say("ended") }]);
        const words = { stop: stop.qualname, what };
        const from = called === "yes" ? shutdown.calledAt(stop) : null;
        const told = say("holds", { ...words, from: from ? `${places.at(from).file}:${places.at(from).line}` : "no" });
        if (called === "yes") see.holds(subject, told, [{ at: from ? places.at(from) : defined.at, note: told }]);
        else if (called === "perhaps") see.unclear(subject, say("unclear", words), [{ at: defined.at, note: say("unclear", words) }, ...steps]);
        else see.broken(subject, say("broken", words), [defined, ...steps], { fix: say("fix"), group: stop.qualname });
      }
    },
  },
});
