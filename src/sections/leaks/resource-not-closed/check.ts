import { repeatedCode } from "../../../facts/code/growth/repeated.ts";
import { places, type Places } from "../../../facts/code/places.ts";
import { resourceLives } from "../../../facts/code/resources/lives.ts";
import { replacements } from "../../../facts/code/resources/replacements.ts";
import { shutdown } from "../../../facts/code/resources/shutdown.ts";
import { SHORT_LIVED_CODE } from "../../../knowledge/growth.ts";
import { lostWork } from "../../../facts/run/lost-work.ts";
import { groupedBy, toldLoss } from "../lost-work-words.ts";
import { openLife } from "../lost-work-links.ts";
import { CLOSING_CALLS } from "../../../knowledge/resources.ts";
import type { Node } from "../../../ir/nodes.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";

const say = catalogue({
  never: {
    en: "nobody closes this {by}: its connections stay open until the process dies",
    ru: "этот {by} никто не закрывает: соединения остаются открытыми до конца процесса",
  },
  open: {
    en: "a path out of `{fn}` leaves this {by} open: each such pass leaves its connections behind",
    ru: "один из выходов из `{fn}` оставляет этот {by} открытым: каждый такой проход оставляет за собой соединения",
  },
  exceptions: {
    en: "this {by} stays open when an exception leaves `{fn}`: `close` is not in `finally`, so each failure leaves its connections behind",
    ru: "этот {by} остаётся открытым, если из `{fn}` вылетит исключение: `close` стоит не в `finally`, и каждый сбой оставляет за собой соединения",
  },
  before: {
    en: "this {by} stays open when an exception comes between its opening and the `try` whose `finally` closes it: each such failure leaves its connections behind",
    ru: "этот {by} остаётся открытым, если исключение случится между открытием и тем `try`, чей `finally` его закрывает: каждый такой сбой оставляет за собой соединения",
  },
  taken: { en: "it is opened here", ru: "здесь он открывается" },
  fails: { en: "an exception here passes by the close", ru: "исключение здесь проходит мимо `close`" },
  closes: { en: "the close that is passed by", ru: "`close`, мимо которого проходит путь" },
  fixLocal: { en: "Use `async with`, or close it in `finally`.", ru: "Используйте `async with` или закрывайте в `finally`." },
  fixKept: { en: "Close it in the shutdown: `{close}`.", ru: "Закрывайте его при остановке: `{close}`." },
  holds: { en: "this {by} is closed on every way out of `{fn}`", ru: "этот {by} закрывается на всех выходах из `{fn}`" },
  holdsKept: { en: "this {by} is kept, and `{closer}` closes it{from, select, no {} other {, which is called in {from}}}", ru: "этот {by} хранится, а закрывает его `{closer}`{from, select, no {} other { (вызов в {from})}}" },
  closed: { en: "it is closed here", ru: "здесь он закрывается" },
  elsewhere: { en: "this {by} is handed to code that could not be followed", ru: "этот {by} передаётся в код, за которым не удалось проследить" },
  uncalled: { en: "this {by} is closed, if at all, by code that nobody is known to call", ru: "этот {by} если и закрывает, то код, про который неизвестно, вызывает ли его кто-нибудь" },
  none: { en: "the bot opens nothing that must be closed explicitly", ru: "бот не открывает ничего, что нужно явно закрывать" },
});

export const resourceNotClosed = defineCheck({
  name: "leaks/resource-not-closed",
  claim: "Each session, socket, exchange client and pool is closed on every path out.",
  impact: "blind",
  about: "resource",
  code: {
    requires: { resourceLives, replacements, repeatedCode, shutdown, places },
    look({ resourceLives, replacements, repeatedCode, shutdown, places }, see) {
      if (resourceLives.length === 0) return see.notApplicable(say("none"));
      // What a reconnect overwrites is reported as that.
      const overwritten = new Set(replacements.filter((one) => one.path).map((one) => one.acquisition));
      for (const one of resourceLives) {
        if (one.end === "never" && overwritten.has(one.acquisition)) continue;
        const subject = places.subject("resource", one.call);
        const words = { by: `\`${one.acquisition.by}\``, fn: one.fn.qualname };
        const taken = { at: places.at(one.call), note: say("taken") };
        const again = repeatedCode.why(one.call, one.fn) !== null;
        const target = one.call.parent?.kind === "assign" ? places.snippet(one.call.parent.targets[0]!, 40) : "session";
        const fix = one.kept ? say("fixKept", { close: CLOSING_CALLS.find(([by]) => by.test(one.acquisition.by))![1].replaceAll("{}", target) }) : say("fixLocal");
        const remarks = { fix, group: one.fn.qualname, weight: again ? 2 : 1, impact: again ? "blind" as const : "hygiene" as const };
        switch (one.end) {
          case "closed": {
            const { closer } = one;
            if (closer) see.holds(subject, say("holdsKept", { ...words, closer: closer.fn.qualname, from: lineOf(shutdown.calledAt(closer.fn), places) }), [taken, { at: places.at(closer.node), note: say("closed") }]);
            else if (one.kept) break;
            else see.holds(subject, say("holds", words), [taken]);
            break;
          }
          case "never": see.broken(subject, say("never", words), [taken], remarks); break;
          case "open": see.broken(subject, say("open", words), [taken], remarks); break;
          case "early": case "exceptions": {
            // A training run or a backtest ends with the exception, and its connections with it.
            if (SHORT_LIVED_CODE.test(places.at(one.call).file)) break;
            const close = one.releases.find((each) => each.fn === one.fn);
            const steps = [...(one.leaves ? [{ at: places.at(one.leaves), note: say("fails") }] : []), ...(close ? [{ at: places.at(close.node), note: say("closes") }] : [])];
            see.broken(subject, say(one.end === "early" ? "before" : "exceptions", words), [taken, ...steps], remarks);
            break;
          }
          case "uncalled":
            // The one that a reconnect replaces is closed; whether the last one matters when the process ends is nobody's question.
            if (!one.releases.every((each) => each.fn === one.fn)) see.unclear(subject, say("uncalled", words), [taken]);
            break;
          case "elsewhere": see.unclear(subject, say("elsewhere", words), [taken]); break;
        }
      }
    },
  },
  run: {
    requires: { lostWork, resourceLives, replacements, repeatedCode, places },
    look({ lostWork, resourceLives, replacements, repeatedCode, places }, see) {
      const overwritten = new Set(replacements.filter((one) => one.path).map((one) => one.acquisition));
      for (const [one, all] of groupedBy(lostWork, (warning) => openLife(resourceLives, warning))) {
        if (one.end === "never" && overwritten.has(one.acquisition)) continue;
        const { says, evidence } = toldLoss(all);
        const again = repeatedCode.why(one.call, one.fn) !== null;
        see.broken(places.subject("resource", one.call), says, evidence, { fix: say(one.kept ? "fixKept" : "fixLocal", { target: "session" }), group: one.fn.qualname, weight: again ? 2 : 1, impact: again ? "blind" : "hygiene" });
      }
    },
  },
});

function lineOf(node: Node | null, places: Places): string {
  const at = node && places.at(node);
  return at ? `${at.file}:${at.line}` : "no";
}
